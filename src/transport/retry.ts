import type { LabelboxError } from '../core/errors.ts'
import { invalid, maxTimerMs, requireCount } from '../core/guards.ts'

/** When and how often a failed request is retried. */
export interface RetryOptions {
  /** Maximum attempts per call, including the first. Default: 5. With 1 nothing is retried. */
  readonly maxAttempts?: number | undefined
  /** Longest first backoff, in milliseconds; each further one may be twice as long. Default: 500. */
  readonly baseDelayMs?: number | undefined
  /** Longest backoff, in milliseconds, unless the server asks for another one. Default: 20,000. */
  readonly maxDelayMs?: number | undefined
  /** Longest `Retry-After` to honor, in milliseconds. Default: 60,000, the length of Labelbox's quota. */
  readonly maxRetryAfterMs?: number | undefined
}

/** {@link RetryOptions}, checked and complete. */
export type RetryPolicy = { readonly [Option in keyof RetryOptions]-?: number }

const defaults: RetryPolicy = { maxAttempts: 5, baseDelayMs: 500, maxDelayMs: 20_000, maxRetryAfterMs: 60_000 }

/** Checks the options; `false` means one attempt. */
export function toRetryPolicy(options: RetryOptions | false = {}): RetryPolicy {
  if (options === false) return { ...defaults, maxAttempts: 1 }
  const set = Object.entries(options).filter(([, value]) => value !== undefined)
  const { maxAttempts, ...delays } = { ...defaults, ...(Object.fromEntries(set) as Partial<RetryPolicy>) }
  requireCount(maxAttempts, 'retry.maxAttempts')
  for (const [name, ms] of Object.entries(delays)) {
    if (!(ms >= 0 && ms <= maxTimerMs)) throw invalid(`retry.${name} must be a number of milliseconds, 0 or more.`)
  }
  return { maxAttempts, ...delays }
}

/**
 * Whether to send a failed request again: it may succeed, and it can't make a change twice. Queries are idempotent.
 */
export const shouldRetry = (
  { isIdempotent }: { readonly isIdempotent: boolean },
  { retryable, mayHaveRun }: LabelboxError,
): boolean => retryable && (isIdempotent || !mayHaveRun)

/**
 * The milliseconds to wait before the next attempt. What the server asks for, up to a maximum, and some jitter, so that
 * clients that were turned away together don't return together; else a random part of a backoff that doubles each time.
 */
export function retryDelay(
  { baseDelayMs, maxDelayMs, maxRetryAfterMs }: RetryPolicy,
  attempts: number,
  retryAfterMs: number | undefined,
  random: () => number,
): number {
  if (retryAfterMs === undefined) return random() * Math.min(maxDelayMs, baseDelayMs * 2 ** Math.min(attempts - 1, 31))
  return Math.min(Math.min(retryAfterMs, maxRetryAfterMs) + random() * baseDelayMs, maxTimerMs)
}
