import { LabelboxError, type LabelboxErrorCode, type LabelboxErrorDetails } from '../../core/errors.ts'
import { isRecord } from '../../core/guards.ts'
import type { CallState } from '../callState.ts'
import { consequence } from './messages.ts'
import { idForm } from './requestId.ts'

/** What `labelboxProxy` says of an error, as `extensions.proxy` beside its code. */
export type ProxyDetails = Pick<
  LabelboxErrorDetails,
  'status' | 'requestId' | 'retryable' | 'retryAfterMs' | 'mayHaveRun'
>

/**
 * The error that a `labelboxProxy` reports, with what it knows: a status of its own would say something else. An error of
 * any other server is returned as it is.
 */
export function proxyError(error: LabelboxError, call: CallState): LabelboxError {
  const [entry] = error.graphQLErrors
  const { code, proxy } = entry?.extensions ?? {}
  if (!isRecord(proxy) || typeof code !== 'string' || !codeForm.test(code)) return error
  const { status, requestId, retryable, retryAfterMs } = proxy
  // The proxy's word counts for its own attempt; an earlier one may have run.
  const mayHaveRun = call.mayHaveRun || (call.kind !== 'query' && proxy['mayHaveRun'] !== false)
  const words = (entry?.message ?? code).slice(0, maxWords)
  const { operationName, attempts } = call
  return new LabelboxError({
    code: code as LabelboxErrorCode,
    message: mayHaveRun && proxy['mayHaveRun'] === false ? words + consequence(call, true) : words,
    status: typeof status === 'number' ? status : error.status,
    requestId: typeof requestId === 'string' && idForm.test(requestId) ? requestId : error.requestId,
    retryable: retryable === true,
    retryAfterMs: typeof retryAfterMs === 'number' ? retryAfterMs : error.retryAfterMs,
    mayHaveRun,
    operationName,
    attempts,
    data: error.data,
    response: error.response,
    graphQLErrors: error.graphQLErrors.map(({ message, extensions }) => ({ message, extensions })),
  })
}

const maxWords = 1000

/** The proxy may be of a newer version, with codes that this one lacks. */
const codeForm = /^[A-Z_]{3,40}$/
