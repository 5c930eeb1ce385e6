import {
  GetProjectDocument,
  GetProjectMembersDocument,
  GetProjectTagsDocument,
  ProjectsDocument,
  type GetProjectMembersQuery,
  type ProjectFragment,
} from '../../../generated/operations.ts'
import type { CallOptions } from '../../core/callOptions.ts'
import { withDates } from '../../core/dates.ts'
import { refuse } from '../../core/guards.ts'
import { idOf, requireVisible } from '../../core/visibleText.ts'
import type { WithDates } from '../../core/withDates.ts'
import type { Paginated } from '../../lists/paginated.ts'
import type { Where } from '../../lists/refine.ts'
import type { Context } from '../context.ts'
import { offsetList, refinedList, type ListOptions, type PageOptions } from '../resourceLists.ts'
import { requireList, requireRecord } from '../responses.ts'
import type { ResourceTag } from '../tags/resourceTags.ts'
import { notFound, unknownId } from '../unknownIds.ts'

/** A labeling project. */
export interface Project extends WithDates<ProjectFragment> {}

/** A project: a record, an id or a name. */
export type ProjectReference = string | { readonly id: string }

/** A person with access to a project. `accessFrom` says where the access comes from, such as `ORGANIZATION`. */
export interface ProjectMember extends WithDates<NonNullable<GetProjectMembersQuery['project']>['members'][number]> {}

export const projects = (context: Context, options: ListOptions<'projects'> & CallOptions = {}): Paginated<Project> =>
  refinedList(context, ProjectsDocument, 'projects', options, (data) => data.organization?.projects)

export async function getProject(context: Context, project: ProjectReference, call: CallOptions): Promise<Project> {
  const id = await resolveProject(context, project, 'GetProject', call)
  const data = await context.execute(GetProjectDocument, { id }, call)
  return withDates(requireRecord(data.project, 'GetProject', data))
}

export const getProjectMembers = (
  context: Context,
  project: string | { readonly id: string },
  options: PageOptions = {},
): Paginated<ProjectMember> =>
  offsetList(
    context,
    GetProjectMembersDocument,
    options,
    (data) => data.project?.members,
    () => {
      const id = idOf(project)
      if (id === undefined) throw refuse('GetProjectMembers', 'it needs a project, or its id.')
      return { id }
    },
    (error) => unknownId(error, project, 'project'),
  )

export async function getProjectTags(
  context: Context,
  project: ProjectReference,
  call: CallOptions,
): Promise<readonly ResourceTag[]> {
  const id = await resolveProject(context, project, 'GetProjectTags', call)
  const data = await context.execute(GetProjectTagsDocument, { id }, call)
  return requireList(data.project?.resourceTags, 'GetProjectTags', data).map((tag) => withDates(tag))
}

/** Returns the id of a project. Text is looked up as an id, then as a name. */
export async function resolveProject(
  context: Context,
  reference: ProjectReference,
  operationName: string,
  call: CallOptions,
): Promise<string> {
  if (idOf(reference) === undefined) throw refuse(operationName, 'it needs a project: a record, an id or a name.')
  if (typeof reference !== 'string') return reference.id
  const wanted = requireVisible(operationName, 'the name or id of the project', reference)
  const find = (where: Where<'projects'>): Paginated<Project> =>
    projects(context, { ...call, onPartialData: 'throw', where })
  const byId = await find({ id: wanted }).first()
  if (byId !== undefined) return byId.id
  const [project, other] = await find({ name: wanted }).toArray({ limit: 2 })
  if (other !== undefined) {
    throw refuse(operationName, 'several projects have that name. Pass the project, or its id.')
  }
  if (project === undefined) {
    throw notFound(operationName, 'no project has that id or name, or this API key may not see it.')
  }
  return project.id
}
