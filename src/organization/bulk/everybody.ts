import type { CallOptions } from '../../core/callOptions.ts'
import { withEither } from '../../transport/time/withEither.ts'
import type { Context } from '../context.ts'
import { getInvites } from '../invites/invites.ts'
import type { PendingInvite } from '../../core/records.ts'
import { getMembers, type Member } from '../members/members.ts'

/** Whom an organization has. */
interface Found {
  readonly member: (member: Member) => void
  readonly invite: (invite: PendingInvite) => void
}

/** Reads all members and all pending invites, each list beside the other. Where one of them fails, it ends the other. */
export async function readEverybody(context: Context, call: CallOptions, found: Found): Promise<void> {
  const ending = new AbortController()
  await withEither(call.signal, ending.signal, async (signal) => {
    const inner = { ...call, signal }
    const lists = [readInvites(context, inner, found.invite), readMembers(context, inner, found.member)]
    try {
      await Promise.all(lists)
    } catch (error) {
      ending.abort()
      await Promise.allSettled(lists)
      throw error
    }
  })
}

/** Reads all members. */
export async function readMembers(context: Context, call: CallOptions, found: Found['member']): Promise<void> {
  for await (const member of getMembers(context, { ...call, where: { deleted: false } })) {
    found(member)
  }
}

/** Reads all invites that nobody has accepted yet. */
export async function readInvites(context: Context, call: CallOptions, found: Found['invite']): Promise<void> {
  for await (const invite of getInvites(context, call)) {
    found(invite)
  }
}
