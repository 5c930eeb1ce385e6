import { abortReason, onAbort, throwIfAborted } from './onAbort.ts'

/** Time and chance, replaceable in tests. */
export interface Timing {
  /** Milliseconds on a clock that never goes back. */
  now(): number
  /** At least 0 and below 1. */
  random(): number
  /** Waits, but rejects with the signal's reason as soon as that aborts. */
  sleep(ms: number, signal: AbortSignal | undefined): Promise<void>
}

/** Of this machine. */
export const realTiming: Timing = {
  now: () => performance.now(),
  random: () => Math.random(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      throwIfAborted(signal)
      const stop =
        signal &&
        onAbort(signal, () => {
          clearTimeout(timer)
          reject(abortReason(signal))
        })
      const timer = setTimeout(() => {
        stop?.()
        resolve()
      }, ms)
    }),
}
