import { trimmed } from '../../core/invisible.ts'
import type { UserGroup } from '../../index.ts'
import { groupColor, groupColors } from '../../organization/groups/userGroupColors.ts'
import type { FileChange } from '../json/applyJson.ts'
import { change, unlessGone } from './plannedCall.ts'
import { Offers } from './offers.ts'
import type { GroupEntry } from './organizationFile.ts'
import type { Plan } from './plan.ts'

/** Plans the user groups. Returns the roles for people who are not members yet. */
export function planGroups(plan: Plan): Offers {
  const offers = new Offers()
  const { file, state } = plan
  /** The names in the file, by the id of the group, or the name of a new one. */
  const named = new Map<string, string>()
  for (const entry of file.groups ?? []) {
    const group = plan.named(state.groups, entry, 'user groups', ({ name }) => name)
    const key = group?.id ?? trimmed(entry.name)
    const other = named.get(key)
    if (other !== undefined) plan.fault(entry.line, `${entry.name} and ${other} are the same user group.`)
    named.set(key, entry.name)
    const people = peopleOf(plan, entry, group, offers)
    if (group === undefined) planNewGroup(plan, entry, people)
    else planGroup(plan, entry, group, people)
  }
  for (const group of file.groups === undefined ? [] : state.groups.filter(({ id }) => !named.has(id))) {
    plan.add('removals', {
      changes: plan.removals([change('delete-group', group.name ?? group.id, null)]),
      send: (organization, request) => unlessGone(organization.deleteUserGroup(group, request)),
    })
  }
  return offers
}

/** A person who joins a group, or gets another role there. */
interface Joining {
  readonly change: FileChange
  readonly member: {
    readonly user: { readonly id: string }
    readonly role: { readonly id: string; readonly name: string | null }
  }
}

function peopleOf(
  plan: Plan,
  { name, members = [] }: GroupEntry,
  group: UserGroup | undefined,
  offers: Offers,
): readonly Joining[] {
  return members.flatMap((entry) => {
    const role = plan.roleInside(entry, `the user group ${name}`, true)
    const member = plan.memberAt(entry)
    if (role === undefined) return []
    if (member === undefined) {
      offers.add(entry.email, { of: group?.id ?? name, name, role })
      return []
    }
    const before = group?.members.find(({ id }) => id === member.id)?.role
    if (before?.id === role.id) return []
    const details = { in: name, before: before?.name ?? null, after: role.name }
    return [{ change: change('add-to-group', entry.email, entry.line, details), member: { user: member, role } }]
  })
}

function planNewGroup(plan: Plan, entry: GroupEntry, people: readonly Joining[]): void {
  const { name, line, color, description } = entry
  if (color === undefined) {
    plan.fault(line, `the user group ${name} does not exist yet. To create it, give it a color.`)
    return
  }
  requireColor(plan, entry, color)
  const projects = projectsOf(plan, entry)
  plan.add('groups', {
    changes: [
      change('create-group', name, line, { after: color }),
      ...projects.map((project) => change('add-group-project', project.name, project.line, { in: name })),
      ...people.map((person) => person.change),
    ],
    send: async (organization, request) => {
      const members = people.map(({ member }) => member)
      await organization.createUserGroup({ name, color, description, projects, members }, request)
    },
  })
}

function planGroup(plan: Plan, entry: GroupEntry, group: UserGroup, people: readonly Joining[]): void {
  const { name, line, color, description } = entry
  const projects = projectsOf(plan, entry)
  const added = projects.filter(({ id }) => !group.projects.some((project) => project.id === id))
  const others = group.projects.filter(({ id }) => !projects.some((project) => project.id === id))
  const removed = plan.removals(
    entry.projects === undefined
      ? []
      : others.map((project) => change('remove-group-project', project.name ?? project.id, null, { in: name })),
  )
  const hasOtherColor = color !== undefined && (groupColor(color) ?? color) !== (groupColor(group.color) ?? group.color)
  if (hasOtherColor) requireColor(plan, entry, color)
  const hasOtherText = description !== undefined && description.trim() !== (group.description ?? '').trim()
  plan.add('groups', {
    changes: [
      ...(hasOtherColor ? [change('update-group', name, line, { before: group.color, after: color })] : []),
      ...(hasOtherText ? [change('update-group', name, line, { before: group.description, after: description })] : []),
      ...added.map((project) => change('add-group-project', project.name, project.line, { in: name })),
      ...removed,
    ],
    send: async (organization, request) => {
      const newProjects = async () => {
        // The API replaces the whole list, which others may have changed since it was compared.
        const now = await organization.getUserGroup(group, request)
        const leaving = removed.length > 0 ? others.map(({ id }) => id) : []
        return [...now.projects, ...added].flatMap(({ id }) => (leaving.includes(id) ? [] : [{ id }]))
      }
      const changes = {
        ...(hasOtherColor && { color }),
        ...(hasOtherText && { description }),
        ...(added.length + removed.length > 0 && { projects: await newProjects() }),
      }
      await organization.updateUserGroup(group, changes, request)
    },
  })
  plan.add('group-members', {
    changes: people.map((person) => person.change),
    send: (organization, request) =>
      organization.addGroupMembers(
        group,
        people.map(({ member }) => member),
        request,
      ),
  })
  if (entry.members === undefined) return
  const leaving = plan.unlistedIn(group.members, (member) => member, entry.members)
  plan.add('removals', {
    changes: plan.removals(
      leaving.map(({ id, email, role }) =>
        change('remove-from-group', email ?? id, null, { in: name, before: role?.name ?? null }),
      ),
    ),
    send: (organization, request) => organization.removeGroupMembers(group, leaving, request),
  })
}

/** The projects of a group in the file. One that can't be found is a fault already. */
const projectsOf = ({ state }: Plan, { projects = [] }: GroupEntry) =>
  projects.flatMap(({ value, line }) => {
    const id = state.projects.get(value)?.id
    return id === undefined ? [] : [{ id, name: value, line }]
  })

function requireColor(plan: Plan, { name, line }: GroupEntry, color: string): void {
  if (groupColor(color) === undefined) {
    plan.fault(line, `the color of ${name} must be one of ${groupColors.join(', ')}.`)
  }
}
