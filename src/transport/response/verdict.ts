import type { LabelboxErrorCode, ServerError } from '../../core/errors.ts'
import { isRecord } from '../../core/guards.ts'
import { isChange, type CallState } from '../callState.ts'
import { holdsData } from './payload.ts'

/** What a failed response means. */
export interface Verdict {
  readonly code: LabelboxErrorCode
  readonly retryable: boolean
  /** Set where the code alone would wrongly prove that nothing was changed. */
  readonly mayHaveRun?: true
}

const verdictOf = (code: LabelboxErrorCode, mayHaveRun?: true): Verdict => ({
  code,
  retryable: code === 'API_LIMIT' || code === 'TIMEOUT',
  ...(mayHaveRun && { mayHaveRun }),
})

/** The API's codes, in the order in which the official SDK looks for them: the first that any error carries wins. */
const byCode: Readonly<Record<string, LabelboxErrorCode>> = {
  AUTHENTICATION_ERROR: 'AUTHENTICATION',
  UNAUTHENTICATED: 'AUTHENTICATION',
  AUTHORIZATION_ERROR: 'AUTHORIZATION',
  FORBIDDEN: 'AUTHORIZATION',
  GRAPHQL_VALIDATION_FAILED: 'INVALID_QUERY',
  GRAPHQL_PARSE_FAILED: 'INVALID_QUERY',
  BAD_USER_INPUT: 'INVALID_QUERY',
  API_LIMIT_EXCEEDED: 'API_LIMIT',
  RATE_LIMITED: 'API_LIMIT',
  TOO_MANY_REQUESTS: 'API_LIMIT',
  RESOURCE_NOT_FOUND: 'RESOURCE_NOT_FOUND',
  RESOURCE_CONFLICT: 'RESOURCE_CONFLICT',
  MALFORMED_REQUEST: 'MALFORMED_QUERY',
  INTERNAL_SERVER_ERROR: 'INTERNAL_SERVER_ERROR',
  OPERATION_NOT_ALLOWED: 'OPERATION_NOT_ALLOWED',
}

/** Statuses that mean the same in `extensions.exception.status` and on a response without `errors`. */
const byStatus: Readonly<Record<number, LabelboxErrorCode>> = {
  400: 'INVALID_QUERY',
  401: 'AUTHENTICATION',
  403: 'AUTHORIZATION',
  408: 'TIMEOUT',
  409: 'RESOURCE_CONFLICT',
  413: 'MALFORMED_QUERY',
  422: 'UNPROCESSABLE_ENTITY',
  426: 'USAGE_LIMIT',
  429: 'API_LIMIT',
}

/** The status of a used-up plan, which waiting does not change. */
const usedUp = 426

/** The verdict on a response without `errors`. */
export function judgeResponse(status: number, body: string, message: unknown): Verdict {
  if (mayBeQuota(status) && isQuotaMessage(message)) return verdictOf('API_LIMIT')
  if (status >= 200 && status < 300) return verdictOf('BAD_RESPONSE')
  return judgeStatus(status, body) ?? verdictOf('HTTP_ERROR')
}

export function judgeStatus(status: number, body: string): Verdict | undefined {
  if (status >= 500)
    return { code: 'INTERNAL_SERVER_ERROR', retryable: isTransient(status) || body.includes(connectionReset) }
  const code = byStatus[status]
  // A gateway also sends 409 for a repeated X-Attempt-Id, while the first request is still under way.
  return code && verdictOf(code, status === 409 || undefined)
}

/** What gateways write, under any 5xx, about a connection that broke before the response. */
const connectionReset = 'upstream connect error or disconnect/reset before headers'

/** Gateway failures pass; a 500 or 501 would come again. */
const isTransient = (status: number): boolean => status >= 502 && status !== 505

/** The verdict on a response's errors; on its status where they say nothing precise. */
export function judgeErrors(errors: readonly ServerError[], status = 200, body = ''): Verdict {
  const verdict = judgeEntries(errors, status)
  if (verdict.code !== 'SERVER_ERROR' && verdict.code !== 'INTERNAL_SERVER_ERROR') return verdict
  const outer = judgeStatus(status, body)
  if (outer === undefined) return verdict
  // A request over the quota was not let in, whatever else the response says.
  return { ...outer, ...(verdict.mayHaveRun === true && outer.code !== 'API_LIMIT' && { mayHaveRun: true }) }
}

