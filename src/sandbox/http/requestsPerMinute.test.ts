import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { post, sandboxed, tags } from '../testingSandbox.ts'

// Only the clock of the limit is fake; connections use real time.
beforeEach(() => vi.useFakeTimers({ toFake: ['performance'] }))
afterEach(() => vi.useRealTimers())

it('serves the limit in any 60 seconds, and refuses more until the oldest request is that old', async () => {
  const sandbox = await sandboxed({ requestsPerMinute: 3, resourceTags: 0 })
  const statuses = async (count: number): Promise<readonly number[]> =>
    (await Promise.all(Array.from({ length: count }, () => post(sandbox)))).map(({ status }) => status).sort()

  const first = await statuses(1)
  vi.advanceTimersByTime(10_000)
  const then = await statuses(3)
  vi.advanceTimersByTime(49_999)
  const early = await statuses(1)
  vi.advanceTimersByTime(1)
  const late = await statuses(2)
  vi.advanceTimersByTime(10_000)
  const later = await statuses(3)

  expect([first, then, early, late, later]).toEqual([[200], [200, 200, 429], [429], [200, 429], [200, 200, 429]])
})

it('sends Retry-After in whole seconds, and executes nothing', async () => {
  const sandbox = await sandboxed({ requestsPerMinute: 1, resourceTags: 0 })
  await tags(sandbox)
  vi.advanceTimersByTime(12_100)

  const refused = await post(sandbox)
  vi.advanceTimersByTime(47_899)
  const nearly = await post(sandbox)
  vi.advanceTimersByTime(1)

  expect(refused.status).toBe(429)
  expect(refused.headers.get('retry-after')).toBe('48')
  expect(nearly.headers.get('retry-after')).toBe('1')
  expect(((await refused.json()) as { message: string }).message).toMatch(/^You have exceeded /)
  expect(sandbox.received[1]).toMatchObject({ operationName: 'Tag', status: 429, processed: false })
  expect(await tags(sandbox)).toBe(0)
})

it('counts no preflights, and counts refused requests for no fault', async () => {
  const faults = [{ kind: 'http-status', status: 503, operationName: 'Tag', skip: 1 }] as const
  const sandbox = await sandboxed({ requestsPerMinute: 1, faults })
  const statuses: number[] = []

  for (let round = 0; round < 2; round += 1) {
    for (let preflight = 0; preflight < 3; preflight += 1) await fetch(sandbox.url, { method: 'OPTIONS' })
    statuses.push((await post(sandbox)).status, (await post(sandbox)).status)
    vi.advanceTimersByTime(60_000)
  }

  expect(statuses).toEqual([200, 429, 503, 429])
})

it('has no limit by default', async () => {
  const sandbox = await sandboxed()

  const responses = await Promise.all(Array.from({ length: 100 }, () => post(sandbox, { body: '{}' })))

  expect(new Set(responses.map(({ status }) => status))).toEqual(new Set([400]))
  await expect(sandboxed({ requestsPerMinute: 0 })).rejects.toThrow(/requestsPerMinute must be a whole number from 1/)
})
