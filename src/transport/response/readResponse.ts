import { LabelboxError } from '../../core/errors.ts'
import { isRecord } from '../../core/guards.ts'
import { rememberOrigin } from '../../core/origin.ts'
import type { CallState } from '../callState.ts'
import type { Failures } from './failureCode.ts'
import { consequence, explain, type ForeignServer } from './messages.ts'
import { parsePayload, serverErrors } from './payload.ts'
import { requestId } from './requestId.ts'
import { parseRetryAfter } from './retryAfter.ts'
import { isQuotaMessage, judgeErrors, judgeResponse, leavesChangeOpen } from './verdict.ts'

/** An HTTP response, read to its end. */
export interface HttpResponse {
  readonly status: number
  readonly headers: { get(name: string): string | null }
  readonly body: string
}

/** What a response holds: data, or an error, once there are words for it. */
export type Reading =
  | { readonly data: unknown; readonly failure?: undefined }
  | { readonly failure: (words: Pick<Failures, 'describe' | 'foreignReason'>) => LabelboxError }

/**
 * Reads any response: whatever the status, the headers and the bytes are, it returns data or a {@link LabelboxError}
 * and never throws. It asks in the order of the API's error catalogue, except that it believes a code inside a 5xx.
 */
export function readResponse(
  { status, headers, body: text }: HttpResponse,
  call: CallState,
  response?: unknown,
  server?: ForeignServer,
): Reading {
  const body = parsePayload(text)
  const errors = serverErrors(body?.['errors'])
  const data = body?.['data']
  const id = requestId(headers)
  if (errors.length === 0 && status >= 200 && status < 300 && isRecord(data)) {
    rememberOrigin(data, { status, requestId: id, attempts: call.attempts, mayHaveRun: call.mayHaveRun })
    return { data }
  }

  const { operationName, attempts } = call
  const verdict = errors.length > 0 ? judgeErrors(errors, status, text) : judgeResponse(status, text, body?.['message'])
  const mayHaveRun = call.mayHaveRun || leavesChangeOpen(call, verdict, errors, { status, body: text }, data)
  const isBare = server !== undefined && errors.length === 0 && !isQuotaMessage(body?.['message'])
  const failure = ({ describe, foreignReason }: Pick<Failures, 'describe' | 'foreignReason'>): LabelboxError => {
    const { message, extras } = describe(operationName, verdict.code, errors, status)
    const foreign = isBare ? foreignReason(server, verdict.code, status) : undefined
    return new LabelboxError({
      ...verdict,
      message: (foreign === undefined ? message : explain(operationName, foreign)) + consequence(call, mayHaveRun),
      extras: foreign === undefined ? extras : undefined,
      status,
      requestId: id,
      operationName,
      retryAfterMs: parseRetryAfter(headers.get('retry-after'), headers.get('date')),
      mayHaveRun,
      attempts,
      graphQLErrors: errors,
      data,
      response,
    })
  }
  return { failure }
}
