interface Waiting {
  readonly callbacks: Set<() => void>
  readonly announce: () => void
}

/** Kept as long as the signal, so that successive calls on one signal reuse it. */
const waitingFor = new WeakMap<AbortSignal, Waiting>()

/**
 * Calls back once when a signal aborts, and returns what cancels that. All callbacks of a signal share one listener, as
 * a thousand calls may share a signal, and Node warns of a leak from the eleventh listener on.
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
