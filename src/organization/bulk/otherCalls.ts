import { lookUp } from '../invites/settle.ts'
import type { Addressee } from '../invites/unsettledInvites.ts'
import { inTurn, type Turn } from '../invites/addressQueue.ts'
import { keyOf, unsettledOf } from '../invites/unsettledInvites.ts'
import type { Invitee, InviteRun } from './inviteRun.ts'
import type { Outcomes } from './outcomes.ts'

// What other calls of this process do to the same addresses.

/** Under which an invitee is known to all calls of this process. */
export const keyOfInvitee = ({ organizationId }: InviteRun, { input }: Invitee): string =>
  keyOf(organizationId, input.inviteeEmail)

/**
 * Holds the turn of each address, so that no `inviteUser` looks while it is sent. Where a turn does not come, the run is
 * stopped, and this gives `false`.
 */
export async function inTurns(
  run: InviteRun,
  invitees: readonly Invitee[],
  send: (turn: Turn) => Promise<void>,
): Promise<boolean> {
  const keys = invitees.map((invitee) => keyOfInvitee(run, invitee))
  const turn = { isHad: false }
  try {
    await inTurn(run.context, keys, { signal: run.options.signal }, (had) => {
      turn.isHad = true
      return send(had)
    })
  } catch (error) {
    if (turn.isHad) throw error
    run.stop(error)
  }
  return turn.isHad
}

/** Whether another call may have sent an invite that has not turned up. */
export const isUnsettled = (run: InviteRun, invitee: Invitee): boolean =>
  unsettledOf(keyOfInvitee(run, invitee), run.context.timing.now()) !== undefined

/** Looks again where another call has been since everybody was looked at; who needs no invite now has an outcome. */
export async function isFree(run: InviteRun, outcomes: Outcomes, invitee: Invitee): Promise<boolean> {
  let found: Addressee
  try {
    found = await lookUp(run.context, invitee.email, run.call)
  } catch (error) {
    run.stop(error)
    await outcomes.end([invitee], 'not-attempted')
    return false
  }
  const { member, invites } = found
  const [invite] = invites
  if (member !== undefined) await outcomes.end([invitee], 'already-member', { id: member.id })
  else if (invite !== undefined) await outcomes.end([invitee], 'already-invited', { id: invite.id })
  else if (run.options.onUnknown !== 'resend' && isUnsettled(run, invitee))
    await outcomes.end([invitee], 'unknown', { reason: openReason })
  else return true
  return false
}

export const openReason =
  'An earlier call may have sent this invite, and it is neither pending nor accepted yet. Check again later, or resend it.'
