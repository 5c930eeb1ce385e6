import type { ExchangeInput, Operation } from '@urql/core'
import { isExperimentalDocument } from '../core/documentRoots.ts'
import { isOneOf } from '../core/guards.ts'
import type { Delivered } from '../transport/client/deliveries.ts'
import type { Connection, ConnectionOptions } from '../transport/connection.ts'
import { connectionOptionNames } from '../transport/connectionOptionNames.ts'
import type { Prepared } from '../transport/document.ts'
import { redactUrl } from '../transport/observe/redactUrl.ts'
import { secretsOf, withoutAnswers, withoutSecrets } from '../transport/request/secrets.ts'

/** Warns that the client is of another copy of urql. */
export function warnAboutCopies({ warn }: Connection): void {
  warn(
    'There are two copies of @urql/core: one of the urql client, and one of labelbox-org, which needs @urql/core 6. Run `npm ls @urql/core`, keep one version, and load it in one way, by import or by require.',
  )
}

/**
 * Warns about options that JavaScript misspells. `new Labelbox` refuses them; here the list of names would be a part of
 * every page.
 */
function warnAboutOptions(warn: Connection['warn'], options: ConnectionOptions): void {
  for (const [name, value] of Object.entries(options)) {
    if (value !== undefined && !isOneOf(connectionOptionNames, name))
      warn(`There is no option ${name}, so it is ignored. The options are ${connectionOptionNames.join(', ')}.`)
  }
}

/** What to use in place of a setting of urql's that `labelboxExchange` ignores. */
const instead = {
  url: 'it uses its own option endpoint',
  fetch: 'use labelboxExchange({ fetch })',
  fetchOptions: 'use labelboxExchange({ headers }) for headers and a custom fetch for the rest',
  preferGetMethod: 'it always sends a POST',
  extensions: 'it always sends the whole document',
}

/**
 * Warns about options that don't exist, and about each ignored setting of an operation once. An app that sets its token
 * with `authExchange`, for example, would otherwise search for the cause.
 */
export function settingsWarner(
  { endpoint, experimentalEndpoint, warn }: Connection,
  { fetch, ...others }: ConnectionOptions,
): (operation: Operation) => void {
  warnAboutOptions(warn, others)
  const warned = new Set<string>()
  const ignored = (setting: keyof typeof instead, names: readonly string[] = []): void => {
    for (const name of names.length > 0 ? names.map((name) => `${setting}.${name}`) : [setting]) {
      if (warned.has(name)) continue
      warned.add(name)
      warn(`labelboxExchange ignores ${name} of the urql client and its operations: ${instead[setting]}.`)
    }
  }
  return ({ context, extensions }) => {
    const { fetchOptions, preferGetMethod } = context
    if (![undefined, endpoint, experimentalEndpoint].includes(absolute(context.url))) ignored('url')
    if (![undefined, fetch, globalThis.fetch].includes(context.fetch)) ignored('fetch')
    if (typeof fetchOptions === 'function') ignored('fetchOptions')
    else if (fetchOptions !== undefined && Object.keys(fetchOptions).length > 0)
      ignored('fetchOptions', Object.keys(fetchOptions))
    // 'within-url-limit' is urql's default.
    if (preferGetMethod === true || preferGetMethod === 'force') ignored('preferGetMethod')
    if (extensions !== undefined) ignored('extensions', Object.keys(extensions))
  }
}

/** `undefined` for a relative URL outside a page. */
function absolute(url: string): string | undefined {
  try {
    return new URL(url, (globalThis as { location?: { href?: string } }).location?.href).href
  } catch {
    return undefined
  }
}

/** Tells urql's devtools about a request, and about its result if there is one, as urql's `fetchExchange` does. */
export function debug(
  { endpoint, experimentalEndpoint }: Connection,
  headers: Readonly<Record<string, string>>,
  dispatchDebug: ExchangeInput['dispatchDebug'],
  operation: Operation,
  { query, document }: Prepared,
  result?: Delivered,
): void {
  const secrets = secretsOf(document)
  const url = redactUrl(isExperimentalDocument(document) ? experimentalEndpoint : endpoint)
  const fetchOptions = {
    method: 'POST',
    headers,
    // Written only if it is read.
    get body() {
      return JSON.stringify({ query, variables: withoutSecrets(operation.variables, secrets.variables) })
    },
  }
  const event = { operation, source: 'labelboxExchange' } as const
  if (result === undefined) {
    const message = 'A fetch request is being executed.'
    dispatchDebug({ ...event, type: 'fetchRequest', message, data: { url, fetchOptions } })
  } else if (result.error !== undefined && !Object.values(result.data ?? {}).some((value) => value !== null)) {
    const message = 'A failed fetch response has been returned.'
    dispatchDebug({ ...event, type: 'fetchError', message, data: { url, fetchOptions, value: result.error } })
  } else {
    const message = 'A successful fetch response has been returned.'
    const value = { data: withoutAnswers(result.data, secrets.answers) }
    dispatchDebug({ ...event, type: 'fetchSuccess', message, data: { url, fetchOptions, value } })
  }
}
