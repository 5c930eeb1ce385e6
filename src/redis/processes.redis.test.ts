import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { quotaProcess, type QuotaProcess } from '../../test/support/quotaProcess.ts'
import { redisServer, type RedisServer } from '../../test/support/redisServer.ts'

let server: RedisServer
let processes: readonly QuotaProcess[] = []

/** Two programs on one quota, as on two machines; each with a client of its own kind. */
async function start(requestsPerMinute: number): Promise<void> {
  processes = await Promise.all([
    quotaProcess('ioredis', server.url, requestsPerMinute),
    quotaProcess('redis', server.url, requestsPerMinute),
  ])
}

const eachTakes = (requests: number) => processes.forEach((one) => one.take(requests))
const granted = () => processes.map((one) => one.granted())
const together = () => granted().reduce((sum, count) => sum + count)

/** Long enough for all that would go out, had it been allowed to. */
async function expectNoMoreThan(requests: number): Promise<void> {
  await vi.waitFor(() => expect(together()).toBeGreaterThanOrEqual(requests), { timeout: 10_000 })
  await sleep(500)
  expect(together()).toBe(requests)
}

beforeEach(async () => void (server = await redisServer()))
afterEach(async () => {
  await Promise.all(processes.map((one) => one[Symbol.asyncDispose]()))
  await server[Symbol.asyncDispose]()
})

test('two processes together stay inside the quota, and neither goes without', async () => {
  await start(1000)
  eachTakes(1000)
  await expectNoMoreThan(1000)
  for (const count of granted()) expect(count).toBeGreaterThan(100)
})

test('when Redis dies each goes on with a tenth, and when it is back they share again', async () => {
  await start(200)
  eachTakes(20)
  await expectNoMoreThan(40)

  await server.kill()
  eachTakes(50)
  await expectNoMoreThan(40 + 2 * 20)
  expect(granted()).toEqual([40, 40])

  // It comes back empty, and may be told of one request that each client had held back.
  await server.start()
  eachTakes(200)
  await vi.waitFor(() => expect(together()).toBeGreaterThanOrEqual(80 + 200 - 2), { timeout: 10_000 })
  await sleep(500)
  expect(together()).toBeLessThanOrEqual(80 + 200)
})
