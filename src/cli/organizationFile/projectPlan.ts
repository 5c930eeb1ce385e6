import type { ProjectMember } from '../../index.ts'
import { normalizeEmail } from '../../organization/email.ts'
import { change } from './plannedCall.ts'
import type { OrganizationState, ProjectState } from './currentState.ts'
import { Offers } from './offers.ts'
import type { ProjectEntry } from './organizationFile.ts'
import { findNamed, type Plan } from './plan.ts'

/** Plans the roles and tags of projects. Returns the roles for people who are not members yet. */
export function planProjects(plan: Plan, tagId: (text: string) => string | undefined): Offers {
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
    planProjectTags(plan, entry, project, tagId)
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
  const listed = new Set(members.map(({ email }) => normalizeEmail(email)))
  for (const { user, role } of direct) {
    if (listed.has(normalizeEmail(user.email)) || plan.leavesOut(user.email)) continue
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

function planProjectTags(
  plan: Plan,
  { name, tags }: ProjectEntry,
  project: ProjectState,
  tagId: (text: string) => string | undefined,
): void {
  if (tags === undefined) return
  const { state, file } = plan
  const wanted = new Map(tags.map(({ value, line }) => [value.trim(), line]))
  const isTag = (text: string): boolean =>
    findNamed(state.tags, text, (tag) => tag.text) !== undefined || file.tags?.some((tag) => tag.text === text) === true
  for (const [text, line] of wanted) {
    if (!isTag(text)) plan.fault(line, `there is no tag ${text}. List it in “tags” too, with a color.`)
  }
  const isOf = (text: string): boolean => project.tags.some((tag) => tag.text === text || tag.id === text)
  const added = [...wanted].filter(([text]) => !isOf(text))
  const others = project.tags.filter(({ id, text }) => !wanted.has(id) && !wanted.has(text ?? ''))
  const removed = plan.removals(others.map((tag) => change('untag-project', tag.text ?? tag.id, null, { in: name })))
  plan.add('projects', {
    changes: [...added.map(([text, line]) => change('tag-project', text, line, { in: name })), ...removed],
    send: async (organization, request) => {
      const kept = removed.length > 0 ? [] : others.map(({ id }) => id)
      const ids = [...wanted.keys()].map(tagId).filter((id) => id !== undefined)
      await organization.setProjectTags(project, [...kept, ...ids], request)
    },
  })
}
