import type { RequestListener } from 'node:http'
import { describe, expect, test, vi } from 'vitest'
import { CreateResourceTagDocument, GetUserDocument } from '../../generated/operations.ts'
import { giving, halfAnAnswer, silence, type HttpServer } from '../../test/support/httpServer.ts'
import { answering, failure, scriptedTiming, serving } from '../../test/support/serving.ts'
import { connect, type ConnectionOptions } from './connection.ts'
import type { CallOptions } from '../core/callOptions.ts'
import { deliver } from './deliver.ts'
import { realTiming, type Timing } from './time/timing.ts'

const answered = giving({ user: null })

const getUser = (server: HttpServer, timing: Timing, options: ConnectionOptions = {}, call: CallOptions = {}) =>
  deliver(connect({ endpoint: server.origin, ...options }, timing), GetUserDocument, {}, call)

/** The waits before the answer, where each failure is followed by one. */
async function waits(failures: readonly RequestListener[], draws: readonly number[], retry = {}) {
  const timing = scriptedTiming(...draws)
  await getUser(await serving(...failures, answered), timing, { retry, deadlineMs: Infinity })
  return timing.sleeps
}

describe('Retry-After', () => {
  const date = 'Wed, 25 Nov 2026 01:00:00 GMT'

  test.each([
    ['in seconds, under 429', answering(429, '', { 'Retry-After': '2' }), 2000],
    ['in seconds, under 503', answering(503, '', { 'Retry-After': '2' }), 2000],
    ['of nothing', answering(503, '', { 'Retry-After': '0' }), 0],
    [
      'as a date, which is taken against the answer’s own',
      answering(503, '', { Date: date, 'Retry-After': 'Wed, 25 Nov 2026 01:00:07 GMT' }),
      7000,
    ],
    ['as a date gone by', answering(503, '', { Date: date, 'Retry-After': 'Wed, 25 Nov 2026 00:00:00 GMT' }), 0],
    ['of more than a minute', answering(429, '', { 'Retry-After': '3600' }), 60_000],
  ])('%s, is waited for', async (_, failing, ms) => {
    expect(await waits([failing], [0])).toEqual([ms])
  })

  test('is limited by maxRetryAfterMs, not by maxDelayMs, plus a part of baseDelayMs', async () => {
    const failing = answering(429, '', { 'Retry-After': '3600' })
    const retry = { maxRetryAfterMs: 5000, maxDelayMs: 1, baseDelayMs: 100 }
    expect(await waits([failing, failing], [0, 0.5], retry)).toEqual([5000, 5050])
  })

  test('is ignored if it cannot be read', async () => {
    expect(await waits([answering(429, '', { 'Retry-After': 'soon' })], [0.5], { baseDelayMs: 100 })).toEqual([50])
  })
})

test('without Retry-After backoffs are random parts of ones that double, up to maxDelayMs', async () => {
  const failing = answering(503)
  const retry = { baseDelayMs: 100, maxDelayMs: 500 }
  const failures = [failing, failing, failing, failing]
  expect(await waits(failures, [0.5], retry)).toEqual([50, 100, 200, 250])
  expect(await waits(failures, [0, 0.25, 1, 0.5], retry)).toEqual([0, 50, 400, 250])
})

describe('a call without time for the next backoff ends at once with the failure itself', () => {
  test('which has the server’s Retry-After', async () => {
    const server = await serving(answering(429, '', { 'Retry-After': '45' }), answered)
    const timing = scriptedTiming(0)
    const onRetry = vi.fn()
    const error = await failure(getUser(server, timing, { deadlineMs: 45_000, hooks: { onRetry } }))
    expect(error).toMatchObject({ code: 'API_LIMIT', retryAfterMs: 45_000, retryable: true, mayHaveRun: false })
    expect(timing.sleeps).toEqual([])
    expect(onRetry).not.toHaveBeenCalled()
    expect(server.received).toHaveLength(1)
  })

  test.each<[string, ConnectionOptions, CallOptions]>([
    ['the client’s deadlineMs', { deadlineMs: 10_000 }, {}],
    ['the call’s deadlineMs', {}, { deadlineMs: 10_000 }],
    ['the end of the call that it is a part of', {}, { endsAt: 10_000 }],
    ['the earlier of two', { deadlineMs: 10_000 }, { endsAt: 20_000 }],
  ])('by %s, over all attempts and waits', async (_, options, call) => {
    const server = await serving(answering(503))
    const timing = scriptedTiming(1)
    const retry = { maxAttempts: 1000, baseDelayMs: 3000, maxDelayMs: 3000 }
    const error = await failure(getUser(server, timing, { ...options, retry }, call))
    expect(error).toMatchObject({ code: 'INTERNAL_SERVER_ERROR', status: 503, attempts: 4 })
    expect(timing.sleeps).toEqual([3000, 3000, 3000])
  })
})

