import { GetUserGroupDocument, GetUserGroupsDocument, type GetUserGroupQuery } from '../../../generated/operations.ts'
import { trimmed } from '../../core/invisible.ts'
import { byCursor } from '../../lists/byCursor.ts'
import type { Paginated } from '../../lists/paginated.ts'
import type { CallOptions, RequestOptions } from '../../core/callOptions.ts'
import { startCall, type Context } from '../context.ts'
import { refuse, requireVisible, idOf } from '../../core/guards.ts'
import { present, presentList } from '../answers.ts'
import { listOf, type PageOptions } from '../relation.ts'
import type { Role } from '../../core/records.ts'

/** A group as the API gives it. */
export type WireUserGroup = NonNullable<GetUserGroupQuery['userGroupV2']>

/** Somebody in a group, and the role that they have by it. */
export interface UserGroupMember {
  readonly id: string
  readonly email: string | null
  /** `null` where the API tells no role; its name is `null` where there is no such role any more. */
  readonly role: Pick<Role, 'id' | 'name'> | null
}

/** A group of people with a role each in the group's projects. */
export interface UserGroup {
  readonly id: string
  readonly name: string | null
  readonly description: string | null
  /** Six hex digits, as the API has them: one of nine colours. */
  readonly color: string | null
  readonly projects: readonly { readonly id: string; readonly name: string | null }[]
  readonly members: readonly UserGroupMember[]
}

/** A group, or its id. */
export type UserGroupReference = string | Pick<UserGroup, 'id'>

/** All groups. */
export function getUserGroups(context: Context, options: PageOptions & CallOptions = {}): Paginated<UserGroup> {
  const pages = byCursor<UserGroup>('GetUserGroups', async (after, first) => {
    const call = startCall(context, options)
    const data = await context.execute(GetUserGroupsDocument, { first, after }, call)
    const nodes = presentList(data.userGroupsV2?.nodes, 'GetUserGroups', data)
    const roles = await rolesOf(context, nodes, call)
    const items = nodes.map((group) => toUserGroup(group, roles))
    return { items, nextCursor: data.userGroupsV2?.nextCursor ?? null }
  })
  return listOf(options, () => ({ pages, pageSize: options.pageSize }))
}

/** One group. */
export async function getUserGroup(
  context: Context,
  reference: UserGroupReference,
  options?: CallOptions | RequestOptions,
): Promise<UserGroup> {
  const call = startCall(context, options)
  const id = requireGroup('GetUserGroup', reference)
  const group = await readUserGroup(context, id, call)
  return toUserGroup(group, await rolesOf(context, [group], call))
}

/** One group as the API gives it. */
export async function readUserGroup(context: Context, id: string, options: CallOptions): Promise<WireUserGroup> {
  const data = await context.execute(GetUserGroupDocument, { id }, options)
  return present(data.userGroupV2, 'GetUserGroup', data)
}

export function requireGroup(operationName: string, reference: UserGroupReference | null | undefined): string {
  const id = idOf(reference)
  if (id !== undefined) return id
  throw refuse(operationName, 'it needs a user group, or the id of one.')
}

/** The id of a group that is given as a record, or by its id or its name. */
export async function resolveUserGroup(
  context: Context,
  reference: UserGroupReference,
  operationName: string,
  options: CallOptions,
): Promise<string> {
  if (typeof reference !== 'string') return reference.id
  const wanted = requireVisible(operationName, 'the name or id of the user group', reference)
  const named: string[] = []
  for await (const { id, name } of getUserGroups(context, options)) {
    if (id === wanted) return id
    if (name !== null && trimmed(name) === wanted) named.push(id)
  }
  const [found, other] = named
  if (found === undefined) {
    throw refuse(operationName, 'no user group has the id or the name that was given, or this API key may not see it.')
  }
  if (other !== undefined) {
    throw refuse(operationName, 'several user groups have the name that was given. Give the id, or the group itself.')
  }
  return found
}

/** Roles come as a list of their own, by id. Their names are known from elsewhere; a new one is looked for anew. */
export async function rolesOf(
  context: Context,
  groups: readonly WireUserGroup[],
  options: CallOptions,
): Promise<ReadonlyMap<string, Pick<Role, 'id' | 'name'>>> {
  const ids = groups.flatMap(({ members }) => (members.userGroupRoles ?? []).map(({ roleId }) => roleId))
  if (ids.length === 0) return new Map()
  const toMap = (roles: readonly Role[]) => new Map(roles.map(({ id, name }) => [id, { id, name }]))
  const roles = await context.roles.get(options)
  const known = toMap(roles)
  if (ids.every((id) => known.has(id))) return known
  context.roles.forget(roles)
  return toMap(await context.roles.get(options))
}

/** The group with each member's role beside the member. */
export function toUserGroup(
  { id, name, description, color, projects, members }: WireUserGroup,
  roles: ReadonlyMap<string, Pick<Role, 'id' | 'name'>>,
): UserGroup {
  const roleIds = new Map((members.userGroupRoles ?? []).map(({ userId, roleId }) => [userId, roleId]))
  return {
    id,
    name,
    description,
    color,
    projects: projects.nodes.map((project) => ({ id: project.id, name: project.name })),
    members: members.nodes.map((user) => {
      const roleId = roleIds.get(user.id)
      const role = roleId === undefined ? null : (roles.get(roleId) ?? { id: roleId, name: null })
      return { id: user.id, email: user.email, role }
    }),
  }
}
