import { jsonResponse, type HttpResponse } from './httpResponse.ts'

const minute = 60_000

/**
 * Limits requests in a sliding window of 60 seconds. A refused request does not count, so that waiting as long as the
 * refusal says is enough.
 */
export class RequestsPerMinute {
  readonly #limit: number
  readonly #times: number[] = []

  constructor(limit: number) {
    this.#limit = limit
  }

  /** Counts a request and returns 0, or refuses it and returns the milliseconds until there is room. */
  take(): number {
    const now = performance.now()
    while (this.#times[0] !== undefined && this.#times[0] <= now - minute) this.#times.shift()
    const [oldest] = this.#times
    if (oldest !== undefined && this.#times.length >= this.#limit) return oldest + minute - now
    this.#times.push(now)
    return 0
  }
}

/** The API's message for too many requests. Clients recognize it by its first words. */
export const quotaMessage = 'You have exceeded the number of requests that your plan allows in a minute'

/** The response to a request over the limit. `Retry-After` is in whole seconds, rounded up. */
export const quotaResponse = (waitMs: number): HttpResponse =>
  jsonResponse(429, { message: quotaMessage }, { 'retry-after': String(Math.ceil(waitMs / 1000)) })
