import type * as Schema from '../../../schema/index.ts'
import { findTarget } from '../../access.ts'
import { CommandError, usage } from '../../failure.ts'
import type { GlobalOptions } from '../../globals.ts'
import { onInterruption } from '../../interruption.ts'
import { warn } from '../../output.ts'
import { labelboxEndpoint, startRequests } from '../../requests.ts'

/** Reads the schema of an endpoint, and of the experimental one beside it. */
export async function introspection(
  loaded: typeof Schema,
  options: GlobalOptions,
  headers: Readonly<Record<string, string>>,
  publicOnly: boolean,
): Promise<Schema.Introspected> {
  const { endpoint = labelboxEndpoint, apiKey } = await findTarget(options, process.env, warn)
  const experimental = experimentalOf(endpoint)
  requirePrivacy(endpoint, headers, apiKey)
  startRequests(endpoint)
  const signal = onInterruption()
  const read = (url: string) => readFrom(loaded, { endpoint: url, apiKey, fetch: fetchWith(headers) }, signal)
  // The snapshot is of both: half a pull would drop what only the experimental one knows, so it is none.
  const found = await read(endpoint)
  if (publicOnly || experimental === endpoint) return found
  try {
    const other = await read(experimental)
    return {
      sdl: loaded.mergeExperimental(found.sdl, other.sdl),
      untold: [...new Set([...found.untold, ...other.untold])],
    }
  } catch (error) {
    if (error instanceof loaded.ContradictionError) {
      throw new CommandError(
        'SCHEMA',
        `The two endpoints contradict each other: ${error.message} Nothing was written. --public-only pulls the one alone.`,
      )
    }
    const code = (error as { code?: unknown }).code
    const reason = typeof code === 'string' && code !== 'SCHEMA' ? ` (${code})` : ''
    throw new CommandError(
      'SCHEMA',
      `The experimental endpoint, /_gql, gave no schema${reason}. Nothing was written. --public-only pulls without it.`,
    )
  }
}

interface Target {
  readonly endpoint: string
  readonly apiKey: string | undefined
  readonly fetch: typeof fetch
}

/** Asks as every operation of the package is sent: with a deadline, and again where that may help. */
async function readFrom(loaded: typeof Schema, target: Target, signal: AbortSignal): Promise<Schema.Introspected> {
  const [{ Labelbox, isLabelboxError }, { labelboxExchange }, { Client }] = await Promise.all([
    import('../../../index.ts'),
    import('../../../urql/index.ts'),
    import('@urql/core'),
  ])
  // Through a client there need be no key: a gateway may add it.
  const client = new Client({ url: target.endpoint, exchanges: [labelboxExchange(target)] })
  const through = new Labelbox({ client })
  try {
    return await loaded.introspect(
      (document) => through.execute(document, {}, { signal }),
      (error) => isLabelboxError(error) && ofTheQuestion.has(error.code),
    )
  } catch (error) {
    if (!(error instanceof loaded.NoSchemaError)) throw error
    const { code } = (error.cause ?? {}) as { code?: string }
    throw new CommandError(
      'SCHEMA',
      `The endpoint gave no schema${code === undefined ? '' : ` (${code})`}. It may not allow introspection: then give a schema as a file.`,
    )
  }
}

/** A refusal that may be one of a detail in the question. */
const ofTheQuestion: ReadonlySet<string> = new Set([
  ...['INVALID_QUERY', 'MALFORMED_QUERY', 'VALIDATION_FAILED', 'UNPROCESSABLE_ENTITY'],
  ...['OPERATION_NOT_ALLOWED', 'INTERNAL_SERVER_ERROR', 'BAD_RESPONSE', 'UNKNOWN'],
])

/** Labelbox's own rule: the path's `/graphql` is `/_gql`. An endpoint without it has no other. */
function experimentalOf(endpoint: string): string {
  if (!URL.canParse(endpoint)) throw usage('The endpoint is not a URL.')
  const url = new URL(endpoint)
  url.pathname = url.pathname.replace(/\/graphql(?=$|\/)/, '/_gql')
  return url.pathname === new URL(endpoint).pathname ? endpoint : url.href
}

const fetchWith =
  (headers: Readonly<Record<string, string>>): typeof fetch =>
  (input, init) =>
    fetch(input, { ...init, headers: { ...(init?.headers as Record<string, string>), ...headers } })

/** `Name: value`, each. */
export function headersOf(lines: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    lines.map((line) => {
      const [, name = '', value = ''] = /^([\w!#$%&'*+.^`|~-]+):\s*([\x21-\x7e][\x20-\x7e]*)$/.exec(line) ?? []
      // It may hold a secret, so it is not repeated.
      if (name === '') throw usage('A --header must be a name and a value: "X-Tenant: blue".')
      return [name, value]
    }),
  )
}

/** What is in a header may be as secret as a key, and there is one key. */
function requirePrivacy(endpoint: string, headers: Readonly<Record<string, string>>, apiKey: string | undefined): void {
  const names = Object.keys(headers).map((name) => name.toLowerCase())
  if (names.length === 0) return
  const { protocol, hostname } = new URL(endpoint)
  const isHere = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)
  if (protocol !== 'https:' && !isHere) throw usage('A --header is sent over https, or to this machine, only.')
  if (names.includes('authorization') && apiKey !== undefined) {
    throw usage('There is an API key, and a --header that takes its place. Leave one out.')
  }
}
