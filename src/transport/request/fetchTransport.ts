import { BrokenResponse, readBody } from '../response/readBody.ts'
import type { Transport } from '../transport.ts'

/** Sends requests by `fetch`: the user's own, or the global one. */
export function fetchTransport(custom: typeof globalThis.fetch | undefined): Transport {
  // Looked up for each request: a test or a polyfill may replace it later.
  const fetch: typeof globalThis.fetch = custom ?? ((input, init) => globalThis.fetch(input, init))
  const takesCache = takesCacheOption()
  const repeatsChanges = custom === undefined && isDeno()
  return {
    repeatsChanges,
    send: async ({ url, headers, body, stream, signal, maxBytes }) => {
      const response = await fetch(url, {
        method: 'POST',
        // A copy, as a `fetch` may write into them.
        headers: { ...headers },
        body,
        signal,
        // A GraphQL API has no reason to redirect, and following a redirect would send the key to another server.
        redirect: 'manual',
        ...(takesCache && { cache: 'no-store' }),
        ...(repeatsChanges && stream && { body: stream(), duplex: 'half' }),
      })
      const text = await readBody(response, maxBytes, signal)
      const { status, headers: received } = response
      if (!isResponse(response)) throw new BrokenResponse('the custom `fetch` did not return a Response.')
      return { status, headers: received, body: text, raw: response }
    },
  }
}

/** Tests the runtime with a request that is not sent: workerd threw on the option before November 2024. Without a `Request`, `fetch` ignores unknown options. */
function takesCacheOption(): boolean {
  if (typeof globalThis.Request !== 'function') return true
  try {
    new Request('https://labelbox.invalid', { method: 'POST', cache: 'no-store' })
    return true
  } catch {
    return false
  }
}

const isDeno = (): boolean =>
  typeof (globalThis as { Deno?: { version?: { deno?: unknown } } }).Deno?.version?.deno === 'string'

/** By the members that are read of it, as it may be made by hand. */
const isResponse = ({ status, headers }: { readonly status: unknown; readonly headers: unknown }): boolean =>
  typeof status === 'number' && typeof (headers as Partial<Headers> | null | undefined)?.get === 'function'
