import type { CallOptions } from '../../transport/deadline.ts'
import type { Context } from '../context.ts'
import { getInvites, type PendingInvite } from '../invites.ts'
import { getMembers, type Member } from '../members.ts'

/** Whom an organization has. */
interface Found {
  readonly member: (member: Member) => void
  readonly invite: (invite: PendingInvite) => void
}

/** Reads all members and all pending invites, each list beside the other. */
export async function readEverybody(context: Context, call: CallOptions, found: Found): Promise<void> {
  await Promise.all([readInvites(context, call, found.invite), readMembers(context, call, found.member)])
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
