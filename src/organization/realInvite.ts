import type { CallOptions } from '../transport/deadline.ts'
import { originOf, rememberOrigin } from '../origin.ts'
import { invitesTo, type Addressee } from './addressee.ts'
import type { Context } from './context.ts'
import type { Invite } from './invites.ts'
import { pause } from './settle.ts'

const looks = 3

/**
 * The invite with the id that cancels it, in place of the placeholder that comes with a fresh one. It is sent already:
 * whatever goes wrong from here on, an abort too, ends the looking and not in an error.
 */
export async function realInvite(
  context: Context,
  before: Addressee,
  invite: Invite,
  options: CallOptions,
): Promise<Invite> {
  const { id, inviteeEmail, createdAt } = invite
  if (id !== 'invited' || inviteeEmail === null) return invite
  const known = new Set(before.invites.map((pending) => pending.id))
  try {
    for (let look = 1; look <= looks; look += 1) {
      const fresh = (await invitesTo(context, inviteeEmail, options)).filter((pending) => !known.has(pending.id))
      const found = fresh.find((pending) => pending.createdAt?.getTime() === createdAt?.getTime()) ?? fresh[0]
      if (found !== undefined) return withId(invite, found.id)
      await pause(context, context.retry.baseDelayMs * 2 ** (look - 1), options)
    }
  } catch {
    // It has been sent, and that is what was asked for.
  }
  return invite
}

function withId(invite: Invite, id: string): Invite {
  const found = { ...invite, id }
  rememberOrigin(found, { status: undefined, requestId: undefined, ...originOf(invite) })
  return found
}
