interface Waiting {
  readonly callbacks: Set<() => void>
  readonly stop: () => void
}

const waitingFor = new WeakMap<AbortSignal, Waiting>()

/**
 * Calls back once when a signal aborts, and gives what takes that back. However many wait for one signal, it has one
 * listener: a thousand calls may share a signal, and Node warns of a leak from the eleventh listener on.
 */
export function onAbort(signal: AbortSignal, callback: () => void): () => void {
  const { callbacks, stop } = waitingFor.get(signal) ?? listen(signal)
  callbacks.add(callback)
  return () => {
    if (callbacks.delete(callback) && callbacks.size === 0) stop()
  }
}

function listen(signal: AbortSignal): Waiting {
  const callbacks = new Set<() => void>()
  const stop = (): void => {
    signal.removeEventListener('abort', announce)
    waitingFor.delete(signal)
  }
  const announce = (): void => {
    stop()
    for (const callback of callbacks) callback()
  }
  signal.addEventListener('abort', announce)
  const waiting = { callbacks, stop }
  waitingFor.set(signal, waiting)
  return waiting
}
