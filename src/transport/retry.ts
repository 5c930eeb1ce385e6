import { LabelboxError } from '../errors.ts'
import type { Prepared } from './document.ts'

/** When and how often a request is sent again. */
export interface RetryOptions {
  /** Requests for one call at the most, the first among them. Default 5; 1 for no repetition. */
  readonly maxAttempts?: number | undefined
  /** Milliseconds that the first wait may take; each further one may take twice as long. Default 500. */
  readonly baseDelayMs?: number | undefined
  /** Milliseconds that a wait of our own choosing may take at the most. Default 20,000. */
  readonly maxDelayMs?: number | undefined
  /** Milliseconds of a server's `Retry-After` that are waited at the most. Default 60,000, the length of Labelbox's quota. */
  readonly maxRetryAfterMs?: number | undefined
}

/** {@link RetryOptions}, checked and complete. */
export type RetryPolicy = { readonly [Option in keyof RetryOptions]-?: number }

/** What a timer takes: with more, Node's fires at once. */
const longestMs = 0x7fffffff

const defaults: RetryPolicy = { maxAttempts: 5, baseDelayMs: 500, maxDelayMs: 20_000, maxRetryAfterMs: 60_000 }

/** Checks the options; `false` is for no repetition. */
export function toRetryPolicy(options: RetryOptions | false = {}): RetryPolicy {
  if (options === false) return { ...defaults, maxAttempts: 1 }
  const { maxAttempts, ...delays } = { ...defaults, ...stripped(options) }
  if (!(Number.isSafeInteger(maxAttempts) && maxAttempts >= 1)) {
    throw invalid('retry.maxAttempts must be a whole number, 1 or more.')
  }
  for (const [name, ms] of Object.entries(delays)) {
    if (!(ms >= 0 && ms <= longestMs)) throw invalid(`retry.${name} must be a number of milliseconds, 0 or more.`)
  }
  return { maxAttempts, ...delays }
}

const stripped = (options: RetryOptions): Partial<RetryPolicy> =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined))

const invalid = (message: string): LabelboxError => new LabelboxError({ code: 'INVALID_INPUT', message })

/** Whether a request that has failed may be sent again, and may succeed then. */
export function shouldRetry(
  { kind, idempotent }: Pick<Prepared, 'kind' | 'idempotent'>,
  error: LabelboxError,
): boolean {
  // It will fail again: wrong input or key, a used-up plan, what does not exist, an answer that is no GraphQL, an abort.
  if (!error.retryable) return false
  // Reading changes nothing, so it may be repeated after any failure that passes: of the network, of a gateway, of time.
  if (kind === 'query') return true
  // It cannot have been carried out: the connection was refused, or the quota turned it away.
  if (!error.mayHaveRun) return true
  // It may have been carried out, and doing it once more changes nothing; anything else would be done twice.
  return idempotent
}

/**
 * The milliseconds to wait before the next request: what the server asks for, up to a cap, and a little more, so that
 * all who were turned away at once do not return at once; or else a random part of a wait that doubles each time.
 */
export function retryDelay(
  { baseDelayMs, maxDelayMs, maxRetryAfterMs }: RetryPolicy,
  attempts: number,
  retryAfterMs: number | undefined,
  random: () => number,
): number {
  if (retryAfterMs === undefined) return random() * Math.min(maxDelayMs, baseDelayMs * 2 ** Math.min(attempts - 1, 31))
  return Math.min(Math.min(retryAfterMs, maxRetryAfterMs) + random() * baseDelayMs, longestMs)
}
