const minute = 60_000

/**
 * Counts exactly and in memory: it keeps the times of the last requests.
 *
 * @example
 * const store = memoryStore()
 * const reader = new Labelbox({ apiKey, rateLimit: { requestsPerMinute: 1500, store } })
 * const writer = new Labelbox({ apiKey: otherKey, rateLimit: { requestsPerMinute: 1500, store } })
 */
export function memoryStore(clock: () => number = () => performance.now()): {
  /** Takes one request and returns 0, or takes none and returns the milliseconds until the next try. */
  take(requestsPerMinute: number): number
} {
  const times: number[] = []
  return {
    take(requestsPerMinute) {
      const now = clock()
      const age = now - (times.at(-requestsPerMinute) ?? -Infinity)
      if (age < minute) return minute - age
      times.push(now)
      // Rarely, as each time it moves the whole log.
      if (times.length >= 2 * requestsPerMinute) times.splice(0, times.length - requestsPerMinute)
      return 0
    },
  }
}
