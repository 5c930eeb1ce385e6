import type { Client } from '@urql/core'
import { processWide } from '../../core/processWide.ts'
import type { Connection } from '../connection.ts'
import type { Deliveries } from './deliveries.ts'
import type { FacadeCalls } from './facadeCalls.ts'

/** What `labelboxExchange` and the facade share about one urql client. */
export interface ClientState {
  /** The connection of the exchange. If a client has several of them, the first one gets the operations. */
  connection: Connection
  /** Whether any operation has reached the exchange. If none has, an exchange before it may answer them all. */
  isReached: boolean
  /** The calls of the facade, from its first one on. */
  calls: FacadeCalls | undefined
  /** The mutations that were sent, from the first one on. */
  deliveries: Deliveries | undefined
  /** Reads the queries that a page shows about some types again, past the cache. */
  refresh: (types: readonly string[]) => void
}

/** Clients, by their stream of operations, because copies and proxies of a client have the same stream. */
const clients = processWide('clients@3', new WeakMap<Client['operations$'], ClientState>())

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
    calls: undefined,
    deliveries: undefined,
    refresh: () => undefined,
  }
  clients.set(operations$, state)
  return state
}

/** The state of a client; `undefined` if it has no `labelboxExchange`. */
export const stateOf = (client: Client | null): ClientState | undefined =>
  // JavaScript may pass anything.
  typeof client?.operations$ === 'function' ? clients.get(client.operations$) : undefined
