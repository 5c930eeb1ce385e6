import type { CallOptions } from '../../core/callOptions.ts'
import { LabelboxError } from '../../core/errors.ts'
import type { CallState } from '../callState.ts'
import { onAbort } from './onAbort.ts'
import type { Timing } from './timing.ts'

/** The time that a call has, and the signal that may end it earlier. */
export class Deadline {
  /** On the clock of `timing`. */
  readonly endsAt: number
  readonly #timing: Timing
  readonly #signal: AbortSignal | undefined
  readonly #call: () => CallState
  readonly #expired: (call: CallState) => LabelboxError

  /**
   * @param call - The state of the call, for the error that ends it.
   * @param expired - The error for a call that has no time left.
   */
  constructor(
    timing: Timing,
    { signal, deadlineMs = Infinity, endsAt = Infinity }: Pick<CallOptions, 'signal' | 'deadlineMs' | 'endsAt'>,
    call: () => CallState,
    expired = outOfTime,
  ) {
    this.endsAt = Math.min(timing.now() + deadlineMs, endsAt)
    this.#timing = timing
    this.#signal = signal
    this.#call = call
    this.#expired = expired
  }

  get hasEnded(): boolean {
    return this.#signal?.aborted === true || this.#timing.now() >= this.endsAt
  }

  /**
   * Runs a step of the call until it settles, its own timeout or the call's time is up, or the caller aborts, and leaves
   * no timer and no listener behind. The step gets a signal; the caller doesn't wait for a step that ignores it.
   *
   * @param step - Rejects, and doesn't throw.
   * @param late - The error for a step that exceeds its own timeout.
   */
  run<T>(step: (signal: AbortSignal) => Promise<T>, timeoutMs = Infinity, late = timedOut): Promise<T> {
    // Written with callbacks: `Promise.race` and a `finally` cost more than the rest of it, for each request.
    return new Promise((resolve, reject) => {
      const signal = this.#signal
      const left = this.endsAt - this.#timing.now()
      const ms = Math.min(timeoutMs, left)
      const isLate = (): LabelboxError =>
        left < timeoutMs ? this.#expired(this.#call()) : late(this.#call(), timeoutMs)
      const isAborted = (): LabelboxError => aborted(this.#call(), signal?.reason)
      if (signal?.aborted === true) throw isAborted()
      if (!(ms > 0)) throw isLate()
      const controller = new AbortController()
      const leave = (): void => {
        clearTimeout(timer)
        stopListening?.()
      }
      const end = (error: LabelboxError): void => {
        leave()
        reject(error)
        controller.abort(error)
      }
      const stopListening = signal && onAbort(signal, () => end(isAborted()))
      const timer = ms === Infinity ? undefined : setTimeout(() => end(isLate()), ms)
      step(controller.signal).then(
        (result) => {
          leave()
          resolve(result)
        },
        (error: unknown) => {
          leave()
          // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- It is passed on as it is.
          reject(error)
        },
      )
    })
  }
}

const nameOf = ({ operationName }: CallState): string => operationName ?? 'The request'

const consequence = ({ mayHaveRun }: CallState): string =>
  mayHaveRun ? ' The change may have been made.' : ' Nothing was changed.'

const aborted = (call: CallState, reason: unknown): LabelboxError =>
  new LabelboxError({
    ...call,
    code: 'ABORTED',
    cause: reason,
    message: `${nameOf(call)} was aborted by its signal.${consequence(call)}`,
  })

/** The error for a call that took too long. */
export const timeout = (call: CallState, message: string): LabelboxError =>
  new LabelboxError({ ...call, code: 'TIMEOUT', retryable: true, message: `${nameOf(call)} ${message}` })

/** The error for an attempt without a whole response in time. */
const timedOut = (call: CallState, timeoutMs: number): LabelboxError =>
  timeout(call, `had no complete response after ${timeoutMs} ms (timeoutMs).${consequence(call)}`)

/** The error for a function given as `apiKey` or `headers` that takes too long. */
export const timedOutOfKey = (call: CallState, timeoutMs: number): LabelboxError =>
  timeout(
    call,
    `was not sent: the function given as apiKey or headers took longer than ${timeoutMs} ms (timeoutMs).${call.mayHaveRun ? ' An earlier request may have made the change.' : ''}`,
  )

/** The error for a call that has no time left. */
export const outOfTime = (call: CallState): LabelboxError => timeout(call, `exceeded deadlineMs.${consequence(call)}`)
