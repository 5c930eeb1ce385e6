import type { CallOptions } from '../../core/callOptions.ts'
import type { Addressee, SentInvite } from '../invites/unsettledInvites.ts'
import type { Context } from '../context.ts'
import { normalizeEmail } from '../email.ts'
import type { PendingInvite } from '../../core/records.ts'
import { pollUntil } from '../polling.ts'
import { compare, type Seen } from '../invites/settle.ts'
import { readEverybody } from './everybody.ts'
import type { InviteRun } from './inviteRun.ts'

/** Nobody was invited to whom an invite was pending, and no member. */
export const nobody: Addressee = { invites: [], member: undefined }

/** Tells whom earlier runs have invited, and gives what they have left open. */
export async function readJournal(run: InviteRun, invited: (email: string) => void): Promise<readonly SentInvite[]> {
  const open = new Map<string, SentInvite>()
  for await (const entry of run.entries('inviteUsers')) {
    if ('sending' in entry) {
      for (const [email, roleName] of entry.sending) {
        open.set(normalizeEmail(email), { email, roleName, before: nobody })
      }
    } else if ('ended' in entry) {
      for (const [email, outcome] of entry.ended) {
        open.delete(normalizeEmail(email))
        if (outcome === 'invited') invited(email)
      }
    }
  }
  return [...open.values()]
}

/** Finds out what has become of what was left open, tells who is invited, and gives what is open still. */
export async function settleOpen(
  run: InviteRun,
  open: readonly SentInvite[],
  invited: (email: string) => void,
): Promise<readonly SentInvite[]> {
  if (open.length === 0) return []
  const seen = await settleAll(run.context, open, run.call)
  const found = open.filter(({ email }) => seen.get(email)?.outcome !== 'not-found')
  for (const { email } of found) invited(email)
  if (found.length > 0) await run.append({ ended: found.map(({ email }) => [email, 'invited'] as const) })
  return open.filter((each) => !found.includes(each))
}

/** Looks, a few times, what has become of invites that may have been sent; by the address as it was sent. */
export async function settleAll(
  context: Context,
  sent: readonly SentInvite[],
  call: CallOptions,
): Promise<ReadonlyMap<string, Seen>> {
  return pollUntil(
    context,
    call,
    5,
    () => lookForAll(context, sent, call),
    (seen) => [...seen.values()].every(({ outcome }) => outcome !== 'not-found'),
  )
}

async function lookForAll(
  context: Context,
  sent: readonly SentInvite[],
  call: CallOptions,
): Promise<ReadonlyMap<string, Seen>> {
  const now = new Map<string, { readonly invites: PendingInvite[]; member: Addressee['member'] }>()
  for (const { email } of sent) now.set(normalizeEmail(email), { invites: [], member: undefined })
  await readEverybody(context, call, {
    invite: (invite) => void now.get(normalizeEmail(invite.inviteeEmail))?.invites.push(invite),
    member: (member) => {
      const addressee = now.get(normalizeEmail(member.email))
      if (addressee !== undefined) addressee.member = member
    },
  })
  return new Map(sent.map((each) => [each.email, compare(each, now.get(normalizeEmail(each.email)) ?? nobody)]))
}
