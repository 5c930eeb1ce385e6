import { GetMemberDocument } from '../../../generated/operations.ts'
import type { CallOptions } from '../../core/callOptions.ts'
import { memberOf } from '../invites/addressee.ts'
import type { Context } from '../context.ts'
import { refuse, requireVisible, idOf, objectOf } from '../../core/guards.ts'
import { present } from '../answers.ts'
import { bare, isSameEmail, parseEmail } from '../invites/email.ts'
import { isProjectBased, resolveRole, roleKey, type RoleReference } from '../roles/roles.ts'
import type { Role } from '../../core/records.ts'
import type { UserGroupMember } from './userGroups.ts'

/** Somebody who is to be in a group, and as what. */
export interface NewUserGroupMember {
  /** A member of the organization whose role there is `NONE`: a record, an id or an email address. */
  readonly user: string | { readonly id: string }
  readonly role: RoleReference
}

type ResolvedMember = UserGroupMember & { readonly role: Pick<Role, 'id' | 'name'> }

/** A role that can be had by a group. */
export async function resolveGroupRole(
  context: Context,
  reference: RoleReference,
  operationName: string,
  options: CallOptions,
): Promise<Pick<Role, 'id' | 'name'>> {
  return requireGroupRole(await resolveRole(context, reference, operationName, options), operationName)
}

/** The same role, unless it is one that can't. */
export function requireGroupRole(
  { id, name }: Pick<Role, 'id' | 'name'>,
  operationName: string,
): Pick<Role, 'id' | 'name'> {
  if (['NONE', 'TENANT_ADMIN'].includes(roleKey(name))) {
    throw refuse(operationName, 'the roles NONE and TENANT_ADMIN can not be had in a group. Choose another one.')
  }
  return { id, name }
}

/** What can be told of members before anything is asked. */
export function requireMembers(operationName: string, members: unknown): readonly NewUserGroupMember[] {
  const isReference = (value: unknown): boolean => idOf(value as string | { id: string } | null) !== undefined
  if (
    Array.isArray(members) &&
    members.every((each: NewUserGroupMember | null) => {
      const { user, role } = objectOf(each)
      return isReference(user) && isReference(role)
    })
  ) {
    return members as readonly NewUserGroupMember[]
  }
  throw refuse(operationName, "members is a list of users with roles: [{ user: 'ada@example.com', role: 'REVIEWER' }].")
}

/** Who they are, and as what. Those that are in the group already are not asked about again. */
export async function resolveMembers(
  context: Context,
  members: readonly NewUserGroupMember[],
  operationName: string,
  options: CallOptions,
  present: readonly { readonly id: string; readonly email: string | null }[] = [],
): Promise<readonly ResolvedMember[]> {
  const found = new Map<string, ResolvedMember>()
  for (const { user, role: reference } of members) {
    const role = await resolveGroupRole(context, reference, operationName, options)
    const { id, email } =
      present.find((known) => isMeant(known, user)) ?? (await projectBased(context, user, operationName, options))
    const other = found.get(id)
    if (other !== undefined && other.role.id !== role.id) {
      throw refuse(operationName, 'somebody is named twice in members, with two roles. Choose one.')
    }
    found.set(id, { id, email, role })
  }
  return [...found.values()]
}

const isMeant = (
  { id, email }: { readonly id: string; readonly email: string | null },
  user: NewUserGroupMember['user'],
): boolean => (typeof user === 'string' ? id === user || isSameEmail(email, user) : id === user.id)

/** Only those who have no role in the whole organization can be in a group. */
async function projectBased(
  context: Context,
  user: NewUserGroupMember['user'],
  operationName: string,
  options: CallOptions,
): Promise<{ readonly id: string; readonly email: string | null }> {
  const reference = requireVisible(operationName, 'the address or id of a member', bare(idOf(user) ?? ''))
  const id = parseEmail(reference) === undefined ? reference : await byEmail(context, reference, operationName, options)
  const data = await context.execute(GetMemberDocument, { id }, options)
  const { email, deleted, orgRole } = present(data.user, 'GetMember', data)
  if (deleted === true) throw refuse(operationName, 'somebody in members has been removed from the organization.')
  if (orgRole !== null && !isProjectBased(orgRole)) {
    throw refuse(
      operationName,
      'somebody in members has a role in the whole organization. Only people with the organization role NONE can be in a group.',
    )
  }
  return { id, email }
}

async function byEmail(context: Context, email: string, operationName: string, options: CallOptions): Promise<string> {
  const member = await memberOf(context, email.trim(), options)
  if (member !== undefined) return member.id
  throw refuse(
    operationName,
    'nobody in the organization has an address that is in members. Invite them into the group.',
  )
}
