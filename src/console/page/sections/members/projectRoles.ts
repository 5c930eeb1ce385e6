import type { Client } from 'urql'
import { GetProjectMembersDocument, ProjectsDocument, type ProjectsQuery } from '../../../../../generated/operations.ts'
import { offsetPages, readOnce } from '../../data/readPages.ts'

type Project = NonNullable<NonNullable<ProjectsQuery['organization']>['projects']>[number]

/** The access of one person to one project. */
export interface ProjectRole {
  readonly project: Pick<Project, 'id' | 'name'>
  /** Undefined where the person has no role in the project. */
  readonly role: string | undefined
}

const projectsAtOnce = 4

/**
 * Reads which roles a person has in projects. The API lists the members of a project and not the projects of a member, so
 * each project is asked in turn.
 */
export async function* readProjectRoles(
  client: Client,
  userId: string,
): AsyncGenerator<readonly ProjectRole[], void, undefined> {
  const projects = offsetPages<Project>('Projects', async (skip, first) => {
    const { organization } = await readOnce(client, ProjectsDocument, { skip, first })
    return organization?.projects ?? []
  })
  for await (const page of projects(100)) {
    for (let start = 0; start < page.length; start += projectsAtOnce) {
      const some = page.slice(start, start + projectsAtOnce)
      yield await Promise.all(
        some.map(async (project) => ({ project, role: await roleIn(client, project.id, userId) })),
      )
    }
  }
}

async function roleIn(client: Client, id: string, userId: string): Promise<string | undefined> {
  const members = offsetPages('GetProjectMembers', async (skip, first) => {
    const { project } = await readOnce(client, GetProjectMembersDocument, { id, skip, first })
    return project?.members ?? []
  })
  for await (const page of members(100)) {
    const found = page.find(({ user }) => user.id === userId)
    if (found !== undefined) return found.role.name ?? 'None'
  }
  return undefined
}
