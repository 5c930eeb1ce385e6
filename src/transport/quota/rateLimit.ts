import { LabelboxError } from '../../core/errors.ts'
import { invalid, requireCount } from '../../core/guards.ts'
import { controlFlowError } from '../response/controlFlow.ts'
import type { Limiter } from './limiter.ts'
import { abortReason, throwIfAborted } from '../time/onAbort.ts'
import { endsWithRequest } from '../platform.ts'
import { polledLine } from './polledLine.ts'
import { realTiming, type Timing } from '../time/timing.ts'

/** Where the quota is counted. */
export interface RateLimitStore {
  /**
   * Takes one request out of the quota and gives 0, or takes none and gives the milliseconds after which to ask again.
   * What it throws is the cause of an `API_LIMIT` for the one call that was first in line, which stands in line again as
   * for any other failure that passes. Anything but such a number is `INVALID_INPUT`.
   */
  take(requestsPerMinute: number): number | Promise<number>
}

/** How much a client sends. Calls over the limit wait in line, first come, first served; none is refused. */
export interface RateLimitOptions {
  /**
   * Requests that may go out in any 60 seconds, a whole number from 1 to 1,000,000. The window slides: a request counts
   * from the moment it goes out, and no longer once 60,000 ms have passed. What the quota still holds goes out at once.
   * Each attempt counts. Labelbox allows 1,500 (Free), 5,000 (Starter, Education) or 20,000 (Enterprise) to the whole
   * organization. Default: no limit.
   */
  readonly requestsPerMinute?: number | undefined
  /**
   * Requests that may be under way at once, a whole number from 1. One counts until its answer is read or its call
   * has ended: a `fetch` that goes on in spite of its signal may have more of them open. The API answers badly above
   * about 30. Default: no limit.
   */
  readonly maxConcurrent?: number | undefined
  /**
   * Where `requestsPerMinute` is counted. Default: in memory, for this client alone. Give several clients of a process
   * one {@link memoryStore}, and several processes the store of `labelbox-org/redis`.
   */
  readonly store?: RateLimitStore | undefined
}

const nothingToFree = (): void => undefined

/** Where there is nothing to limit: each has its place at once. */
export const unlimited: Limiter = { tryAcquire: () => nothingToFree, acquire: () => Promise.resolve(nothingToFree) }

const minute = 60_000

/** Why a wait ends before its time. */
const left = new Error('Nobody is in line any more.')
const maxPerMinute = 1_000_000

/** Checks the options once. Nothing to limit, no limiter. */
export function toLimiter(options: RateLimitOptions | undefined, timing: Timing = realTiming): Limiter | undefined {
  const { requestsPerMinute, maxConcurrent, store } = options ?? {}
  if (requestsPerMinute !== undefined) requireCount(requestsPerMinute, 'rateLimit.requestsPerMinute', maxPerMinute)
  if (maxConcurrent !== undefined) requireCount(maxConcurrent, 'rateLimit.maxConcurrent')
  if (store !== undefined && requestsPerMinute === undefined) {
    throw invalid('rateLimit.store counts requestsPerMinute, which is not set. Set it, or leave the store out.')
  }
  if (requestsPerMinute === undefined) {
    return maxConcurrent === undefined ? undefined : lineOf(timing, maxConcurrent, () => 0)
  }
  if (store !== undefined)
    return lineOf(timing, maxConcurrent ?? Infinity, undefined, () => store.take(requestsPerMinute))
  const memory = memoryStore(() => timing.now())
  return lineOf(timing, maxConcurrent ?? Infinity, () => memory.take(requestsPerMinute))
}

/** Where what a request has made ends with it, nobody waits for what another one has made. */
const lineOf = (
  timing: Timing,
  maxConcurrent: number,
  takeNow: (() => number) | undefined,
  take: () => number | Promise<number> = takeNow ?? (() => 0),
): Limiter =>
  endsWithRequest() ? polledLine(timing, maxConcurrent, () => asked(take)) : line(timing, maxConcurrent, takeNow, take)

async function asked(take: () => number | Promise<number>): Promise<number> {
  let ms: unknown
  try {
    ms = await take()
  } catch (cause) {
    throw uncounted(cause)
  }
  if (isWait(ms)) return ms
  throw noWait()
}

const isWait = (ms: unknown): ms is number => typeof ms === 'number' && ms >= 0

const noWait = (): LabelboxError =>
  invalid('The request was not sent: take of the rateLimit.store must give 0 or milliseconds.')

