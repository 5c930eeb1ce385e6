import { aborted, outOfTime, within, type CallOptions } from '../transport/deadline.ts'
import { onAbort } from '../transport/onAbort.ts'
import type { Timing } from '../transport/timing.ts'

/** Something that is asked for once and then known. */
export interface Shared<T> {
  get(options?: CallOptions): Promise<T>
  /** Forgets what is known, so that the next who asks has it anew. */
  forget(): void
}

/** What is being loaded, or has been, and how many wait for it. */
interface Load<T> {
  readonly result: Promise<T>
  readonly controller: AbortController
  waiting: number
}

/**
 * Loads once for all who ask. What is shared runs by itself, with the client's own time limit, and each caller only
 * waits for it: one caller's abort or impatience ends nobody else's call. It ends when the last one has left, and who
 * comes after that has it begun anew. A failure is not kept.
 */
export function shared<T>(
  timing: Timing,
  operationName: string,
  load: (options: Pick<CallOptions, 'signal'>) => Promise<T>,
): Shared<T> {
  let known: Load<T> | undefined
  const forget = (one: Load<T>): void => {
    if (known === one) known = undefined
  }
  const start = (): Load<T> => {
    const controller = new AbortController()
    const begun = { result: load({ signal: controller.signal }), controller, waiting: 0 }
    begun.result.catch(() => forget(begun))
    known = begun
    return begun
  }
  const wait = async (signal: AbortSignal): Promise<T> => {
    const joined = known ?? start()
    joined.waiting += 1
    const stopListening = onAbort(signal, () => {
      joined.waiting -= 1
      if (joined.waiting > 0) return
      forget(joined)
      joined.controller.abort()
    })
    try {
      return await joined.result
    } finally {
      stopListening()
    }
  }
  return {
    get: ({ signal, deadlineMs = Infinity, endsAt = Infinity } = {}) => {
      const call = { operationName, kind: 'query', attempts: 0, mayHaveRun: false } as const
      const limits = {
        signal,
        ms: Math.min(deadlineMs, endsAt - timing.now()),
        aborted: (reason: unknown) => aborted(call, reason),
        late: () => outOfTime(call),
      }
      return within(limits, wait)
    },
    forget: () => (known = undefined),
  }
}
