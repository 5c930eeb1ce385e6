import type { Client } from '@urql/core'
import { processWide } from '../../core/processWide.ts'
import type { Connection } from '../connection.ts'
import type { Prepared } from '../document.ts'
import { Deliveries, type Delivered } from './deliveries.ts'

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

/** What `labelboxExchange` and the facade share about one urql client. */
export interface ClientState {
  /** The connection of the exchange. If a client has several of them, the first one gets the operations. */
  connection: Connection
  /** Whether any operation has reached the exchange. If none has, an exchange before it may answer them all. */
  isReached: boolean
  /** The key of the latest call. urql's keys are whole numbers and these are not, so that they never clash. */
  lastKey: number
  /** The calls under way, by the keys of their operations. */
  readonly calls: Map<number, FacadeCall>
  /** All calls, ended ones too, by the variables of their operations. Finds a call whose key an exchange changed. */
  readonly byVariables: WeakMap<object, FacadeCall>
  readonly deliveries: Deliveries
  /** Reads the queries that a page shows about some types again, past the cache. */
  refresh: (types: readonly string[]) => void
}

/** The name under which the context of an operation repeats its key. An exchange may change the key itself. */
export const callKey = 'labelboxCall'

/** Clients, by their stream of operations, because copies and proxies of a client have the same stream. */
const clients = processWide('clients@2', new WeakMap<Client['operations$'], ClientState>())

/** Notes that a client delivers through `labelboxExchange`. */
export function register({ operations$ }: Client, connection: Connection): ClientState {
  const known = clients.get(operations$)
  if (known !== undefined) {
    known.connection = connection
    return known
  }
  const state: ClientState = {
    connection,
    isReached: false,
    lastKey: 0.5,
    calls: new Map(),
    byVariables: new WeakMap(),
    deliveries: new Deliveries(),
    refresh: () => undefined,
  }
  clients.set(operations$, state)
  return state
}

/** The state of a client; `undefined` if it has no `labelboxExchange`. */
export const stateOf = (client: Client | null): ClientState | undefined =>
  // JavaScript may pass anything.
  typeof client?.operations$ === 'function' ? clients.get(client.operations$) : undefined

/** The call of an operation of the facade; `ended` if the call no longer needs it. */
export function callOf(
  { calls, byVariables }: ClientState,
  { key, variables, context }: { readonly key: number; readonly variables: unknown; readonly context: object },
): FacadeCall | 'ended' | undefined {
  const marked = (context as { readonly [callKey]?: unknown })[callKey] ?? (Number.isInteger(key) ? undefined : key)
  const found = marked === undefined ? byVariables.get(variables as object) : (calls.get(marked as number) ?? 'ended')
  return found === undefined || found === 'ended' || !found.hasEnded() ? found : 'ended'
}
