import { LabelboxError } from '../../core/errors.ts'
import type { CallState } from '../callState.ts'
import { consequence, explain } from './messages.ts'
import { parsePayload } from './payload.ts'
import { describe, foreignReason, type ForeignServer } from './reasons.ts'
import { requestId } from './requestId.ts'
import type { HttpResponse } from './responseData.ts'
import { parseRetryAfter } from './retryAfter.ts'
import { serverErrors } from './serverErrors.ts'
import { isQuotaMessage, judgeErrors, judgeResponse, leavesChangeOpen } from './verdict.ts'

/**
 * The error of a response without data, or with errors beside it: whatever the status, the headers and the bytes are, it
 * never throws. It asks in the order of the API's error catalogue, except that it believes a code inside a 5xx.
 */
export function responseError(
  { status, headers, body: text }: HttpResponse,
  call: CallState,
  response?: unknown,
  server?: ForeignServer,
): LabelboxError {
  const body = parsePayload(text)
  const errors = serverErrors(body?.['errors'])
  const data = body?.['data']
  const { operationName, attempts } = call
  const verdict = errors.length > 0 ? judgeErrors(errors, status, text) : judgeResponse(status, text, body?.['message'])
  const mayHaveRun = call.mayHaveRun || leavesChangeOpen(call, verdict, errors, { status, body: text }, data)
  const isBare = server !== undefined && errors.length === 0 && !isQuotaMessage(body?.['message'])
  const foreign = isBare ? foreignReason(server, verdict.code, status) : undefined
  const { message, extras } =
    foreign === undefined
      ? describe(operationName, verdict.code, errors, status)
      : { message: explain(operationName, foreign) }
  return new LabelboxError({
    ...verdict,
    message: message + consequence(call, mayHaveRun),
    extras,
    status,
    requestId: requestId(headers),
    operationName,
    retryAfterMs: parseRetryAfter(headers.get('retry-after'), headers.get('date')),
    mayHaveRun,
    attempts,
    graphQLErrors: errors,
    data,
    response,
  })
}
