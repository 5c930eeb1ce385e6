import { getEventListeners } from 'node:events'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { rejection } from '../../../test/support/roads.ts'
import type { Limiter } from './limiter.ts'
import { memoryStore } from './memoryStore.ts'
import type { RateLimitOptions, RateLimitStore } from './options.ts'
import { realTiming } from '../time/timing.ts'
import { toLimiter } from './rateLimit.ts'

const minute = 60_000

const limit = (options: RateLimitOptions): Limiter => {
  const limiter = toLimiter(options)
  if (limiter === undefined) throw new Error('There is nothing to limit.')
  return limiter
}

/** What asks under a name, and notes the names in the order in which their turn came. */
function observed(limiter: Limiter) {
  const admitted: string[] = []
  const free = new Map<string, () => void>()
  const enter = async (name: string, signal?: AbortSignal): Promise<void> => {
    free.set(name, await limiter.acquire(signal))
    admitted.push(name)
  }
  return { admitted, enter, leave: (name: string) => free.get(name)?.() }
}

const settled = () => vi.advanceTimersByTimeAsync(0)

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('options', () => {
  test.each([undefined, {}, { requestsPerMinute: undefined, maxConcurrent: undefined }])(
    '%j limit nothing',
    (options) => expect(toLimiter(options)).toBeUndefined(),
  )

  test.each([
    [{ requestsPerMinute: 0 }, 'requestsPerMinute must be a whole number from 1 to 1000000'],
    [{ requestsPerMinute: 1.5 }, 'requestsPerMinute'],
    [{ requestsPerMinute: 1_000_001 }, 'requestsPerMinute'],
    [{ requestsPerMinute: Number.NaN }, 'requestsPerMinute'],
    [{ requestsPerMinute: '60' as unknown as number }, 'requestsPerMinute'],
    [{ maxConcurrent: 0 }, 'maxConcurrent must be a whole number, 1 or more.'],
    [{ maxConcurrent: Infinity }, 'maxConcurrent'],
    [{ maxConcurrent: 3, store: memoryStore() }, 'rateLimit.store counts requestsPerMinute'],
  ])('%o are refused', (options, message) => {
    expect(() => toLimiter(options)).toThrow(
      expect.objectContaining({ code: 'INVALID_INPUT', message: expect.stringContaining(message) as string }),
    )
  })
})

describe('maxConcurrent', () => {
  test('holds back the rest until a place is free, first come, first served', async () => {
    const { admitted, enter, leave } = observed(limit({ maxConcurrent: 2 }))
    for (const name of ['a', 'b', 'c', 'd']) void enter(name)
    await settled()
    expect(admitted).toEqual(['a', 'b'])
    leave('b')
    await settled()
    expect(admitted).toEqual(['a', 'b', 'c'])
    leave('a')
    leave('c')
    await settled()
    expect(admitted).toEqual(['a', 'b', 'c', 'd'])
  })

  test('counts a place that is freed twice once', async () => {
    const { admitted, enter, leave } = observed(limit({ maxConcurrent: 1 }))
    for (const name of ['a', 'b', 'c']) void enter(name)
    await settled()
    leave('a')
    leave('a')
    await settled()
    leave('a')
    await settled()
    expect(admitted).toEqual(['a', 'b'])
  })
})

describe('requestsPerMinute', () => {
  test('sends the quota at once, and the rest once the first are a minute old', async () => {
    const { admitted, enter } = observed(limit({ requestsPerMinute: 2 }))
    void enter('a')
    await vi.advanceTimersByTimeAsync(20_000)
    for (const name of ['b', 'c', 'd', 'e']) void enter(name)
    await vi.advanceTimersByTimeAsync(minute - 20_000 - 1)
    expect(admitted).toEqual(['a', 'b'])
    await vi.advanceTimersByTimeAsync(1)
    expect(admitted).toEqual(['a', 'b', 'c'])
    await vi.advanceTimersByTimeAsync(20_000)
    expect(admitted).toEqual(['a', 'b', 'c', 'd'])
  })

  test('is not used by calls that wait for a place', async () => {
    const { admitted, enter, leave } = observed(limit({ requestsPerMinute: 2, maxConcurrent: 1 }))
    void enter('a')
    const hurry = new AbortController()
    const gone = rejection(enter('b', hurry.signal))
    void enter('c')
    await settled()
    hurry.abort()
    await gone
    leave('a')
    await settled()
    expect(admitted).toEqual(['a', 'c'])
  })

  test('has at most one timer, however many wait', async () => {
    const { admitted, enter } = observed(limit({ requestsPerMinute: 1 }))
    for (let index = 0; index < 50; index += 1) void enter(String(index))
    await settled()
    expect(vi.getTimerCount()).toBe(1)
    await vi.advanceTimersByTimeAsync(50 * minute)
    expect(admitted).toHaveLength(50)
    expect(vi.getTimerCount()).toBe(0)
  })

  test('admits a long queue without exhausting the stack', async () => {
    const quota = 50_000
    const { admitted, enter } = observed(limit({ requestsPerMinute: quota }))
    for (let index = 0; index < 2 * quota; index += 1) void enter(String(index))
    await settled()
    expect(admitted).toHaveLength(quota)
    await vi.advanceTimersByTimeAsync(minute)
    expect(admitted).toHaveLength(2 * quota)
  })
})

