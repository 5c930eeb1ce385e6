import { InviteUserDocument, type InviteUserMutation } from '../../../generated/operations.ts'
import { withDates } from '../../core/dates.ts'
import { isLabelboxError, LabelboxError, type LabelboxErrorCode } from '../../core/errors.ts'
import { originOf } from '../../core/origin.ts'
import type { PendingInvite, Place } from '../../core/records.ts'
import { mayRepeatRequests } from '../../transport/platform.ts'
import type { AuditOutcome } from '../audit.ts'
import { inTurn, type Turn } from '../invites/addressQueue.ts'
import { normalizeEmail } from '../email.ts'
import { invitesIn } from '../invites/sendInvite.ts'
import { inviteRefused } from '../invites/inviteErrors.ts'
import { inviteLimit } from '../invites/invites.ts'
import type { ResolvedInvite } from '../invites/newInvite.ts'
import { keepOne } from '../invites/repeatedInvites.ts'
import type { Addressee, SentInvite } from '../invites/unsettledInvites.ts'
import { lookUp, type Seen } from '../invites/settle.ts'
import { forgetUnsettled, keyOf, rememberUnsettled, unsettledOf } from '../invites/unsettledInvites.ts'
import { concernsAllRows, type BulkRun, type OutcomeDetails } from './bulkRun.ts'
import type { InviteOutcome, InviteRow, InviteUsersOptions } from './bulkTypes.ts'
import { noAddressee, readInvites, readMembers, settleInvites } from './roster.ts'

export type InviteRun = BulkRun<InviteRow, InviteOutcome, InviteUsersOptions>

/** A row whose person is to be invited. */
export interface Invitee extends ResolvedInvite {
  readonly place: Place
  readonly email: string
  /** Whether an earlier call may have sent an invite. If so, a refusal of this one doesn't prove that none was sent. */
  readonly isUnsettled: boolean
}

/** The number of invites that Labelbox's own SDK sends in one request. */
const defaultBatchSize = 100

/** After this many refusals in a row, all with the same code, the next row would be refused as well. */
const maxRefusals = (code: LabelboxErrorCode): number => (code === 'AUTHORIZATION' ? 3 : 10)

/** After this many batches in a row with an unknown outcome, the next one would end the same way. */
const maxUnknownBatches = 3

/** Sends invites in batches and finds out how each of them ended. */
export class InviteBatches {
  /** The number of invites that the plan has seats for. */
  seats = Infinity
  readonly #run: InviteRun
  /** The keys of the addresses that other calls may have invited since the roster was read. */
  readonly #sentByOthers: ReadonlySet<string>
  #waiting: Invitee[] = []
  #maxSize: number
  #size: number
  /** Rows that were refused by themselves. */
  #refused = 0
  // Failures since an invite was last sent.
  #refusalsInRow = 0
  #refusalCode: LabelboxErrorCode | undefined
  #unknownInRow = 0

  constructor(run: InviteRun, sentByOthers: ReadonlySet<string>) {
    this.#run = run
    this.#sentByOthers = sentByOthers
    this.#size = this.#maxSize = run.options.batchSize ?? defaultBatchSize
  }

