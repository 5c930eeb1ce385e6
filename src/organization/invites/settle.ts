import type { CallOptions } from '../../core/callOptions.ts'
import { lookUp } from './addressee.ts'
import { type Addressee, type SentInvite, newInvites } from './sentInvite.ts'
import type { Context } from '../context.ts'
import type { PendingInvite, Settlement } from '../../core/records.ts'
import { lookUntil } from '../polling.ts'

/** The same, with all invites that can be the one that was sent. */
export interface Seen extends Settlement {
  readonly fresh: readonly PendingInvite[]
}

/** Reads back until there is something new. */
export const settle = (context: Context, sent: SentInvite, options: CallOptions): Promise<Seen> =>
  lookUntil(
    context,
    options,
    5,
    async () => compare(sent, await lookUp(context, sent.email, options)),
    ({ outcome }) => outcome !== 'not-found',
  )

/** What has come since. Others invite too: an invite with another role, or the acceptance of an older one, is not it. */
export function compare(sent: SentInvite, now: Addressee): Seen {
  const { email, before } = sent
  const fresh = newInvites(sent, now.invites)
  const [invite] = fresh
  const member = before.member === undefined && before.invites.length === 0 ? now.member : undefined
  const outcome = invite !== undefined ? 'invited' : member !== undefined ? 'member' : 'not-found'
  return { email, outcome, invite, member, fresh }
}
