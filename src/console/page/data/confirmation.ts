import { LabelboxError } from '../../../core/errors.ts'

/**
 * What a response to a change says of it. Null is not a refusal: the change may have been made. False is one.
 *
 * @throws LabelboxError `BAD_RESPONSE` or `OPERATION_NOT_ALLOWED` for a response that does not confirm the change.
 */
export function confirmed<T>(value: T | false | null | undefined, operationName: string): T {
  if (value === false) {
    throw new LabelboxError({
      code: 'OPERATION_NOT_ALLOWED',
      operationName,
      message: `${operationName} failed: Labelbox refused without a reason.`,
    })
  }
  if (value !== null && value !== undefined) return value
  throw new LabelboxError({
    code: 'BAD_RESPONSE',
    operationName,
    mayHaveRun: true,
    message: `${operationName} failed: Labelbox returned null without a reason. The change may have been made.`,
  })
}