  /** Adds an invite to the next batch, and sends the batch when it is full. */
  async add(added: Invitee): Promise<void> {
    const invitee = { ...added, isUnsettled: added.isUnsettled || this.#isUnsettled(added) }
    if (invitee.isUnsettled && !this.#mayResend) return this.#end([invitee], 'unknown', { reason: unsettledReason })
    // A waiting batch may be refused, which frees its seats.
    if (this.#waiting.length >= this.seats) await this.flush()
    if (this.seats < 1) return this.#endWithoutSeat([invitee])
    this.#waiting.push(invitee)
    if (this.#waiting.length >= this.#size) await this.flush()
  }

  /** Sends all invites that wait for their batch. */
  async flush(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, this.#size)
      if (this.#run.isStopped || !(await this.#sendInTurn(batch))) await this.#end(batch, 'not-attempted')
    }
  }

  /**
   * Sends a batch while no other call of this process sends to its addresses.
   *
   * @returns `false` if the run was stopped before it was the batch's turn.
   */
  async #sendInTurn(batch: readonly Invitee[]): Promise<boolean> {
    const run = this.#run
    const progress = { hasTurn: false }
    try {
      await inTurn(run.context, batch.map(this.#keyOf), { signal: run.options.signal }, async (turn) => {
        progress.hasTurn = true
        const free: Invitee[] = []
        for (const invitee of batch) {
          const key = this.#keyOf(invitee)
          const isUntouched = !this.#sentByOthers.has(key) && !turn.waitedFor.has(key)
          if (isUntouched || (await this.#isStillFree(invitee))) free.push(invitee)
        }
        await this.#send(free, turn)
      })
    } catch (error) {
      if (progress.hasTurn) throw error
      run.stop(error)
    }
    return progress.hasTurn
  }

  /** Looks up an address that another call may have invited. Ends the row if it needs no invite any more. */
  async #isStillFree(invitee: Invitee): Promise<boolean> {
    let found: Addressee
    try {
      found = await lookUp(this.#run.context, invitee.email, this.#run.call)
    } catch (error) {
      this.#run.stop(error)
      await this.#end([invitee], 'not-attempted')
      return false
    }
    const { member, invites } = found
    const [invite] = invites
    if (member !== undefined) await this.#end([invitee], 'already-member', { id: member.id })
    else if (invite !== undefined) await this.#end([invitee], 'already-invited', { id: invite.id })
    else if (!this.#mayResend && this.#isUnsettled(invitee)) {
      await this.#end([invitee], 'unknown', { reason: unsettledReason })
    } else return true
    return false
  }

  async #send(batch: readonly Invitee[], turn: Turn): Promise<void> {
    if (batch.length === 0) return
    const run = this.#run
    const sending = batch.map(({ email, roleName }) => [email, roleName] as const)
    // Written first: what the journal doesn't have is not sent.
    if (run.isStopped || !(await run.writeJournal({ sending, at: Date.now() }))) {
      return this.#end(batch, 'not-attempted')
    }
    for (const invitee of batch) turn.sending(this.#keyOf(invitee), sentInvite(invitee))
    let data: InviteUserMutation
    let answers: Answers
    try {
      data = await run.context.execute(InviteUserDocument, { data: batch.map(({ input }) => input) }, run.call)
      answers = invitesIn(data)
    } catch (error) {
      if (!isLabelboxError(error)) throw error
      return this.#handleFailure(batch, error, turn)
    }
    return this.#handleResponse(batch, answers, data)
  }

  async #handleFailure(batch: readonly Invitee[], error: LabelboxError, turn: Turn): Promise<void> {
    const run = this.#run
    if (error.mayHaveRun) {
      // A server that is too slow for this batch may be fast enough for a smaller one.
      this.#size = Math.max(1, Math.ceil(this.#size / 2))
      return this.#settle(batch, error)
    }
    await this.#journal(batch, 'refused')
    // A role that was deleted and created again under its name has a new id.
    if (error.code === 'INVALID_QUERY') run.context.roles.forget()
    if (error.code === 'DRY_RUN') return this.#end(batch, 'dry-run')
    if (error.code === 'USAGE_LIMIT') return this.#fillSeats(batch, error, turn)
    if (concernsAllRows(error)) {
      run.stop(error)
      return error.code === 'ABORTED' ? this.#end(batch, 'not-attempted') : this.#end(batch, 'failed', { error })
    }
    if (batch.length > 1) return this.#sendHalves(batch, turn)
    this.#refused += 1
    this.#refusalsInRow = error.code === this.#refusalCode ? this.#refusalsInRow + 1 : 1
    this.#refusalCode = error.code
    await this.#end(batch, 'refused', { error })
    if (this.#refusalsInRow >= maxRefusals(error.code)) run.stop(error)
  }

  /** A batch is refused as a whole. Either one of its rows is the reason, which halving finds, or its size is. */
  async #sendHalves(batch: readonly Invitee[], turn: Turn): Promise<void> {
    const half = Math.ceil(batch.length / 2)
    const before = this.#refused
    await this.#send(batch.slice(0, half), turn)
    await this.#send(batch.slice(half), turn)
    if (this.#refused === before) this.#size = this.#maxSize = Math.min(this.#maxSize, half)
  }

  /** Somebody else took seats: sends as many invites as there are seats now. */
  async #fillSeats(batch: readonly Invitee[], error: LabelboxError, turn: Turn): Promise<void> {
    const { context, organizationId, call } = this.#run
    const left = await inviteLimit(context, organizationId, call).then(
      ({ remaining }) => remaining,
      () => null,
    )
    if (left !== null && left < batch.length) {
      this.seats = left
      await this.#send(batch.slice(0, left), turn)
      return this.#endWithoutSeat(batch.slice(left))
    }
    // Enough seats are free: another limit was reached.
    this.#run.stop(error)
    return this.#end(batch, 'failed', { error })
  }

  /** Matches the invites in a response to the rows by address, never by position. */
  async #handleResponse(batch: readonly Invitee[], answers: Answers, data: object): Promise<void> {
    const { requestId } = originOf(data)
    const invites = answers.filter((answer) => answer != null)
    const byEmail = new Map(invites.map((invite) => [normalizeEmail(invite.inviteeEmail), withDates(invite)]))
    const sent = batch.filter(({ email }) => byEmail.has(normalizeEmail(email)))
    const others = batch.filter((invitee) => !sent.includes(invitee))
    await this.#journal(sent, 'invited')
    if (sent.length > 0) this.#resetFailures()
    const idOf = ({ email }: Invitee): string | undefined => {
      const id = byEmail.get(normalizeEmail(email))?.id
      // The API may give this placeholder in place of an id.
      return id === 'invited' ? undefined : id
    }
    const duplicates = await this.#cancelDuplicates(sent, idOf)
    for (const invitee of sent) {
      forgetUnsettled(this.#keyOf(invitee))
      await this.#end([invitee], 'invited', { requestId, id: idOf(invitee), ...duplicates.get(invitee) })
    }
    const isComplete = answers.length === batch.length && !answers.includes(undefined) && invites.length === sent.length
    if (others.length === 0) this.#size = Math.min(this.#size * 2, this.#maxSize)
    else if (isComplete) await this.#explainRefusal(others, inviteRefused(originOf(data)))
    else await this.#settle(others, incompleteResponse(data))
  }

  /** The API sent no invite to these and gives no reason. The one that can be seen is that they are members. */
  async #explainRefusal(invitees: readonly Invitee[], error: LabelboxError): Promise<void> {
    const members = new Map<string, string>()
    await this.#journal(invitees, 'refused')
    try {
      const wanted = new Set(invitees.map(({ email }) => normalizeEmail(email)))
      await readMembers(this.#run.context, this.#run.call, ({ id, email }) => {
        const key = normalizeEmail(email)
        if (wanted.has(key)) members.set(key, id)
      })
    } catch {
      // The refusal is certain, only its reason is not.
    }
    for (const invitee of invitees) {
      const id = members.get(normalizeEmail(invitee.email))
      if (id === undefined) await this.#end([invitee], 'refused', { error })
      else await this.#end([invitee], 'already-member', { id })
    }
  }

  /** Reads back which invites of a batch with an unknown outcome were sent. The others stay open in the journal. */
  async #settle(batch: readonly Invitee[], error: LabelboxError): Promise<void> {
    const run = this.#run
    for (const invitee of batch) {
      rememberUnsettled(this.#keyOf(invitee), sentInvite(invitee), error, run.context.timing.now())
    }
    if (run.options.signal?.aborted === true) {
      run.stop(error)
      return this.#end(batch, 'unknown', { error })
    }
    const seen = await settleInvites(run.context, batch.map(sentInvite), run.call).catch((failure: unknown) => {
      // The outcome of later batches could not be read back either.
      run.stop(failure)
      return new Map<string, Seen>()
    })
    const sent = batch.filter(({ email }) => (seen.get(email)?.outcome ?? 'not-found') !== 'not-found')
    const others = batch.filter((invitee) => !sent.includes(invitee))
    if (sent.length > 0) this.#resetFailures()
    else if ((this.#unknownInRow += 1) >= maxUnknownBatches) run.stop(error)
    for (const invitee of sent) forgetUnsettled(this.#keyOf(invitee))
    await this.#journal(sent, 'invited')
    for (const invitee of sent) {
      const { invite, fresh = [] } = seen.get(invitee.email) ?? {}
      await this.#end([invitee], 'invited', { id: invite?.id, ...(await this.#keepOne(invitee, fresh)) })
    }
    return this.#end(others, 'unknown', { error })
  }

  /** If the runtime may have sent the request twice, cancels the second invite to each address. Never fails. */
  async #cancelDuplicates(
    invitees: readonly Invitee[],
    idOf: (invitee: Invitee) => string | undefined,
  ): Promise<ReadonlyMap<Invitee, OutcomeDetails>> {
    const details = new Map<Invitee, OutcomeDetails>()
    if (!mayRepeatRequests()) return details
    try {
      const pending = new Map<string, PendingInvite[]>(invitees.map(({ email }) => [normalizeEmail(email), []]))
      await readInvites(this.#run.context, this.#run.call, (invite) => {
        pending.get(normalizeEmail(invite.inviteeEmail))?.push(invite)
      })
      for (const invitee of invitees) {
        const invites = pending.get(normalizeEmail(invitee.email)) ?? []
        details.set(invitee, await this.#keepOne(invitee, invites, idOf(invitee)))
      }
    } catch {
      // The invites are sent, whatever fails here.
    }
    return details
  }

  /** Cancels all but one of the invites that one request has made to an address. */
  async #keepOne(invitee: Invitee, invites: readonly PendingInvite[], id?: string): Promise<OutcomeDetails> {
    if (invitee.isUnsettled) return {}
    const kept = await keepOne(this.#run.context, sentInvite(invitee), invites, this.#run.call, id)
    if (kept === undefined) return {}
    const { failure } = kept
    if (failure === undefined) return { id: kept.id }
    const reason = `The invite was sent twice, and the second one could not be cancelled: ${failure.message}`
    return { id: kept.id, reason }
  }

  get #mayResend(): boolean {
    return this.#run.options.onUnknown === 'resend'
  }

  /** The name of an invitee's address for all calls of this process. */
  readonly #keyOf = ({ input }: Invitee): string => keyOf(this.#run.organizationId, input.inviteeEmail)

  /** Whether another call of this process may have sent an invite that has not been found yet. */
  #isUnsettled(invitee: Invitee): boolean {
    return unsettledOf(this.#keyOf(invitee), this.#run.context.timing.now()) !== undefined
  }

  #resetFailures(): void {
    this.#refusalCode = undefined
    this.#refusalsInRow = this.#unknownInRow = 0
  }

  /** Closes what the journal has open. A refusal closes nothing that an earlier call may have sent. */
  async #journal(invitees: readonly Invitee[], outcome: 'invited' | 'refused'): Promise<void> {
    const ended = invitees.filter(({ isUnsettled }) => outcome === 'invited' || !isUnsettled)
    if (ended.length > 0) await this.#run.writeJournal({ ended: ended.map(({ email }) => [email, outcome] as const) })
  }

  /** Reports the outcome of rows, and writes the audit record of each invite. */
  async #end(invitees: readonly Invitee[], given: InviteOutcome, details: OutcomeDetails = {}): Promise<void> {
    const { context } = this.#run
    for (const { place, email, roleName, isUnsettled } of invitees) {
      const outcome = isUnsettled && notSent.includes(given) ? 'unknown' : given
      if (outcome === 'invited' || outcome === 'unknown') this.seats -= 1
      const audited = auditOutcomes[outcome]
      if (audited !== undefined) {
        const { code, status, requestId = details.requestId } = details.error ?? {}
        const subject = { action: 'inviteUsers', email, role: roleName ?? undefined }
        context.audit?.({ at: new Date(), ...subject, outcome: audited, code, status, requestId })
      }
      await this.#run.setOutcome(place, email, outcome, details)
    }
  }

