import type { NewUserGroupMember, UserGroup, UserGroupChanges } from '../../index.ts'
import { trimmed } from '../../core/invisible.ts'
import { isSameEmail } from '../../organization/email.ts'
import { usage } from '../failure.ts'

/** What may be said of a group on the command line. */
export interface GroupOptions {
  readonly name?: string | undefined
  readonly color?: string | undefined
  readonly description?: string | undefined
  readonly addProject?: readonly string[] | undefined
  readonly removeProject?: readonly string[] | undefined
  readonly addMember?: readonly (readonly [member: string, role: string])[] | undefined
  readonly removeMember?: readonly string[] | undefined
}

/** The client takes whole lists, and people say what comes and what goes. A list that nothing is said of stays away. */
export function toChanges(group: UserGroup, options: GroupOptions): UserGroupChanges {
  const { name, color, description } = options
  return {
    ...(name !== undefined && { name }),
    ...(color !== undefined && { color }),
    ...(description !== undefined && { description }),
    ...projectsOf(group, options),
    ...membersOf(group, options),
  }
}

function projectsOf(
  { projects }: UserGroup,
  { addProject = [], removeProject = [] }: GroupOptions,
): Pick<UserGroupChanges, 'projects'> {
  if (addProject.length + removeProject.length === 0) return {}
  requirePresent('project', projects, removeProject, (project) => [project.id, project.name])
  const kept = projects.filter(({ id, name }) => !isAmong(removeProject, [id, name]))
  return { projects: [...kept.map(({ id }) => ({ id })), ...addProject] }
}

function membersOf(
  { members }: UserGroup,
  { addMember = [], removeMember = [] }: GroupOptions,
): Pick<UserGroupChanges, 'members'> {
  if (addMember.length + removeMember.length === 0) return {}
  requirePresent('member', members, removeMember, (member) => [member.id, member.email])
  // Somebody who is in the group and is added has the new role in place of the old one.
  const gone = [...removeMember, ...addMember.map(([user]) => user)]
  const kept = members.filter(({ id, email }) => !isAmong(gone, [id, email]))
  return {
    members: [
      ...kept.map(({ id, role }): NewUserGroupMember => {
        if (role !== null) return { user: { id }, role }
        throw usage(`Labelbox does not tell the role that ${id} has in the group. Say it with --add-member ${id}=ROLE.`)
      }),
      ...addMember.map(([user, role]) => ({ user, role })),
    ],
  }
}

const isAmong = (given: readonly string[], names: readonly (string | null)[]): boolean =>
  names.some((name) => name !== null && given.some((one) => isSame(name, one)))

const isSame = (name: string, given: string): boolean =>
  name.includes('@') ? isSameEmail(name, given) : name.toLowerCase() === trimmed(given).toLowerCase()

function requirePresent<T>(
  what: string,
  present: readonly T[],
  given: readonly string[],
  namesOf: (thing: T) => readonly (string | null)[],
): void {
  for (const one of given) {
    if (!present.some((thing) => isAmong([one], namesOf(thing)))) throw usage(`The group has no ${what} ${one}.`)
  }
}
