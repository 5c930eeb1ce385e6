import type { CallOptions } from '../core/callOptions.ts'
import { invalid, requireDuration } from '../core/guards.ts'

/**
 * Checks the options of one call. JavaScript may pass anything, an `AbortController` in place of its signal too.
 *
 * @throws LabelboxError `INVALID_INPUT`.
 */
export function requireCallOptions(options: CallOptions): void {
  const given: unknown = options
  if (typeof given !== 'object' || given === null) throw invalid('The last argument must be an object of options.')
  if (Object.entries(options).some(([name, value]) => value && name.toLowerCase() === 'dryrun')) {
    throw invalid('A call has no option dryRun, so it would be sent. Pass it to the client: new Labelbox({ dryRun }).')
  }
  const { signal, timeoutMs, deadlineMs, onPartialData } = options
  if (signal !== undefined && !isSignal(signal)) {
    throw invalid('signal must be an AbortSignal: { signal: controller.signal }.')
  }
  if (timeoutMs !== undefined) requireDuration(timeoutMs, 'timeoutMs')
  if (deadlineMs !== undefined) requireDuration(deadlineMs, 'deadlineMs')
  if (onPartialData !== undefined && !['throw', 'return'].includes(onPartialData)) {
    throw invalid("onPartialData must be 'throw' or 'return'.")
  }
}

/** By its members: a polyfill has a class of its own. */
function isSignal(value: unknown): boolean {
  const signal = value as Partial<AbortSignal> | null
  return (
    typeof signal?.aborted === 'boolean' &&
    typeof signal.addEventListener === 'function' &&
    typeof signal.removeEventListener === 'function'
  )
}
