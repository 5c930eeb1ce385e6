import { LabelboxError, type LabelboxErrorCode, type LabelboxErrorInit, type ServerError } from '../../core/errors.ts'
import { isRecord } from '../../core/guards.ts'
import { missingPermission } from './missingPermission.ts'
import { rememberOrigin } from '../../core/origin.ts'
import { parseRetryAfter } from './retryAfter.ts'

/** An HTTP answer, read to its end. */
export interface Answer {
  readonly status: number
  readonly headers: { get(name: string): string | null }
  readonly body: string
}

/** What an answer holds: data, or what went wrong. */
export type Reading = { readonly data: unknown; readonly error?: undefined } | { readonly error: LabelboxError }

/** What a call knows of itself when it fails. */
export interface CallState {
  readonly operationName: string | undefined
  /** A query changes nothing. Where it is not known, the call may be a mutation's. */
  readonly kind?: 'query' | 'mutation' | undefined
  /** Requests sent. */
  readonly attempts: number
  /** Whether an earlier request of the call may have been carried out. */
  readonly mayHaveRun: boolean
}

/** A server that is not Labelbox's own: one of the app's that passes requests on, say. */
export interface ForeignServer {
  readonly host: string
  /** Whether the request carried an API key. */
  readonly hasKey: boolean
}

/** What an answer comes to. */
export interface Verdict {
  readonly code: LabelboxErrorCode
  readonly retryable?: boolean
  /** Where the code is that of a refusal, and somebody else's: no proof that nothing has been done. */
  readonly mayHaveRun?: true
}

/** The codes of the API, in the order in which the official SDK looks for them: the first that any error carries wins. */
const byCode: readonly (readonly [name: string, verdict: Verdict])[] = [
  ['AUTHENTICATION_ERROR', { code: 'AUTHENTICATION' }],
  ['UNAUTHENTICATED', { code: 'AUTHENTICATION' }],
  ['AUTHORIZATION_ERROR', { code: 'AUTHORIZATION' }],
  ['FORBIDDEN', { code: 'AUTHORIZATION' }],
  ['GRAPHQL_VALIDATION_FAILED', { code: 'INVALID_QUERY' }],
  ['GRAPHQL_PARSE_FAILED', { code: 'INVALID_QUERY' }],
  ['BAD_USER_INPUT', { code: 'INVALID_QUERY' }],
  ['API_LIMIT_EXCEEDED', { code: 'API_LIMIT', retryable: true }],
  ['RATE_LIMITED', { code: 'API_LIMIT', retryable: true }],
  ['TOO_MANY_REQUESTS', { code: 'API_LIMIT', retryable: true }],
  ['RESOURCE_NOT_FOUND', { code: 'RESOURCE_NOT_FOUND' }],
  ['RESOURCE_CONFLICT', { code: 'RESOURCE_CONFLICT' }],
  ['MALFORMED_REQUEST', { code: 'MALFORMED_QUERY' }],
  ['INTERNAL_SERVER_ERROR', { code: 'INTERNAL_SERVER_ERROR' }],
  ['OPERATION_NOT_ALLOWED', { code: 'OPERATION_NOT_ALLOWED' }],
]

/** Statuses that mean the same in `extensions.exception.status` and as the status of an answer without `errors`. */
const byStatus: Readonly<Record<number, Verdict>> = {
  400: { code: 'INVALID_QUERY' },
  401: { code: 'AUTHENTICATION' },
  403: { code: 'AUTHORIZATION' },
  408: { code: 'TIMEOUT', retryable: true },
  // A gateway says so too of a second request under one X-Attempt-Id while the first is under way.
  409: { code: 'RESOURCE_CONFLICT', mayHaveRun: true },
  413: { code: 'MALFORMED_QUERY' },
  422: { code: 'UNPROCESSABLE_ENTITY' },
  426: { code: 'USAGE_LIMIT' },
  429: { code: 'API_LIMIT', retryable: true },
}

