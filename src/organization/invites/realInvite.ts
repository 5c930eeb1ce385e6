import { originOf, rememberOrigin, type Origin } from '../../core/origin.ts'
import type { CallOptions } from '../../core/callOptions.ts'
import { mayRepeatRequests } from '../../transport/platform.ts'
import { invitesTo } from './addressee.ts'
import type { Context } from '../context.ts'
import { timeOf, type Invite } from './invites.ts'
import type { PendingInvite } from '../../core/records.ts'
import { lookUntil } from '../polling.ts'
import { newInvites, type SentInvite } from './sentInvite.ts'
import { keepOne } from './repeatedInvites.ts'

/**
 * The invite with the id that cancels it, in place of the placeholder that comes with a fresh one. It is sent already:
 * whatever goes wrong from here on, an abort too, ends the looking and not in an error.
 *
 * Where the runtime may have sent the request twice, it looks for a second invite too.
 *
 * @param isOnlySending - Whether no other request may have made an invite to the address.
 */
export async function realInvite(
  context: Context,
  sent: SentInvite,
  invite: Invite,
  options: CallOptions,
  isOnlySending: boolean,
): Promise<Invite> {
  const isKnown = invite.id !== 'invited'
  if (isKnown && !(isOnlySending && mayRepeatRequests())) return invite
  try {
    const look = async (): Promise<readonly PendingInvite[]> =>
      newInvites(sent, await invitesTo(context, sent.email, options))
    const isFound = (fresh: readonly PendingInvite[]): boolean => isKnown || idOf(invite, fresh) !== undefined
    const fresh = await lookUntil(context, options, 3, look, (seen) => isFound(seen) || seen.length > 1)
    const only = isOnlySending ? await onlyOne(context, sent, invite, fresh, options) : invite
    const id = only.id === 'invited' ? idOf(invite, fresh) : only.id
    return id === undefined ? only : withOrigin({ ...only, id }, originOf(only))
  } catch {
    return invite
  }
}

/** Leaves one invite where a request has made several: what goes wrong with that is the `error` of its origin. */
export async function onlyOne(
  context: Context,
  sent: SentInvite,
  invite: Invite,
  fresh: readonly PendingInvite[],
  options: CallOptions,
): Promise<Invite> {
  // An invite that was found has an id that nobody was given yet.
  const given = fresh.includes(invite as PendingInvite) || invite.id === 'invited' ? undefined : invite.id
  const kept = await keepOne(context, sent, fresh, options, given)
  if (kept === undefined) return invite
  const { id, failure } = kept
  return withOrigin({ ...invite, id }, { ...originOf(invite), ...(failure && { error: failure }) })
}

function withOrigin(invite: Invite, origin: Partial<Origin>): Invite {
  rememberOrigin(invite, { status: undefined, requestId: undefined, ...origin })
  return invite
}

/** The one of its time, or the only one: somebody else may have invited the same address at that moment. */
function idOf(invite: Invite, fresh: readonly Invite[]): string | undefined {
  const atTime = fresh.filter((pending) => timeOf(pending) === timeOf(invite))
  const [found, other] = atTime.length > 0 ? atTime : fresh
  return other === undefined ? found?.id : undefined
}
