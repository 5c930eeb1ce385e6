import { LabelboxError } from '../../core/errors.ts'
import { isChange } from '../callState.ts'
import type { FailedAttempt } from './failedAttempt.ts'
import { consequence, explain } from './messages.ts'
import { networkError } from './networkError.ts'
import { BrokenResponse } from './brokenResponse.ts'
import { foreignServer } from './reasons.ts'
import type { HttpResponse } from './responseData.ts'
import { responseError } from './responseError.ts'

/** The error of a failed attempt, in full. */
export function failureOf(failed: FailedAttempt): LabelboxError {
  const { call, message, hasKey, response, thrown } = failed
  if (thrown instanceof BrokenResponse) return brokenResponse(failed, thrown)
  if (isRefusedRedirect(thrown)) return responseError(opaqueRedirect, call)
  if (response?.body === undefined || thrown !== undefined) return networkError(failed)
  try {
    const { status, headers, body, raw = { status, headers } } = response
    return responseError({ status, headers, body }, call, raw, foreignServer(message.url, hasKey))
  } catch (error) {
    // The response of a custom `fetch`, whose members throw.
    return networkError({ ...failed, thrown: error })
  }
}

/** A redirect, as a page gets it: without its status. */
const opaqueRedirect: HttpResponse = { status: 0, headers: { get: () => null }, body: '' }

/** Whether it is the error of Node's `fetch` for a redirect. */
function isRefusedRedirect(thrown: unknown): boolean {
  try {
    return (thrown as { readonly cause: { readonly message: unknown } }).cause.message === 'unexpected redirect'
  } catch {
    return false
  }
}

function brokenResponse({ call, response }: FailedAttempt, { message }: BrokenResponse): LabelboxError {
  const mayHaveRun = isChange(call)
  return new LabelboxError({
    ...call,
    code: 'BAD_RESPONSE',
    status: response?.status,
    mayHaveRun,
    message: explain(call.operationName, message) + consequence(call, mayHaveRun),
  })
}