describe('deadlineMs', () => {
  test('ends a call that would be retried forever', async () => {
    const server = await serving(answering(503))
    const retry = { maxAttempts: Number.MAX_SAFE_INTEGER, maxDelayMs: 1 }
    const error = await failure(getUser(server, realTiming, { retry, deadlineMs: 300 }))
    expect(['INTERNAL_SERVER_ERROR', 'TIMEOUT']).toContain(error.code)
    expect(error.attempts).toBeGreaterThan(0)
  })

  test.each([
    ['no answer', silence],
    ['half an answer', halfAnAnswer],
  ])('ends a request with %s, which is not retried', async (_, answer) => {
    const server = await serving(answer)
    const error = await failure(getUser(server, realTiming, { deadlineMs: 500 }))
    expect(error).toMatchObject({ code: 'TIMEOUT', mayHaveRun: false, attempts: 1, retryable: true })
    expect(error.message).toContain('deadlineMs')
    await expect.poll(() => server.abandoned()).toBe(1)
    expect(server.received).toHaveLength(1)
  })

  test('prevents requests once it has passed', async () => {
    const server = await serving(answered)
    const error = await failure(getUser(server, scriptedTiming(), {}, { endsAt: 0 }))
    expect(error).toMatchObject({ code: 'TIMEOUT', attempts: 0, mayHaveRun: false })
    expect(server.received).toEqual([])
  })

  test('covers the wait in the queue, after which nothing was sent', async () => {
    const server = await serving(silence)
    const connection = connect({ endpoint: server.origin, rateLimit: { maxConcurrent: 1 }, retry: false })
    const first = failure(deliver(connection, GetUserDocument, {}, { timeoutMs: 300 }))
    const second = await failure(
      deliver(connection, CreateResourceTagDocument, { text: 'a', color: 'ff0000' }, { deadlineMs: 50 }),
    )
    expect(second).toMatchObject({ code: 'TIMEOUT', mayHaveRun: false, attempts: 0 })
    expect(second.message).toContain('Nothing was changed.')
    expect(await first).toMatchObject({ code: 'TIMEOUT', attempts: 1 })
    expect(server.received).toHaveLength(1)
  })
})

describe('timeoutMs', () => {
  test('starts again with each request', async () => {
    const server = await serving(silence, halfAnAnswer, answered)
    const retry = { maxDelayMs: 0 }
    expect(await getUser(server, realTiming, { timeoutMs: 500, retry })).toEqual({ user: null })
    expect(server.received.length).toBeGreaterThanOrEqual(3)
    expect(server.abandoned()).toBeGreaterThanOrEqual(2)
  })

  test('does not include the wait in the queue', async () => {
    const slow: typeof answered = (request, response) => void setTimeout(() => answered(request, response), 600)
    const server = await serving(slow)
    const connection = connect({
      endpoint: server.origin,
      rateLimit: { maxConcurrent: 1 },
      timeoutMs: 1500,
      retry: false,
    })
    const calls = [1, 2, 3].map(() => deliver(connection, GetUserDocument, {}))
    expect(await Promise.all(calls)).toHaveLength(3)
  })

  test('is not reset by a response that drips', async () => {
    const server = await serving((_, response) => {
      const drip = setInterval(() => response.write(' '), 20)
      response.on('close', () => clearInterval(drip))
    })
    const error = await failure(getUser(server, realTiming, { timeoutMs: 500, retry: false }))
    expect(error).toMatchObject({ code: 'TIMEOUT', mayHaveRun: false })
    await expect.poll(() => server.abandoned()).toBe(1)
  })
})

describe('the quota', () => {
  test('is counted on the client’s clock: a call over it sleeps until the first is a minute old', async () => {
    const server = await serving(answered)
    const timing = scriptedTiming()
    const connection = connect(
      { endpoint: server.origin, rateLimit: { requestsPerMinute: 2 }, timeoutMs: Infinity, deadlineMs: Infinity },
      timing,
    )
    for (let call = 0; call < 5; call += 1) await deliver(connection, GetUserDocument, {})
    expect(timing.sleeps).toEqual([60_000, 60_000])
    expect(server.received).toHaveLength(5)
  })
})
