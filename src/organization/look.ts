import { aborted, outOfTime, within, type CallOptions } from '../transport/deadline.ts'
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
    const isLast = done === looks || context.timing.now() + pauseMs >= endsAt
    try {
      const seen = await look()
      if (isLast || isFound(seen)) return seen
    } catch (error) {
      if (isLast || signal?.aborted === true) throw error
    }
    await pause(context, pauseMs, signal)
  }
}

/** Waits, until the call is ended. */
function pause({ timing }: Context, ms: number, signal: AbortSignal | undefined): Promise<void> {
  const call = { operationName: 'InviteUser', kind: 'mutation', attempts: 0, mayHaveRun: true } as const
  const limits = {
    signal,
    ms: Infinity,
    aborted: (reason: unknown) => aborted(call, reason),
    late: () => outOfTime(call),
  }
  return within(limits, (inner) => timing.sleep(ms, inner))
}
