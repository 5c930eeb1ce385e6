import { LabelboxError } from '../../core/errors.ts'
import { isOneOf, objectOf, refuse } from '../../core/guards.ts'
import { isText } from '../../core/visibleText.ts'
import type { Place } from '../../core/records.ts'
import type { Context } from '../context.ts'
import { inTurn, watchSent } from '../invites/addressQueue.ts'
import { normalizeEmail } from '../email.ts'
import { inviteLimit } from '../invites/invites.ts'
import { resolveInvite, type ResolvedInvite } from '../invites/newInvite.ts'
import type { SentInvite } from '../invites/unsettledInvites.ts'
import { keyOf } from '../invites/unsettledInvites.ts'
import { BulkRun, cachedReferences, refusalReason, type Person } from './bulkRun.ts'
import {
  inviteOutcomes,
  type BulkReport,
  type InviteOutcome,
  type InviteRow,
  type InviteUsersOptions,
  type Rows,
} from './bulkTypes.ts'
import { InviteBatches, type InviteRun } from './inviteBatch.ts'
import { noAddressee, readRoster, settleInvites } from './roster.ts'
import { requireReadable } from './rowReader.ts'

const operationName = 'InviteUsers'

export async function inviteUsers(
  context: Context,
  organizationId: string,
  rows: Rows<InviteRow>,
  options: InviteUsersOptions = {},
): Promise<BulkReport<InviteOutcome>> {
  requireOptions(options)
  const job = { context, organizationId, method: 'inviteUsers', operationName, rows, options, outcomes: inviteOutcomes }
  const run: InviteRun = new BulkRun(job)
  // One call at a time: of two at once, each would have to look up every address that the other sends to.
  return inTurn(context, [keyOf(organizationId, operationName)], { signal: options.signal }, async () => {
    const watch = watchSent()
    try {
      await inviteAll(run, new InviteBatches(run, watch.sent))
      return run.report()
    } finally {
      watch.stop()
    }
  })
}

function requireOptions(options: InviteUsersOptions): void {
  const { batchSize, ifSeatsShort, onUnknown } = objectOf(options)
  if (ifSeatsShort !== undefined && !isOneOf(['refuse', 'fill'], ifSeatsShort)) {
    throw refuse(operationName, "ifSeatsShort must be 'refuse' or 'fill'.")
  }
  if (onUnknown !== undefined && !isOneOf(['report', 'resend'], onUnknown)) {
    throw refuse(operationName, "onUnknown must be 'report' or 'resend'.")
  }
  if (batchSize !== undefined && !(Number.isSafeInteger(batchSize) && batchSize > 0)) {
    throw refuse(operationName, 'batchSize must be a whole number, 1 or more.')
  }
}

/** Checks the rows, reads who is a member or invited, and invites the others. */
async function inviteAll(run: InviteRun, batches: InviteBatches): Promise<void> {
  const check = checker(run)
  const valid = await run.checkRows(async (row, place) => {
    await check(row, place)
    run.updatePerson(row.email, { row: place.row })
  })
  let withoutInvite = 0
  const learn = (email: string | null, found: Person): void => {
    if (!isText(email)) return
    const before = run.updatePerson(email, found)
    if (before.row !== undefined && needsInvite(before)) withoutInvite += 1
  }
  const sentBefore = await readJournal(run, (email) => learn(email, { journaled: 'invited' }))
  await readRoster(run.context, run.call, {
    member: ({ email, id }) => learn(email, { memberId: id }),
    invite: ({ inviteeEmail, id }) => learn(inviteeEmail, { inviteId: id }),
  })
  for (const email of await settleSent(run, sentBefore, (email) => learn(email, { journaled: 'invited' }))) {
    // An invite that is sent again needs a seat as well.
    if (run.options.onUnknown === 'resend') run.updatePerson(email, { isUnsettled: true })
    else learn(email, { isUnsettled: true })
  }
  batches.seats = await requireSeats(run, valid === undefined ? 0 : valid - withoutInvite)
  for await (const [row, place] of run.rows()) await invite(run, batches, check, row, place)
  await batches.flush()
}

type Check = (row: InviteRow, place: Place) => Promise<ResolvedInvite>

