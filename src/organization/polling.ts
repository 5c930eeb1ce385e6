import { controlFlowError } from '../transport/response/controlFlow.ts'
import { Deadline } from '../transport/time/deadline.ts'
import type { CallOptions } from '../core/callOptions.ts'
import type { Context } from './context.ts'

/**
 * Looks until there is something to see: the first time at once, then after pauses that double, so many times and as
 * long as the call has time. A look that fails has seen nothing, unless it was the last one.
 */
export async function lookUntil<T>(
  context: Context,
  options: CallOptions,
  looks: number,
  look: () => Promise<T>,
  isFound: (seen: T) => boolean,
): Promise<T> {
  const { signal, endsAt = Infinity } = options
  for (let done = 1; ; done += 1) {
    const pauseMs = context.retry.baseDelayMs * 2 ** (done - 1)
    // Asked when the look has ended: one that hangs may have taken all the time that was left.
    const isLast = (): boolean => done === looks || context.timing.now() + pauseMs >= endsAt
    try {
      const seen = await look()
      if (isFound(seen) || isLast()) return seen
    } catch (error) {
      if (isLast() || signal?.aborted === true || controlFlowError(error) !== undefined) throw error
    }
    await pause(context, pauseMs, options)
  }
}

/** Waits, until the call is ended or has no more time. */
function pause({ timing }: Context, ms: number, { signal, endsAt }: CallOptions): Promise<void> {
  const call = { operationName: 'InviteUser', kind: 'mutation', attempts: 0, mayHaveRun: true } as const
  return new Deadline(timing, { signal, endsAt }, () => call).run((inner) => timing.sleep(ms, inner))
}
