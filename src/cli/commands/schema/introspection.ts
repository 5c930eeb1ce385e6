import type * as Schema from '../../../schema/index.ts'
import { isLoopback } from '../../../transport/platform.ts'
import type { Transport } from '../../../transport/transport.ts'
import { findOptionalCredentials } from '../../session/credentials.ts'
import { CommandError, usage } from '../../output/commandError.ts'
import type { Io } from '../../io.ts'
import type { GlobalOptions } from '../../input/globalOptions.ts'
import { labelboxEndpoint, type Invocation } from '../../invocation.ts'

/** Reads the schema of an endpoint, and of the experimental one beside it. */
export async function introspectEndpoint(
  loaded: typeof Schema,
  invocation: Invocation,
  options: GlobalOptions,
  { headers, publicOnly }: { readonly headers: Readonly<Record<string, string>>; readonly publicOnly: boolean },
): Promise<Schema.Introspected> {
  const { endpoint = labelboxEndpoint, apiKey } = await findOptionalCredentials(invocation, options)
  const experimental = experimentalOf(endpoint)
  requirePrivacy(endpoint, headers, apiKey)
  invocation.endpoint = endpoint
  const signal = invocation.abortSignal()
  const target = { ...invocation.io.client, apiKey, headers, transport: await invocation.transport() }
  const read = (url: string) => introspect(loaded, { ...target, endpoint: url }, signal)
  // The snapshot needs both: half of a pull would drop what only the experimental endpoint has.
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
        `The two endpoints contradict each other: ${error.message} Nothing was written. Pass --public-only to pull the first one alone.`,
      )
    }
    const code = (error as { code?: unknown }).code
    const reason = typeof code === 'string' && code !== 'SCHEMA' ? ` (${code})` : ''
    throw new CommandError(
      'SCHEMA',
      `The experimental endpoint, /_gql, returned no schema${reason}. Nothing was written. Pass --public-only to pull without it.`,
    )
  }
}

interface Target extends NonNullable<Io['client']> {
  readonly endpoint: string
  readonly apiKey: string | undefined
  readonly headers: Readonly<Record<string, string>>
  readonly transport: Transport
}

/** Sends the query through the client, with its timeouts and retries. */
async function introspect(loaded: typeof Schema, target: Target, signal: AbortSignal): Promise<Schema.Introspected> {
  const [{ Labelbox, isLabelboxError }, { labelboxExchange }, { Client }] = await Promise.all([
    import('../../../index.ts'),
    import('../../../urql/index.ts'),
    import('@urql/core'),
  ])
  // A urql client needs no key: a gateway may add it.
  const client = new Client({ url: target.endpoint, exchanges: [labelboxExchange(target)] })
  const through = new Labelbox({ client })
  try {
    return await loaded.introspect(
      (document) => through.execute(document, {}, { signal }),
      (error) => isLabelboxError(error) && queryErrors.has(error.code),
    )
  } catch (error) {
    if (!(error instanceof loaded.NoSchemaError)) throw error
    const { code } = (error.cause ?? {}) as { code?: string }
    throw new CommandError(
      'SCHEMA',
      `The endpoint returned no schema${code === undefined ? '' : ` (${code})`}. If it does not allow introspection, pass a schema file.`,
    )
  }
}

/** The codes of a server that may not know a part of the introspection query. */
const queryErrors: ReadonlySet<string> = new Set([
  ...['INVALID_QUERY', 'MALFORMED_QUERY', 'VALIDATION_FAILED', 'UNPROCESSABLE_ENTITY'],
  ...['OPERATION_NOT_ALLOWED', 'INTERNAL_SERVER_ERROR', 'BAD_RESPONSE', 'UNKNOWN'],
])

/** The experimental endpoint has `/_gql` for `/graphql`; an endpoint without `/graphql` has none. */
function experimentalOf(endpoint: string): string {
  if (!URL.canParse(endpoint)) throw usage('The endpoint is not a URL.')
  const url = new URL(endpoint)
  url.pathname = url.pathname.replace(/\/graphql(?=$|\/)/, '/_gql')
  return url.pathname === new URL(endpoint).pathname ? endpoint : url.href
}

/** Parses lines of the form `Name: value`. */
export function parseHeaders(lines: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    lines.map((line) => {
      const [, name = '', value = ''] = /^([\w!#$%&'*+.^`|~-]+):\s*([\x21-\x7e][\x20-\x7e]*)$/.exec(line) ?? []
      // It may hold a secret, so the message does not repeat it.
      if (name === '') throw usage('A --header must be a name and a value: "X-Tenant: blue".')
      return [name, value]
    }),
  )
}

/** A header may be as secret as an API key, and may replace it. */
function requirePrivacy(endpoint: string, headers: Readonly<Record<string, string>>, apiKey: string | undefined): void {
  const names = Object.keys(headers).map((name) => name.toLowerCase())
  if (names.length === 0) return
  const { protocol, hostname } = new URL(endpoint)
  if (protocol !== 'https:' && !isLoopback(hostname))
    throw usage('A --header is sent over https, or to this machine only.')
  if (names.includes('authorization') && apiKey !== undefined) {
    throw usage('An API key and an authorization --header exclude each other. Drop one.')
  }
}
