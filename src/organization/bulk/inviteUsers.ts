import { LabelboxError } from '../../core/errors.ts'
import { startCall, type Context } from '../context.ts'
import { refuse, isText } from '../../core/guards.ts'
import { inviteLimit } from '../invites/invites.ts'
import { inTurn, watchSent } from '../invites/addressQueue.ts'
import { resolveInvite, type NewInvite, type ResolvedInvite } from '../invites/newInvite.ts'
import { keyOf } from '../invites/unsettledInvites.ts'
import { readEverybody } from './everybody.ts'
import { requireReadable } from './invalid.ts'
import type { Known } from './known.ts'
import { readJournal, settleOpen } from './open.ts'
import { remembered } from './references.ts'
import type { BulkReport } from './report.ts'
import type { Rows } from './rows.ts'
import type { Place } from '../../core/records.ts'
import { BulkRun, reasonOf } from './run.ts'
import { Sender } from './sender.ts'
import {
  type InviteOutcome,
  inviteOutcomes,
  type InviteRow,
  type InviteRun,
  type InviteUsersOptions,
} from './inviteRun.ts'

const name = 'InviteUsers'
const choices = { ifSeatsShort: ['refuse', 'fill'], onUnknown: ['report', 'resend'] }

/** Looks once, sends in batches, and finds out what has become of each. */
export async function inviteUsers(
  context: Context,
  organizationId: string,
  rows: Rows<InviteRow>,
  options: InviteUsersOptions = {},
): Promise<BulkReport<InviteOutcome>> {
  startCall(context, options)
  requireOptions(options)
  const run: InviteRun = new BulkRun(context, organizationId, name, rows, options, inviteOutcomes)
  // Two at once would look up one by one what the other sends.
  return inTurn(context, [keyOf(organizationId, name)], { signal: options.signal }, async () => {
    const watch = watchSent()
    try {
      await new Inviting(run, watch.sent).work()
      return run.report()
    } finally {
      watch.stop()
    }
  })
}

function requireOptions({ batchSize, ...options }: InviteUsersOptions): void {
  for (const [option, known] of Object.entries(choices)) {
    const value = options[option as keyof typeof choices]
    if (value !== undefined && !known.includes(value)) {
      throw refuse(name, `${option} must be one of ${known.join(', ')}.`)
    }
  }
  if (batchSize !== undefined && !(Number.isSafeInteger(batchSize) && batchSize > 0)) {
    throw refuse(name, 'batchSize must be a whole number from 1 on.')
  }
}

class Inviting {
  readonly #run: InviteRun
  readonly #sender: Sender
  readonly #resolve: (row: NewInvite) => Promise<ResolvedInvite>
  /** Valid rows that need no invite, as far as they have been seen. */
  #skipped = 0

  constructor(run: InviteRun, sentMeanwhile: ReadonlySet<string>) {
    const { context, organizationId } = run
    const references = remembered(run)
    this.#run = run
    this.#sender = new Sender(run, sentMeanwhile)
    this.#resolve = (row) => resolveInvite(context, organizationId, row, run.call, references)
  }

  async work(): Promise<void> {
    const run = this.#run
    const usable = await run.checkRows(async (row, place) => {
      await this.#check(row, place)
      run.known.add(row.email, { row: place.row })
    })
    const open = await readJournal(run, (email) => this.#learn(email, { ended: 'invited' }))
    await readEverybody(run.context, run.call, {
      member: ({ email, id }) => this.#learn(email, { member: id }),
      invite: ({ inviteeEmail, id }) => this.#learn(inviteeEmail, { invite: id }),
    })
    const invited = (email: string): void => this.#learn(email, { ended: 'invited' })
    for (const { email } of await settleOpen(run, open, invited)) {
      // Who is invited once more needs a seat, too.
      if (run.options.onUnknown === 'resend') run.known.add(email, { isOpen: true })
      else this.#learn(email, { isOpen: true })
    }
    await this.#askForSeats(usable)
    await this.#sendAll()
  }

  /** @throws LabelboxError `INVALID_INPUT` for a row that can't be used. */
  async #check(row: InviteRow, place: Place): Promise<ResolvedInvite> {
    requireReadable(name, row)
    const invite = await this.#resolve(row)
    const first = this.#run.known.get(row.email).row ?? place.row
    if (first !== place.row) throw refuse(name, `row ${first} has the same address. Each may stand only once.`)
    return invite
  }

  #learn(email: string | null, more: Known): void {
    // From a server, too, anything may come.
    if (!isText(email)) return
    const before = this.#run.known.add(email, more)
    if (before.row !== undefined && !isSettled(before)) this.#skipped += 1
  }

  /** @throws LabelboxError `USAGE_LIMIT` where there are too few, unless it is to fill up. */
  async #askForSeats(usable: number | undefined): Promise<void> {
    const { context, organizationId, call, options } = this.#run
    const { remaining } = await inviteLimit(context, organizationId, call)
    this.#sender.seats = remaining ?? Infinity
    if (usable === undefined || remaining === null || options.ifSeatsShort === 'fill') return
    const wanted = usable - this.#skipped
    if (wanted > remaining) {
      throw new LabelboxError({
        code: 'USAGE_LIMIT',
        operationName: name,
        message: `${name} has sent nothing: ${wanted} people are to be invited, and the plan has ${remaining} seats left.`,
        advice: ['fill-seats', "Free some, or set ifSeatsShort: 'fill' to invite as many as fit."],
      })
    }
  }

  async #sendAll(): Promise<void> {
    const run = this.#run
    await run.eachRow(async (row, place) => {
      if (run.isStopped) await run.end(place, textOf(row), 'not-attempted')
      else await this.#take(row, place)
    })
    await this.#sender.flush()
  }

  /** Decides about one row. */
  async #take(row: InviteRow, place: Place): Promise<void> {
    const run = this.#run
    let invite: ResolvedInvite
    try {
      invite = await this.#check(row, place)
    } catch (error) {
      const reason = reasonOf(error)
      if (reason !== undefined) return run.end(place, textOf(row), 'refused', { error: error as LabelboxError, reason })
      // Its names could not be looked up, and those of the next rows can't either.
      run.stop(error)
      return run.end(place, textOf(row), 'not-attempted')
    }
    const known = run.known.add(row.email, { row: place.row })
    if (known.ended === 'invited') return run.end(place, row.email, 'invited', { id: known.invite })
    if (known.member !== undefined) return run.end(place, row.email, 'already-member', { id: known.member })
    if (known.invite !== undefined) return run.end(place, row.email, 'already-invited', { id: known.invite })
    return this.#sender.add({ ...invite, place, email: invite.input.inviteeEmail, isOpen: known.isOpen === true })
  }
}

const isSettled = ({ member, invite, ended, isOpen }: Known): boolean =>
  member !== undefined || invite !== undefined || ended !== undefined || isOpen === true

/** From JavaScript, or from a file, anything may come. */
const textOf = (row: Partial<InviteRow> | null | undefined): string =>
  typeof row?.email === 'string' ? row.email.trim() : ''
