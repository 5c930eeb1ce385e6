import { isLabelboxError, LabelboxError } from '../../core/errors.ts'
import { explain } from './messages.ts'

/**
 * The error of a urql result, which has to be a `CombinedError`. A framework's own error becomes its `cause` and lends
 * its `digest`, so that a component that rethrows the error passes both to the framework.
 */
export function resultError(thrown: unknown, operationName: string | undefined): LabelboxError {
  if (isLabelboxError(thrown)) return thrown
  const { digest } = thrown as { readonly digest?: unknown }
  const message = explain(operationName, 'the framework ended it to change how it renders. Rethrow this error.')
  const error = new LabelboxError({ code: 'ABORTED', operationName, message, cause: thrown })
  return Object.defineProperty(error, 'digest', { value: digest, configurable: true, writable: true })
}
