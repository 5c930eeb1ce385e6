import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { quotaProcess, type QuotaProcess } from '../../test/support/quotaProcess.ts'
import { redisServer, type RedisServer } from '../../test/support/redisServer.ts'

let server: RedisServer
let processes: readonly QuotaProcess[] = []

/** Two processes with one quota, each with a different client. */
async function start(requestsPerMinute: number): Promise<void> {
  processes = await Promise.all([
    quotaProcess('ioredis', server.url, requestsPerMinute),
    quotaProcess('redis', server.url, requestsPerMinute),
  ])
}

const eachTakes = (requests: number) => processes.forEach((one) => one.take(requests))
const granted = () => processes.map((one) => one.granted())
const together = () => granted().reduce((sum, count) => sum + count)

/** Waits long enough for further requests to be granted, if any were. */
async function expectNoMoreThan(requests: number): Promise<void> {
  await expect.poll(() => together()).toBeGreaterThanOrEqual(requests)
  await sleep(500)
  expect(together()).toBe(requests)
}

beforeEach(async () => void (server = await redisServer()))
afterEach(async () => {
  await Promise.all(processes.map((one) => one[Symbol.asyncDispose]()))
  await server[Symbol.asyncDispose]()
})

test('two processes stay within the quota together, and each gets a part of it', async () => {
  await start(1000)
  eachTakes(1000)
  await expectNoMoreThan(1000)
  for (const count of granted()) expect(count).toBeGreaterThan(100)
})

test('each process continues with a tenth of the quota when Redis dies, and they share it again when Redis is back', async () => {
  await start(200)
  eachTakes(20)
  await expectNoMoreThan(40)

  await server.kill()
  eachTakes(50)
  await expectNoMoreThan(40 + 2 * 20)
  expect(granted()).toEqual([40, 40])

  // Redis restarts empty, and may get the one command that each client had queued.
  await server.start()
  eachTakes(200)
  await expect.poll(() => together()).toBeGreaterThanOrEqual(80 + 200 - 2)
  await sleep(500)
  expect(together()).toBeLessThanOrEqual(80 + 200)
})
