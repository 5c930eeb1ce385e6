import { onAbort } from './onAbort.ts'

/**
 * Runs something with a signal that aborts as soon as one of two does, and leaves no listener behind. React Native and
 * polyfilled signals have no `AbortSignal.any`.
 */
export async function withEither<T>(
  one: AbortSignal | undefined,
  other: AbortSignal,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  if (one === undefined) return run(other)
  const controller = new AbortController()
  const stops = [one, other].map((signal) => {
    const abort = (): void => controller.abort(signal.reason)
    if (signal.aborted) abort()
    return onAbort(signal, abort)
  })
  try {
    return await run(controller.signal)
  } finally {
    for (const stop of stops) stop()
  }
}