describe('a signal', () => {
  test('that aborted before takes nothing', async () => {
    const limiter = limit({ requestsPerMinute: 1 })
    const reason = new Error('no longer wanted')
    expect(await rejection(limiter.acquire(AbortSignal.abort(reason)))).toBe(reason)
    await limiter.acquire()
  })

  test('ends the wait at once with its reason, and lets others proceed', async () => {
    const limiter = limit({ requestsPerMinute: 1 })
    const { admitted, enter } = observed(limiter)
    const controllers = [new AbortController(), new AbortController()] as const
    void enter('a')
    const first = rejection(enter('b', controllers[0].signal))
    void enter('c')
    const last = rejection(enter('d', controllers[1].signal))
    void enter('e')
    await settled()
    controllers[0].abort('b')
    controllers[1].abort('d')
    expect([await first, await last]).toEqual(['b', 'd'])
    await vi.advanceTimersByTimeAsync(minute)
    expect(admitted).toEqual(['a', 'c'])
    await vi.advanceTimersByTimeAsync(minute)
    expect(admitted).toEqual(['a', 'c', 'e'])
  })

  test('leaves no timer and no listener behind, however the wait ends', async () => {
    vi.useRealTimers()
    const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length
    const limiter = limit({ requestsPerMinute: 1 })
    const controller = new AbortController()
    const { signal } = controller
    const [add, remove] = [vi.spyOn(signal, 'addEventListener'), vi.spyOn(signal, 'removeEventListener')]
    const free = await limiter.acquire(signal)
    expect(remove).toHaveBeenCalledTimes(add.mock.calls.length)
    free()
    // Without an await between them, so that no timer but the limiter's own comes or goes.
    const before = timers()
    const waits = [1, 2, 3].map(() => rejection(limiter.acquire(signal)))
    const meanwhile = timers()
    controller.abort('enough')
    expect([meanwhile, timers()]).toEqual([before + 1, before])
    expect(await Promise.all(waits)).toEqual(['enough', 'enough', 'enough'])
  })
})

describe('a place at once', () => {
  test('counts as a place, and can be freed', async () => {
    const limiter = limit({ maxConcurrent: 1 })
    const free = limiter.tryAcquire()
    expect(free).toBeDefined()
    expect(limiter.tryAcquire()).toBeUndefined()
    const { admitted, enter } = observed(limiter)
    void enter('a')
    await settled()
    expect(admitted).toEqual([])
    free?.()
    free?.()
    await settled()
    expect(admitted).toEqual(['a'])
    expect(limiter.tryAcquire()).toBeUndefined()
  })

  test('takes quota, unless it is used up', async () => {
    const limiter = limit({ requestsPerMinute: 1 })
    limiter.tryAcquire()?.()
    expect(limiter.tryAcquire()).toBeUndefined()
    await vi.advanceTimersByTimeAsync(minute - 1)
    expect(limiter.tryAcquire()).toBeUndefined()
    await vi.advanceTimersByTimeAsync(1)
    expect(limiter.tryAcquire()).toBeDefined()
  })

  test('is refused while others wait for quota', async () => {
    const limiter = limit({ requestsPerMinute: 1 })
    limiter.tryAcquire()?.()
    const { admitted, enter } = observed(limiter)
    // Asks as soon as there is quota again, before it is offered to the queue.
    const place = vi.fn(() => limiter.tryAcquire())
    setTimeout(place, minute)
    void enter('a')
    await vi.advanceTimersByTimeAsync(minute)
    expect(place).toHaveReturnedWith(undefined)
    expect(admitted).toEqual(['a'])
  })

  test('is not to be had of a store that may have to be waited for', async () => {
    const take = vi.fn(() => Promise.resolve(0))
    const limiter = limit({ requestsPerMinute: 1, store: { take } })
    expect(limiter.tryAcquire()).toBeUndefined()
    expect(take).not.toHaveBeenCalled()
    await expect(limiter.acquire()).resolves.toBeDefined()
  })
})

