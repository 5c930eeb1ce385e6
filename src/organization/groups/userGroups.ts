import {
  GetUserGroupDocument,
  GetUserGroupsDocument,
  type GetGroupMembersQuery,
  type GetUserGroupQuery,
} from '../../../generated/operations.ts'
import type { CallOptions } from '../../core/callOptions.ts'
import { isRecord, refuse } from '../../core/guards.ts'
import { idOf, requireVisible } from '../../core/visibleText.ts'
import { trimmed } from '../../core/invisible.ts'
import type { Role } from '../../core/records.ts'
import { byCursor } from '../../lists/byCursor.ts'
import type { Paginated } from '../../lists/paginated.ts'
import { startCall, type Context } from '../context.ts'
import { listOf, type CursorPageOptions } from '../resourceLists.ts'
import { requireList, requireRecord } from '../responses.ts'
import { notFound, unknownId } from '../unknownIds.ts'

/** A group as the API returns it. */
export type WireUserGroup = NonNullable<GetUserGroupQuery['userGroupV2']>

/** A member of a user group, with their role in the group's projects. */
export interface UserGroupMember {
  readonly id: string
  readonly email: string | null
  /** `null` if the API does not return it. Its name is `null` if the role no longer exists. */
  readonly role: { readonly id: string; readonly name: string | null } | null
}

/** A group of people, each with a role in the group's projects. */
export interface UserGroup {
  readonly id: string
  readonly name: string | null
  readonly description: string | null
  /** Six hex digits as the API returns them, one of nine colors. */
  readonly color: string | null
  readonly projects: readonly { readonly id: string; readonly name: string | null }[]
  readonly members: readonly UserGroupMember[]
}

/** A user group: a record or an id. Only `inviteUser` and `inviteUsers` take its name too. */
export type UserGroupReference = string | { readonly id: string }

export const getUserGroups = (context: Context, options: CursorPageOptions & CallOptions = {}): Paginated<UserGroup> =>
  listOf(options, () => ({
    pageSize: options.pageSize,
    pages: byCursor<UserGroup>('GetUserGroups', async (after, first) => {
      const call = startCall(context, options)
      const data = await context.execute(GetUserGroupsDocument, { first, after }, call)
      const nodes = requireList(data.userGroupsV2?.nodes, 'GetUserGroups', data).map((group) =>
        withLists(group, 'GetUserGroups', data),
      )
      const roles = await rolesOf(context, nodes, call)
      const items = nodes.map((group) => toUserGroup(group, roles))
      return { items, nextCursor: data.userGroupsV2?.nextCursor ?? null }
    }),
  }))

export async function getUserGroup(
  context: Context,
  reference: UserGroupReference,
  call: CallOptions,
): Promise<UserGroup> {
  const group = await readUserGroup(context, requireGroup('GetUserGroup', reference), call)
  return toUserGroup(group, await rolesOf(context, [group], call))
}

/** Returns a group as the API returns it, by id. */
export const readUserGroup = (context: Context, id: string, call: CallOptions): Promise<WireUserGroup> =>
  ofGroup(id, async () => {
    const data = await context.execute(GetUserGroupDocument, { id }, call)
    return withLists(requireRecord(data.userGroupV2, 'GetUserGroup', data), 'GetUserGroup', data)
  })

/** Runs a request about one group. If the API does not know its id, the error says what to pass. */
export async function ofGroup<T>(id: string, request: () => Promise<T>): Promise<T> {
  try {
    return await request()
  } catch (error) {
    throw unknownId(error, id, 'user group')
  }
}

/** Returns a group whose lists can be read: partial data has null in place of a record that failed. */
const withLists = (group: WireUserGroup, operationName: string, data: object): WireUserGroup => ({
  ...group,
  projects: { ...group.projects, nodes: [...requireList(group.projects.nodes, operationName, data)] },
  members: readableMembers(group.members, operationName, data),
})

/** Returns the members of a group without those that failed. */
export function readableMembers<Members extends WireMembers>(
  given: Members | null,
  operationName: string,
  data: object,
): Members {
  const members = requireRecord(given, operationName, data)
  const { nodes, userGroupRoles } = members
  return {
    ...members,
    nodes: [...requireList(nodes, operationName, data)],
    userGroupRoles: userGroupRoles && [...requireList(userGroupRoles, operationName, data, isRecord)],
  }
}

export function requireGroup(operationName: string, reference: UserGroupReference | null | undefined): string {
  const id = idOf(reference)
  if (id !== undefined) return id
  throw refuse(operationName, 'it needs a user group, or its id.')
}

/** Returns the id of a group that is given as a record, an id or a name. */
export async function resolveUserGroup(
  context: Context,
  reference: UserGroupReference,
  operationName: string,
  call: CallOptions,
): Promise<string> {
  if (typeof reference !== 'string') return reference.id
  const wanted = requireVisible(operationName, 'the name or id of the user group', reference)
  const named: string[] = []
  for await (const { id, name } of getUserGroups(context, call)) {
    if (id === wanted) return id
    if (name !== null && trimmed(name) === wanted) named.push(id)
  }
  const [found, other] = named
  if (found === undefined) {
    throw notFound(operationName, 'no user group has that id or name, or this API key may not see it.')
  }
  if (other !== undefined) {
    throw refuse(operationName, 'several user groups have that name. Pass the group, or its id.')
  }
  return found
}

/** Whether the API is known to have returned the whole list. Without a count it may have returned a part. */
export const isComplete = ({ nodes, totalCount }: WireUserGroup['projects'] | WireMembers): boolean =>
  totalCount === nodes.length

/** The members of a group as the API returns them. */
export type WireMembers = NonNullable<GetGroupMembersQuery['userGroupV2']>['members']

/** Returns the roles of the members by id. The API lists only their ids, so a new role is loaded with all others. */
export async function rolesOf(
  context: Context,
  groups: readonly { readonly members: WireMembers }[],
  call: CallOptions,
): Promise<Roles> {
  const ids = groups.flatMap(({ members }) => (members.userGroupRoles ?? []).map(({ roleId }) => roleId))
  if (ids.length === 0) return new Map()
  const toMap = (roles: readonly Role[]) => new Map(roles.map(({ id, name }) => [id, { id, name }]))
  const roles = await context.roles.get(call)
  const known = toMap(roles)
  if (ids.every((id) => known.has(id))) return known
  context.roles.forget(roles)
  return toMap(await context.roles.get(call))
}

type Roles = ReadonlyMap<string, Pick<Role, 'id' | 'name'>>

/** Returns the group with each member's role on the member. */
export function toUserGroup(group: WireUserGroup, roles: Roles): UserGroup {
  const { id, name, description, color, projects, members } = group
  return {
    id,
    name,
    description,
    color,
    projects: projects.nodes.map((project) => ({ id: project.id, name: project.name })),
    members: members.nodes.map(toMember(members, roles)),
  }
}

/** Returns a function that makes a member of a user, with their role in the group. */
export function toMember(
  { userGroupRoles }: WireMembers,
  roles: Roles,
): (user: WireMembers['nodes'][number]) => UserGroupMember {
  const roleIds = new Map((userGroupRoles ?? []).map(({ userId, roleId }) => [userId, roleId]))
  return ({ id, email }) => {
    const roleId = roleIds.get(id)
    return { id, email, role: roleId === undefined ? null : (roles.get(roleId) ?? { id: roleId, name: null }) }
  }
}
