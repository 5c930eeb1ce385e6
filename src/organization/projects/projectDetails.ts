import {
  GetProjectDocument,
  GetProjectMembersDocument,
  GetProjectTagsDocument,
  type GetProjectMembersQuery,
} from '../../../generated/operations.ts'
import { withDates } from '../../core/dates.ts'
import type { WithDates } from '../../core/withDates.ts'
import type { Paginated } from '../../lists/paginated.ts'
import type { CallOptions } from '../../core/callOptions.ts'
import { startCall, type Context } from '../context.ts'
import { refuse, idOf } from '../../core/guards.ts'
import { present, presentList } from '../answers.ts'
import { resolveProject, type Project, type ProjectReference } from './projects.ts'
import { offsetList, type PageOptions } from '../relation.ts'
import type { ResourceTag } from '../tags/resourceTags.ts'

/** Somebody who can work in a project; `accessFrom` says where that comes from, `ORGANIZATION` for example. */
export type ProjectMember = WithDates<NonNullable<GetProjectMembersQuery['project']>['members'][number]>

/** One project. */
export async function getProject(context: Context, project: ProjectReference, options?: CallOptions): Promise<Project> {
  const call = startCall(context, options)
  const id = await projectIdOf(context, project, 'GetProject', call)
  const data = await context.execute(GetProjectDocument, { id }, call)
  return withDates(present(data.project, 'GetProject', data))
}

/** The people of a project. */
export function getProjectMembers(
  context: Context,
  project: string | { readonly id: string },
  options: PageOptions = {},
): Paginated<ProjectMember> {
  return offsetList(
    context,
    GetProjectMembersDocument,
    options,
    (data) => data.project?.members,
    () => {
      const id = idOf(project)
      if (id === undefined) throw refuse('GetProjectMembers', 'it needs a project, or the id of one.')
      return { id }
    },
  )
}

/** The tags of a project. */
export async function getProjectTags(
  context: Context,
  project: ProjectReference,
  options?: CallOptions,
): Promise<readonly ResourceTag[]> {
  const call = startCall(context, options)
  const id = await projectIdOf(context, project, 'GetProjectTags', call)
  const data = await context.execute(GetProjectTagsDocument, { id }, call)
  return presentList(data.project?.resourceTags, 'GetProjectTags', data).map((tag) => withDates(tag))
}

/** The id of a project that is there to be read or changed. */
export async function projectIdOf(
  context: Context,
  project: ProjectReference,
  operationName: string,
  options: CallOptions,
): Promise<string> {
  if (idOf(project) === undefined) throw refuse(operationName, 'it needs a project, or the id or the name of one.')
  return resolveProject(context, project, operationName, options)
}
