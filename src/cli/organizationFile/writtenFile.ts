import { hasInvisible, trimmed } from '../../core/invisible.ts'
import { normalizeEmail } from '../../organization/email.ts'
import { isProjectBased, roleKey } from '../../organization/roles/roles.ts'
import type { GroupInFile, ProjectInFile, WholeOrganizationFile } from '../json/applyJson.ts'
import { byMailbox, newest } from './matching.ts'
import type { PendingInvite } from '../../index.ts'
import type { OrganizationState, ProjectState } from './currentState.ts'
import { isDirect } from './projectPlan.ts'

type Roles = Readonly<Record<string, string>>

/** Writes the organization as a file. Applied at once, it changes nothing. */
export function toOrganizationFile(state: OrganizationState): WholeOrganizationFile {
  const projects = [...state.projects.values()]
  const projectName = namesOf(projects, ({ name }) => name)
  const groupName = namesOf(state.groups, ({ name }) => name)
  const tagText = namesOf(state.tags, ({ text }) => text)
  const invites = openInvites(state)
  const people = peopleOf(state, invites)
  /** The roles of people whose roles hold in projects and groups only. */
  const rolesOf = (entries: readonly (readonly [email: string | null, role: string | null | undefined])[]): Roles =>
    Object.fromEntries(
      entries.flatMap(([email, role]) => {
        const person = people.get(normalizeEmail(email))
        // Two members may have one mailbox: the file has the first of them.
        return person?.role === 'NONE' && person.email === email && role != null
          ? [[email, spelled(role)] as const]
          : []
      }),
    )
  const projectOf = (project: ProjectState): ProjectInFile => {
    const direct = project.members.filter((member) => isDirect(state, project, member))
    const offered = invites.flatMap(({ inviteeEmail, projectInvites }) =>
      (projectInvites ?? [])
        .filter(({ projectId }) => projectId === project.id)
        .map(({ projectRoleName }) => [inviteeEmail, projectRoleName] as const),
    )
    return {
      members: rolesOf([...offered, ...direct.map(({ user, role }) => [user.email, role.name] as const)]),
      tags: project.tags.map(tagText),
    }
  }
  return {
    members: Object.fromEntries([...people.values()].map(({ email, role }) => [email, role])),
    projects: Object.fromEntries(projects.map((project) => [projectName(project), projectOf(project)])),
    groups: Object.fromEntries(
      state.groups.map((group): readonly [string, GroupInFile] => [
        groupName(group),
        {
          ...(group.color !== null && { color: group.color }),
          ...(group.description !== null && group.description.trim() !== '' && { description: group.description }),
          projects: group.projects.map(projectName),
          members: rolesOf(group.members.map(({ email, role }) => [email, role?.name])),
        },
      ]),
    ),
    tags: Object.fromEntries(state.tags.map((tag) => [tagText(tag), tag.color ?? ''])),
  }
}

/** The newest invite to each address that no member has. */
function openInvites({ members, invites }: OrganizationState): readonly PendingInvite[] {
  const taken = byMailbox(members, ({ email }) => email)
  return [...byMailbox(invites, ({ inviteeEmail }) => inviteeEmail)].flatMap(([mailbox, several]) =>
    taken.has(mailbox) ? [] : (newest(several) ?? []),
  )
}

/** Members and people with a pending invite, by mailbox. */
function peopleOf({ members }: OrganizationState, invites: readonly PendingInvite[]) {
  const people = new Map<string, { readonly email: string; readonly role: string }>()
  const add = (email: string | null, role: string | null): void => {
    const mailbox = normalizeEmail(email)
    if (email === null || people.has(mailbox)) return
    people.set(mailbox, { email, role: role === null || isProjectBased({ name: role }) ? 'NONE' : spelled(role) })
  }
  for (const { email, orgRole } of members) add(email, orgRole?.name ?? null)
  for (const { inviteeEmail, organizationRoleName } of invites) add(inviteeEmail, organizationRoleName)
  return people
}

/** Built-in roles as Labelbox's documentation spells them. A custom role keeps its name. */
const spelled = (role: string): string => (builtIn.includes(roleKey(role)) ? roleKey(role) : role)

const builtIn = ['ADMIN', 'TEAM_MANAGER', 'REVIEWER', 'LABELER', 'NONE', 'TENANT_ADMIN', 'DATA_ADMIN']

/** Returns a function that names a record: by its name, or by its id where the name can't stand for it. */
function namesOf<T extends { readonly id: string }>(
  records: readonly T[],
  nameOf: (record: T) => string | null,
): (record: { readonly id: string }) => string {
  const counts = new Map<string, number>()
  for (const record of records) {
    const name = trimmed(nameOf(record) ?? '')
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  const names = new Map(
    records.map((record) => {
      const name = trimmed(nameOf(record) ?? '')
      return [record.id, name === '' || hasInvisible(name) || counts.get(name) !== 1 ? record.id : name]
    }),
  )
  return ({ id }) => names.get(id) ?? id
}
