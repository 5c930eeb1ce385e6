/** What every call can be given. */
export interface RequestOptions {
  /**
   * Ends the call at once, wherever it is, with a `LabelboxError` of code `ABORTED` whose `cause` is the signal's reason.
   * `inviteUser` ends in `OUTCOME_UNKNOWN` where its invite was under way, as that may have been sent.
   */
  readonly signal?: AbortSignal | undefined
  /** Milliseconds for each request of the call, the reading of its answer included. Default: the client's `timeoutMs`. */
  readonly timeoutMs?: number | undefined
  /** Milliseconds for the whole call: requests, repetitions and the waits between them. Default: the client's `deadlineMs`. */
  readonly deadlineMs?: number | undefined
  /**
   * What to do with an answer that has data and errors: `throw` (with the data on the error), or `return` the data,
   * whose `originOf(data).error` has the errors. Default: the client's `onPartialData`. What a method reads in order to
   * change something is never taken in part.
   */
  readonly onPartialData?: OnPartialData | undefined
}

/** Options as the facade hands them down. */
export interface CallOptions extends RequestOptions {
  /** When a call of several requests ends, on the clock of the client. */
  readonly endsAt?: number | undefined
}

/** See {@link RequestOptions.onPartialData}. */
export type OnPartialData = 'throw' | 'return'
