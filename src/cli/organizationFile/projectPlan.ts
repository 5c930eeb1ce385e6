import type { ProjectMember } from '../../index.ts'
import { change } from './plannedCall.ts'
import type { OrganizationState, ProjectState } from './currentState.ts'
import { Offers } from './offers.ts'
import type { ProjectEntry } from './organizationFile.ts'
import type { Plan } from './plan.ts'
import type { FileTags } from './tagPlan.ts'

/** Plans the roles and tags of projects. Returns the roles for people who are not members yet. */
export function planProjects(plan: Plan, fileTags: FileTags): Offers {
  const offers = new Offers()
  const seen = new Map<string, ProjectEntry>()
  for (const entry of plan.file.projects ?? []) {
    const project = plan.state.projects.get(entry.name)
    // Not found, which is a fault already.
    if (project === undefined) continue
    const other = seen.get(project.id)
    if (other !== undefined) plan.fault(entry.line, `${entry.name} and ${other.name} are the same project.`)
    seen.set(project.id, entry)
    planRoles(plan, entry, project, offers)
    planProjectTags(plan, entry, project, fileTags)
  }
  return offers
}

function planRoles(plan: Plan, { name, members }: ProjectEntry, project: ProjectState, offers: Offers): void {
  if (members === undefined) return
  const direct = project.members.filter((member) => isDirect(plan.state, project, member))
  for (const entry of members) {
    const role = plan.roleInside(entry, `the project ${name}`, false)
    const member = plan.memberAt(entry)
    if (role === undefined) continue
    if (member === undefined) {
      offers.add(entry.email, { of: project.id, name, role })
      continue
    }
    const before = direct.find(({ user }) => user.id === member.id)?.role
    if (before?.id === role.id) continue
    plan.add('projects', {
      changes: [
        change('set-project-role', entry.email, entry.line, {
          in: name,
          before: before?.name ?? null,
          after: role.name,
        }),
      ],
      send: (organization, request) => organization.setProjectRole(member, project, role, request),
    })
  }
  for (const { user, role } of plan.unlistedIn(direct, (each) => each.user, members)) {
    plan.add('removals', {
      changes: plan.removals([
        change('remove-from-project', user.email ?? user.id, null, { in: name, before: role.name }),
      ]),
      send: (organization, request) => organization.removeFromProject(user, project, request),
    })
  }
}

/** Whether a role is the person's own in the project: it comes neither from the organization nor from a user group. */
export function isDirect(
  { groups }: OrganizationState,
  project: ProjectState,
  { accessFrom, user }: ProjectMember,
): boolean {
  if (accessFrom === 'ORGANIZATION') return false
  return !groups.some(
    ({ projects, members }) =>
      projects.some(({ id }) => id === project.id) &&
      members.some(({ id }) => id === user.id) &&
      accessFrom !== 'PROJECT',
  )
}

function planProjectTags(plan: Plan, { name, tags }: ProjectEntry, project: ProjectState, fileTags: FileTags): void {
  if (tags === undefined) return
  const wanted = tags.map(({ value: text, line }) => {
    const tag = plan.named(plan.state.tags, { name: text, line }, 'tags', (each) => each.text)
    if (tag === undefined && !fileTags.isCreated(text)) {
      plan.fault(line, `there is no tag ${text}. List it in “tags” too, with a color.`)
    } else if (tag !== undefined && fileTags.deleted.includes(tag)) {
      plan.fault(line, `${text} is not in “tags”, so --remove-unlisted would delete it. List it there too.`)
    }
    return { text, line, id: tag?.id }
  })
  const added = wanted.filter(({ id }) => id === undefined || !project.tags.some((tag) => tag.id === id))
  const others = project.tags.filter((tag) => !wanted.some(({ id }) => id === tag.id))
  const removed = plan.removals(others.map((tag) => change('untag-project', tag.text ?? tag.id, null, { in: name })))
  plan.add('projects', {
    changes: [...added.map(({ text, line }) => change('tag-project', text, line, { in: name })), ...removed],
    send: async (organization, request) => {
      // The API replaces the whole list, which others may have changed since it was compared.
      const now = await organization.getProjectTags(project, request)
      const leaving = removed.length > 0 ? others.map(({ id }) => id) : []
      const ids = [...now.map(({ id }) => id), ...added.map(({ text, id }) => id ?? fileTags.createdId(text))]
      const kept = ids.filter((id) => id !== undefined).filter((id) => !leaving.includes(id))
      await organization.setProjectTags(project, kept, request)
    },
  })
}
