import type { CallState } from '../transport/callState.ts'
import { Deadline } from '../transport/time/deadline.ts'
import type { CallOptions } from '../core/callOptions.ts'
import { onAbort } from '../transport/time/onAbort.ts'
import { endsWithRequest } from '../transport/platform.ts'
import type { Timing } from '../transport/time/timing.ts'

/** Something that is asked for once and then known. */
export interface Shared<T> {
  get(options?: CallOptions): Promise<T>
  /**
   * Forgets what is known, so that the next who asks has it anew. Who says what he has seen forgets only that, and not
   * what somebody else has had loaded since.
   */
  forget(seen?: T): void
}

type LoadOptions = Pick<CallOptions, 'signal' | 'timeoutMs'>

/** What is being loaded, and how many wait for it. */
interface Load<T> {
  readonly result: Promise<T>
  readonly controller: AbortController
  waiting: number
}

/**
 * Loads once for all who ask. What is shared runs by itself, within the client's own deadline, and each caller only
 * waits for it: one caller's abort or impatience ends nobody else's call. Those who give their requests another time
 * (`timeoutMs`) have a load of their own, unless it is known already. A load ends when the last one has left, and who
 * comes after that has it begun anew. A failure is not kept.
 */
export function shared<T>(
  timing: Timing,
  operationName: string,
  load: (options: LoadOptions) => Promise<T>,
): Shared<T> {
  let known: { readonly value: T } | undefined
  /** By the time that their requests have. */
  const loads = new Map<number | undefined, Load<T>>()
  /** Ends the sharing of a load, and says whether it was shared until then. */
  const leave = (timeoutMs: number | undefined, one: Load<T>): boolean =>
    loads.get(timeoutMs) === one && loads.delete(timeoutMs)
  const start = (timeoutMs: number | undefined): Load<T> => {
    const controller = new AbortController()
    const begun = { result: load({ signal: controller.signal, timeoutMs }), controller, waiting: 0 }
    loads.set(timeoutMs, begun)
    begun.result.then(
      (value) => {
        // What was forgotten meanwhile is not known.
        if (leave(timeoutMs, begun)) known = { value }
      },
      () => leave(timeoutMs, begun),
    )
    return begun
  }
  const wait = async (signal: AbortSignal, timeoutMs: number | undefined): Promise<T> => {
    // What another request of a worker loads may end with that request.
    const joined = (endsWithRequest() ? undefined : loads.get(timeoutMs)) ?? start(timeoutMs)
    joined.waiting += 1
    const stopListening = onAbort(signal, () => {
      joined.waiting -= 1
      if (joined.waiting > 0) return
      leave(timeoutMs, joined)
      joined.controller.abort()
    })
    try {
      return await joined.result
    } finally {
      stopListening()
    }
  }
  return {
    get: ({ timeoutMs, ...limits } = {}) => {
      let call: CallState = { operationName, kind: 'query', attempts: 0, mayHaveRun: false }
      return new Deadline(timing, limits, () => call).run(async (inner) => {
        if (known !== undefined) return known.value
        // How many more it has sent is not known to those who only wait.
        call = { ...call, attempts: 1 }
        return wait(inner, timeoutMs)
      })
    },
    forget: (...seen) => {
      if (seen.length === 0) loads.clear()
      else if (known?.value !== seen[0]) return
      known = undefined
    },
  }
}
