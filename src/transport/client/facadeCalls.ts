import type { Connection } from '../connection.ts'
import type { Prepared } from '../document.ts'
import type { Delivered } from './deliveries.ts'

/** A call of the facade that goes through a urql client. */
export interface FacadeCall {
  readonly prepared: Prepared
  /** Aborts when the caller no longer waits. */
  readonly signal: AbortSignal
  /** Whether the caller has a result, or no longer waits for one. */
  hasEnded(): boolean
  /**
   * Sends the call's own document and variables the first time, and gives the response to the caller. Returns what the
   * client's other exchanges may see. They may have added `__typename` to the query.
   */
  deliver(connection: Connection, query: unknown): Promise<Delivered>
  /** Tells the call that the other exchanges have the result. */
  release(): void
}

/** The name under which the context of an operation repeats its key. An exchange may change the key itself. */
export const callKey = 'labelboxCall'

/** The calls of the facade through one client. */
export class FacadeCalls {
  /** urql's keys are whole numbers and these are not, so that they never clash. */
  #lastKey = 0.5
  /** The calls under way, by the keys of their operations. */
  readonly #byKey = new Map<number, FacadeCall>()
  /** All calls, ended ones too, by the variables of their operations. Finds a call whose key an exchange changed. */
  readonly #byVariables = new WeakMap<object, FacadeCall>()

  newKey(): number {
    return ++this.#lastKey
  }

  add(call: FacadeCall, { key, variables }: { readonly key: number; readonly variables: unknown }): void {
    this.#byKey.set(key, call)
    this.#byVariables.set(variables as object, call)
  }

  end(key: number): void {
    this.#byKey.delete(key)
  }

  /** The call of an operation; `ended` if the call no longer needs it. */
  of({
    key,
    variables,
    context,
  }: {
    readonly key: number
    readonly variables: unknown
    readonly context: object
  }): FacadeCall | 'ended' | undefined {
    const marked = (context as { readonly [callKey]?: unknown })[callKey] ?? (Number.isInteger(key) ? undefined : key)
    const found =
      marked === undefined ? this.#byVariables.get(variables as object) : (this.#byKey.get(marked as number) ?? 'ended')
    return found === undefined || found === 'ended' || !found.hasEnded() ? found : 'ended'
  }
}
