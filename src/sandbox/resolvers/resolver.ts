import { notFound, refusal } from '../apiErrors.ts'
import { text, type Row, type Store } from '../store/store.ts'

/** What every resolver works on. */
export interface World {
  readonly store: Store
  /** Rows of one page at most. */
  readonly maxPageSize: number
  /** Which id the answer of `createInvites` has: see the option of that name. */
  readonly inviteIds: 'invited' | 'real' | 'alternating'
}

/** Who asks: the owner of the key, with the role and the rights that the key has at the moment. */
export interface Caller {
  readonly userId: string
  readonly roleId: string
  readonly permissions: readonly string[]
  /** Takes note of each root field that is carried out. */
  readonly runs?: (field: string) => void
  /** Refuses a field with arguments when those before it took too much of the same variables. */
  readonly usesVariables?: () => void
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

/** A project by id. One that was deleted is not found. */
export function findProject(world: World, id: string | undefined): Row {
  const project = find(world, 'projects', 'Project', id)
  if (project['deleted'] === 1) throw notFound('Project')
  return project
}

const uuid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i

/** A user group by id. The API tells an id that can't be one from an id that nothing has. */
export function findGroup(world: World, id: string | undefined): Row {
  const group = id === undefined ? undefined : world.store.byId('user_groups', id)
  if (group) return group
  if (id !== undefined && !uuid.test(id)) throw refusal('MALFORMED_REQUEST', 'Invalid user group id')
  throw notFound('User group')
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

/** Refuses what the caller's key does not permit. */
export function requirePermission({ permissions }: Caller, permission: string): void {
  if (!permissions.includes(permission)) {
    throw refusal('AUTHORIZATION_ERROR', `Your role does not have the permission ${permission}`)
  }
}

/** An assumption: only who manages the organization gives roles that may do more than the giver may. */
export function requireMayGive(world: World, roleId: string, caller: Caller): void {
  if (caller.permissions.includes('organization.manage')) return
  for (const permission of permissionsOf(world, roleId)) requirePermission(caller, permission)
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