/**
 * Counts in memory, exactly: it keeps the times of the last requests.
 *
 * @example
 * const store = memoryStore()
 * const reader = new Labelbox({ apiKey, rateLimit: { requestsPerMinute: 1500, store } })
 * const writer = new Labelbox({ apiKey: otherKey, rateLimit: { requestsPerMinute: 1500, store } })
 */
export function memoryStore(clock: () => number = () => performance.now()): {
  /** Takes one request of the quota: returns 0, or the milliseconds until one is free. */
  take(requestsPerMinute: number): number
} {
  const times: number[] = []
  return {
    take(requestsPerMinute) {
      const now = clock()
      const age = now - (times.at(-requestsPerMinute) ?? -Infinity)
      if (age < minute) return minute - age
      times.push(now)
      // Not each time, which would move the whole log for each request.
      if (times.length >= 2 * requestsPerMinute) times.splice(0, times.length - requestsPerMinute)
      return 0
    },
  }
}

interface Caller {
  readonly admit: (free: () => void) => void
  readonly fail: (reason: Error) => void
}

/**
 * The line in front of both limits. Only its head asks for quota, so there is one timer at most. `takeNow` is there for a
 * store of ours, which answers at once and doesn't fail.
 */
function line(
  timing: Timing,
  maxConcurrent: number,
  takeNow: (() => number) | undefined,
  take: () => number | Promise<number>,
): Limiter {
  const callers = new Set<Caller>()
  let underWay = 0
  let asking: Caller | undefined
  /** Ends the wait until quota is to be asked for again. */
  let wait: AbortController | undefined

  function advance(): void {
    for (const head of callers) {
      if (underWay >= maxConcurrent || asking !== undefined || wait !== undefined) return
      ask(head)
    }
  }

  function ask(head: Caller): void {
    asking = head
    try {
      const answer = take()
      if (typeof answer === 'number') hear(head, answer)
      else {
        void Promise.resolve(answer)
          .then(
            (ms) => hear(head, ms),
            (cause: unknown) => refuse(head, uncounted(cause)),
          )
          .then(advance)
      }
    } catch (cause) {
      refuse(head, uncounted(cause))
    }
  }

  /** The one who asked may have gone by then: what was granted goes to whoever is first now. */
  function hear(asked: Caller, ms: unknown): void {
    if (!isWait(ms)) {
      refuse(asked, noWait())
      return
    }
    const [head] = callers
    const current = asking === asked
    if (current) asking = undefined
    if (ms === 0) {
      if (head !== undefined && underWay < maxConcurrent) admit(head)
    } else if (current) {
      pause(Math.min(ms, minute))
    }
  }

  function pause(ms: number): void {
    const current = (wait = new AbortController())
    timing.sleep(ms, current.signal).then(
      () => {
        if (wait !== current) return
        wait = undefined
        advance()
      },
      () => undefined,
    )
  }

  function refuse(asked: Caller, reason: Error): void {
    if (leave(asked)) asked.fail(reason)
  }

  function admit(caller: Caller): void {
    leave(caller)
    caller.admit(place())
  }

  function place(): () => void {
    underWay += 1
    let isHeld = true
    return () => {
      if (!isHeld) return
      isHeld = false
      underWay -= 1
      if (callers.size > 0) advance()
    }
  }

  function leave(caller: Caller): boolean {
    if (asking === caller) asking = undefined
    const stood = callers.delete(caller)
    if (callers.size === 0) {
      wait?.abort(left)
      wait = undefined
    }
    return stood
  }

  return {
    tryAcquire: () => (callers.size === 0 && underWay < maxConcurrent && takeNow?.() === 0 ? place() : undefined),
    acquire: (signal) =>
      new Promise((resolve, reject) => {
        throwIfAborted(signal)
        const onAbort = (): void => {
          leave(caller)
          reject(abortReason(signal))
          advance()
        }
        const caller: Caller = {
          admit: (free) => {
            signal?.removeEventListener('abort', onAbort)
            resolve(free)
          },
          fail: (reason) => {
            signal?.removeEventListener('abort', onAbort)
            reject(reason)
          },
        }
        signal?.addEventListener('abort', onAbort, { once: true })
        callers.add(caller)
        advance()
      }),
  }
}

/** Whether the quota holds another request is not known. A store may be a service that has its bad moments. */
const uncounted = (cause: unknown): Error =>
  // The store may ask by a `fetch` of a framework's.
  controlFlowError(cause) ??
  new LabelboxError({
    code: 'API_LIMIT',
    retryable: true,
    cause,
    message: 'The request was not sent: the store given as rateLimit.store failed. The cause says why.',
  })
