import { invalid, requireCount } from '../../core/guards.ts'

/** Counts the requests that a quota allows. */
export interface RateLimitStore {
  /**
   * Takes one request out of the quota and returns 0, or takes none and returns the milliseconds after which to ask
   * again. An error that it throws is the cause of an `API_LIMIT` for the call that was first in the queue; that call is
   * retried like after any failure that passes. Another result is `INVALID_INPUT`.
   */
  take(requestsPerMinute: number): number | Promise<number>
}

/** How much a client sends. Calls over the limit wait in a queue, first come, first served; no call is refused. */
export interface RateLimitOptions {
  /**
   * Maximum requests in any 60 seconds, a whole number from 1 to 1,000,000. The window slides: a request counts for
   * 60,000 ms from the moment it is sent. Within the quota requests are sent at once. Each attempt counts. Labelbox
   * allows 1,500 (Free), 5,000 (Starter, Education) or 20,000 (Enterprise) to the whole organization. Default: no limit.
   */
  readonly requestsPerMinute?: number | undefined
  /**
   * Maximum requests at the same time, a whole number from 1. A request counts until its response is read or its call
   * has ended; a `fetch` that ignores its signal may have more of them open. Above about 30 the API becomes unreliable.
   * Default: no limit.
   */
  readonly maxConcurrent?: number | undefined
  /**
   * Where `requestsPerMinute` is counted. Default: in memory, for this client alone. Share one {@link memoryStore} among
   * the clients of a process, and the store of `labelbox-org/redis` among processes.
   */
  readonly store?: RateLimitStore | undefined
}

const maxPerMinute = 1_000_000

/** Checks the options without loading the limiter. */
export function checkRateLimit({ requestsPerMinute, maxConcurrent, store }: RateLimitOptions = {}): void {
  if (requestsPerMinute !== undefined) requireCount(requestsPerMinute, 'rateLimit.requestsPerMinute', maxPerMinute)
  if (maxConcurrent !== undefined) requireCount(maxConcurrent, 'rateLimit.maxConcurrent')
  if (store !== undefined && requestsPerMinute === undefined) {
    throw invalid('rateLimit.store counts requestsPerMinute, which is not set. Set it, or omit the store.')
  }
}
