import { ProjectsDocument, type ProjectsQuery } from '../../../../../generated/operations.ts'
import { refine, type OrderBy, type Where } from '../../../../urql/index.ts'
import { consoleClient } from '../../data/consoleClient.ts'
import { KeptLists } from '../../data/keptLists.ts'
import { offsetPages, readOnce } from '../../data/readPages.ts'

/** A project in the list. */
export type ListedProject = NonNullable<NonNullable<ProjectsQuery['organization']>['projects']>[number]

/** When somebody last worked in a project. */
export type LastActivity = 'any' | 'month' | 'over-90'

const day = 86_400_000

/** The beginning of the day, so that a list has one filter for the whole day. */
const daysAgo = (days: number): Date => new Date((Math.floor(Date.now() / day) - days) * day)

const filterOf = (activity: LastActivity): Where<'projects'> =>
  activity === 'month'
    ? { lastActivityTime_gte: daysAgo(30) }
    : activity === 'over-90'
      ? { lastActivityTime_lt: daysAgo(90) }
      : {}

/** Projects by order and last activity: the API orders and filters them. */
export const projectLists = new KeptLists<`${OrderBy<'projects'>} ${LastActivity}`, ListedProject>((key) => {
  const [orderBy, activity] = key.split(' ') as [OrderBy<'projects'>, LastActivity]
  return offsetPages('Projects', async (skip, first) => {
    const { document, variables } = refine(ProjectsDocument, 'projects', { where: filterOf(activity), orderBy })
    const page = { ...variables, skip, first }
    const { organization } = await readOnce(consoleClient, document, page)
    return organization?.projects ?? []
  })
})

/** All projects by name, for places that choose from them. */
export const projectsByName = projectLists.of('name_ASC any')