/** What each code says to the person who reads it. */
export const advice: Readonly<Record<LabelboxErrorCode, string>> = {
  AUTHENTICATION:
    'Labelbox did not accept the API key. Check that it is complete and neither revoked nor expired, and that the plan includes API access.',
  AUTHORIZATION: 'the role of this API key does not allow it. Use a key of someone who may, or have the role changed.',
  API_LIMIT: 'the organization has sent more requests in a minute than its plan allows. Wait, or send fewer.',
  USAGE_LIMIT: "the plan's allowance is used up. Free some of it (a seat, say), or ask Labelbox for more.",
  VALIDATION_FAILED: 'the query is more complex than Labelbox allows. Ask for fewer fields or smaller pages.',
  INVALID_QUERY:
    'Labelbox does not understand the operation or its variables. An id or a kind in them (a topic, say) may be unknown to it; if the operation is this package’s own, the API may have changed: look for a newer version.',
  MALFORMED_QUERY: 'Labelbox could not read the request, or it is too large.',
  UNPROCESSABLE_ENTITY: 'Labelbox understood the request and refused what it asks for.',
  OPERATION_NOT_ALLOWED: 'Labelbox does not allow this in the present state or plan of the organization.',
  RESOURCE_NOT_FOUND: 'there is no such object, or this API key may not see it.',
  RESOURCE_CONFLICT: 'it clashes with something that exists already, a name for example.',
  INTERNAL_SERVER_ERROR:
    'Labelbox, or a gateway in front of it, failed. It may or may not have carried out the request.',
  SERVER_ERROR: 'Labelbox answered with an error that this version does not know.',
  HTTP_ERROR: 'the server answered with an HTTP status that no GraphQL answer has. Check the endpoint.',
  BAD_RESPONSE: 'the answer is not one of a GraphQL server. Check the endpoint, and what stands between it and here.',
  TIMEOUT: 'the answer did not come in time.',
  NETWORK: 'no answer came: the connection failed.',
  ABORTED: 'it was ended before its answer came.',
  INCONSISTENT_RESPONSE: 'the answers of Labelbox contradict each other.',
  INVITE_REFUSED: 'Labelbox sent no invite and gave no reason.',
  ALREADY_INVITED: 'an invite to that address is pending.',
  ALREADY_MEMBER: "the address is a member's.",
  OUTCOME_UNKNOWN: 'it may or may not have been carried out.',
  DRY_RUN: 'this client changes nothing (dryRun).',
  INVALID_INPUT: 'what it was given cannot be.',
  INVALID_ROWS: 'rows that it was given cannot be used.',
}

/** Codes that say, by the status alone, what Labelbox thinks of the key, the role or the plan. */
const spokenFor: readonly LabelboxErrorCode[] = ['AUTHENTICATION', 'AUTHORIZATION', 'API_LIMIT', 'USAGE_LIMIT']

/** A bare status of another server may be that server's own word: a session that has ended, or its own limit. */
function foreignAdvice({ host, hasKey }: ForeignServer, code: LabelboxErrorCode, status: number): string {
  if (!spokenFor.includes(code)) return advice[code]
  const check =
    code === 'AUTHENTICATION'
      ? hasKey
        ? 'Check whether it wants another sign-in than the API key.'
        : 'Check that you are signed in there. This client sends no API key: that server has to add one.'
      : 'Check its rules and limits, and then those of Labelbox.'
  return `the server at ${host} answered with HTTP ${status} and not with an error of Labelbox. ${check}`
}

/** A message of the form that all errors have: which operation, and why it failed. */
export const explain = (operationName: string | undefined, code: LabelboxErrorCode, words = advice[code]): string =>
  `${operationName ?? 'The request'} failed: ${words}`

/** What the person who reads an error has to know besides: a change of which nobody knows. Some codes say it themselves. */
export const consequence = (
  { kind }: Pick<CallState, 'kind'>,
  { code }: Pick<Verdict, 'code'>,
  mayHaveRun: boolean,
): string =>
  kind === 'query' || !mayHaveRun || code === 'INTERNAL_SERVER_ERROR' ? '' : ' The change may have been made.'

/** The message of an answer's error, and what its code carries besides. */
export function describe(
  operationName: string | undefined,
  { code }: Pick<Verdict, 'code'>,
  errors: readonly ServerError[],
  status?: number,
): Pick<LabelboxErrorInit, 'message' | 'extras'> {
  if (code !== 'AUTHORIZATION') return { message: explain(operationName, code) }
  const [permission] = errors.flatMap((error) =>
    judgeErrors([error], status).code === code ? (missingPermission(error.message) ?? []) : [],
  )
  const words =
    permission &&
    `the role of this API key lacks the permission ${permission}. Use a key of someone who has it, or have the role changed.`
  return { message: explain(operationName, code, words), extras: { missingPermission: permission } }
}

/** Codes by which the API says that it has changed nothing. A failure of the server, or on the way, says no such thing. */
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
 * Statuses by which a server or a gateway says that it has not taken the request. Others that begin with a 4, such as 444,
 * 460 and 499, tell of one that was given up while it was under way.
 */
const untaken: readonly number[] = [402, 404, 405, 406, 407, 410, 411, 412, 414, 415, 417, 421, 425, 428, 431, 451]

