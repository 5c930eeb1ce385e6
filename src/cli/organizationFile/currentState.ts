import type { Member, PendingInvite, Project, ProjectMember, ResourceTag, Role, User, UserGroup } from '../../index.ts'
import { atATime } from '../../organization/bulk/atATime.ts'
import type { Session } from '../session/session.ts'
import { matching } from './matching.ts'

/** A project, and what was read of it. */
export interface ProjectState {
  readonly id: string
  readonly name: string | null
  readonly members: readonly ProjectMember[]
  readonly tags: readonly ResourceTag[]
}

/** The organization as it is. What was not asked for is empty. */
export interface OrganizationState {
  /** The user of the API key. */
  readonly self: User
  readonly roles: readonly Role[]
  readonly members: readonly Member[]
  readonly invites: readonly PendingInvite[]
  readonly groups: readonly UserGroup[]
  readonly tags: readonly ResourceTag[]
  /** By the name or id that was asked for; all projects by their ids. Without those that no or several projects have. */
  readonly projects: ReadonlyMap<string, ProjectState>
  /** Ids of the projects that are not deleted. Empty if neither a project was asked for, nor an invite offers one. */
  readonly projectIds: ReadonlySet<string>
}

/** What to read of a project. */
export interface ProjectParts {
  readonly members: boolean
  readonly tags: boolean
}

/** What to read of the organization. */
export interface StateParts {
  readonly people: boolean
  readonly groups: boolean
  readonly tags: boolean
  /** By name or id; or the members and tags of all projects. */
  readonly projects: ReadonlyMap<string, ProjectParts> | 'all'
}

/** Projects that are read at a time. */
const projectsAtATime = 8

/** Reads the organization. */
export async function readState(
  { labelbox, organization, request }: Session,
  parts: StateParts,
): Promise<OrganizationState> {
  const all = { limit: Infinity }
  const [self, roles, members, invites, groups, tags] = await Promise.all([
    labelbox.getUser(request),
    organization.getRoles(request),
    parts.people ? organization.getMembers({ where: { deleted: false }, ...request }).toArray(all) : [],
    parts.people ? organization.getInvites(request).toArray(all) : [],
    parts.groups ? organization.getUserGroups(request).toArray(all) : [],
    parts.tags ? organization.getResourceTags(request) : [],
  ])
  const needsProjects =
    parts.projects === 'all' ||
    parts.projects.size > 0 ||
    invites.some(({ projectInvites }) => (projectInvites ?? []).length > 0)
  const existing = needsProjects ? await organization.projects(request).toArray(all) : []
  const projects = new Map<string, ProjectState>()
  const read = async (asked: string, { id, name }: Project, wanted: ProjectParts): Promise<void> => {
    projects.set(asked, {
      id,
      name,
      members: wanted.members ? await organization.getProjectMembers({ id }, request).toArray(all) : [],
      tags: wanted.tags ? await organization.getProjectTags({ id }, request) : [],
    })
  }
  const reading =
    parts.projects === 'all'
      ? existing.map((project) => () => read(project.id, project, { members: true, tags: true }))
      : [...parts.projects].flatMap(([asked, wanted]) => {
          const [project, other] = matching(existing, asked, ({ name }) => name)
          return project === undefined || other !== undefined ? [] : [() => read(asked, project, wanted)]
        })
  const inTurn = atATime(projectsAtATime)
  await Promise.all(reading.map((each) => inTurn(each)))
  return { self, roles, members, invites, groups, tags, projects, projectIds: new Set(existing.map(({ id }) => id)) }
}
