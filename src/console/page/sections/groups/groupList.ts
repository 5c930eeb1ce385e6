import { GetUserGroupsDocument, type GetUserGroupsQuery } from '../../../../../generated/operations.ts'
import { byCursor } from '../../../../lists/byCursor.ts'
import { consoleClient } from '../../data/consoleClient.ts'
import { KeptLists } from '../../data/keptLists.ts'
import { readOnce } from '../../data/readPages.ts'

/** A group as the API returns it. */
export type Group = NonNullable<GetUserGroupsQuery['userGroupsV2']>['nodes'][number]

const lists = new KeptLists<'all', Group>(() =>
  byCursor('GetUserGroups', async (after, first) => {
    const { userGroupsV2 } = await readOnce(consoleClient, GetUserGroupsDocument, { first, after })
    return { items: userGroupsV2?.nodes ?? [], nextCursor: userGroupsV2?.nextCursor ?? null }
  }),
)

/** All groups. */
export const groupList = lists.of('all')
