import type { LabelboxError } from '../../core/errors.ts'
import type { CallState } from '../callState.ts'

/** One request. */
export interface Message {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** JSON, or a form with files. */
  readonly body: string | Uint8Array<ArrayBuffer>
  /** Reads what the server says of an error beyond GraphQL. */
  readonly toError?: ((error: LabelboxError, call: CallState) => LabelboxError) | undefined
}

/** The header with the id of an attempt of a mutation. */
export const attemptIdHeader = 'X-Attempt-Id'

/** What `fetch` needs in this runtime. */
export interface FetchTraits {
  /** Whether `fetch` accepts the option `cache`. */
  readonly takesCache: boolean
  /** Whether `fetch` by itself sends a request a second time, unless its body is a stream. */
  readonly repeatsChanges: boolean
}

/** Tests the runtime with a request that is not sent. */
export const traitsOf = (isGlobalFetch: boolean): FetchTraits => ({
  takesCache: takesCacheOption(),
  repeatsChanges: isGlobalFetch && isDeno(),
})

/** workerd threw on the option before November 2024. Without a `Request`, `fetch` ignores unknown options. */
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

/** The options of `fetch` for one request. */
export const requestInit = (
  { takesCache }: FetchTraits,
  { headers, body }: Message,
  signal: AbortSignal,
): RequestInit => ({
  method: 'POST',
  headers,
  body,
  signal,
  // A GraphQL API has no reason to redirect, and following a redirect would send the key to another server.
  redirect: 'manual',
  ...(takesCache && { cache: 'no-store' }),
})
