import type { CombinedError } from '@urql/core'
import {
  detailsOf,
  isLabelboxError,
  LabelboxError,
  serializedKey,
  serializedPrefix,
  type LabelboxErrorCode,
  type LabelboxErrorDetails,
  type ServerError,
} from '../core/errors.ts'
import { isRecord } from '../core/guards.ts'
import { foreignError } from '../transport/response/foreignError.ts'
import { describe } from '../transport/response/reasons.ts'
import { parsePayload } from '../transport/response/payload.ts'
import type { HttpResponse } from '../transport/response/responseData.ts'
import { idForm, requestId } from '../transport/response/requestId.ts'
import { parseRetryAfter } from '../transport/response/retryAfter.ts'
import { serverErrors } from '../transport/response/serverErrors.ts'
import { judgeErrors, judgeResponse, leavesChangeOpen, type Verdict } from '../transport/response/verdict.ts'
import { extendCombinedError } from './combinedError.ts'

/** What is known of an operation that failed. */
export interface ErrorContext {
  /** Name of the operation, for the error and its message. */
  readonly operationName?: string | undefined
  /** The `data` of the result. Data beside a refusal may come from a change that was made. */
  readonly data?: unknown
  /** What the operation is. Default: `mutation`, whose change may have been made. */
  readonly kind?: 'query' | 'mutation' | undefined
}

/**
 * Returns any error of a urql result as a {@link LabelboxError}. A `LabelboxError` is returned as it is. One that server
 * rendering, a cache or `JSON.parse(JSON.stringify(error))` has rebuilt as a plain `CombinedError` or object gets its
 * details back. An error of another exchange is classified by what it holds, and by the `context`.
 *
 * @param error - The `error` of the result.
 * @param context - What else is known of the operation. It counts only for an error of another exchange.
 * @example
 * const [{ error }] = useQuery({ query: UsersDocument })
 * const problem = error && toLabelboxError(error)
 */
export function toLabelboxError(
  error: CombinedError | SerializedLabelboxError,
  context: ErrorContext = {},
): LabelboxError {
  const { operationName, data, kind } = context
  extendCombinedError()
  if (isLabelboxError(error)) return error
  if (isSerialized(error)) return new LabelboxError({ ...detailsOf(error), message: error.message })
  const { networkError, graphQLErrors } = error
  const response: unknown = error.response
  const errors = serverErrors(graphQLErrors)
  // An error with a response was not rebuilt: it is another exchange's, with the server's text.
  const details = response === undefined ? (carriedBy(errors) ?? carriedIn(networkError)) : undefined
  if (details !== undefined) {
    const { message, extras } = describe(details.operationName, details.code, errors, details.status)
    return new LabelboxError({
      ...detailsOf(details),
      message: errors.length > 0 ? message : details.message,
      graphQLErrors: errors,
      data,
      extras,
    })
  }

  const status = isRecord(response) && typeof response['status'] === 'number' ? response['status'] : undefined
  const headers = headersOf(response)
  const verdict = errors.length > 0 ? judgeErrors(errors, status) : judgeNetworkError(networkError, status)
  return new LabelboxError({
    ...verdict,
    ...describe(operationName, verdict.code, errors, status),
    status,
    requestId: headers && requestId(headers),
    operationName,
    retryAfterMs: headers && parseRetryAfter(headers.get('retry-after'), headers.get('date')),
    // Only a refusal by the API proves that nothing ran. This function can't know how far a failed request came.
    mayHaveRun: leavesChangeOpen({ kind }, verdict, errors, { status }, data),
    // A lower bound: another exchange may have made more attempts.
    attempts: 1,
    graphQLErrors: errors,
    data,
    response,
    ...(errors.length === 0 && status === undefined && { cause: foreignError(networkError) }),
  })
}

function headersOf(response: unknown): HttpResponse['headers'] | undefined {
  const headers = isRecord(response) ? response['headers'] : undefined
  return isRecord(headers) && typeof headers['get'] === 'function' ? (headers as unknown as Headers) : undefined
}

/** urql reports a bad status and an unreadable body as network errors too; the status tells them apart. */
function judgeNetworkError(error: Error | undefined, status: number | undefined): Verdict {
  if (status !== undefined) return judgeResponse(status, '', undefined)
  const isAborted = error?.name === 'AbortError'
  return { code: isAborted ? 'ABORTED' : 'NETWORK', retryable: !isAborted }
}