describe('a store', () => {
  const answering = (...answers: (() => number | Promise<number>)[]): RateLimitStore => ({
    take: () => (answers.shift() ?? (() => 0))(),
  })

  test.each([
    ['throws', () => Promise.reject(new Error('broken')), 'API_LIMIT'],
    [
      'throws at once',
      () => {
        throw new Error('broken')
      },
      'API_LIMIT',
    ],
    ['gives no number', () => Promise.resolve(undefined as unknown as number), 'INVALID_INPUT'],
    ['gives nonsense', () => Number.NaN, 'INVALID_INPUT'],
    ['gives nothing', () => undefined as unknown as number, 'INVALID_INPUT'],
    ['gives null', () => null as unknown as number, 'INVALID_INPUT'],
    ['gives a number as text', () => Promise.resolve('0' as unknown as number), 'INVALID_INPUT'],
  ])('that %s fails only the call that was first', async (_, broken: () => number | Promise<number>, code) => {
    const limiter = limit({ requestsPerMinute: 60, store: answering(broken) })
    const first = rejection(limiter.acquire())
    const second = limiter.acquire()
    const passes = code === 'API_LIMIT'
    expect(await first).toMatchObject({ code, retryable: passes, ...(passes && { cause: new Error('broken') }) })
    await second
  })

  test('is asked with the quota, and again when it said so, a minute later at most', async () => {
    const take = vi.fn().mockResolvedValueOnce(250).mockResolvedValueOnce(Infinity).mockResolvedValueOnce(0)
    const { admitted, enter } = observed(limit({ requestsPerMinute: 7, store: { take } }))
    void enter('a')
    await vi.advanceTimersByTimeAsync(249)
    expect(take.mock.calls).toEqual([[7]])
    await vi.advanceTimersByTimeAsync(1)
    expect(take).toHaveBeenCalledTimes(2)
    await vi.advanceTimersByTimeAsync(minute - 1)
    expect(admitted).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    expect(admitted).toEqual(['a'])
  })

  test('that never answers holds up the call that asked, and when that ends, no other', async () => {
    const limiter = limit({ requestsPerMinute: 60, store: answering(() => new Promise(() => undefined)) })
    const controller = new AbortController()
    const first = rejection(limiter.acquire(controller.signal))
    const second = limiter.acquire()
    controller.abort('enough')
    expect(await first).toBe('enough')
    await second
  })

  test('that grants late lets the next call in the queue go', async () => {
    let grant: (wait: number) => void = () => undefined
    const late = () => new Promise<number>((resolve) => (grant = resolve))
    const limiter = limit({ requestsPerMinute: 60, store: answering(late, () => minute) })
    const { admitted, enter } = observed(limiter)
    const controller = new AbortController()
    const first = rejection(enter('a', controller.signal))
    void enter('b')
    controller.abort()
    await first
    await settled()
    expect(admitted).toEqual([])
    grant(0)
    await settled()
    expect(admitted).toEqual(['b'])
    expect(vi.getTimerCount()).toBe(0)
  })

  test('of a class keeps its this', async () => {
    class Counter implements RateLimitStore {
      taken = 0
      take(): number {
        this.taken += 1
        return 0
      }
    }
    const store = new Counter()
    await limit({ requestsPerMinute: 60, store }).acquire()
    expect(store.taken).toBe(1)
  })

  test('in memory is shared by the limiters that are given it', async () => {
    const store = memoryStore()
    const [reader, writer] = [1, 2].map(() => observed(limit({ requestsPerMinute: 3, store })))
    for (const name of ['a', 'b', 'c']) {
      void reader?.enter(name)
      void writer?.enter(name)
    }
    await settled()
    expect([reader?.admitted, writer?.admitted]).toEqual([['a', 'b'], ['a']])
  })
})

