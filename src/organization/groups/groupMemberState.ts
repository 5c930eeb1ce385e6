import type { CallOptions } from '../../core/callOptions.ts'
import type { Context } from '../context.ts'
import {
  isComplete,
  readUserGroup,
  rolesOf,
  toUserGroup,
  type UserGroup,
  type UserGroupMember,
  type WireUserGroup,
} from './userGroups.ts'

/** A person as the change wants them: with a role in the group, or with `null` outside of it. */
export type Wanted = Pick<UserGroupMember, 'id' | 'email' | 'role'>

/** A group as it was read. */
export interface Read {
  readonly wire: WireUserGroup
  readonly group: UserGroup
}

/** A change of members, before it is sent. */
export interface Prepared extends Read {
  readonly people: readonly Wanted[]
}

/** A changed group, with what the API returned when it was read back, if that succeeded. */
export interface Changed extends Partial<Read> {
  readonly group: UserGroup
}

/** Reads a group as the API returns it, and as the facade shows it. */
export async function readGroup(context: Context, id: string, call: CallOptions): Promise<Read> {
  const wire = await readUserGroup(context, id, call)
  return { wire, group: toUserGroup(wire, await rolesOf(context, [wire], call)) }
}

/** The change was made, so a failure to read it back, even an abort, does not reject. */
export const readBack = (context: Context, after: UserGroup, call: CallOptions): Promise<Changed> =>
  readGroup(context, after.id, call).catch(() => ({ group: after }))

/** Whether a person has the wanted role, or is known not to be in the group. */
export function isDone({ id, role }: Wanted, { members }: WireUserGroup): boolean {
  const isThere = members.nodes.some((user) => user.id === id)
  if (role === null) return !isThere && isComplete(members)
  return isThere && members.userGroupRoles?.some((held) => held.userId === id && held.roleId === role.id) === true
}

/** The group as it will be once the people are as wanted. */
export function withPeople(group: UserGroup, people: readonly Wanted[]): UserGroup {
  const roles = new Map(people.map((person) => [person.id, person]))
  const before = new Set(group.members.map(({ id }) => id))
  const members = [
    ...group.members.flatMap((member) => {
      const person = roles.get(member.id)
      if (person === undefined) return [member]
      return person.role === null ? [] : [{ ...member, role: person.role }]
    }),
    ...people.filter(({ id, role }) => role !== null && !before.has(id)),
  ]
  return { ...group, members }
}
