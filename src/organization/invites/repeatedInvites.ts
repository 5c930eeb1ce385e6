import type { CallOptions } from '../../core/callOptions.ts'
import { isLabelboxError, type LabelboxError } from '../../core/errors.ts'
import { originOf, rememberOrigin, type Origin } from '../../core/origin.ts'
import type { PendingInvite } from '../../core/records.ts'
import { mayRepeatRequests } from '../../transport/platform.ts'
import type { Context } from '../context.ts'
import { pollUntil } from '../polling.ts'
import { roleKey } from '../roles/roles.ts'
import { runChange } from '../runChange.ts'
import { cancelById } from './cancelInvites.ts'
import { invitesTo, timeOf, type Invite } from './invites.ts'
import { newInvites, type SentInvite } from './unsettledInvites.ts'

/**
 * Returns a sent invite with the id that cancels it, in place of the placeholder that the API returns. Where the runtime
 * may have sent the request twice, it also cancels the duplicate. The invite is already sent, so failures of all this,
 * aborts too, do not reject.
 *
 * @param isOnlySending - Whether no other request may have made an invite to the address.
 */
export async function realInvite(
  context: Context,
  sent: SentInvite,
  invite: Invite,
  call: CallOptions,
  isOnlySending: boolean,
): Promise<Invite> {
  const isKnown = invite.id !== 'invited'
  if (isKnown && !(isOnlySending && mayRepeatRequests())) return invite
  try {
    const read = async (): Promise<readonly PendingInvite[]> =>
      newInvites(sent, await invitesTo(context, sent.email, call))
    const isFound = (fresh: readonly PendingInvite[]): boolean => isKnown || idOf(invite, fresh) !== undefined
    const fresh = await pollUntil(context, call, 3, read, (found) => isFound(found) || found.length > 1)
    const only = isOnlySending ? await onlyOne(context, sent, invite, fresh, call) : invite
    const id = only.id === 'invited' ? idOf(invite, fresh) : only.id
    return id === undefined ? only : withOrigin({ ...only, id }, originOf(only))
  } catch {
    return invite
  }
}

/** Cancels the duplicates of an invite. A failure to do so is the `error` of the invite's origin. */
export async function onlyOne(
  context: Context,
  sent: SentInvite,
  invite: Invite,
  fresh: readonly PendingInvite[],
  call: CallOptions,
): Promise<Invite> {
  // An invite found by reading back has an id that no caller has seen yet, so any of them may stay.
  const given = fresh.includes(invite as PendingInvite) || invite.id === 'invited' ? undefined : invite.id
  const kept = await keepOne(context, sent, fresh, call, given)
  if (kept === undefined) return invite
  const { id, failure } = kept
  return withOrigin({ ...invite, id }, { ...originOf(invite), ...(failure && { error: failure }) })
}

function withOrigin(invite: Invite, origin: Partial<Origin>): Invite {
  rememberOrigin(invite, { status: undefined, requestId: undefined, ...origin })
  return invite
}

/** Returns the id of the invite of the same time, or of the only one. Others may have invited the address meanwhile. */
function idOf(invite: Invite, fresh: readonly Invite[]): string | undefined {
  const atTime = fresh.filter((pending) => timeOf(pending) === timeOf(invite))
  const [found, other] = atTime.length > 0 ? atTime : fresh
  return other === undefined ? found?.id : undefined
}

/** The invite that remains of several. */
export interface Kept {
  readonly id: string
  /** Why a duplicate could not be cancelled. */
  readonly failure: LabelboxError | undefined
}

/**
 * Cancels all but one of the invites that a runtime made of one request by sending it twice: those that are new since the
 * request and offer the same roles.
 *
 * @param fresh - The invites to the address that are new since the request, oldest first.
 * @param id - The invite to keep. Default: the oldest.
 * @returns `undefined` if there are no duplicates.
 */
export async function keepOne(
  context: Context,
  sent: SentInvite,
  fresh: readonly PendingInvite[],
  call: CallOptions,
  id?: string,
): Promise<Kept | undefined> {
  const same = fresh.filter((invite) => offersTheSame(sent, invite))
  const kept = id === undefined ? same[0] : same.find((invite) => invite.id === id)
  if (kept === undefined || same.length < 2) return undefined
  let failure: LabelboxError | undefined
  for (const surplus of same) {
    if (surplus === kept) continue
    try {
      await runChange(context, call, {
        subject: { action: 'cancelInvite', email: sent.email, inviteId: surplus.id, isRepeated: true },
        prepare: () => surplus.id,
        send: (surplusId) => cancelById(context, surplusId, call),
      })
    } catch (error) {
      if (!isLabelboxError(error)) throw error
      // Accepted or cancelled in the meantime, so it is no longer a duplicate.
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
