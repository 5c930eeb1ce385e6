import { isLabelboxError } from '../../core/errors.ts'

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
