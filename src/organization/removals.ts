import { isLabelboxError, LabelboxError } from '../core/errors.ts'
import { originOf } from '../core/origin.ts'
import { presentOutcome } from './answers.ts'

/** Removes. It is repeated where it failed, as that does no harm; and then the thing may be gone already. */
export async function orGone<Data extends object>(removing: Promise<Data>): Promise<object> {
  try {
    return await removing
  } catch (error) {
    if (isLabelboxError(error, 'RESOURCE_NOT_FOUND') && error.mayHaveRun && error.attempts > 1) return {}
    throw error
  }
}

/**
 * An answer that is no more than a yes or a no. A null is no refusal: it may have been carried out all the same. Nor is a
 * no to a repetition, when the first request may have done it: there is nothing left to do then.
 */
export function requireDone(success: unknown, operationName: string, data: object): void {
  if (presentOutcome(success, operationName, data) !== false) return
  if (originOf(data).mayHaveRun === true) return
  throw new LabelboxError({
    attempts: 1,
    ...originOf(data),
    code: 'OPERATION_NOT_ALLOWED',
    operationName,
    message: `${operationName} failed: Labelbox answered that it has not been carried out, and gave no reason. Is there still something that needs it?`,
  })
}
