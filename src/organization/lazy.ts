import type { CallOptions } from '../core/callOptions.ts'
import { LabelboxError } from '../core/errors.ts'
import { Deadline } from '../transport/time/deadline.ts'
import { startCall, type Context } from './context.ts'

/** Returns code that is loaded when a call first needs it, within the deadline of that call. */
export type Lazy<Code> = (
  context: Pick<Context, 'timing' | 'deadlineMs'>,
  options: CallOptions | undefined,
) => Promise<Code>

/**
 * @param load - `() => import('./file.ts')`, written out, so that bundlers make the file a chunk of its own.
 */
export function lazy<Code>(load: () => Promise<Code>): Lazy<Code> {
  let loaded: Code | undefined
  return async (context, options) => {
    if (loaded !== undefined) return loaded
    const call = { operationName: undefined, kind: 'query', attempts: 0, mayHaveRun: false } as const
    const deadline = new Deadline(context.timing, startCall(context, options), () => call)
    // Each call waits for its own `import()`: a worker must not wait for a promise of another request.
    return deadline.run(async () => {
      try {
        return (loaded = await load())
      } catch (cause) {
        throw notLoaded(cause)
      }
    })
  }
}

const notLoaded = (cause: unknown): LabelboxError =>
  new LabelboxError({
    code: 'NETWORK',
    retryable: true,
    cause,
    message:
      'The call was not sent: a part of labelbox-org could not be loaded. Check the connection, and reload the page if a new version of it was deployed.',
  })
