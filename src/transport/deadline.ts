import { LabelboxError } from '../errors.ts'
import { requireTimeout } from './connection.ts'

/** What every call can be given. */
export interface RequestOptions {
  /** Ends the call at once, wherever it is, with a `LabelboxError` of code `ABORTED` whose `cause` is the signal's reason. */
  readonly signal?: AbortSignal | undefined
  /** Milliseconds for each request of the call, the reading of its answer included. Default: the client's `timeoutMs`. */
  readonly timeoutMs?: number | undefined
}

/**
 * Runs something until it ends, the time is up or the caller aborts, whichever comes first, and then leaves no timer
 * and no listener behind. What runs is told by a signal of its own; whether it listens makes no difference to the caller.
 */
export function withDeadline<T>(
  limits: { readonly signal?: AbortSignal | undefined; readonly timeoutMs: number },
  operationName: string | undefined,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const { signal, timeoutMs } = limits
  return new Promise((resolve, reject) => {
    requireTimeout(timeoutMs)
    if (signal?.aborted) throw aborted(operationName, signal)
    const controller = new AbortController()
    const stop = (error: LabelboxError): void => {
      release()
      reject(error)
      controller.abort(error)
    }
    const onAbort = (): void => stop(aborted(operationName, signal))
    const timer =
      timeoutMs === Infinity ? undefined : setTimeout(() => stop(timedOut(operationName, timeoutMs)), timeoutMs)
    const release = (): void => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', onAbort)
    }
    signal?.addEventListener('abort', onAbort, { once: true })
    // Begun in an async function, so that what throws at once ends like what rejects.
    const running = async (): Promise<T> => run(controller.signal)
    running().then(resolve, reject).finally(release)
  })
}

const aborted = (operationName: string | undefined, signal: AbortSignal | undefined): LabelboxError =>
  new LabelboxError({
    code: 'ABORTED',
    operationName,
    cause: signal?.reason,
    message: `${operationName ?? 'The request'} was ended by its AbortSignal. If it was a change, it may have been made.`,
  })

const timedOut = (operationName: string | undefined, timeoutMs: number): LabelboxError =>
  new LabelboxError({
    code: 'TIMEOUT',
    operationName,
    retryable: true,
    message: `${operationName ?? 'The request'} had no complete answer after ${timeoutMs} ms. If it was a change, it may have been made.`,
  })
