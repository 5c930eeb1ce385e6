import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isLabelboxError, LabelboxError } from '../core/errors.ts'
import { retryDelay, shouldRetry, toRetryPolicy, type RetryOptions } from './retry.ts'

const failed = (retryable: boolean, mayHaveRun: boolean) =>
  new LabelboxError({ code: 'NETWORK', message: 'It failed.', retryable, mayHaveRun })

const idempotent = { isIdempotent: true }
const createInvites = { isIdempotent: false }

describe('shouldRetry', () => {
  test.each([
    ['sends a query or an idempotent mutation again, though it may have run', idempotent, true, true],
    ['sends a query or an idempotent mutation again if it has not run', idempotent, false, true],
    ['sends any other mutation again if it has not run', createInvites, false, true],
    ['never sends any other mutation again if it may have run', createInvites, true, false],
  ] as const)('%s', (_, operation, mayHaveRun, again) => {
    expect(shouldRetry(operation, failed(true, mayHaveRun))).toBe(again)
    expect(shouldRetry(operation, failed(false, mayHaveRun))).toBe(false)
  })
})

describe('retryDelay', () => {
  const ms = fc.nat(0x7fffffff)
  const policies = fc.record({
    maxAttempts: fc.constant(5),
    baseDelayMs: ms,
    maxDelayMs: ms,
    maxRetryAfterMs: ms,
  })
  const draw = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
  const attempts = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.constantFrom(1100, 1e6))

  test('is a random part of a backoff that doubles each time, up to a maximum', () => {
    fc.assert(
      fc.property(policies, attempts, draw, (policy, attempts, part) => {
        const most = Math.min(policy.maxDelayMs, policy.baseDelayMs * 2 ** Math.min(attempts - 1, 31))
        expect(retryDelay(policy, attempts, undefined, () => part)).toBeCloseTo(part * most, 5)
      }),
    )
  })

  test('is what the server asks for, up to a maximum, plus less than a base delay', () => {
    fc.assert(
      fc.property(policies, attempts, fc.nat(), draw, (policy, attempts, retryAfterMs, part) => {
        const least = Math.min(retryAfterMs, policy.maxRetryAfterMs)
        const wait = retryDelay(policy, attempts, retryAfterMs, () => part)
        expect(wait).toBeGreaterThanOrEqual(least)
        expect(wait).toBeLessThanOrEqual(least + part * policy.baseDelayMs)
      }),
    )
  })

  test('is one that timers accept, whatever the server asks for', () => {
    fc.assert(
      fc.property(
        policies,
        attempts,
        fc.option(fc.nat(), { nil: undefined }),
        draw,
        (policy, attempts, after, part) => {
          const wait = retryDelay(policy, attempts, after, () => part)
          expect(wait >= 0 && wait <= 0x7fffffff).toBe(true)
        },
      ),
    )
  })
})

describe('retry', () => {
  test('makes at most five attempts by default, and one with false', () => {
    const defaults = { maxAttempts: 5, baseDelayMs: 500, maxDelayMs: 20_000, maxRetryAfterMs: 60_000 }
    expect(toRetryPolicy(undefined)).toEqual(defaults)
    expect(toRetryPolicy({ maxAttempts: undefined, baseDelayMs: 0 })).toEqual({ ...defaults, baseDelayMs: 0 })
    expect(toRetryPolicy(false)).toEqual({ ...defaults, maxAttempts: 1 })
  })

  test('allows waits as long as timers accept', () => {
    expect(toRetryPolicy({ maxDelayMs: 0x7fffffff })).toMatchObject({ maxDelayMs: 0x7fffffff })
  })

  test.each<[RetryOptions, string]>([
    [{ maxAttempts: 0 }, 'retry.maxAttempts'],
    [{ maxAttempts: 1.5 }, 'retry.maxAttempts'],
    [{ maxAttempts: Infinity }, 'retry.maxAttempts'],
    [{ maxAttempts: '3' as unknown as number }, 'retry.maxAttempts'],
    [{ baseDelayMs: -1 }, 'retry.baseDelayMs'],
    [{ maxDelayMs: NaN }, 'retry.maxDelayMs'],
    [{ maxRetryAfterMs: Infinity }, 'retry.maxRetryAfterMs'],
    [{ maxRetryAfterMs: 0x80000000 }, 'retry.maxRetryAfterMs'],
  ])('%j is refused', (options, what) => {
    let refusal: unknown
    try {
      toRetryPolicy(options)
    } catch (error) {
      refusal = error
    }
    expect(isLabelboxError(refusal, 'INVALID_INPUT') && refusal.message).toContain(what)
  })
})
