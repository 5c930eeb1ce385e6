import type { Answer } from './requestLog.ts'

const minute = 60_000

/**
 * A limit of requests in any 60 seconds, which slide. One that is refused does not count, so that what the refusal says
 * to wait is enough.
 */
export class RateLimit {
  readonly #limit: number
  readonly #times: number[] = []

  constructor(requestsPerMinute: number) {
    this.#limit = requestsPerMinute
  }

  /** Counts a request and gives 0, or refuses it and gives the milliseconds until there is room. */
  take(): number {
    const now = performance.now()
    while (this.#times[0] !== undefined && this.#times[0] <= now - minute) this.#times.shift()
    const [oldest] = this.#times
    if (oldest !== undefined && this.#times.length >= this.#limit) return oldest + minute - now
    this.#times.push(now)
    return 0
  }
}

/** How the API says that there were too many requests: clients know it by its first words. */
export const quotaMessage = 'You have exceeded the number of requests that your plan allows in a minute'

/** The refusal of a request that is over the limit, with the whole seconds after which there is room for it. */
export const quotaAnswer = (waitMs: number): Answer => ({
  status: 429,
  headers: { 'content-type': 'application/json', 'retry-after': String(Math.ceil(waitMs / 1000)) },
  body: JSON.stringify({ message: quotaMessage }),
})
