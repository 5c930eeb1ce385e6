import { LabelboxError } from '../../core/errors.ts'

/** What has come of an operation, as a urql client's exchanges see it. */
export interface Outcome {
  readonly data?: unknown
  readonly error?: LabelboxError | undefined
}

/** How many outcomes are kept for exchanges that send a mutation again. */
const mostKept = 100

/**
 * The mutations that a client has delivered. An exchange that sends one again, such as urql's `retryExchange`, keeps the
 * `context._instance` that urql gave it; each click of a user has a new one.
 */
export class Deliveries {
  readonly #outcomes = new Map<number, Promise<Outcome>>()
  readonly #settled: number[] = []
  /** The older ones, one bit each, 32 to an entry. */
  readonly #forgotten = new Map<number, number>()

  /** Delivers a mutation, unless it may have run before: then its first outcome is returned. */
  once(instance: number | undefined, operationName: string | undefined, run: () => Promise<Outcome>): Promise<Outcome> {
    if (instance === undefined) return run()
    const first = this.#outcomes.get(instance)
    if (first !== undefined) return first
    if (this.#isForgotten(instance)) return Promise.resolve({ error: sentBefore(operationName) })
    const outcome = run()
    this.#outcomes.set(instance, outcome)
    void outcome.then(({ error }) => {
      if (error?.mayHaveRun === false) this.#outcomes.delete(instance)
      else this.#keep(instance)
    })
    return outcome
  }

  /** Whether a mutation was delivered, and may have run. */
  has(instance: number | undefined): boolean {
    return instance !== undefined && (this.#outcomes.has(instance) || this.#isForgotten(instance))
  }

  #keep(instance: number): void {
    this.#settled.push(instance)
    if (this.#settled.length <= mostKept) return
    const [oldest = instance] = this.#settled.splice(0, 1)
    this.#outcomes.delete(oldest)
    this.#forgotten.set(oldest >>> 5, (this.#forgotten.get(oldest >>> 5) ?? 0) | (1 << (oldest & 31)))
  }

  #isForgotten(instance: number): boolean {
    return ((this.#forgotten.get(instance >>> 5) ?? 0) & (1 << (instance & 31))) !== 0
  }
}

const sentBefore = (operationName: string | undefined): LabelboxError =>
  new LabelboxError({
    code: 'INVALID_INPUT',
    operationName,
    mayHaveRun: true,
    message: `${operationName ?? 'The mutation'} was not sent again: it was sent before, and its result is no longer kept. Look whether the change was made.`,
  })
