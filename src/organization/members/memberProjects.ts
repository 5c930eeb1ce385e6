import { GetMemberProjectsDocument, GetMemberProjectsUnfilteredDocument } from '../../../generated/operations.ts'
import { Paginated } from '../../lists/paginated.ts'
import type { Execute } from '../../transport/execute.ts'
import { acceptedForm } from '../acceptedForm.ts'
import type { Context } from '../context.ts'
import type { Project } from '../projects/projects.ts'
import { offsetList, type PageOptions } from '../resourceLists.ts'
import { resolveMember, type MemberReference } from './members.ts'

const operationName = 'GetMemberProjects'

export const getMemberProjects = (
  context: Context,
  user: MemberReference,
  options: PageOptions = {},
): Paginated<Project> =>
  new Paginated(() =>
    Promise.resolve(
      offsetList(ofMember(context, user), GetMemberProjectsDocument, options, (data) => data.user?.projects),
    ),
  )

/**
 * Adds the member's id to the request for each page. The first request looks the id up, after the options were checked. No
 * source shows that this list can be filtered, so the filter is left out if the API refuses it.
 */
function ofMember(context: Context, user: MemberReference): Context {
  let found: Promise<string> | undefined
  const execute: Execute = async (document, variables, options = {}) => {
    const id = await (found ??= resolveMember(context, user, operationName, options))
    const ofId = { ...variables, id }
    return acceptedForm(
      context,
      operationName,
      () => context.execute(document, ofId, options),
      () => context.execute(GetMemberProjectsUnfilteredDocument as unknown as typeof document, ofId, options),
    )
  }
  return { ...context, execute }
}
