import { isLabelboxError, type LabelboxError } from '../../core/errors.ts'
import type { CallOptions } from '../../core/callOptions.ts'
import { audited } from '../audit.ts'
import type { Context } from '../context.ts'
import { cancelById } from './invites.ts'
import type { PendingInvite } from '../../core/records.ts'
import { roleKey } from '../roles/roles.ts'
import type { SentInvite } from './sentInvite.ts'

/** What is left of the invites that one request has made. */
export interface Kept {
  readonly id: string
  /** Why another one is still there. */
  readonly failure: LabelboxError | undefined
}

/**
 * Cancels all but one of the invites that a runtime has made of one request, by sending it again. Only such count as are
 * new since the request, and offer the same role and the same roles in projects.
 *
 * @param fresh - The invites to the address that were not there before the request, oldest first.
 * @param id - The id that the API has given, if it has. That invite stays; otherwise the oldest does.
 * @returns `undefined` where there are no two such invites.
 */
export async function keepOne(
  context: Context,
  sent: SentInvite,
  fresh: readonly PendingInvite[],
  options: CallOptions,
  id?: string,
): Promise<Kept | undefined> {
  const same = fresh.filter((invite) => offersTheSame(sent, invite))
  const kept = id === undefined ? same[0] : same.find((invite) => invite.id === id)
  if (kept === undefined || same.length < 2) return undefined
  let failure: LabelboxError | undefined
  for (const surplus of same) {
    if (surplus === kept) continue
    const subject = { action: 'cancelInvite', email: sent.email, inviteId: surplus.id, isRepeated: true }
    try {
      await audited(context, subject, () => cancelById(context, surplus.id, options))
    } catch (error) {
      if (!isLabelboxError(error)) throw error
      // It has been accepted or cancelled meanwhile.
      if (error.code !== 'RESOURCE_NOT_FOUND') failure = error
    }
  }
  return { id: kept.id, failure }
}

function offersTheSame(
  { roleName, projectRoles }: SentInvite,
  { organizationRoleName, projectInvites }: PendingInvite,
): boolean {
  if (roleName === null || projectRoles === undefined) return false
  const keys = (roles: readonly ProjectRoleName[]): string =>
    JSON.stringify(roles.map(({ projectId, projectRoleName }) => `${projectId} ${roleKey(projectRoleName)}`).sort())
  return roleKey(organizationRoleName) === roleKey(roleName) && keys(projectInvites ?? []) === keys(projectRoles)
}

type ProjectRoleName = Pick<NonNullable<PendingInvite['projectInvites']>[number], 'projectId' | 'projectRoleName'>
