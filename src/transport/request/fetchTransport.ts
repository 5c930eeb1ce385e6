import { BrokenResponse } from '../response/brokenResponse.ts'
import { readBody } from '../response/readBody.ts'
import type { Transport } from '../transport.ts'

/** Sends requests by `fetch`: the user's own, or the global one. */
export function fetchTransport(custom: typeof globalThis.fetch | undefined): Transport {
  // Looked up for each request: a test or a polyfill may replace it later.
  const fetch: typeof globalThis.fetch = custom ?? ((input, init) => globalThis.fetch(input, init))
  const repeatsChanges = custom === undefined && isDeno(globalThis as Runtime)
  // Node's copies the body of each request, unless a redirect is an error.
  const redirect = custom === undefined && isNode(globalThis as Runtime) ? 'error' : 'manual'
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
        redirect,
        // Tells Next.js to keep no response, and to render the page for each request. Others keep no response to a POST, so they
        // get no `cache`, which adds two headers to each request in Node. Spread, as the types don't know it.
        ...{ next: { revalidate: 0 } },
        ...(repeatsChanges && stream && { body: stream(), duplex: 'half' }),
      })
      const text = await readBody(response, maxBytes, signal)
      const { status, headers: received } = response
      if (!isResponse(response)) throw new BrokenResponse('the custom `fetch` did not return a Response.')
      return { status, headers: received, body: text, raw: response }
    },
  }
}

interface Runtime {
  readonly process?: { readonly versions?: { readonly undici?: unknown } }
  readonly Bun?: unknown
  readonly Deno?: { readonly version?: { readonly deno?: unknown } }
}

const isDeno = ({ Deno }: Runtime): boolean => typeof Deno?.version?.deno === 'string'

/** Whether the global `fetch` is undici's, unless something has replaced it. */
const isNode = ({ process, Bun, Deno }: Runtime): boolean => !!process?.versions?.undici && !Bun && !Deno

/** By the members that are read of it, as it may be made by hand. */
const isResponse = ({ status, headers }: { readonly status: unknown; readonly headers: unknown }): boolean =>
  typeof status === 'number' && typeof (headers as Partial<Headers> | null | undefined)?.get === 'function'
