import { isLabelboxError, LabelboxError } from '../../../../core/errors.ts'
import type { Organization } from '../../../../organization/organization.ts'
import type { ListedInvite } from './inviteList.ts'
import { inviteList } from './inviteList.ts'

/** How several invites were cancelled. */
export interface Cancelled {
  readonly cancelled: number
  /** They were no longer pending: accepted, or cancelled by somebody else. */
  readonly gone: number
}

/**
 * Cancels invites one after the other. A failure ends it: the others stay pending, and the list shows which.
 *
 * @throws LabelboxError
 */
export async function cancelEach(
  organization: Organization,
  invites: readonly ListedInvite[],
  onProgress: (done: number) => void = () => undefined,
): Promise<Cancelled> {
  let cancelled = 0
  let gone = 0
  try {
    for (const { id } of invites) {
      try {
        await organization.cancelInvite(id)
        cancelled += 1
      } catch (error) {
        if (!isLabelboxError(error, 'RESOURCE_NOT_FOUND')) throw error
        gone += 1
      }
      onProgress(cancelled + gone)
    }
    return { cancelled, gone }
  } finally {
    inviteList.refresh()
  }
}

/** The outcome in words. */
export const cancelledWords = ({ cancelled, gone }: Cancelled): string =>
  [
    `Cancelled ${cancelled.toLocaleString()} ${cancelled === 1 ? 'invite' : 'invites'}.`,
    ...(gone === 0 ? [] : [`${gone.toLocaleString()} ${gone === 1 ? 'was' : 'were'} no longer pending.`]),
  ].join(' ')

/**
 * Cancels all invites to an address but one, which has to be pending still.
 *
 * @throws LabelboxError `RESOURCE_CONFLICT` if the one that is to stay is gone. Nothing is cancelled then.
 */
export async function keepInvite(
  organization: Organization,
  kept: ListedInvite,
  others: readonly ListedInvite[],
): Promise<Cancelled> {
  const pending = await organization.getInvites().toArray({ limit: Infinity })
  if (!pending.some(({ id }) => id === kept.id)) {
    inviteList.refresh()
    throw new LabelboxError({
      code: 'RESOURCE_CONFLICT',
      operationName: 'CancelInvite',
      message: 'CancelInvite was not sent: the invite that is to stay is no longer pending.',
    })
  }
  return cancelEach(organization, others)
}
