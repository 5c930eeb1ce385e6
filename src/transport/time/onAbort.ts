interface Waiter {
  readonly callback: () => void
  /** Its place in the list; -1 once it has been called or cancelled. */
  place: number
}

interface Waiting {
  /**
   * A list in which the last fills a gap. A `Set` that calls enter and leave keeps what has left alive: once it has
   * outlived a collection of the youngest objects, its former tables hold each other, and all calls in them.
   */
  waiters: Waiter[]
  readonly announce: () => void
}

/** Kept as long as the signal, so that successive calls on one signal reuse it. */
const waitingFor = new WeakMap<AbortSignal, Waiting>()

/**
 * Calls back once when a signal aborts, and returns what cancels that. All callbacks of a signal share one listener, as
 * a thousand calls may share a signal, and Node warns of a leak from the eleventh listener on.
 */
export function onAbort(signal: AbortSignal, callback: () => void): () => void {
  const waiting = waitingFor.get(signal) ?? remember(signal)
  const { waiters, announce } = waiting
  if (waiters.length === 0) signal.addEventListener('abort', announce)
  const waiter = { callback, place: waiters.length }
  waiters.push(waiter)
  return () => {
    leave(waiting.waiters, waiter)
    if (waiting.waiters.length === 0) signal.removeEventListener('abort', announce)
  }
}

function leave(waiters: Waiter[], waiter: Waiter): void {
  const { place } = waiter
  waiter.place = -1
  if (waiters[place] !== waiter) return
  const last = waiters.pop()
  if (last === undefined || last === waiter) return
  waiters[place] = last
  last.place = place
}

function remember(signal: AbortSignal): Waiting {
  const waiting: Waiting = {
    waiters: [],
    announce() {
      signal.removeEventListener('abort', waiting.announce)
      const { waiters } = waiting
      waiting.waiters = []
      for (const waiter of waiters) {
        if (waiter.place < 0) continue
        waiter.place = -1
        waiter.callback()
      }
    },
  }
  waitingFor.set(signal, waiting)
  return waiting
}

/** Like `signal.throwIfAborted()`, which polyfills and older runtimes lack. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw abortReason(signal)
}

/** Why a signal aborted: usually an error, but its owner may choose anything. */
export const abortReason = (signal: AbortSignal | undefined): Error =>
  (signal?.reason as Error | undefined) ??
  Object.assign(new Error('This operation was aborted.'), { name: 'AbortError' })

/** Waits for a promise, but rejects with the signal's reason as soon as that aborts. */
export async function orAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return promise
  let stop = (): void => undefined
  const aborted = new Promise<never>((_, reject) => {
    stop = onAbort(signal, () => reject(abortReason(signal)))
  })
  try {
    return await Promise.race([promise, aborted])
  } finally {
    stop()
  }
}
