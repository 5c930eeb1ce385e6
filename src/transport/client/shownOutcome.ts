import { detailsOf, isLabelboxError, LabelboxError } from '../../core/errors.ts'
import type { Outcome } from './deliveries.ts'
import type { Prepared } from '../document.ts'
import { serverErrors } from '../response/classify.ts'
import { withoutAnswers } from '../request/secrets.ts'

/** How urql's `offlineExchange` recognizes an outage in the message of a `networkError`. */
const outage = /request failed|failed to fetch|network\s?error/i

/**
 * Sets an error's `networkError` to what urql's other exchanges may conclude from it. `retryExchange` repeats what has
 * one, and `offlineExchange` keeps a mutation for later if the message tells of an outage, or if the browser is offline.
 *
 * A query may always be repeated. A mutation may be if it certainly did not run, but an invite is not sent later without
 * anyone watching, and neither is a change of the facade, whose caller was told that it failed.
 */
export function forExchanges(error: LabelboxError, { kind, fields }: Prepared, isOfFacade: boolean): LabelboxError {
  const { networkError } = error
  if (networkError === undefined) return error
  const isOutage = error.code === 'NETWORK' && !error.mayHaveRun
  if (kind === 'mutation') {
    const staysHere = isOfFacade || (error.response === undefined && fields.includes('createInvites'))
    if (error.mayHaveRun || !error.retryable || staysHere) {
      Object.assign(error, { networkError: undefined })
      return error
    }
  }
  if (isOutage) networkError.message = `Network error: ${networkError.message}`
  else if (outage.test(networkError.message)) networkError.message = error.code
  return error
}

/** What the exchanges of a client may see of the answer to a call of the facade: secrets in it are for the caller alone. */
export function forScreen({ data, error }: Outcome, prepared: Prepared): Outcome {
  const { secretAnswers } = prepared
  const hasSecrets = secretAnswers.size > 0
  const shown = hasSecrets ? withoutAnswers(data, secretAnswers) : data
  return { data: shown, error: error && forExchanges(copyOf(error, shown, hasSecrets), prepared, true) }
}

/** The caller has the original. What the server said in its own words may quote the secrets of its answer. */
function copyOf(error: LabelboxError, data: unknown, hasSecrets: boolean): LabelboxError {
  const { message, cause, graphQLErrors } = error
  const response: unknown = error.response
  const extras = isLabelboxError(error, 'AUTHORIZATION') ? { missingPermission: error.missingPermission } : undefined
  const words = hasSecrets ? undefined : { graphQLErrors: serverErrors(graphQLErrors), response, extras }
  return new LabelboxError({ ...detailsOf(error), ...words, message, data, ...('cause' in error && { cause }) })
}
