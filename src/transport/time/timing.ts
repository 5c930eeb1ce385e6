import { abortReason, onAbort, throwIfAborted } from './onAbort.ts'

/** Time and chance, so that a test can have its own. */
export interface Timing {
  /** Milliseconds since some moment; never goes back. */
  now(): number
  /** From 0 up to, and without, 1. */
  random(): number
  /** Waits; rejects with the signal's reason as soon as that aborts. */
  sleep(ms: number, signal: AbortSignal | undefined): Promise<void>
}

/** Those of the machine. */
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
