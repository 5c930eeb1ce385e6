import { Redis } from 'ioredis'
import { Labelbox } from 'labelbox-org'
import { RateLimiterRedis } from 'rate-limiter-flexible'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { GetUserDocument } from '../../generated/operations.ts'
import { giving } from '../../test/support/httpServer.ts'
import { clients, type Kind, type OpenClient } from '../../test/support/redisClients.ts'
import { redisServer, type RedisServer } from '../../test/support/redisServer.ts'
import { serving } from '../../test/support/serving.ts'
import type { RateLimitStore } from '../transport/quota/options.ts'
import { realTiming } from '../transport/time/timing.ts'
import { redisStore, type RedisClient, type RedisStoreOptions } from './index.ts'
import { timedStore } from './redisStore.ts'

let server: RedisServer
const open: OpenClient[] = []

beforeEach(async () => void (server = await redisServer()))
afterEach(async () => {
  for (const { close } of open.splice(0)) close()
  await server[Symbol.asyncDispose]()
})

const connect = (kind: Kind): OpenClient => {
  const connected = clients[kind](server.url)
  open.push(connected)
  return connected
}

async function storeOf(kind: Kind, options: Partial<RedisStoreOptions> = {}): Promise<RateLimitStore> {
  const { client, connected } = connect(kind)
  await connected
  return redisStore({ client, ...options })
}

/** Takes requests until one is refused; returns how many were granted. */
async function takeAll(store: RateLimitStore, requestsPerMinute: number): Promise<number> {
  for (let granted = 0; ; granted += 1) {
    if ((await store.take(requestsPerMinute)) > 0) return granted
  }
}

/** Waits until Redis is tried again. The share is used up by then. */
const untilGranted = (store: RateLimitStore, requestsPerMinute: number) =>
  vi.waitFor(async () => expect(await store.take(requestsPerMinute)).toBe(0), { timeout: 10_000, interval: 100 })

function deferred() {
  let reject: (error: Error) => void = () => undefined
  const promise = new Promise<never>((_, fail) => (reject = fail))
  return { promise, reject: (error: Error) => reject(error) }
}

const kinds: readonly Kind[] = ['ioredis', 'iovalkey', 'redis']
/** The clients that differ while Redis is unavailable: iovalkey is a fork of ioredis. */
const different: readonly Kind[] = ['ioredis', 'redis']

test.each(kinds)(
  '%s: grants the quota, then returns the wait until the first request is a minute old',
  async (kind) => {
    const store = await storeOf(kind)
    expect(await takeAll(store, 20)).toBe(20)
    const wait = await store.take(20)
    expect(wait).toBeGreaterThan(50_000)
    expect(wait).toBeLessThanOrEqual(60_000)
  },
)

test('different clients share the quota of a key, and another key has its own', async () => {
  const stores = await Promise.all(kinds.map((kind) => storeOf(kind)))
  const granted = await Promise.all(stores.map((store) => takeAll(store, 100)))
  expect(granted.reduce((sum, count) => sum + count)).toBe(100)
  expect(await takeAll(await storeOf('ioredis', { prefix: 'another:' }), 5)).toBe(5)
})

test('defines no command on the client and does not affect another limiter that uses it', async () => {
  const client = new Redis(server.url)
  const store = redisStore({ client })
  expect(await takeAll(store, 2)).toBe(2)
  expect(client.pipeline()).not.toHaveProperty('rlflxIncr')
  const own = new RateLimiterRedis({ storeClient: client, points: 3, duration: 60 })
  expect(await takeAll(store, 3)).toBe(1)
  expect(await own.consume('someone', 2)).toMatchObject({ consumedPoints: 2 })
  client.disconnect()
})

test.each(different)('%s: grants the share while Redis is dead, and the quota when it is back', async (kind) => {
  const onError = vi.fn()
  const store = await storeOf(kind, { share: 0.2, onError })
  expect(await store.take(50)).toBe(0)
  await server.kill()
  expect(await takeAll(store, 50)).toBe(10)
  expect(onError).toHaveBeenCalledWith(expect.any(Error))
  await server.start()
  await untilGranted(store, 50)
  // The command that the client had queued may count as well.
  expect([50 - 1, 50 - 2]).toContain(await takeAll(await storeOf('ioredis'), 50))
})

test.each(different)(
  '%s: delays one call by a second while Redis is frozen, and grants the quota when it responds again',
  async (kind) => {
    const onError = vi.fn()
    const store = await storeOf(kind, { onError })
    expect(await store.take(100)).toBe(0)
    server.freeze()
    expect(await takeAll(store, 100)).toBe(10)
    expect(await takeAll(store, 100)).toBe(0)
    expect(onError).toHaveBeenCalledOnce()
    expect(onError).toHaveBeenCalledWith(new Error('Redis did not respond within 1000 ms.'))
    server.thaw()
    await untilGranted(store, 100)
    // Two through Redis, and the one that the client had queued.
    expect(await takeAll(store, 100)).toBe(100 - 3)
  },
)

test.each(different)('%s: grants the quota when a Redis that was missing at first is started', async (kind) => {
  await server.kill()
  const store = redisStore({ client: connect(kind).client })
  expect(await takeAll(store, 9)).toBe(1)
  await server.start()
  await untilGranted(store, 9)
})

test('returns a wait of at most a second while Redis is unavailable', async () => {
  await server.kill()
  const store = redisStore({ client: connect('ioredis').client })
  await takeAll(store, 9)
  expect(await store.take(9)).toBeLessThanOrEqual(1000)
})

