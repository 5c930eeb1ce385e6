import { notFound, refusal } from '../errors.ts'
import { text, type Row, type Store } from '../store.ts'

/** What every resolver works on. */
export interface World {
  readonly store: Store
  /** Rows of one page at most. */
  readonly maxPageSize: number
}

/** Who asks: the owner of the key, with the role that the key has. */
export interface Caller {
  readonly userId: string
  readonly roleId: string
  /** Takes note of each root field that is carried out. */
  readonly runs?: (field: string) => void
}

/** Answers one field. Fields without one read the column of their name. */
export type Field = (parent: Row, args: never, caller: Caller) => unknown

/** Resolvers by type and field. */
export type Resolvers = Readonly<Record<string, Readonly<Record<string, Field>>>>

/** The filter for exactly one record. */
export interface ById {
  readonly where: { readonly id: string }
}

/** The record with an id; a `RESOURCE_NOT_FOUND` error when there is none. */
export function find({ store }: World, table: string, what: string, id: string | undefined): Row {
  const row = id === undefined ? undefined : store.byId(table, id)
  if (!row) throw notFound(what)
  return row
}

/** The record that a column names, or null. */
export function follow({ store }: World, table: string, row: Row, column: string): Row | null {
  const id = row[column]
  return typeof id === 'string' ? (store.byId(table, id) ?? null) : null
}

/** The organization of the key: a sandbox has one. */
export const organization = (world: World): Row =>
  find(world, 'organizations', 'Organization', world.store.fact('organization'))

/** The user of the key. */
export const callingUser = (world: World, { userId }: Caller): Row => find(world, 'users', 'User', userId)

/** What a role may do. */
export const permissionsOf = (world: World, roleId: string): readonly string[] =>
  JSON.parse(text(find(world, 'roles', 'Role', roleId), 'permissions')) as string[]

/** Refuses what the caller's role does not permit. */
export function requirePermission(world: World, { roleId }: Caller, permission: string): void {
  if (!permissionsOf(world, roleId).includes(permission)) {
    throw refusal('AUTHORIZATION_ERROR', `Your role does not have the permission ${permission}`)
  }
}

/** The permission to change members, their roles and groups, and invites. */
export const managePeople = 'users.manage'

/** Whether a role is None, that of people who have roles in projects only. */
export const isNone = (world: World, roleId: string): boolean =>
  text(find(world, 'roles', 'Role', roleId), 'name') === 'None'

/** A JSON column as the list or object it holds. */
export const json =
  (column: string): Field =>
  (row) =>
    JSON.parse(text(row, column) || 'null') as unknown
