import type { CallOptions } from '../../core/callOptions.ts'
import { objectOf, refuse } from '../../core/guards.ts'
import { idOf, requireVisible } from '../../core/visibleText.ts'
import type { Role } from '../../core/records.ts'
import type { Context } from '../context.ts'
import { bare, isSameEmail, parseEmail } from '../email.ts'
import { memberOf, readMember } from '../members/members.ts'
import { isProjectBased, resolveRole, roleKey, type RoleReference } from '../roles/roles.ts'
import type { UserGroupMember } from './userGroups.ts'

/** A person to put into a user group, with their role there. */
export interface NewUserGroupMember {
  /** A member whose role in the organization is `NONE`: a record, an id or an email address. */
  readonly user: string | { readonly id: string }
  readonly role: RoleReference
}

export type KnownMember = Pick<UserGroupMember, 'id' | 'email'>
export type ResolvedMember = KnownMember & { readonly role: Pick<Role, 'id' | 'name'> }

/** Returns the id and name of a role, unless groups can't have it. */
export function requireGroupRole(
  { id, name }: Pick<Role, 'id' | 'name'>,
  operationName: string,
): Pick<Role, 'id' | 'name'> {
  if (['NONE', 'TENANT_ADMIN'].includes(roleKey(name))) {
    throw refuse(operationName, 'members of a group can not have the roles NONE and TENANT_ADMIN. Choose another role.')
  }
  return { id, name }
}

/** Checks the list of members as far as that needs no request. */
export function requireMembers(operationName: string, members: unknown): readonly NewUserGroupMember[] {
  const isReference = (value: unknown): boolean => idOf(value as string | { id: string } | null) !== undefined
  const isMember = (value: NewUserGroupMember | null): boolean => {
    const { user, role } = objectOf(value)
    return isReference(user) && isReference(role)
  }
  if (Array.isArray(members) && members.every(isMember)) return members as readonly NewUserGroupMember[]
  throw refuse(operationName, "members must be a list such as [{ user: 'ada@example.com', role: 'REVIEWER' }].")
}

/** Returns the ids of members and roles. The `present` members of the group are not looked up again. */
export async function resolveMembers(
  context: Context,
  members: readonly NewUserGroupMember[],
  operationName: string,
  call: CallOptions,
  present: readonly KnownMember[] = [],
): Promise<readonly ResolvedMember[]> {
  const found = new Map<string, ResolvedMember>()
  for (const { user, role: reference } of members) {
    const role = requireGroupRole(await resolveRole(context, reference, operationName, call), operationName)
    const { id, email } =
      present.find((known) => isMeant(known, user)) ?? (await projectBased(context, user, operationName, call))
    const other = found.get(id)
    if (other !== undefined && other.role.id !== role.id) {
      throw refuse(operationName, 'members has the same person twice, with two roles. Choose one.')
    }
    found.set(id, { id, email, role })
  }
  return [...found.values()]
}

/** Whether a reference means a member. */
export const isMeant = ({ id, email }: KnownMember, user: NewUserGroupMember['user']): boolean =>
  typeof user === 'string' ? id === user || isSameEmail(email, user) : id === user.id

/** Looks a member up. Only people whose role in the organization is `NONE` can be in a group. */
async function projectBased(
  context: Context,
  user: NewUserGroupMember['user'],
  operationName: string,
  call: CallOptions,
): Promise<KnownMember> {
  const reference = requireVisible(operationName, 'the address or id of a member', bare(idOf(user) ?? ''))
  const id = parseEmail(reference) === undefined ? reference : (await memberOf(context, reference, call))?.id
  if (id === undefined) {
    throw refuse(operationName, 'an address in members is not one of a member. Invite that person into the group.')
  }
  const { email, deleted, orgRole } = await readMember(context, id, call)
  if (deleted === true) throw refuse(operationName, 'a person in members was removed from the organization.')
  if (orgRole !== null && !isProjectBased(orgRole)) {
    throw refuse(
      operationName,
      'a person in members has a role in the whole organization. Groups take only people with the organization role NONE.',
    )
  }
  return { id, email }
}
