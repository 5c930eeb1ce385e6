import type { LabelboxError } from '../core/errors.ts'
import type { Prepared } from '../transport/document.ts'
import { resultError } from '../transport/response/resultError.ts'

/** How urql's `offlineExchange` recognizes an outage in the message of a `networkError`. */
const outage = /request failed|failed to fetch|network\s?error/i

/**
 * Sets an error's `networkError`, by which urql's other exchanges decide what to repeat. `retryExchange` repeats every
 * operation that has one. `offlineExchange` keeps a mutation for later if the message is about an outage, or if the
 * browser is offline.
 *
 * A query may always be repeated, a mutation only if it certainly did not run. An invite is not sent later without
 * anyone watching. Nor is a change of the facade, whose caller has the error already.
 */
function withRetryHints(error: LabelboxError, { kind, query }: Prepared, isOfFacade: boolean): LabelboxError {
  const { networkError } = error
  if (networkError === undefined) return error
  const isFinal =
    isOfFacade ||
    error.mayHaveRun ||
    !error.retryable ||
    (error.response === undefined && query.includes('createInvites'))
  if (kind === 'mutation' && isFinal) Object.assign(error, { networkError: undefined })
  else if (error.code === 'NETWORK' && !error.mayHaveRun)
    networkError.message = `Network error: ${networkError.message}`
  else if (outage.test(networkError.message)) networkError.message = error.code
  return error
}

/** The error of a urql result, for what a delivery threw. */
export const failedResult = (thrown: unknown, prepared: Prepared, isOfFacade: boolean): LabelboxError =>
  withRetryHints(resultError(thrown, prepared.operationName), prepared, isOfFacade)
