import { explain } from './messages.ts'
import { isLabelboxError, LabelboxError } from '../../core/errors.ts'

/** How deep a framework's error may be under the errors of a `fetch` that wraps what it catches. */
const maxDepth = 8

/**
 * The error by which a framework steers its rendering, if one was thrown. Next.js has its `fetch` throw one to make a
 * page dynamic, to redirect or to postpone. It has a text as its `digest`, or React's mark. The framework has to get it
 * as it is, so it is neither wrapped nor retried; Next.js looks for it under `cause` as well.
 */
export function controlFlowError(thrown: unknown, depth = 0): Error | undefined {
  if (typeof thrown !== 'object' || thrown === null || depth > maxDepth) return undefined
  try {
    // Its cause may be the reason of a signal, which may be anything.
    if (isLabelboxError(thrown)) return undefined
    const { digest, $$typeof, cause } = thrown as Readonly<Record<string, unknown>>
    if (typeof digest === 'string' || $$typeof === Symbol.for('react.postpone')) return thrown as Error
    return controlFlowError(cause, depth + 1)
  } catch {
    // Another library's getter.
    return undefined
  }
}

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