describe('a call that leaves the queue', () => {
  test('does not have the store asked again while it is asked for another call', async () => {
    let answer: ((ms: number) => void) | undefined
    const take = vi.fn(() => new Promise<number>((resolve) => (answer = resolve)))
    const { admitted, enter } = observed(limit({ requestsPerMinute: 9, store: { take } }))
    const controller = new AbortController()
    void enter('a')
    const left = rejection(enter('b', controller.signal))
    await settled()
    controller.abort('enough')
    expect(await left).toBe('enough')
    await settled()
    expect(take).toHaveBeenCalledOnce()
    answer?.(0)
    await settled()
    expect(admitted).toEqual(['a'])
  })

  test('does not end the wait of the others', async () => {
    const take = vi.fn(() => 0).mockReturnValueOnce(5000)
    const { admitted, enter } = observed(limit({ requestsPerMinute: 9, store: { take } }))
    const controller = new AbortController()
    void enter('a')
    const left = rejection(enter('b', controller.signal))
    await settled()
    controller.abort('enough')
    await left
    await vi.advanceTimersByTimeAsync(4900)
    expect(take).toHaveBeenCalledOnce()
    await vi.advanceTimersByTimeAsync(200)
    expect(admitted).toEqual(['a'])
  })

  test('with a place leaves no listener on its signal', async () => {
    const { signal } = new AbortController()
    await limit({ requestsPerMinute: 9, store: { take: () => 0 } }).acquire(signal)
    expect(getEventListeners(signal, 'abort')).toEqual([])
  })

  test('with an error leaves no listener on its signal', async () => {
    const { signal } = new AbortController()
    const store = { take: () => Promise.reject(new Error('down')) }
    const error = await rejection(limit({ requestsPerMinute: 9, store }).acquire(signal))
    expect(error).toHaveProperty('message', 'The request was not sent: rateLimit.store failed. The cause says why.')
    expect(getEventListeners(signal, 'abort')).toEqual([])
  })
})

