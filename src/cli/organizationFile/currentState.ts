import type { Member, PendingInvite, Project, ProjectMember, ResourceTag, Role, User, UserGroup } from '../../index.ts'
import { atATime } from '../../organization/bulk/atATime.ts'
import type { Session } from '../session/session.ts'

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
  /** By the name or id that was asked for; all projects by their ids. */
  readonly projects: ReadonlyMap<string, ProjectState>
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

/**
 * Reads the organization.
 *
 * @param onMissing - Called for a project that can't be found, or whose name several have.
 */
export async function readState(
  { labelbox, organization, request }: Session,
  parts: StateParts,
  onMissing: (project: string) => void,
): Promise<OrganizationState> {
  const { isLabelboxError } = await import('../../index.ts')
  const all = { limit: Infinity }
  const inTurn = atATime(projectsAtATime)
  const projects = new Map<string, ProjectState>()
  const read = async (asked: string, project: Pick<Project, 'id' | 'name'>, { members, tags }: ProjectParts) => {
    const { id, name } = project
    projects.set(asked, {
      id,
      name,
      members: members ? await organization.getProjectMembers({ id }, request).toArray(all) : [],
      tags: tags ? await organization.getProjectTags({ id }, request) : [],
    })
  }
  const find = async (asked: string, wanted: ProjectParts): Promise<void> => {
    try {
      await read(asked, await organization.getProject(asked, request), wanted)
    } catch (error) {
      if (!isLabelboxError(error) || !['INVALID_INPUT', 'RESOURCE_NOT_FOUND'].includes(error.code)) throw error
      onMissing(asked)
    }
  }
  const readProjects = async (): Promise<void> => {
    const reading: (() => Promise<void>)[] =
      parts.projects === 'all'
        ? (await organization.projects(request).toArray(all)).map(
            (project) => () => read(project.id, project, { members: true, tags: true }),
          )
        : [...parts.projects].map(
            ([asked, wanted]) =>
              () =>
                find(asked, wanted),
          )
    await Promise.all(reading.map((each) => inTurn(each)))
  }
  const [self, roles, members, invites, groups, tags] = await Promise.all([
    labelbox.getUser(request),
    organization.getRoles(request),
    parts.people ? organization.getMembers({ where: { deleted: false }, ...request }).toArray(all) : [],
    parts.people ? organization.getInvites(request).toArray(all) : [],
    parts.groups ? organization.getUserGroups(request).toArray(all) : [],
    parts.tags ? organization.getResourceTags(request) : [],
    readProjects(),
  ])
  return { self, roles, members, invites, groups, tags, projects }
}
