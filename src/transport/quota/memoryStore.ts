import type { RateLimitStore } from './options.ts'

const minute = 60_000

/** A {@link RateLimitStore} in the memory of this process, which answers at once. */
export interface MemoryStore extends RateLimitStore {
  /** Takes one request and returns 0, or takes none and returns the milliseconds until the next try. */
  take(requestsPerMinute: number): number
}

/**
 * Counts exactly and in memory: it keeps the times of the last requests.
 *
 * @param now - Milliseconds on a clock that never goes back, for tests. Default: `performance.now()`.
 * @example
 * const store = memoryStore()
 * const reader = new Labelbox({ apiKey, rateLimit: { requestsPerMinute: 1500, store } })
 * const writer = new Labelbox({ apiKey: otherKey, rateLimit: { requestsPerMinute: 1500, store } })
 */
export function memoryStore(now: () => number = () => performance.now()): MemoryStore {
  const times: number[] = []
  return {
    take(requestsPerMinute) {
      const at = now()
      const age = at - (times.at(-requestsPerMinute) ?? -Infinity)
      if (age < minute) return minute - age
      times.push(at)
      // Rarely, as each time it moves the whole log.
      if (times.length >= 2 * requestsPerMinute) times.splice(0, times.length - requestsPerMinute)
      return 0
    },
  }
}