describe('in a worker', () => {
  beforeEach(() => void vi.stubGlobal('navigator', { userAgent: 'Cloudflare-Workers' }))
  afterEach(() => {
    vi.unstubAllGlobals()
    vi.restoreAllMocks()
  })

  const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)
  /** The next call ends with its request: its heartbeat stops. */
  const endNext = () => vi.spyOn(globalThis, 'setInterval').mockReturnValueOnce(0 as never)

  test('calls get their places in turn, and leave no timer behind', async () => {
    const { admitted, enter, leave } = observed(limit({ maxConcurrent: 2 }))
    for (const name of ['a', 'b', 'c', 'd']) void enter(name)
    await pass(200)
    expect(admitted).toEqual(['a', 'b'])
    leave('b')
    await pass(200)
    expect(admitted).toEqual(['a', 'b', 'c'])
    for (const name of ['a', 'c']) leave(name)
    await pass(200)
    void enter('e')
    await pass(200)
    expect(admitted).toEqual(['a', 'b', 'c', 'd', 'e'])
    for (const name of ['d', 'e']) leave(name)
    expect(vi.getTimerCount()).toBe(0)
  })

  test('a call keeps its place for as long as it runs', async () => {
    const { admitted, enter } = observed(limit({ maxConcurrent: 1 }))
    for (const name of ['slow', 'next']) void enter(name)
    await pass(10 * minute)
    expect(admitted).toEqual(['slow'])
  })

  test('the place of a call that ended with its request is free after some two seconds', async () => {
    const { admitted, enter } = observed(limit({ maxConcurrent: 1 }))
    endNext()
    void enter('gone')
    await pass(10)
    void enter('next')
    await pass(1500)
    expect(admitted).toEqual(['gone'])
    await pass(1500)
    expect(admitted).toEqual(['gone', 'next'])
  })

  test('a call that ended while it waited holds up the others for some two seconds', async () => {
    const sleep = vi
      .fn((ms: number, signal: AbortSignal | undefined) => realTiming.sleep(ms, signal))
      .mockReturnValueOnce(new Promise(() => undefined))
    const limiter = toLimiter({ maxConcurrent: 1 }, { ...realTiming, sleep })
    if (limiter === undefined) throw new Error('There is nothing to limit.')
    const { admitted, enter, leave } = observed(limiter)
    void enter('a')
    await pass(10)
    endNext()
    for (const name of ['gone', 'next']) void enter(name)
    await pass(10)
    leave('a')
    await pass(1500)
    expect(admitted).toEqual(['a'])
    await pass(1500)
    expect(admitted).toEqual(['a', 'next'])
  })

  test.each([
    [5000, 5000],
    [10 * minute, minute],
  ])('a store that says %s ms is asked again after %s ms', async (says, ms) => {
    const take = vi.fn(() => 0).mockReturnValueOnce(says)
    const { admitted, enter } = observed(limit({ requestsPerMinute: 9, store: { take } }))
    for (const name of ['a', 'b']) void enter(name)
    await pass(ms - 200)
    expect([admitted, take.mock.calls]).toEqual([[], [[9]]])
    await pass(500)
    expect(admitted).toEqual(['a', 'b'])
  })

  test('a store that fails ends the call that asked it', async () => {
    const reason = new Error('down')
    const takes = [() => Promise.reject(reason), () => -1, () => NaN, () => '0' as unknown as number]
    const limiter = limit({ requestsPerMinute: 9, store: { take: () => takes.shift()?.() ?? 0 } })
    const ends = [0, 1, 2, 3].map(() => rejection(limiter.acquire()))
    await pass(minute)
    const [first, ...others] = await Promise.all(ends)
    expect(first).toMatchObject({ code: 'API_LIMIT', retryable: true, cause: reason })
    for (const other of others) expect(other).toMatchObject({ code: 'INVALID_INPUT' })
    expect(vi.getTimerCount()).toBe(0)
  })

  test.each([
    ['never answers', () => new Promise<number>(() => undefined)],
    ['answers later', () => new Promise<number>((resolve) => setTimeout(resolve, 500, 0))],
    ['fails later', () => new Promise<number>((_, reject) => setTimeout(reject, 500, new Error('down')))],
  ])('a call that ends while it awaits a store that %s frees its place', async (_name, slow) => {
    const answers = [slow]
    const take = () => answers.shift()?.() ?? 0
    const limiter = limit({ requestsPerMinute: 9, maxConcurrent: 1, store: { take } })
    const controller = new AbortController()
    let reason: unknown
    limiter.acquire(controller.signal).catch((error: unknown) => (reason = error))
    await settled()
    controller.abort('enough')
    await vi.advanceTimersByTimeAsync(1)
    expect(reason).toBe('enough')
    await vi.advanceTimersByTimeAsync(1000)

    let free: (() => void) | undefined
    void limiter.acquire().then((place) => (free = place))
    await vi.advanceTimersByTimeAsync(1000)
    expect(free).toBeDefined()
    free?.()
    expect(vi.getTimerCount()).toBe(0)
  })
})

describe('memoryStore', () => {
  const gaps = fc.array(fc.integer({ min: 0, max: 40_000 }), { minLength: 1, maxLength: 200 })

  test('never lets a window of 60 s hold more than the quota, refuses only when it must, and waits just long enough', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), gaps, (quota, steps) => {
        let now = 0
        const store = memoryStore(() => now)
        const granted: number[] = []
        const heldAt = (time: number) => granted.filter((at) => at > time - minute).length
        for (const step of steps) {
          now += step
          const wait = store.take(quota)
          if (wait === 0) {
            granted.push(now)
            expect(heldAt(now)).toBeLessThanOrEqual(quota)
          } else {
            expect(heldAt(now)).toBe(quota)
            expect(heldAt(now + wait)).toBeLessThan(quota)
            expect(heldAt(now + wait - 1)).toBe(quota)
          }
        }
      }),
    )
  })

  test('keeps every promise to limiters whose quotas differ', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 0, max: 30_000 }))), (takes) => {
        let now = 0
        const store = memoryStore(() => now)
        const granted: number[] = []
        for (const [quota, step] of takes) {
          now += step
          const held = granted.filter((at) => at > now - minute).length
          expect(store.take(quota) === 0).toBe(held < quota)
          if (held < quota) granted.push(now)
        }
      }),
    )
  })

  test('gives no wait of nothing where times do not add up exactly', () => {
    let now = 8_589_928_647.151383
    const store = memoryStore(() => now)
    expect(store.take(1)).toBe(0)
    now = 8_589_988_647.151382
    expect(store.take(1)).toBeGreaterThan(0)
  })
})
