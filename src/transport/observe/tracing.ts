import type { LabelboxError } from '../../core/errors.ts'
import type { Call, RequestOutcome } from './call.ts'

/** Follows one attempt of a call. */
export interface AttemptTrace {
  /** Calls `send` before it returns, with the attempt's span active, so that spans of `fetch` become its children. */
  activate?(send: () => void): void
  /** The attempt has ended. Called once. */
  end?(outcome: RequestOutcome): void
}

/** Follows one call. */
export interface CallTrace {
  /** An attempt starts, the first with 1. */
  startAttempt?(attempt: number): AttemptTrace | undefined
  /**
   * The call has ended, with `error` if it failed. An error by which a framework controls rendering is not passed. Called
   * once.
   */
  end?(error: LabelboxError | undefined): void
}

/**
 * Starts the trace of a call: called before the first attempt. A trace observes and decides nothing: what it throws goes
 * to `logger.error`, and the call goes on.
 */
// eslint-disable-next-line @typescript-eslint/no-invalid-void-type -- A function that only notes the call returns nothing.
export type Tracing = (call: Call) => CallTrace | void
