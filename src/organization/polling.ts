import type { CallOptions } from '../core/callOptions.ts'
import { controlFlowError } from '../transport/response/controlFlow.ts'
import { aborted, outOfTime, within } from '../transport/time/deadline.ts'
import type { Context } from './context.ts'

/**
 * Reads until a result is found, at most `reads` times and within the deadline of the call. The first read is at once,
 * and the pauses between reads double. Only the error of the last read is thrown.
 */
export async function pollUntil<T>(
  context: Context,
  options: CallOptions,
  reads: number,
  read: () => Promise<T>,
  isFound: (result: T) => boolean,
): Promise<T> {
  const { signal, endsAt = Infinity } = options
  for (let done = 1; ; done += 1) {
    const pauseMs = context.retry.baseDelayMs * 2 ** (done - 1)
    // Evaluated after the read, which may have used up the time.
    const isLast = (): boolean => done === reads || context.timing.now() + pauseMs >= endsAt
    try {
      const result = await read()
      if (isFound(result) || isLast()) return result
    } catch (error) {
      if (isLast() || signal?.aborted === true || controlFlowError(error) !== undefined) throw error
    }
    await pause(context, pauseMs, options)
  }
}

function pause({ timing }: Context, ms: number, { signal, endsAt = Infinity }: CallOptions): Promise<void> {
  const call = { operationName: 'InviteUser', kind: 'mutation', attempts: 0, mayHaveRun: true } as const
  const limits = {
    signal,
    ms: endsAt - timing.now(),
    aborted: (reason: unknown) => aborted(call, reason),
    late: () => outOfTime(call),
  }
  return within(limits, (inner) => timing.sleep(ms, inner))
}
