import { GetGroupMemberPageDocument, GetGroupMembersDocument } from '../../../generated/operations.ts'
import type { CallOptions } from '../../core/callOptions.ts'
import { isLabelboxError, LabelboxError } from '../../core/errors.ts'
import { byOffset } from '../../lists/byOffset.ts'
import type { Paginated } from '../../lists/paginated.ts'
import type { Pages } from '../../lists/pages.ts'
import { withEither } from '../../transport/time/withEither.ts'
import { startCall, type Context } from '../context.ts'
import { listOf, type PageOptions } from '../resourceLists.ts'
import { requireList, requireRecord } from '../responses.ts'
import {
  ofGroup,
  readableMembers,
  requireGroup,
  rolesOf,
  toMember,
  type UserGroupMember,
  type UserGroupReference,
  type WireMembers,
} from './userGroups.ts'

type Options = PageOptions & CallOptions

const operationName = 'GetGroupMembers'

export const getGroupMembers = (
  context: Context,
  reference: UserGroupReference,
  options: Options = {},
): Paginated<UserGroupMember> =>
  listOf(options, () => {
    const id = requireGroup(operationName, reference)
    return { pages: membersOf(context, id, options), pageSize: options.pageSize }
  })

/**
 * The API returns the members of a group without pages. If it counts more than it returned, the rest is read from the list of
 * users in the group, which has pages and no roles.
 */
function membersOf(context: Context, id: string, options: Options): Pages<UserGroupMember> {
  return async function* (pageSize, limit = Infinity) {
    const call = startCall(context, options)
    const members = await ofGroup(id, async () => {
      const data = await context.execute(GetGroupMembersDocument, { id }, call)
      return readableMembers(requireRecord(data.userGroupV2, operationName, data).members, operationName, data)
    })
    const { nodes } = members
    const withRole = toMember(members, await rolesOf(context, [{ members }], call))
    for (let start = 0; start < nodes.length; start += pageSize) {
      yield nodes.slice(start, start + pageSize).map(withRole)
    }
    const total = members.totalCount ?? 0
    if (nodes.length >= Math.min(total, limit)) return

    const seen = new Set(nodes.map(({ id: userId }) => userId))
    try {
      // With one record per page, a change between two pages would go unnoticed.
      for await (const page of pagesOfUsers(context, id, options)(Math.max(2, pageSize))) {
        const others = page.filter(({ id: userId }) => !seen.has(userId))
        for (const user of others) seen.add(user.id)
        if (others.length > 0) yield others.map(withRole)
      }
    } catch (error) {
      if (isLabelboxError(error, 'INVALID_QUERY')) throw incomplete(seen.size, total, error)
      throw error
    }
    if (seen.size < total) throw incomplete(seen.size, total)
  }
}

function pagesOfUsers(
  context: Context,
  groupId: string,
  { concurrency, signal, ...options }: Options,
): Pages<WireMembers['nodes'][number]> {
  return byOffset(
    'GetGroupMemberPage',
    (skip, first, unwanted) =>
      withEither(signal, unwanted, async (either) => {
        const call = startCall(context, { ...options, signal: either })
        const data = await context.execute(GetGroupMemberPageDocument, { groupIds: [groupId], skip, first }, call)
        return requireList(data.users, 'GetGroupMemberPage', data)
      }),
    concurrency,
  )
}

const incomplete = (read: number, total: number, cause?: LabelboxError): LabelboxError =>
  new LabelboxError({
    code: 'INCONSISTENT_RESPONSE',
    operationName,
    message: `${operationName} stopped: Labelbox returned ${read} of the group's ${total} members${cause === undefined ? '. If some have left meanwhile, read the list again' : ', and this API has no list of the rest'}. exportGroupMembers() returns their addresses.`,
    ...(cause !== undefined && { cause }),
  })
