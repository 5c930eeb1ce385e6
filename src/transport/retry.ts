import type { LabelboxError } from '../core/errors.ts'
import { invalid, maxTimerMs, requireCount } from '../core/guards.ts'
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

const defaults: RetryPolicy = { maxAttempts: 5, baseDelayMs: 500, maxDelayMs: 20_000, maxRetryAfterMs: 60_000 }

/** Checks the options; `false` is for no repetition. */
export function toRetryPolicy(options: RetryOptions | false = {}): RetryPolicy {
  if (options === false) return { ...defaults, maxAttempts: 1 }
  const { maxAttempts, ...delays } = { ...defaults, ...stripped(options) }
  requireCount(maxAttempts, 'retry.maxAttempts')
  for (const [name, ms] of Object.entries(delays)) {
    if (!(ms >= 0 && ms <= maxTimerMs)) throw invalid(`retry.${name} must be a number of milliseconds, 0 or more.`)
  }
  return { maxAttempts, ...delays }
}

const stripped = (options: RetryOptions): Partial<RetryPolicy> =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined))

/** Whether a request that has failed may be sent again, and may succeed then. One branch for each reason. */
export function shouldRetry(
  { kind, idempotent }: Pick<Prepared, 'kind' | 'idempotent'>,
  { code, retryable, mayHaveRun }: LabelboxError,
): boolean {
  // The caller wants no answer any more.
  if (code === 'ABORTED') return false
  // The key is not accepted.
  if (code === 'AUTHENTICATION') return false
  // The key's role does not allow this.
  if (code === 'AUTHORIZATION') return false
  // The plan's allowance is used up, and no wait changes that.
  if (code === 'USAGE_LIMIT') return false
  // What it asks for is not there.
  if (code === 'RESOURCE_NOT_FOUND') return false
  // What answered is no GraphQL server.
  if (code === 'BAD_RESPONSE') return false
  // A certificate that was not accepted: other failures of the network pass.
  if (code === 'NETWORK' && !retryable) return false
  // The server's own failure: one of a gateway passes.
  if (code === 'INTERNAL_SERVER_ERROR' && !retryable) return false
  // What it asks for was refused, and would be again.
  if (!retryable) return false
  // Reading changes nothing.
  if (kind === 'query') return true
  // The quota turned it away before it was carried out.
  if (code === 'API_LIMIT' && !mayHaveRun) return true
  // It never reached the server.
  if (!mayHaveRun) return true
  // It may have been carried out, and doing it once more changes nothing.
  if (idempotent) return true
  // It may have been carried out, and would be done twice.
  return false
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
  return Math.min(Math.min(retryAfterMs, maxRetryAfterMs) + random() * baseDelayMs, maxTimerMs)
}
