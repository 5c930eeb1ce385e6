interface Waiter {
  readonly callback: () => void
  place: number
}

interface Waiting {
  /**
   * A list in which the last one fills a gap. A `Set` that calls enter and leave keeps alive what has left: once it has
   * outlived a collection of the youngest objects, its former tables hold each other, and all calls in them.
   */
  readonly waiters: Waiter[]
  readonly announce: () => void
}

/**
 * Calls back once when a signal aborts, and returns what cancels that. All callbacks of a signal share one listener, as
 * a thousand calls may share a signal, and Node warns of a leak from the eleventh listener on.
 */
export function onAbort(signal: AbortSignal, callback: () => void): () => void {
  const { waiters, announce } = waitingFor.get(signal) ?? remember(signal)
  const waiter = { callback, place: waiters.length }
  if (waiters.push(waiter) === 1) signal.addEventListener('abort', announce)
  return () => {
    const { place } = waiter
    if (waiters[place] !== waiter) return
    const last = waiters.pop() ?? waiter
    if (last !== waiter) {
      waiters[place] = last
      last.place = place
    }
    if (waiters.length === 0) signal.removeEventListener('abort', announce)
  }
}

/** Kept as long as the signal, so that successive calls on one signal reuse it. */
const waitingFor = new WeakMap<AbortSignal, Waiting>()

function remember(signal: AbortSignal): Waiting {
  const waiters: Waiter[] = []
  const announce = (): void => {
    signal.removeEventListener('abort', announce)
    for (let waiter; (waiter = waiters.pop()) !== undefined;) waiter.callback()
  }
  const waiting = { waiters, announce }
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
