import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { redisServer, type RedisServer } from '../../test/support/redisServer.ts'
import { slidingWindow } from './slidingWindow.ts'

const key = 'quota'
let server: RedisServer
let client: Redis

beforeAll(async () => {
  server = await redisServer()
  client = new Redis(server.url)
})
beforeEach(() => client.flushall())
afterAll(async () => {
  client.disconnect()
  await server[Symbol.asyncDispose]()
})

/** Takes requests for a time. Redis granted each of them between the two times that are returned. */
async function takeFor(milliseconds: number, limit: number, seconds: number) {
  const take = slidingWindow(client, limit, seconds)
  const end = performance.now() + milliseconds
  const granted: { asked: number; answered: number }[] = []
  for (let asked = performance.now(); asked < end; asked = performance.now()) {
    const wait = await take(key)
    if (wait === 0) granted.push({ asked, answered: performance.now() })
    else await sleep(Math.min(wait, 20))
  }
  return granted
}

test('grants at most the limit in any window, to three callers in parallel', async () => {
  const limit = 15
  const granted = (await Promise.all([1, 2, 3].map(() => takeFor(3200, limit, 1)))).flat()
  const ascending = (left: number, right: number) => left - right
  const asked = granted.map((grant) => grant.asked).sort(ascending)
  const answered = granted.map((grant) => grant.answered).sort(ascending)
  const spans = answered.slice(limit).map((time, index) => time - (asked[index] ?? 0))
  // Redis has its own clock, so the window may be slightly shorter here.
  expect(Math.min(...spans)).toBeGreaterThan(995)
  expect(granted.length).toBeGreaterThanOrEqual(3 * limit)
})

test('returns the wait until the first request leaves the window, however many are refused', async () => {
  const take = slidingWindow(client, 2, 1)
  expect(await take(key)).toBe(0)
  await sleep(300)
  expect(await take(key)).toBe(0)
  for (let refused = 0; refused < 5; refused += 1) expect(await take(key)).toBeGreaterThan(0)
  await sleep(await take(key))
  expect(await take(key)).toBe(0)
  expect(await take(key)).toBeGreaterThan(0)
})

test('applies the limit of each process to a shared key', async () => {
  const [few, many] = [slidingWindow(client, 2, 60), slidingWindow(client, 4, 60)]
  expect([await many(key), await few(key), await few(key)]).toEqual([0, 0, expect.any(Number)])
  expect([await many(key), await many(key), await many(key)]).toEqual([0, 0, expect.any(Number)])
  expect(await client.llen(key)).toBe(4)
})

test('stores at most limit times in Redis, for at most the window', async () => {
  const take = slidingWindow(client, 3, 1)
  for (let asked = 0; asked < 10; asked += 1) await take(key)
  expect(await client.llen(key)).toBe(3)
  expect(await client.pttl(key)).toBeLessThanOrEqual(1000)
  expect(await client.keys('*')).toEqual([key])
})

test('grants requests after the clock of Redis was set back', async () => {
  const now = Date.now()
  await client.rpush(key, (now + 120_000) * 1000)
  expect(await slidingWindow(client, 1, 60)(key)).toBe(0)
  expect(await slidingWindow(client, 1, 60)(key)).toBeGreaterThan(0)
})
