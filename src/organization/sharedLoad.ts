import type { CallState } from '../transport/callState.ts'
import { Deadline } from '../transport/time/deadline.ts'
import type { CallOptions } from '../core/callOptions.ts'
import { onAbort } from '../transport/time/onAbort.ts'
import { endsWithRequest } from '../transport/platform.ts'
import type { Timing } from '../transport/time/timing.ts'

/** A value that is loaded once and then known. */
export interface Shared<T> {
  get(options?: CallOptions): Promise<T>
  /**
   * Forgets the value, so that the next caller loads it again. With `seen`, it is forgotten only if it is still the one
   * that the caller has seen.
   */
  forget(seen?: T): void
}

type LoadOptions = Pick<CallOptions, 'signal' | 'timeoutMs'>

/** A load in progress, and how many callers wait for it. */
interface Load<T> {
  readonly result: Promise<T>
  readonly controller: AbortController
  waiting: number
}

/**
 * Loads a value once for all callers. The load runs within the client's own deadline, and callers only wait for it, so one
 * caller's abort or deadline does not end another's call. Callers with another `timeoutMs` have a load of their own. A load
 * is aborted when its last caller has left. A failure is not kept.
 */
export function shared<T>(
  timing: Timing,
  operationName: string,
  load: (options: LoadOptions) => Promise<T>,
): Shared<T> {
  let known: { readonly value: T } | undefined
  /** By `timeoutMs`. */
  const loads = new Map<number | undefined, Load<T>>()
  /** Stops sharing a load. Returns whether it was shared until then. */
  const leave = (timeoutMs: number | undefined, one: Load<T>): boolean =>
    loads.get(timeoutMs) === one && loads.delete(timeoutMs)
  const start = (timeoutMs: number | undefined): Load<T> => {
    const controller = new AbortController()
    const begun = { result: load({ signal: controller.signal, timeoutMs }), controller, waiting: 0 }
    loads.set(timeoutMs, begun)
    begun.result.then(
      (value) => {
        // A load that was forgotten in the meantime is outdated.
        if (leave(timeoutMs, begun)) known = { value }
      },
      () => leave(timeoutMs, begun),
    )
    return begun
  }
  const wait = async (signal: AbortSignal, timeoutMs: number | undefined): Promise<T> => {
    // A load of another worker request may end with that request.
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
        // A lower bound: callers who only wait do not know how many requests were sent.
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
