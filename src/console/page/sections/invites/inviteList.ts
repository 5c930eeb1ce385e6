import { GetInvitesDocument, type GetInvitesQuery } from '../../../../../generated/operations.ts'
import { byCursor } from '../../../../lists/byCursor.ts'
import { consoleClient } from '../../data/consoleClient.ts'
import { PagedList } from '../../data/pagedList.ts'
import { readOnce } from '../../data/readPages.ts'

/** A pending invite in the list. */
export type ListedInvite = NonNullable<GetInvitesQuery['organization']>['invites']['nodes'][number]

/** The pending invites. The API has no order and no filter for them, so the page reads all. */
export const inviteList = new PagedList<ListedInvite>(
  byCursor('GetInvites', async (from, first) => {
    const { organization } = await readOnce(consoleClient, GetInvitesDocument, { from, first })
    const { nodes = [], nextCursor = null } = organization?.invites ?? {}
    return { items: nodes, nextCursor }
  }),
)
