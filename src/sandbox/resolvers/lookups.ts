import { apiError, notFound } from '../apiErrors.ts'
import { text, type Row } from '../store/store.ts'
import type { Caller, FieldResolver, World } from './resolver.ts'

/** Finds a record by id, or throws `RESOURCE_NOT_FOUND`. `what` names the kind of record in the message. */
export function find({ store }: World, table: string, what: string, id: string | undefined): Row {
  const row = id === undefined ? undefined : store.byId(table, id)
  if (!row) throw notFound(what)
  return row
}

/** Finds a project by id. A deleted project is not found. */
export function findProject(world: World, id: string | undefined): Row {
  const project = find(world, 'projects', 'Project', id)
  if (project['deleted'] === 1) throw notFound('Project')
  return project
}

const uuid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i

/** Finds a user group by id. The API has different errors for an id that is not a UUID and for an unknown id. */
export function findGroup(world: World, id: string | undefined): Row {
  const group = id === undefined ? undefined : world.store.byId('user_groups', id)
  if (group) return group
  if (id !== undefined && !uuid.test(id)) throw apiError('MALFORMED_REQUEST', 'Invalid user group id')
  throw notFound('User group')
}

/** Returns the record that a column refers to, or null. */
export function follow({ store }: World, table: string, row: Row, column: string): Row | null {
  const id = row[column]
  return typeof id === 'string' ? (store.byId(table, id) ?? null) : null
}

/** The organization. A sandbox has one. */
export const organization = (world: World): Row =>
  find(world, 'organizations', 'Organization', world.store.fact('organization'))

/** The owner of the request's API key. */
export const callingUser = (world: World, { userId }: Caller): Row => find(world, 'users', 'User', userId)

/** Whether a role is the role `None` of project-based users. */
export const isNone = (world: World, roleId: string): boolean =>
  text(find(world, 'roles', 'Role', roleId), 'name') === 'None'

/** Resolves a field to the list or object in a JSON column. */
export const json =
  (column: string): FieldResolver =>
  (row) =>
    JSON.parse(text(row, column) || 'null') as unknown
