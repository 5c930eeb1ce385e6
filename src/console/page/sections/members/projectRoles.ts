import type { Client } from 'urql'
import {
  GetProjectMembersDocument,
  ProjectsDocument,
  type GetProjectMembersQuery,
  type ProjectsQuery,
} from '../../../../../generated/operations.ts'
import { offsetPages, readOnce } from '../../data/readPages.ts'

type Project = NonNullable<NonNullable<ProjectsQuery['organization']>['projects']>[number]

type Member = NonNullable<GetProjectMembersQuery['project']>['members'][number]

/** The access of one person to one project. */
export interface ProjectRole {
  readonly project: Pick<Project, 'id' | 'name'>
  /** Undefined where the person has no role in the project. */
  readonly role: string | undefined
}

/** Number of requests at a time. A browser opens six connections, and the page needs some for other things. */
const projectsAtOnce = 4

/**
 * Reads which roles a person has in projects. Released clients read the members of a project, never the roles of a
 * person, so each project is asked in turn.
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
  const readPage = async (skip: number, first: number): Promise<readonly Member[]> => {
    const { project } = await readOnce(client, GetProjectMembersDocument, { id, skip, first })
    return project?.members ?? []
  }
  // Several projects are read at the same time.
  const members = offsetPages('GetProjectMembers', readPage, 1)
  for await (const page of members(100)) {
    const found = page.find(({ user }) => user.id === userId)
    if (found !== undefined) return found.role.name ?? 'None'
  }
  return undefined
}
