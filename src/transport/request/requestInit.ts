import { newAttemptId } from './attemptId.ts'

/** What one request says. */
export interface Message {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** The header with the id of an attempt of a change. */
export const attemptIdHeader = 'X-Attempt-Id'

/** How requests have to be put to `fetch` in this runtime. */
export interface FetchTraits {
  /** Whether `fetch` takes the option `cache`. */
  readonly takesCache: boolean
  /** Whether `fetch` sends a change a second time by itself unless its body is a stream. */
  readonly repeatsChanges: boolean
}

/** Asks the runtime once, with a request that is not sent. */
export const traitsOf = (isGlobalFetch: boolean): FetchTraits => ({
  takesCache: takesCacheOption(),
  repeatsChanges: isGlobalFetch && isDeno(),
})

/** workerd throws on the option before November 2024. Where there is no `Request`, `fetch` ignores what it does not know. */
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

/**
 * The options of `fetch` for one request.
 *
 * A change carries an id of its own in `X-Attempt-Id`. A runtime that sends it twice sends the id twice, so that a
 * server can refuse the second. An attempt that follows has a new id: it is made only when the one before has not run, or
 * may run twice. The header is not `Idempotency-Key`: clients and proxies, Go's among them, take that one as leave to send
 * a POST again, and Labelbox is not known to look at it.
 */
export function requestInit(
  { fetchTraits: { takesCache, repeatsChanges } }: { readonly fetchTraits: FetchTraits },
  { headers, body }: Message,
  isChange: boolean,
  signal: AbortSignal,
): RequestInit {
  return {
    method: 'POST',
    headers: isChange ? { ...headers, [attemptIdHeader]: newAttemptId() } : headers,
    // A stream can be read once. Its length is not sent, so a gateway that insists on one answers 411.
    ...(isChange && repeatsChanges ? { body: streamOf(body), duplex: 'half' } : { body }),
    signal,
    // A GraphQL API has no reason to redirect, and to follow would take the key along.
    redirect: 'manual',
    ...(takesCache && { cache: 'no-store' }),
  }
}

function streamOf(text: string): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder().encode(text)
  return new ReadableStream({
    start(controller) {
      controller.enqueue(bytes)
      controller.close()
    },
  })
}
