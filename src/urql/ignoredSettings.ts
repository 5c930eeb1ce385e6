import type { Operation } from '@urql/core'
import type { Connection } from '../transport/connection.ts'

/** What to use in place of a setting of urql's that `labelboxExchange` ignores. */
const instead = {
  url: 'it sends to its own option endpoint',
  fetch: 'give it to labelboxExchange({ fetch })',
  fetchOptions: 'give headers to labelboxExchange({ headers }), the rest to a fetch of your own',
  preferGetMethod: 'it always sends by POST',
  extensions: 'it always sends the whole document',
}

/**
 * Says which settings of an operation are ignored, each once: an app that sets its token with `authExchange`, say, would
 * otherwise look for it in vain.
 */
export function ignoredSettings(
  { endpoint, experimentalEndpoint, warn }: Connection,
  fetch: typeof globalThis.fetch | undefined,
): (operation: Operation) => void {
  const said = new Set<string>()
  const say = (setting: keyof typeof instead, names: readonly string[] = []): void => {
    for (const name of names.length > 0 ? names.map((name) => `${setting}.${name}`) : [setting]) {
      if (said.has(name)) continue
      said.add(name)
      warn(`labelboxExchange ignores ${name} of the urql client and its operations: ${instead[setting]}.`, {})
    }
  }
  return ({ context, extensions }) => {
    const { fetchOptions, preferGetMethod } = context
    if (![undefined, endpoint, experimentalEndpoint].includes(absolute(context.url))) say('url')
    if (![undefined, fetch, globalThis.fetch].includes(context.fetch)) say('fetch')
    if (typeof fetchOptions === 'function') say('fetchOptions')
    else if (fetchOptions !== undefined && Object.keys(fetchOptions).length > 0)
      say('fetchOptions', Object.keys(fetchOptions))
    // The default of urql is 'within-url-limit', which nobody has chosen.
    if (preferGetMethod === true || preferGetMethod === 'force') say('preferGetMethod')
    if (extensions !== undefined) say('extensions', Object.keys(extensions))
  }
}

/** `undefined` for a relative URL where there is no page, which nobody could send to. */
function absolute(url: string): string | undefined {
  try {
    return new URL(url, (globalThis as { location?: { href?: string } }).location?.href).href
  } catch {
    return undefined
  }
}
