import type { KeyOwner } from '../store/issuedKeys.ts'
import type { Row, Store } from '../store/store.ts'

/** The state of a sandbox, which every resolver gets. */
export interface World {
  readonly store: Store
  /** Maximum rows of a page. */
  readonly maxPageSize: number
  /** Which id the response of `createInvites` has: see the option of this name. */
  readonly inviteIds: 'invited' | 'real' | 'alternating'
}

/** The owner of the request's API key, with what the execution of the request needs. */
export interface Caller extends KeyOwner {
  /** The resolvers of the sandbox that got the request. */
  readonly resolvers: Resolvers
  /** Called with the name of each root field that runs. */
  readonly onRootField?: (field: string) => void
  /** Called before a field with arguments runs. Throws when the request's fields have read too many variables. */
  readonly onVariablesRead?: () => void
}

/** Resolves one field. A field without a resolver reads the column of its name. */
export type FieldResolver = (parent: Row, args: never, caller: Caller) => unknown

/** Resolvers by type and field. */
export type Resolvers = Readonly<Record<string, Readonly<Record<string, FieldResolver>>>>

/** Arguments that name one record. */
export interface ById {
  readonly where: { readonly id: string }
}
