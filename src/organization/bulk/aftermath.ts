import type { LabelboxError } from '../../core/errors.ts'
import { mayRepeatRequests } from '../../transport/platform.ts'
import { normalizeEmail } from '../email.ts'
import type { PendingInvite } from '../../core/records.ts'
import { keepOne } from '../invites/repeatedInvites.ts'
import type { Seen } from '../invites/settle.ts'
import type { SentInvite } from '../invites/unsettledInvites.ts'
import { forgetUnsettled, rememberUnsettled } from '../invites/unsettledInvites.ts'
import { readInvites, readMembers } from './everybody.ts'
import type { Invitee, InviteRun } from './inviteRun.ts'
import { nobody, settleAll } from './open.ts'
import { keyOfInvitee } from './otherCalls.ts'
import type { OutcomeDetails, Outcomes } from './outcomes.ts'
import type { Streak } from './streak.ts'

// What is looked for after a request whose answer does not say it.

/** The API has answered that it has sent nothing to these, and gives no reason: that they are members may be seen. */
export async function explain(
  { context, call }: InviteRun,
  outcomes: Outcomes,
  invitees: readonly Invitee[],
  error: LabelboxError,
): Promise<void> {
  const members = new Map<string, string>()
  await outcomes.journal(invitees, 'refused')
  try {
    const wanted = new Set(invitees.map(({ email }) => normalizeEmail(email)))
    await readMembers(context, call, ({ id, email }) => {
      const key = normalizeEmail(email)
      if (wanted.has(key)) members.set(key, id)
    })
  } catch {
    // The refusal is certain, only its reason is not.
  }
  for (const invitee of invitees) {
    const id = members.get(normalizeEmail(invitee.email))
    if (id === undefined) await outcomes.end([invitee], 'refused', { error })
    else await outcomes.end([invitee], 'already-member', { id })
  }
}

/** An invite as it is known again. */
export const sentInvite = ({ email, roleName, projectRoles }: Invitee): SentInvite => ({
  email,
  roleName,
  projectRoles,
  before: nobody,
})

/** Nobody can tell from the answer; a look may. What is not found stays open in the journal, and in this process. */
export async function settleBatch(
  run: InviteRun,
  outcomes: Outcomes,
  streak: Streak,
  batch: readonly Invitee[],
  error: LabelboxError,
): Promise<void> {
  const { context, call, options } = run
  const sent = batch.map(sentInvite)
  for (const invitee of batch) {
    rememberUnsettled(keyOfInvitee(run, invitee), sentInvite(invitee), error, context.timing.now())
  }
  if (options.signal?.aborted === true) {
    run.stop(error)
    return outcomes.end(batch, 'unknown', { error })
  }
  const seen = await settleAll(context, sent, call).catch((end: unknown) => {
    // What has become of the next ones could not be found out either.
    run.stop(end)
    return new Map<string, Seen>()
  })
  const found = batch.filter(({ email }) => (seen.get(email)?.outcome ?? 'not-found') !== 'not-found')
  const others = batch.filter((invitee) => !found.includes(invitee))
  if (found.length > 0) streak.end()
  else if (streak.dark()) run.stop(error)
  for (const invitee of found) forgetUnsettled(keyOfInvitee(run, invitee))
  await outcomes.journal(found, 'invited')
  for (const invitee of found) {
    const { invite, fresh = [] } = seen.get(invitee.email) ?? {}
    await outcomes.end([invitee], 'invited', { id: invite?.id, ...(await onlyOne(run, invitee, fresh)) })
  }
  return outcomes.end(others, 'unknown', { error })
}

/**
 * Looks, where the runtime may have sent a request twice, for a second invite to each, and cancels it. What the API has
 * answered stays so, whatever goes wrong here.
 */
export async function onlyOneEach(
  run: InviteRun,
  invitees: readonly Invitee[],
  idOf: (invitee: Invitee) => string | undefined,
): Promise<ReadonlyMap<Invitee, OutcomeDetails>> {
  const found = new Map<Invitee, OutcomeDetails>()
  if (!mayRepeatRequests()) return found
  try {
    const fresh = new Map<string, PendingInvite[]>(invitees.map(({ email }) => [normalizeEmail(email), []]))
    await readInvites(run.context, run.call, (invite) => fresh.get(normalizeEmail(invite.inviteeEmail))?.push(invite))
    for (const invitee of invitees) {
      const pending = fresh.get(normalizeEmail(invitee.email)) ?? []
      found.set(invitee, await onlyOne(run, invitee, pending, idOf(invitee)))
    }
  } catch {
    // The invites are sent.
  }
  return found
}

/** Cancels all but one of several invites that one request has made to somebody. */
async function onlyOne(
  run: InviteRun,
  invitee: Invitee,
  fresh: readonly PendingInvite[],
  id?: string,
): Promise<OutcomeDetails> {
  const kept = invitee.isOpen ? undefined : await keepOne(run.context, sentInvite(invitee), fresh, run.call, id)
  if (kept === undefined) return {}
  const { failure } = kept
  return failure === undefined
    ? { id: kept.id }
    : { id: kept.id, reason: `It was sent twice, and the second invite could not be cancelled: ${failure.message}` }
}
