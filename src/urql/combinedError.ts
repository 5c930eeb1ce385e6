import { CombinedError } from '@urql/core'
import { LabelboxError } from '../core/errors.ts'

/**
 * Makes every `LabelboxError` an instance of urql's `CombinedError`, for code that asks with `instanceof`. Declared as its
 * superclass, it would load urql's code into programs that have no urql.
 */
export const extendCombinedError = (): unknown =>
  Reflect.setPrototypeOf(LabelboxError.prototype, CombinedError.prototype)

/** An error for a urql result. */
export function asCombinedError(error: LabelboxError): CombinedError {
  extendCombinedError()
  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- It is one now.
  return error
}
