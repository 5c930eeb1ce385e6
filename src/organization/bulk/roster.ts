import type { CallOptions } from '../../core/callOptions.ts'
import type { PendingInvite } from '../../core/records.ts'
import { withEither } from '../../transport/time/withEither.ts'
import type { Context } from '../context.ts'
import { normalizeEmail } from '../email.ts'
import { getInvites } from '../invites/invites.ts'
import type { Addressee, SentInvite } from '../invites/unsettledInvites.ts'
import { compare, type Seen } from '../invites/settle.ts'
import { getMembers, type Member } from '../members/members.ts'
import { pollUntil } from '../polling.ts'

/** Receives the people of an organization. */
interface Receiver {
  readonly member: (member: Member) => void
  readonly invite: (invite: PendingInvite) => void
}

/** Reads all members and all pending invites, the two lists in parallel. If one list fails, the other is aborted. */
export async function readRoster(context: Context, call: CallOptions, { invite, member }: Receiver): Promise<void> {
  const ending = new AbortController()
  await withEither(call.signal, ending.signal, async (signal) => {
    const inner = { ...call, signal }
    const lists = [readInvites(context, inner, invite), readMembers(context, inner, member)]
    try {
      await Promise.all(lists)
    } catch (error) {
      ending.abort()
      await Promise.allSettled(lists)
      throw error
    }
  })
}

export async function readMembers(context: Context, call: CallOptions, receive: Receiver['member']): Promise<void> {
  for await (const member of getMembers(context, { ...call, where: { deleted: false } })) receive(member)
}

export async function readInvites(context: Context, call: CallOptions, receive: Receiver['invite']): Promise<void> {
  for await (const invite of getInvites(context, call)) receive(invite)
}

/** The addressee of an invite that is sent only to people who are neither members nor invited. */
export const noAddressee: Addressee = { invites: [], member: undefined }

/** Reads the roster, up to five times, to find out which invites were sent. The result is keyed by `SentInvite.email`. */
export function settleInvites(
  context: Context,
  sent: readonly SentInvite[],
  call: CallOptions,
): Promise<ReadonlyMap<string, Seen>> {
  const look = async (): Promise<ReadonlyMap<string, Seen>> => {
    const now = new Map<string, { readonly invites: PendingInvite[]; member: Addressee['member'] }>()
    for (const { email } of sent) now.set(normalizeEmail(email), { invites: [], member: undefined })
    await readRoster(context, call, {
      invite: (invite) => void now.get(normalizeEmail(invite.inviteeEmail))?.invites.push(invite),
      member: (member) => {
        const addressee = now.get(normalizeEmail(member.email))
        if (addressee !== undefined) addressee.member = member
      },
    })
    return new Map(
      sent.map((invite) => [invite.email, compare(invite, now.get(normalizeEmail(invite.email)) ?? noAddressee)]),
    )
  }
  return pollUntil(context, call, 5, look, (seen) => [...seen.values()].every(({ outcome }) => outcome !== 'not-found'))
}
