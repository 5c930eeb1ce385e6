import { LabelboxError } from '../../core/errors.ts'
import { invalid } from '../../core/guards.ts'
import { controlFlowError } from '../response/controlFlow.ts'
import { endsWithRequest } from '../platform.ts'
import { abortReason, throwIfAborted } from '../time/onAbort.ts'
import { realTiming, type Timing } from '../time/timing.ts'
import type { Limiter } from './limiter.ts'
import { memoryStore } from './memoryStore.ts'
import { checkRateLimit, type RateLimitOptions } from './options.ts'
import { polledLine } from './polledLine.ts'

const minute = 60_000

/** Ends a wait that nobody needs any more. */
const emptied = new Error('The queue is empty.')

/** Checks the options and returns their limiter; `undefined` if they limit nothing. */
export function toLimiter(options: RateLimitOptions | undefined, timing: Timing = realTiming): Limiter | undefined {
  checkRateLimit(options)
  const { requestsPerMinute, maxConcurrent = Infinity, store } = options ?? {}
  if (requestsPerMinute === undefined) {
    return maxConcurrent === Infinity ? undefined : queue(timing, maxConcurrent, () => 0)
  }
  if (store !== undefined) return queue(timing, maxConcurrent, undefined, () => store.take(requestsPerMinute))
  const memory = memoryStore(() => timing.now())
  return queue(timing, maxConcurrent, () => memory.take(requestsPerMinute))
}

/** In a worker, callers can't wait for each other: see {@link polledLine}. */
const queue = (
  timing: Timing,
  maxConcurrent: number,
  takeNow: (() => number) | undefined,
  take: () => number | Promise<number> = takeNow ?? (() => 0),
): Limiter =>
  endsWithRequest()
    ? polledLine(timing, maxConcurrent, () => asked(take))
    : sharedLine(timing, maxConcurrent, takeNow, take)

async function asked(take: () => number | Promise<number>): Promise<number> {
  let ms: unknown
  try {
    ms = await take()
  } catch (cause) {
    throw uncounted(cause)
  }
  if (isWait(ms)) return ms
  throw badWait()
}

const isWait = (ms: unknown): ms is number => typeof ms === 'number' && ms >= 0

const badWait = (): LabelboxError =>
  invalid('The request was not sent: take() of rateLimit.store must return 0 or milliseconds.')

interface Caller {
  readonly admit: (free: () => void) => void
  readonly fail: (reason: Error) => void
}

/**
 * The queue in front of both limits. Only its head asks for quota, so there is at most one timer.
 *
 * @param takeNow - For a store of ours, which answers synchronously and doesn't fail.
 */
function sharedLine(
  timing: Timing,
  maxConcurrent: number,
  takeNow: (() => number) | undefined,
  take: () => number | Promise<number>,
): Limiter {
  const callers = new Set<Caller>()
  let underWay = 0
  let asking: Caller | undefined
  /** Ends the wait before quota is asked for again. */
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

  /** The caller that asked may have left by then; what was granted goes to the first in the queue. */
  function hear(asked: Caller, ms: unknown): void {
    if (!isWait(ms)) {
      refuse(asked, badWait())
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
    const wasThere = callers.delete(caller)
    if (callers.size === 0) {
      wait?.abort(emptied)
      wait = undefined
    }
    return wasThere
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

/** A store may be a service that fails for a moment, so the call is retried. */
const uncounted = (cause: unknown): Error =>
  // The store may use a framework's `fetch`.
  controlFlowError(cause) ??
  new LabelboxError({
    code: 'API_LIMIT',
    retryable: true,
    cause,
    message: 'The request was not sent: rateLimit.store failed. The cause says why.',
  })
