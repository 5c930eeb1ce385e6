import type { CallOptions } from '../../core/callOptions.ts'
import type { PendingInvite, Settlement } from '../../core/records.ts'
import { onAbort } from '../../transport/time/onAbort.ts'
import type { Context } from '../context.ts'
import { memberOf } from '../members/members.ts'
import { pollUntil } from '../polling.ts'
import { invitesTo } from './invites.ts'
import { newInvites, type Addressee, type SentInvite } from './unsettledInvites.ts'

/** A settlement with all invites that may be the one that was sent. */
export interface Seen extends Settlement {
  readonly fresh: readonly PendingInvite[]
}

/** Reads an address back until there is something new. */
export const settle = (context: Context, sent: SentInvite, call: CallOptions): Promise<Seen> =>
  pollUntil(
    context,
    call,
    5,
    async () => compare(sent, await lookUp(context, sent.email, call)),
    ({ outcome }) => outcome !== 'not-found',
  )

/**
 * Compares an address with its state before the invite. Others may invite too, so an invite with another role does not
 * count, and neither does a new member who had an older invite.
 */
export function compare(sent: SentInvite, now: Addressee): Seen {
  const { email, before } = sent
  const fresh = newInvites(sent, now.invites)
  const [invite] = fresh
  const member = before.member === undefined && before.invites.length === 0 ? now.member : undefined
  const outcome = invite !== undefined ? 'invited' : member !== undefined ? 'member' : 'not-found'
  return { email, outcome, invite, member, fresh }
}

/** Looks an address up among the pending invites and the members. If one of the two fails, the other is aborted. */
export async function lookUp(context: Context, email: string, call: CallOptions): Promise<Addressee> {
  const { signal } = call
  const controller = new AbortController()
  const abort = (): void => controller.abort(signal?.reason)
  if (signal?.aborted) abort()
  const stopListening = signal && onAbort(signal, abort)
  const inner = { ...call, signal: controller.signal }
  try {
    const [invites, member] = await Promise.all([invitesTo(context, email, inner), memberOf(context, email, inner)])
    return { invites, member }
  } finally {
    stopListening?.()
    controller.abort()
  }
}
