import { LabelboxError } from '../../core/errors.ts'
import { isChange, type CallState } from '../callState.ts'
import { lazyCode } from '../lazyCode.ts'
import type { Message } from '../request/requestInit.ts'
import { consequence, explain } from './messages.ts'

/** An attempt without data, or with errors beside it. */
export interface FailedAttempt {
  /** The call as it was before the attempt. */
  readonly call: CallState
  readonly message: Message
  /** Whether the request carried an API key. */
  readonly hasKey: boolean
  /** Whether the body was sent as a stream. */
  readonly isStream: boolean
  readonly response?: Response | undefined
  /** The body of the response, if it was read to its end. */
  readonly body?: string | undefined
  readonly thrown?: unknown
}

const failures = /* @__PURE__ */ lazyCode(() => import('./failures.ts'))

/**
 * The error of a failed attempt. The code that reads it is loaded when an attempt fails: most never do. If that can't be
 * loaded, nothing is known of the failure, so a change may have been made.
 */
export async function attemptError(failed: FailedAttempt, lazy = failures): Promise<LabelboxError> {
  const code = lazy.now ?? (await lazy.load().catch(() => undefined))
  if (code !== undefined) return code.failureOf(failed)
  const { call, response, body } = failed
  const mayHaveRun = isChange(call)
  const isAnswered = body !== undefined
  return new LabelboxError({
    ...call,
    code: isAnswered ? 'SERVER_ERROR' : 'NETWORK',
    status: response?.status,
    retryable: !isAnswered,
    mayHaveRun,
    message:
      explain(call.operationName, 'why is not known, as a part of labelbox-org could not be loaded. Reload the page.') +
      consequence(call, mayHaveRun),
  })
}