const needsInvite = ({ memberId, inviteId, journaled, isUnsettled }: Person): boolean =>
  memberId === undefined && inviteId === undefined && journaled === undefined && isUnsettled !== true

/** Resolves the names in a row to ids; rejects if the row is invalid. */
function checker(run: InviteRun): Check {
  const references = cachedReferences(run)
  return async (row, place) => {
    requireReadable(operationName, row)
    const resolved = await resolveInvite(run.context, run.organizationId, row, run.call, references)
    const { row: first = place.row } = run.person(row.email)
    if (first !== place.row)
      throw refuse(operationName, `row ${first} has the same address. Remove one of the two rows.`)
    return resolved
  }
}

/** Reports whom earlier runs invited. Returns the invites whose outcome the journal doesn't have. */
async function readJournal(run: InviteRun, onInvited: (email: string) => void): Promise<readonly SentInvite[]> {
  const open = new Map<string, SentInvite>()
  for await (const entry of run.journalEntries()) {
    if ('sending' in entry) {
      for (const [email, roleName] of entry.sending) {
        open.set(normalizeEmail(email), { email, roleName, before: noAddressee })
      }
    } else if ('ended' in entry) {
      for (const [email, outcome] of entry.ended) {
        open.delete(normalizeEmail(email))
        if (outcome === 'invited') onInvited(email)
      }
    }
  }
  return [...open.values()]
}

/** Finds out which invites of earlier runs were sent. Returns the addresses for which that stays unknown. */
async function settleSent(
  run: InviteRun,
  sent: readonly SentInvite[],
  onInvited: (email: string) => void,
): Promise<readonly string[]> {
  if (sent.length === 0) return []
  const seen = await settleInvites(run.context, sent, run.call)
  const emails = sent.map(({ email }) => email)
  const invited = emails.filter((email) => seen.get(email)?.outcome !== 'not-found')
  for (const email of invited) onInvited(email)
  if (invited.length > 0) await run.writeJournal({ ended: invited.map((email) => [email, 'invited'] as const) })
  return emails.filter((email) => !invited.includes(email))
}

/**
 * Returns the number of seats that the plan has left.
 *
 * @throws LabelboxError `USAGE_LIMIT` if there are too few, unless the seats are to be filled.
 */
async function requireSeats(run: InviteRun, wanted: number): Promise<number> {
  const { remaining } = await inviteLimit(run.context, run.organizationId, run.call)
  const seats = remaining ?? Infinity
  if (wanted <= seats || run.options.ifSeatsShort === 'fill') return seats
  throw new LabelboxError({
    code: 'USAGE_LIMIT',
    operationName,
    message: `${operationName} has sent nothing: ${wanted} people are to be invited, and the plan has ${seats} seats left.`,
    advice: ['fill-seats', "Free some, or set ifSeatsShort: 'fill' to invite as many as fit."],
  })
}

/** Invites the person of one row, unless the person is known to need no invite. */
async function invite(
  run: InviteRun,
  batches: InviteBatches,
  check: Check,
  row: InviteRow,
  place: Place,
): Promise<void> {
  const email = emailOf(row)
  if (run.isStopped) return run.setOutcome(place, email, 'not-attempted')
  let resolved: ResolvedInvite
  try {
    resolved = await check(row, place)
  } catch (error) {
    const reason = refusalReason(error)
    if (reason !== undefined) return run.setOutcome(place, email, 'refused', { error: error as LabelboxError, reason })
    // The names in the row could not be looked up. Those in later rows can't be either.
    run.stop(error)
    return run.setOutcome(place, email, 'not-attempted')
  }
  const { journaled, memberId, inviteId, isUnsettled = false } = run.updatePerson(row.email, { row: place.row })
  if (journaled === 'invited') return run.setOutcome(place, row.email, 'invited', { id: inviteId })
  if (memberId !== undefined) return run.setOutcome(place, row.email, 'already-member', { id: memberId })
  if (inviteId !== undefined) return run.setOutcome(place, row.email, 'already-invited', { id: inviteId })
  return batches.add({ ...resolved, place, email: resolved.input.inviteeEmail, isUnsettled })
}

const emailOf = (row: Partial<InviteRow> | null | undefined): string =>
  typeof row?.email === 'string' ? row.email.trim() : ''
