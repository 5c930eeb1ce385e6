import type { CallOptions } from '../core/callOptions.ts'
import { lazyCode } from '../transport/lazyCode.ts'
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
  const code = lazyCode(load)
  return async (context, options) => {
    if (code.now !== undefined) return code.now
    const call = { operationName: undefined, kind: 'query', attempts: 0, mayHaveRun: false } as const
    return new Deadline(context.timing, startCall(context, options), () => call).run(() => code.load())
  }
}