/** Whether the request may have made a change: an error beside data may have come after it. */
const mayHaveRun = (
  { kind }: Pick<CallState, 'kind'>,
  { code, mayHaveRun: hadBegun }: Verdict,
  status: number | undefined,
  data: unknown,
): boolean =>
  kind !== 'query' &&
  (hadBegun === true ||
    holdsData(data) ||
    !(refusals.includes(code) || (code === 'HTTP_ERROR' && status !== undefined && untaken.includes(status))))

/** Whether `data` holds anything beyond nulls. */
export const holdsData = (data: unknown): data is object =>
  isRecord(data) && Object.values(data).some((value) => value !== null && value !== undefined)

/**
 * Reads any answer. Total: whatever the status, the headers and the bytes are, it returns data or a
 * {@link LabelboxError} and never throws. The order of its questions is that of the API's error catalogue, except that
 * a code inside a 5xx is believed.
 */
export function readAnswer(answer: Answer, call: CallState, response?: unknown, server?: ForeignServer): Reading {
  const { status, headers } = answer
  const body = parse(answer.body)
  const errors = serverErrors(body?.['errors'])
  const data = body?.['data']
  const id = requestId(headers)
  if (errors.length === 0 && status >= 200 && status < 300 && isRecord(data)) {
    rememberOrigin(data, { status, requestId: id, attempts: call.attempts, mayHaveRun: call.mayHaveRun })
    return { data }
  }

  const verdict = judge(answer, body, errors)
  const mayHaveRun = call.mayHaveRun || tellsOfWork(call, verdict, errors, answer, data)
  const { message, extras } =
    server !== undefined && errors.length === 0 && !isQuotaMessage(body?.['message'])
      ? { message: explain(call.operationName, verdict.code, foreignAdvice(server, verdict.code, status)) }
      : describe(call.operationName, verdict, errors, status)
  return {
    error: new LabelboxError({
      ...verdict,
      message: message + consequence(call, verdict, mayHaveRun),
      extras,
      status,
      requestId: id,
      operationName: call.operationName,
      retryAfterMs: parseRetryAfter(headers.get('retry-after'), headers.get('date')),
      mayHaveRun,
      attempts: call.attempts,
      graphQLErrors: errors,
      data,
      response,
    }),
  }
}

/**
 * Whether an answer leaves open that a change was made, by any of its errors: the first code of several decides what is
 * told, and proves nothing of the others. One below a root field comes when that field has been carried out.
 */
export const tellsOfWork = (
  call: Pick<CallState, 'kind'>,
  verdict: Verdict,
  errors: readonly ServerError[],
  { status, body = '' }: { readonly status: number | undefined; readonly body?: string },
  data: unknown,
): boolean =>
  mayHaveRun(call, verdict, status, data) ||
  (call.kind !== 'query' &&
    errors.some(
      (error) =>
        (error.path?.length ?? 0) > 1 || mayHaveRun(call, judgeErrors([error], status, body), status, undefined),
    ))

function judge(answer: Answer, body: Json | undefined, errors: readonly ServerError[]): Verdict {
  const { status } = answer
  if (errors.length > 0) return judgeErrors(errors, status, answer.body)
  if (mayBeQuota(status) && isQuotaMessage(body?.['message'])) return { code: 'API_LIMIT', retryable: true }
  if (status >= 200 && status < 300) return { code: 'BAD_RESPONSE' }
  return judgeStatus(status, answer.body) ?? { code: 'HTTP_ERROR' }
}

export function judgeStatus(status: number, body: string): Verdict | undefined {
  if (status >= 500)
    return { code: 'INTERNAL_SERVER_ERROR', retryable: isTransient(status) || body.includes(connectionReset) }
  return byStatus[status]
}

/** A gateway's word, under any 5xx, for a connection that broke before there was an answer. */
const connectionReset = 'upstream connect error or disconnect/reset before headers'

/** Gateway troubles pass; a 500 or 501 is the answer of a server that will give it again. */
const isTransient = (status: number): boolean => status >= 502 && status !== 505

/** Where the errors say nothing precise, the status may. */
export function judgeErrors(errors: readonly ServerError[], status = 200, body = ''): Verdict {
  const verdict = judgeEntries(errors, status)
  if (verdict.code !== 'SERVER_ERROR' && verdict.code !== 'INTERNAL_SERVER_ERROR') return verdict
  const outer = status >= 400 ? judgeStatus(status, body) : undefined
  if (outer === undefined) return verdict
  // Who is turned away for the quota has not been let in, whatever else the answer says.
  return { ...outer, ...(verdict.mayHaveRun === true && outer.code !== 'API_LIMIT' && { mayHaveRun: true }) }
}

