import { LabelboxError } from '../../core/errors.ts'
import { isChange } from '../callState.ts'
import { lazyCode } from '../lazyCode.ts'
import type { FailedAttempt } from './failedAttempt.ts'
import { consequence, explain } from './messages.ts'

const failures = /* @__PURE__ */ lazyCode(() => import('./failures.ts'))

/**
 * The error of a failed attempt. The code that reads it is loaded when an attempt fails: most never do. If that can't be
 * loaded, nothing is known of the failure, so a change may have been made.
 */
export async function attemptError(failed: FailedAttempt, lazy = failures): Promise<LabelboxError> {
  const code = lazy.now ?? (await lazy.load().catch(() => undefined))
  if (code !== undefined) return code.failureOf(failed)
  const { call, response, thrown } = failed
  const mayHaveRun = isChange(call)
  const isAnswered = response !== undefined && thrown === undefined
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
