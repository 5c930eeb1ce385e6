import type { CallOptions } from '../core/callOptions.ts'
import { controlFlowError } from '../transport/response/controlFlow.ts'
import { Deadline } from '../transport/time/deadline.ts'
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

function pause({ timing }: Context, ms: number, { signal, endsAt }: CallOptions): Promise<void> {
  const call = { operationName: 'InviteUser', kind: 'mutation', attempts: 0, mayHaveRun: true } as const
  return new Deadline(timing, { signal, endsAt }, () => call).run((inner) => timing.sleep(ms, inner))
}
