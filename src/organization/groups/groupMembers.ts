import type { CallOptions } from '../../core/callOptions.ts'
import { objectOf, refuse } from '../../core/guards.ts'
import { idOf, requireVisible } from '../../core/visibleText.ts'
import type { Role } from '../../core/records.ts'
import type { Context } from '../context.ts'
import { bare, isSameEmail, parseEmail } from '../email.ts'
import { memberOf, readMember, type MemberReference } from '../members/members.ts'
import { isProjectBased, resolveRole, roleKey, type RoleReference } from '../roles/roles.ts'
import type { UserGroupMember } from './userGroups.ts'
import { notFound } from '../unknownIds.ts'

/** A person to put into a user group, with their role there. */
export interface NewUserGroupMember {
  /** A member whose role in the organization is `NONE`: a record, an id or an email address. */
  readonly user: MemberReference
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
  const isMember = (value: NewUserGroupMember | null | undefined): boolean => {
    const { user, role } = objectOf(value)
    return isReference(user) && isReference(role)
  }
  if (isListOf(members, isMember)) return members
  throw refuse(operationName, "members must be a list such as [{ user: 'ada@example.com', role: 'REVIEWER' }].")
}

/** Whether a value is a list of such items. `every` alone skips the holes of a list. */
export const isListOf = <T>(list: unknown, isItem: (item: T | null | undefined) => boolean): list is readonly T[] =>
  Array.isArray(list) && Array.from(list as readonly T[]).every(isItem)

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
    const person = await findPerson(context, user, present, operationName, call)
    if (person === undefined) {
      throw notFound(operationName, 'an address in members is not one of a member. Invite that person into the group.')
    }
    const { id, email = null } = person.isPresent ? person : await projectBased(context, person.id, operationName, call)
    const other = found.get(id)
    if (other !== undefined && other.role.id !== role.id) {
      throw refuse(operationName, 'members has the same person twice, with two roles. Choose one.')
    }
    found.set(id, { id, email, role })
  }
  return [...found.values()]
}

/** A person whom a reference means. */
export interface FoundPerson {
  readonly id: string
  /** Not known of an id outside of the group. */
  readonly email?: string | null
  /** Whether they are in the group. */
  readonly isPresent: boolean
}

/**
 * Finds the person whom a reference means: in the group, or else in the organization. The API tells addresses apart that differ
 * only in case, so the exact spelling goes first, and another one must be a single person's.
 *
 * @returns `undefined` for an address that is nobody's.
 * @throws LabelboxError `INVALID_INPUT` for an address that several people have in other spellings.
 */
export async function findPerson(
  context: Context,
  user: NewUserGroupMember['user'],
  present: readonly KnownMember[],
  operationName: string,
  call: CallOptions,
): Promise<FoundPerson | undefined> {
  const given = bare(idOf(user) ?? '')
  const known =
    present.find(({ id }) => id === given) ??
    onlyOne(
      present.filter(({ email }) => email === given),
      operationName,
    )
  if (known !== undefined) return { ...known, isPresent: true }
  const address = parseEmail(requireVisible(operationName, 'the address or id of a member', given))
  if (address === undefined) return { id: given, isPresent: false }

  const member = await memberOf(context, address, { ...call, onPartialData: 'throw' })
  const isExact = member?.email === address
  const similar = isExact ? [] : present.filter(({ email }) => isSameEmail(email, address))
  const found = onlyOne([...similar, ...(member === undefined ? [] : [member])], operationName)
  return found && { id: found.id, email: found.email, isPresent: present.some(({ id }) => id === found.id) }
}

/** Returns the person in a list, which may have them twice. */
function onlyOne(people: readonly KnownMember[], operationName: string): KnownMember | undefined {
  const [first, ...others] = people
  if (others.every(({ id }) => id === first?.id)) return first
  throw refuse(operationName, 'several people have one of the addresses in different spellings. Pass the id instead.')
}

/** Looks a member up. Only people whose role in the organization is `NONE` can be in a group. */
async function projectBased(
  context: Context,
  id: string,
  operationName: string,
  call: CallOptions,
): Promise<KnownMember> {
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
