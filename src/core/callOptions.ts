/** Options of every call. */
export interface RequestOptions {
  /**
   * Aborts the call at once, with a `LabelboxError` of code `ABORTED` whose `cause` is the signal's reason. `inviteUser`
   * rejects with `OUTCOME_UNKNOWN` if its invite was under way, as it may have been sent.
   */
  readonly signal?: AbortSignal | undefined
  /** Longest time for each request and its whole response, in milliseconds. Default: the client's `timeoutMs`. */
  readonly timeoutMs?: number | undefined
  /** Longest time for the whole call with its retries and backoffs, in milliseconds. Default: the client's `deadlineMs`. */
  readonly deadlineMs?: number | undefined
  /**
   * What to do with a response that has data and errors: `throw` an error that has the data, or `return` the data; then
   * `originOf(data).error` has the errors. A method that reads in order to change something always throws. Default: the
   * client's `onPartialData`.
   */
  readonly onPartialData?: OnPartialData | undefined
}

/** Options as the facade passes them on. */
export interface CallOptions extends RequestOptions {
  /** The deadline of a call of several requests, on the client's clock. */
  readonly endsAt?: number | undefined
  /** Which endpoint to send to, for a document whose endpoint no source proves. Default: decided by its root fields. */
  readonly isExperimental?: boolean | undefined
  /** Maximum attempts, including the first, for a request that would be out of date later. Default: `retry.maxAttempts`. */
  readonly maxAttempts?: number | undefined
}

/** See {@link RequestOptions.onPartialData}. */
export type OnPartialData = 'throw' | 'return'