/** The parsed JSON of a {@link LabelboxError}. */
export type SerializedLabelboxError = ReturnType<LabelboxError['toJSON']>

/**
 * Whether this is what `toJSON` wrote. A server's text becomes an entry of `graphQLErrors`, which has `extensions`, or the
 * text of an `Error`, and never a plain object with the name and the details of a `LabelboxError`.
 */
function isSerialized(error: object): error is SerializedLabelboxError {
  const { name, extensions } = error as { readonly name?: unknown; readonly extensions?: unknown }
  return !(error instanceof Error) && name === 'LabelboxError' && extensions === undefined && isDetails(error)
}

type Details = LabelboxErrorDetails & { readonly message: string }

/** All codes. Details with another code are not from this package. */
export const labelboxErrorCodes: Readonly<Record<LabelboxErrorCode, true>> = {
  AUTHENTICATION: true,
  AUTHORIZATION: true,
  API_LIMIT: true,
  USAGE_LIMIT: true,
  VALIDATION_FAILED: true,
  INVALID_QUERY: true,
  MALFORMED_QUERY: true,
  UNPROCESSABLE_ENTITY: true,
  OPERATION_NOT_ALLOWED: true,
  RESOURCE_NOT_FOUND: true,
  RESOURCE_CONFLICT: true,
  INTERNAL_SERVER_ERROR: true,
  SERVER_ERROR: true,
  HTTP_ERROR: true,
  BAD_RESPONSE: true,
  INCONSISTENT_RESPONSE: true,
  NETWORK: true,
  TIMEOUT: true,
  ABORTED: true,
  INVITE_REFUSED: true,
  ALREADY_INVITED: true,
  ALREADY_MEMBER: true,
  OUTCOME_UNKNOWN: true,
  DRY_RUN: true,
  INVALID_ROWS: true,
  INVALID_INPUT: true,
  SIGN_IN: true,
  NOT_PERMITTED: true,
  NOT_TRUSTED: true,
  PROXY_BUSY: true,
  PROXY_FAILED: true,
}

/** Whether a value has the members of an error's details, with the right types. */
const isDetails = (value: unknown): value is Details => {
  if (!isRecord(value)) return false
  const { code, message, requestId, operationName } = value
  const isUnsetOr = (type: string, ...names: readonly string[]): boolean =>
    names.every((name) => ['undefined', type].includes(typeof value[name]))
  return (
    typeof code === 'string' &&
    Object.hasOwn(labelboxErrorCodes, code) &&
    typeof message === 'string' &&
    isUnsetOr('number', 'status', 'retryAfterMs', 'attempts') &&
    isUnsetOr('boolean', 'retryable', 'mayHaveRun') &&
    isUnsetOr('string', 'requestId', 'operationName') &&
    (requestId === undefined || idForm.test(requestId as string)) &&
    /^\w{0,200}$/.test((operationName ?? '') as string)
  )
}

/** No error of this package is longer as text. A server's page may be, and is not parsed. */
const maxDetailsLength = 20_000

/** The details in a text that `LabelboxError` wrote. */
function readDetails(text: unknown): Details | undefined {
  if (typeof text !== 'string' || text.length > maxDetailsLength || !text.startsWith(serializedPrefix)) return undefined
  const details = parsePayload(text.slice(serializedPrefix.length))
  return isDetails(details) ? details : undefined
}

/**
 * The details that server rendering carried in the entries. All entries of one error have the same details, with the
 * code that the entries themselves yield; otherwise a server wrote them. Their message is never used.
 */
function carriedBy(errors: readonly ServerError[]): Details | undefined {
  const [text, ...others] = new Set(errors.map(({ extensions }) => extensions?.[serializedKey]))
  const details = others.length === 0 ? readDetails(text) : undefined
  return details !== undefined && judgeErrors(errors, details.status).code === details.code ? details : undefined
}

/**
 * The details that server rendering carried as `String(networkError)`, which the page makes the message of a new `Error`.
 * Errors of `fetch` and texts of a server begin with `Error: ...` or `TypeError: ...` there.
 */
const carriedIn = (error: Error | undefined): Details | undefined =>
  error?.name === 'Error' ? readDetails(error.message) : undefined
