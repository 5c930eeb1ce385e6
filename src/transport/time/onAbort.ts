interface Waiting {
  readonly callbacks: Set<() => void>
  readonly announce: () => void
}

/** Kept for as long as the signal is, so that one call after another on the same signal makes no new one. */
const waitingFor = new WeakMap<AbortSignal, Waiting>()

/**
 * Calls back once when a signal aborts, and gives what takes that back. However many wait for one signal, it has one
 * listener, and none when nobody waits: a thousand calls may share a signal, and Node warns of a leak from the eleventh
 * listener on.
 */
export function onAbort(signal: AbortSignal, callback: () => void): () => void {
  const { callbacks, announce } = waitingFor.get(signal) ?? remember(signal)
  if (callbacks.size === 0) signal.addEventListener('abort', announce)
  callbacks.add(callback)
  return () => {
    if (callbacks.delete(callback) && callbacks.size === 0) signal.removeEventListener('abort', announce)
  }
}

function remember(signal: AbortSignal): Waiting {
  const callbacks = new Set<() => void>()
  const announce = (): void => {
    signal.removeEventListener('abort', announce)
    for (const callback of callbacks) {
      callbacks.delete(callback)
      callback()
    }
  }
  const waiting = { callbacks, announce }
  waitingFor.set(signal, waiting)
  return waiting
}

/** As `signal.throwIfAborted()`, which polyfills and older runtimes lack, as they do the reason. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw abortReason(signal)
}

/** Why a signal has aborted: an error as a rule, and anything that its owner chose. */
export const abortReason = (signal: AbortSignal | undefined): Error =>
  (signal?.reason as Error | undefined) ??
  Object.assign(new Error('This operation was aborted.'), { name: 'AbortError' })

/** Waits for a promise, and no longer than until the signal aborts: then it rejects with the reason. */
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