function judgeEntries(errors: readonly ServerError[], status: number): Verdict {
  for (const [name, verdict] of byCode) {
    const error = errors.find((entry) => entry.extensions?.['code'] === name)
    if (error === undefined) continue
    if (name === 'GRAPHQL_VALIDATION_FAILED' && error.message === 'Query complexity limit exceeded') {
      return { code: 'VALIDATION_FAILED' }
    }
    return name === 'INTERNAL_SERVER_ERROR' ? judgeException(error) : verdict
  }
  // Only the words say it, so they count where nothing else says anything: a used-up plan speaks alike, and stays so.
  if (mayBeQuota(status) && errors.some(isQuotaError)) return { code: 'API_LIMIT', retryable: true }
  return { code: 'SERVER_ERROR' }
}

/** INTERNAL_SERVER_ERROR is an envelope: the real status is inside, and without one the failure is Labelbox's own. */
function judgeException(error: ServerError): Verdict {
  const status = Number(exceptionStatus(error))
  // The official SDK takes it for a failure that passes, and asks again for what is not there.
  if (status === 404) return { code: 'RESOURCE_NOT_FOUND' }
  const verdict = byStatus[status] ?? { code: 'INTERNAL_SERVER_ERROR', retryable: isTransient(status) }
  // The catalogue knows these as refusals. Any other may be of something behind the API, which had begun by then.
  return [400, 422, usedUp].includes(status) ? verdict : { ...verdict, mayHaveRun: true }
}

function exceptionStatus({ extensions }: ServerError): unknown {
  const exception = extensions?.['exception']
  return isRecord(exception) ? exception['status'] : undefined
}

/** What says that the plan's allowance is used up, which waiting does not change. */
const usedUp = 426

const isQuotaError = (error: ServerError): boolean =>
  isQuotaMessage(error.message) && error.extensions?.['code'] === undefined && exceptionStatus(error) === undefined

/** Under a 5xx the same words may be about a time or a bandwidth, and come when the request has been carried out. */
const mayBeQuota = (status: number): boolean => status < 500 && status !== usedUp

/** The quota answer has no code: it is known by how its message starts. */
const isQuotaMessage = (message: unknown): boolean =>
  typeof message === 'string' && message.startsWith('You have exceeded')

type Json = Readonly<Record<string, unknown>>

/** The body as an object, if it is one that can be read. A parser's error quotes the body, so it is dropped here. */
export function parse(body: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(body)
    return isRecord(value) && !(body.length > 2 * mostLevels && isDeeper(value, mostLevels)) ? value : undefined
  } catch {
    return undefined
  }
}

/** No document asks for so much, and who goes through a deeper answer, a cache of the app's too, runs out of stack. */
const mostLevels = 500

const isDeeper = (value: unknown, levels: number): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (levels === 0 || Object.values(value).some((member) => isDeeper(member, levels - 1)))

/** Nobody reads more of an answer's errors than that, and each that is kept costs memory. */
const maxErrors = 100

/** `errors` as a list of well-formed entries, however it came. Of very many the first are kept, and an entry that counts the others. */
export function serverErrors(errors: unknown): readonly ServerError[] {
  if (errors === undefined || errors === null) return []
  const all: readonly unknown[] = Array.isArray(errors) ? errors : [errors]
  const kept = all.slice(0, maxErrors).map(serverError)
  const dropped = all.length - kept.length
  return dropped > 0 ? [...kept, { message: `${dropped} more errors are left out.`, extensions: {} }] : kept
}

function serverError(entry: unknown): ServerError {
  const { message, locations, path, extensions } = isRecord(entry) ? entry : { message: entry }
  return {
    message: typeof message === 'string' ? message : 'No message.',
    ...(Array.isArray(locations) && { locations: locations as { line: number; column: number }[] }),
    ...(Array.isArray(path) && { path: path as (string | number)[] }),
    extensions: isRecord(extensions) ? extensions : {},
  }
}

/** Where servers and gateways write the id of a request; the API's documentation names no header. */
const requestIdHeaders = ['x-request-id', 'x-correlation-id', 'request-id', 'x-amzn-requestid', 'cf-ray']

/** An id as servers make them. Anything else in such a header is a server's text, and would end up in logs. */
export const idForm = /^[\w.:;=/+~-]{1,128}$/

export function requestId(headers: Answer['headers']): string | undefined {
  for (const name of requestIdHeaders) {
    const value = headers.get(name)
    if (value !== null && idForm.test(value)) return value
  }
  return undefined
}
