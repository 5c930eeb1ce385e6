import { ProjectsDocument, type ProjectFragment } from '../../../generated/operations.ts'
import type { WithDates } from '../../core/withDates.ts'
import type { Paginated } from '../../lists/paginated.ts'
import type { Where } from '../../lists/refine.ts'
import type { CallOptions } from '../../core/callOptions.ts'
import type { Context } from '../context.ts'
import { refuse, requireVisible } from '../../core/guards.ts'
import { relation, type ListOptions } from '../relation.ts'

/** A labeling project. */
export type Project = WithDates<ProjectFragment>

/** A project as a record, or by its id or its name. */
export type ProjectReference = string | { readonly id: string }

/** The organization's projects, without the removed ones. */
export const projects = (context: Context, options: ListOptions<'projects'> = {}): Paginated<Project> =>
  relation(context, ProjectsDocument, 'projects', options, (data) => data.organization?.projects)

/** The id of a project; one given by text is looked up, as an id before as a name, and in whole answers only. */
export async function resolveProject(
  context: Context,
  reference: ProjectReference,
  operationName: string,
  options: CallOptions,
): Promise<string> {
  if (typeof reference !== 'string') return reference.id
  const wanted = requireVisible(operationName, 'the name or id of the project', reference)
  const find = (where: Where<'projects'>): Paginated<Project> =>
    projects(context, { ...options, onPartialData: 'throw', where })
  const byId = await find({ id: wanted }).first()
  if (byId !== undefined) return byId.id
  const named = await find({ name: wanted }).toArray({ limit: 2 })
  if (named.length > 1) {
    throw refuse(operationName, 'several projects have the name that was given. Give the id, or the project itself.')
  }
  const [project] = named
  if (project === undefined) {
    throw refuse(operationName, 'no project has the id or the name that was given, or this API key may not see it.')
  }
  return project.id
}