function judgeEntries(errors: readonly ServerError[], status: number): Verdict {
  for (const [name, code] of Object.entries(byCode)) {
    const error = errors.find((entry) => entry.extensions?.['code'] === name)
    if (error === undefined) continue
    if (code === 'INTERNAL_SERVER_ERROR') return judgeException(error)
    const isTooComplex = name === 'GRAPHQL_VALIDATION_FAILED' && error.message === 'Query complexity limit exceeded'
    return verdictOf(isTooComplex ? 'VALIDATION_FAILED' : code)
  }
  // The message counts only if no code is known: a used-up plan has the same message.
  return verdictOf(mayBeQuota(status) && errors.some(isQuotaError) ? 'API_LIMIT' : 'SERVER_ERROR')
}

/** INTERNAL_SERVER_ERROR is an envelope: the real status is inside. Without one, Labelbox itself failed. */
function judgeException(error: ServerError): Verdict {
  const status = Number(exceptionStatus(error))
  // The official SDK retries it without success.
  if (status === 404) return verdictOf('RESOURCE_NOT_FOUND')
  const code = byStatus[status]
  const verdict = code ? verdictOf(code) : ({ code: 'INTERNAL_SERVER_ERROR', retryable: isTransient(status) } as const)
  // These are refusals of the API. Any other may come from a service behind it, once the change has begun.
  return [400, 422, usedUp].includes(status) ? verdict : { ...verdict, mayHaveRun: true }
}

function exceptionStatus({ extensions }: ServerError): unknown {
  const exception = extensions?.['exception']
  return isRecord(exception) ? exception['status'] : undefined
}

const isQuotaError = (error: ServerError): boolean =>
  isQuotaMessage(error.message) && error.extensions?.['code'] === undefined && exceptionStatus(error) === undefined

/** Under a 5xx the same message may be about a time or a bandwidth, once the request has been carried out. */
const mayBeQuota = (status: number): boolean => status < 500 && status !== usedUp

/** The quota's refusal has no code, only this beginning. */
export const isQuotaMessage = (message: unknown): boolean =>
  typeof message === 'string' && message.startsWith('You have exceeded')

/** Codes by which the API says that it changed nothing. A failure of the server, or on the way, doesn't say so. */
const refusals: readonly LabelboxErrorCode[] = [
  'AUTHENTICATION',
  'AUTHORIZATION',
  'API_LIMIT',
  'USAGE_LIMIT',
  'VALIDATION_FAILED',
  'INVALID_QUERY',
  'MALFORMED_QUERY',
  'UNPROCESSABLE_ENTITY',
  'OPERATION_NOT_ALLOWED',
  'RESOURCE_NOT_FOUND',
  'RESOURCE_CONFLICT',
]

/**
 * Statuses by which a server or a gateway says that it did not take the request. Other 4xx, such as 444, 460 and 499,
 * are about a request that was given up while under way.
 */
const untaken: readonly number[] = [402, 404, 405, 406, 407, 410, 411, 412, 414, 415, 417, 421, 425, 428, 431, 451]

const isRefusal = ({ code, mayHaveRun }: Verdict, status: number | undefined): boolean =>
  mayHaveRun !== true && (refusals.includes(code) || (code === 'HTTP_ERROR' && untaken.includes(status ?? 0)))

/**
 * Whether a failed response leaves open that a change was made. Each of its errors has to rule it out, as the verdict
 * reflects only one of them. Data rules nothing out, and an error below a root field comes after that field has run.
 */
export const leavesChangeOpen = (
  call: Pick<CallState, 'kind'>,
  verdict: Verdict,
  errors: readonly ServerError[],
  { status, body = '' }: { readonly status: number | undefined; readonly body?: string },
  data: unknown,
): boolean =>
  isChange(call) &&
  (holdsData(data) ||
    !isRefusal(verdict, status) ||
    errors.some((error) => (error.path?.length ?? 0) > 1 || !isRefusal(judgeErrors([error], status, body), status)))
