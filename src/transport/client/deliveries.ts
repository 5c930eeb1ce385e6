import { LabelboxError } from '../../core/errors.ts'

/** The result of an operation, for a urql client's exchanges. */
export interface Delivered {
  readonly data?: unknown
  readonly error?: LabelboxError | undefined
}

/** Results kept for exchanges that send a mutation again. */
const maxKept = 100

/**
 * The mutations that a client has delivered. An exchange that sends one again, such as urql's `retryExchange`, keeps the
 * `context._instance` that urql gave it. Each click of a user has a new one.
 */
export class Deliveries {
  readonly #results = new Map<number, Promise<Delivered>>()
  readonly #settled: number[] = []
  /** The older instances, one bit each, 32 to an entry. */
  readonly #forgotten = new Map<number, number>()

  /** Delivers a mutation, unless it may have run before: then its first result is returned. */
  once(
    instance: number | undefined,
    operationName: string | undefined,
    run: () => Promise<Delivered>,
  ): Promise<Delivered> {
    if (instance === undefined) return run()
    const first = this.#results.get(instance)
    if (first !== undefined) return first
    if (this.#isForgotten(instance)) return Promise.resolve({ error: sentBefore(operationName) })
    const result = run()
    this.#results.set(instance, result)
    void result.then(({ error }) => {
      if (error?.mayHaveRun === false) this.#results.delete(instance)
      else this.#keep(instance)
    })
    return result
  }

  /** Whether a mutation was delivered, and may have run. */
  has(instance: number | undefined): boolean {
    return instance !== undefined && (this.#results.has(instance) || this.#isForgotten(instance))
  }

  #keep(instance: number): void {
    this.#settled.push(instance)
    if (this.#settled.length <= maxKept) return
    const [oldest = instance] = this.#settled.splice(0, 1)
    this.#results.delete(oldest)
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
    message: `${operationName ?? 'The mutation'} was not sent again: it was sent before, and its result is no longer kept. Check whether the change was made.`,
  })
