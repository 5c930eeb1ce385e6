import { BrokenResponse, readBody } from '../response/readBody.ts'
import type { IncomingResponse, Transport } from '../transport.ts'

/** Sends requests by `fetch`: the user's own, or the global one. */
export function fetchTransport(custom: typeof globalThis.fetch | undefined): Transport {
  // Looked up for each request: a test or a polyfill may replace it later.
  const fetch: typeof globalThis.fetch = custom ?? ((input, init) => globalThis.fetch(input, init))
  const repeatsChanges = custom === undefined && isDeno()
  // Node's copies the body of each request, at a tenth of the whole cost, unless a redirect is an error.
  const redirect = custom === undefined && isNode() ? 'error' : 'manual'
  return {
    repeatsChanges,
    send: async ({ url, headers, body, stream, signal, maxBytes }) => {
      const responding = fetch(url, {
        method: 'POST',
        // A copy, as a `fetch` may write into them.
        headers: { ...headers },
        body,
        signal,
        // A GraphQL API has no reason to redirect, and following a redirect would send the key to another server.
        redirect,
        ...uncached,
        ...(repeatsChanges && stream && { body: stream(), duplex: 'half' }),
      })
      const response = await (redirect === 'error' ? responding.catch(redirected) : responding)
      if (response === undefined) return opaqueRedirect
      const text = await readBody(response, maxBytes, signal)
      const { status, headers: received } = response
      if (!isResponse(response)) throw new BrokenResponse('the custom `fetch` did not return a Response.')
      return { status, headers: received, body: text, raw: response }
    },
  }
}

/**
 * Tells the `fetch` of Next.js to keep no response, and to render the page for each request. Other runtimes keep no response
 * to a POST, so they get no `cache`, which adds two headers to each request in Node.
 */
const uncached = { next: { revalidate: 0 } }

/** The response to a request that would be redirected, as a page gets it. */
const opaqueRedirect: IncomingResponse = { status: 0, headers: { get: () => null }, body: '' }

/** Takes undici's error for a redirect, and passes on any other. */
function redirected(thrown: unknown): undefined {
  const { cause } = thrown as { readonly cause?: { readonly message?: unknown } | null }
  if (cause?.message !== 'unexpected redirect') throw thrown
}

/** Whether the global `fetch` is undici's, as long as nothing has replaced it. */
const isNode = (): boolean => {
  const { process, Bun } = globalThis as {
    process?: { versions?: { undici?: unknown } }
    Bun?: unknown
  }
  return typeof process?.versions?.undici === 'string' && Bun === undefined && !isDeno()
}

const isDeno = (): boolean =>
  typeof (globalThis as { Deno?: { version?: { deno?: unknown } } }).Deno?.version?.deno === 'string'

/** By the members that are read of it, as it may be made by hand. */
const isResponse = ({ status, headers }: { readonly status: unknown; readonly headers: unknown }): boolean =>
  typeof status === 'number' && typeof (headers as Partial<Headers> | null | undefined)?.get === 'function'