  #endWithoutSeat(invitees: readonly Invitee[]): Promise<void> {
    return this.#end(invitees, 'not-attempted', { error: noSeat })
  }
}

type Answers = ReturnType<typeof invitesIn>

/** Outcomes of a row that this call sent nothing for, though an earlier call may have. */
const notSent: readonly InviteOutcome[] = ['refused', 'failed', 'not-attempted']

/** The outcomes that get an audit record. */
const auditOutcomes: Partial<Record<InviteOutcome, AuditOutcome>> = {
  invited: 'done',
  refused: 'refused',
  failed: 'refused',
  unknown: 'unknown',
  'dry-run': 'dry-run',
}

const sentInvite = ({ email, roleName, projectRoles }: Invitee): SentInvite => ({
  email,
  roleName,
  projectRoles,
  before: noAddressee,
})

const unsettledReason =
  'An earlier call may have sent this invite, and it is neither pending nor accepted yet. Check again later, or resend it.'

const noSeat = new LabelboxError({
  code: 'USAGE_LIMIT',
  operationName: 'InviteUser',
  message: 'InviteUser was not sent: the plan has no seat left. Free a seat, then invite the remaining people.',
})

const incompleteResponse = (data: object): LabelboxError =>
  new LabelboxError({
    attempts: 1,
    ...originOf(data),
    code: 'BAD_RESPONSE',
    operationName: 'InviteUser',
    mayHaveRun: true,
    message: 'InviteUser failed: the response does not have the outcome of every invite.',
  })
