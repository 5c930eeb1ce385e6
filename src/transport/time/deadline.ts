import type { CallOptions } from '../../core/callOptions.ts'
import type { CallState } from '../response/classify.ts'
import { LabelboxError } from '../../core/errors.ts'
import { invalid, requireDuration } from '../../core/guards.ts'
import { onAbort } from './onAbort.ts'

/**
 * Checks the options of one call: from JavaScript anything may come, an `AbortController` in place of its signal too.
 *
 * @throws LabelboxError `INVALID_INPUT`.
 */
export function requireCallOptions(options: CallOptions): void {
  const given: unknown = options
  if (typeof given !== 'object' || given === null) throw invalid('The options of a call must be an object.')
  const { signal, timeoutMs, deadlineMs, onPartialData } = options
  if (signal !== undefined && !isSignal(signal)) {
    throw invalid('signal must be an AbortSignal, as an AbortController has one: { signal: controller.signal }.')
  }
  if (timeoutMs !== undefined) requireDuration(timeoutMs, 'timeoutMs')
  if (deadlineMs !== undefined) requireDuration(deadlineMs, 'deadlineMs')
  if (onPartialData !== undefined && !['throw', 'return'].includes(onPartialData)) {
    throw invalid("onPartialData must be 'throw' or 'return'.")
  }
}

/** By what is used of it: a polyfill's is of another class. */
function isSignal(value: unknown): boolean {
  const signal = value as Partial<AbortSignal> | null
  return (
    typeof signal?.aborted === 'boolean' &&
    typeof signal.addEventListener === 'function' &&
    typeof signal.removeEventListener === 'function'
  )
}

/** When something has to end, and what its caller is then told. */
export interface Limits {
  readonly signal: AbortSignal | undefined
  readonly ms: number
  aborted(reason: unknown): LabelboxError
  late(): LabelboxError
}

/**
 * Runs something until it ends, the time is up or the caller aborts, whichever comes first, and then leaves no timer
 * and no listener behind. What runs is told by a signal of its own; whether it listens makes no difference to the caller.
 * It has to reject, and not to throw.
 */
export async function within<T>(limits: Limits, run: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const { signal, ms } = limits
  if (signal?.aborted) throw limits.aborted(signal.reason)
  if (!(ms > 0)) throw limits.late()
  const controller = new AbortController()
  let end: (error: LabelboxError) => void
  const ended = new Promise<never>((_, reject) => (end = reject))
  const stop = (error: LabelboxError): void => {
    end(error)
    controller.abort(error)
  }
  const stopListening = signal && onAbort(signal, () => stop(limits.aborted(signal.reason)))
  const timer = ms === Infinity ? undefined : setTimeout(() => stop(limits.late()), ms)
  try {
    return await Promise.race([ended, run(controller.signal)])
  } finally {
    clearTimeout(timer)
    stopListening?.()
  }
}

const nameOf = ({ operationName }: CallState): string => operationName ?? 'The request'

const consequence = ({ mayHaveRun }: CallState): string =>
  mayHaveRun ? ' The change may have been made.' : ' It has changed nothing.'

/** What a call is told that its own signal has ended. */
export const aborted = (call: CallState, reason: unknown): LabelboxError =>
  new LabelboxError({
    ...call,
    code: 'ABORTED',
    cause: reason,
    message: `${nameOf(call)} was ended by its AbortSignal.${consequence(call)}`,
  })

/** What a call is told when one request takes too long. */
export const timedOut = (call: CallState, timeoutMs: number): LabelboxError =>
  new LabelboxError({
    ...call,
    code: 'TIMEOUT',
    retryable: true,
    message: `${nameOf(call)} had no complete answer after ${timeoutMs} ms (timeoutMs).${consequence(call)}`,
  })

/** What a call is told when the function that gives its key takes too long. */
export const timedOutOfKey = (call: CallState, timeoutMs: number): LabelboxError =>
  new LabelboxError({
    ...call,
    code: 'TIMEOUT',
    retryable: true,
    message: `${nameOf(call)} was not sent: the function given as apiKey or headers had not answered after ${timeoutMs} ms (timeoutMs).${call.mayHaveRun ? ' An earlier request may have made the change.' : ''}`,
  })

/** What a call is told when it takes too long in all. */
export const outOfTime = (call: CallState): LabelboxError =>
  new LabelboxError({
    ...call,
    code: 'TIMEOUT',
    retryable: true,
    message: `${nameOf(call)} was not done in the time that the call has (deadlineMs).${consequence(call)}`,
  })