test('tries Redis again a minute after a command that never settles', async () => {
  const { client, connected } = connect('ioredis')
  await connected
  let isLost = true
  const evaluate = vi.fn((...args: never) => (isLost ? new Promise(() => undefined) : client.eval(...args)))
  const lossy = Object.assign(Object.create(client as object) as RedisClient, { eval: evaluate })
  let skipped = 0
  const store = timedStore({ client: lossy }, { ...realTiming, now: () => realTiming.now() + skipped })
  expect(await takeAll(store, 30)).toBe(3)
  isLost = false
  skipped = 58_000
  expect(await takeAll(store, 30)).toBe(0)
  expect(evaluate).toHaveBeenCalledOnce()
  skipped = 60_000
  expect(await takeAll(store, 30)).toBe(30)
})

test.each<[string, () => unknown]>([
  [
    'throws',
    () => {
      throw new Error('no log')
    },
  ],
  ['rejects', () => Promise.reject(new Error('no log'))],
])('ignores an onError that %s', async (_, onError) => {
  const rejections = vi.fn()
  process.on('unhandledRejection', rejections)
  const evaluate = vi.fn(() => Promise.reject(new Error('READONLY')))
  const reported: unknown[] = []
  // Not a spy, which would handle the rejection.
  const store = redisStore({ client: { eval: evaluate }, onError: (error) => (reported.push(error), onError()) })
  const { origin } = await serving(giving({ user: { id: 'u-1' } }))
  const labelbox = new Labelbox({ apiKey: 'key', endpoint: origin, rateLimit: { requestsPerMinute: 60, store } })
  expect(await labelbox.execute(GetUserDocument, {})).toMatchObject({ user: { id: 'u-1' } })
  await new Promise(setImmediate)
  process.off('unhandledRejection', rejections)
  expect(reported).toEqual([new Error('READONLY')])
  expect(rejections).not.toHaveBeenCalled()
})

test('tries a Redis that fails once per second', async () => {
  const evaluate = vi.fn(() => Promise.reject(new Error('READONLY')))
  expect(await takeAll(redisStore({ client: { eval: evaluate } }), 1000)).toBe(100)
  expect(evaluate).toHaveBeenCalledOnce()
})

test('does not take a busy process for an unavailable Redis', async () => {
  const onError = vi.fn()
  const store = await storeOf('ioredis', { onError })
  const asked = store.take(10)
  const end = performance.now() + 1200
  while (performance.now() < end);
  expect(await asked).toBe(0)
  expect(onError).not.toHaveBeenCalled()
})

test('continues with the share if the key holds another type', async () => {
  const onError = vi.fn()
  const client = new Redis(server.url)
  await client.set('labelbox-org:quota', 'taken')
  client.disconnect()
  expect(await takeAll(await storeOf('ioredis', { onError }), 30)).toBe(3)
  expect(String(onError.mock.calls[0]?.[0])).toMatch(/WRONGTYPE/)
})

describe('redisStore with a fake client', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  test('leaves no timer after a response or an error', async () => {
    const answers = [Promise.resolve([0, 0]), Promise.reject(new Error('READONLY'))]
    const store = redisStore({ client: { eval: () => answers.shift() } })
    const [first, second] = [store.take(10), store.take(10)]
    expect(vi.getTimerCount()).toBe(2)
    await Promise.all([first, second])
    expect(vi.getTimerCount()).toBe(0)
  })

  test('does not try Redis again until all queued commands have settled', async () => {
    const held = [deferred(), deferred(), deferred()]
    const answers: Promise<unknown>[] = held.map(({ promise }) => promise)
    const evaluate = vi.fn(() => answers.shift() ?? Promise.resolve([0, 0]))
    const store = redisStore({ client: { eval: evaluate } })
    // In parallel, like clients that share the store.
    const first = held.map(async () => store.take(10))
    await vi.advanceTimersByTimeAsync(1000)
    await Promise.all(first)
    for (const { reject } of held) {
      await store.take(10)
      expect(evaluate).toHaveBeenCalledTimes(held.length)
      reject(new Error('The connection was lost.'))
      await vi.advanceTimersByTimeAsync(0)
    }
    expect(await store.take(10)).toBe(0)
    expect(evaluate).toHaveBeenCalledTimes(held.length + 1)
  })

  test('sends one command while Redis does not respond, and the next when that one fails', async () => {
    const { promise, reject } = deferred()
    const answers = [promise, Promise.resolve([0, 0])]
    const evaluate = vi.fn(() => answers.shift())
    const store = redisStore({ client: { eval: evaluate } })
    const first = store.take(10)
    await vi.advanceTimersByTimeAsync(1000)
    expect(await first).toBe(0)
    await vi.advanceTimersByTimeAsync(5000)
    expect(await store.take(10)).toBeGreaterThan(0)
    expect(evaluate).toHaveBeenCalledOnce()
    reject(new Error('The connection was lost.'))
    await vi.advanceTimersByTimeAsync(0)
    expect(await store.take(10)).toBe(0)
    expect(evaluate).toHaveBeenCalledTimes(2)
  })
})

test.each<[Partial<RedisStoreOptions>, string]>([
  [{ share: 0 }, 'share must be above 0'],
  [{ share: 1.1 }, 'share'],
  [{ share: Number.NaN }, 'share'],
  [{ prefx: 'a' } as object, 'There is no option prefx. The options are client, prefix, share, onError.'],
  [{ client: {} as RedisClient }, 'client of ioredis, iovalkey or redis'],
])('refuses the options %o', (options, message) => {
  const client = { eval: () => undefined }
  expect(() => redisStore({ client, ...options })).toThrow(
    expect.objectContaining({ code: 'INVALID_INPUT', message: expect.stringContaining(message) as string }),
  )
})
