import { originOf, rememberOrigin } from '../origin.ts'
import type { CallOptions } from '../transport/deadline.ts'
import { invitesTo } from './addressee.ts'
import type { Context } from './context.ts'
import { timeOf, type Invite } from './invites.ts'
import { lookUntil } from './look.ts'
import { newInvites } from './newInvites.ts'
import type { SentInvite } from './settle.ts'

/**
 * The invite with the id that cancels it, in place of the placeholder that comes with a fresh one. It is sent already:
 * whatever goes wrong from here on, an abort too, ends the looking and not in an error.
 */
export async function realInvite(
  context: Context,
  sent: SentInvite,
  invite: Invite,
  options: CallOptions,
): Promise<Invite> {
  if (invite.id !== 'invited') return invite
  try {
    const look = async (): Promise<string | undefined> =>
      idOf(invite, newInvites(sent, await invitesTo(context, sent.email, options)))
    const id = await lookUntil(context, options, 3, look, (seen) => seen !== undefined)
    if (id === undefined) return invite
    const found = { ...invite, id }
    rememberOrigin(found, { status: undefined, requestId: undefined, ...originOf(invite) })
    return found
  } catch {
    return invite
  }
}

/** The one of its time, or the only one: somebody else may have invited the same address at that moment. */
function idOf(invite: Invite, fresh: readonly Invite[]): string | undefined {
  const atTime = fresh.filter((pending) => timeOf(pending) === timeOf(invite))
  const [found, other] = atTime.length > 0 ? atTime : fresh
  return other === undefined ? found?.id : undefined
}
