import type { Client } from 'urql'
import { GetMembersDocument, type GetMembersQuery } from '../../../../../generated/operations.ts'
import { refine, type OrderBy } from '../../../../urql/index.ts'
import { consoleClient } from '../../data/consoleClient.ts'
import { PagedList } from '../../data/pagedList.ts'
import { offsetPages, readOnce } from '../../data/readPages.ts'

/** A member in the list. */
export type ListedMember = NonNullable<NonNullable<GetMembersQuery['organization']>['users']>[number]

const readPages = (client: Client, orderBy: OrderBy<'users'>): PagedList<ListedMember> =>
  new PagedList(
    offsetPages('GetMembers', async (skip, first) => {
      const { document, variables } = refine(GetMembersDocument, 'users', { where: { deleted: false }, orderBy })
      const page = { ...variables, skip, first }
      const { organization } = await readOnce(client, document, page)
      return organization?.users ?? []
    }),
  )

/** Kept while the page is open, so that a way back to the list shows it at once. */
const lists = new Map<OrderBy<'users'>, PagedList<ListedMember>>()

/** The members in one order. */
export function memberList(orderBy: OrderBy<'users'>): PagedList<ListedMember> {
  const known = lists.get(orderBy)
  if (known !== undefined) return known
  const list = readPages(consoleClient, orderBy)
  lists.set(orderBy, list)
  return list
}

/** Changes a member in every list that has been read. */
export function updateListed(id: string, member: ListedMember | undefined): void {
  for (const list of lists.values()) {
    if (member === undefined) list.remove(id)
    else list.replace(member)
  }
}
