import { InviteUserDocument, type InviteUserMutation } from '../../../generated/operations.ts'
import { withDates } from '../../dates.ts'
import { isLabelboxError, LabelboxError, type LabelboxErrorCode } from '../../errors.ts'
import { originOf } from '../../origin.ts'
import { lookUp, type Addressee } from '../addressee.ts'
import type { AuditOutcome } from '../audit.ts'
import { normalizeEmail } from '../email.ts'
import { inTurn } from '../inTurn.ts'
import { inviteAnswers } from '../inviteAnswers.ts'
import { inviteRefused } from '../inviteErrors.ts'
import { inviteLimit } from '../invites.ts'
import type { Settlement } from '../settle.ts'
import { forgetUnsettled, keyOf, rememberUnsettled, unsettledOf } from '../unsettled.ts'
import { readMembers } from './everybody.ts'
import type { Invitee, InviteOutcome, InviteRun } from './inviteUsers.ts'
import { nobody, settleAll } from './open.ts'

/** Invites in one request, where nothing else is said: as many as Labelbox's own SDK asks for of a list. */
const defaultBatchSize = 100

/** Errors that say nothing about the invites in a request: the next request would end in them too. */
const general: readonly LabelboxErrorCode[] = ['AUTHENTICATION', 'API_LIMIT', 'NETWORK', 'TIMEOUT', 'ABORTED']

/** So many invites refused one by one, each for the same reason, are not refused for their own sake. */
const enoughRefusals = { AUTHORIZATION: 3, other: 10 }

/** So many requests in a row of which nothing could be found: the next one would end the same. */
const enoughDarkness = 3

type Answers = ReturnType<typeof inviteAnswers>

/** Sends invites, many in a request, and finds out what has become of each. */
export class Sender {
  /** How many may still be sent. */
  seats = Infinity
  readonly #run: InviteRun
  readonly #sentMeanwhile: ReadonlySet<string>
  #batch: Invitee[] = []
  /** Invites in a request: at the most, and in the next one. */
  #mostInOne: number
  #size: number
  #refused = 0
  /** What has gone wrong since an invite was last sent: refusals of one code, and requests in the dark. */
  #inARow: { code: LabelboxErrorCode | undefined; refusals: number; dark: number } = nothingWrong

  constructor(run: InviteRun, sentMeanwhile: ReadonlySet<string>) {
    this.#run = run
    this.#sentMeanwhile = sentMeanwhile
    this.#size = this.#mostInOne = run.options.batchSize ?? defaultBatchSize
  }

  /** Takes an invite, and sends a request when there are enough for one. */
  async add(invitee: Invitee): Promise<void> {
    const isOpen = invitee.isOpen || this.#isUnsettled(invitee)
    if (isOpen && this.#run.options.onUnknown !== 'resend') {
      return this.#end([invitee], 'unknown', { reason: openReason })
    }
    // Those that wait may be refused, and need no seat then.
    if (this.#batch.length >= this.seats) await this.flush()
    if (this.seats < 1) return this.#leave([invitee])
    this.#batch.push({ ...invitee, isOpen })
    if (this.#batch.length >= this.#size) await this.flush()
  }

  /** Sends what is there. */
  async flush(): Promise<void> {
    while (this.#batch.length > 0) {
      const batch = this.#batch.splice(0, this.#size)
      if (this.#run.isStopped) await this.#end(batch, 'not-attempted')
      else await this.#inTurn(batch)
    }
  }

  /** Holds the turn of each address, so that no `inviteUser` of this process looks while it is sent. */
  async #inTurn(batch: readonly Invitee[]): Promise<void> {
    const { context, call } = this.#run
    const turn = { isHad: false }
    const hold = ([next, ...others]: readonly Invitee[]): Promise<void> => {
      if (next !== undefined) return inTurn(context, this.#keyOf(next), call, () => hold(others))
      turn.isHad = true
      return this.#sendFree(batch)
    }
    try {
      await hold(batch)
    } catch (error) {
      if (turn.isHad) throw error
      this.#run.stop(error)
      await this.#end(batch, 'not-attempted')
    }
  }

  async #sendFree(batch: readonly Invitee[]): Promise<void> {
    const free: Invitee[] = []
    for (const invitee of batch) {
      if (!this.#sentMeanwhile.has(this.#keyOf(invitee)) || (await this.#isFree(invitee))) free.push(invitee)
    }
    await this.#send(free)
  }

  /** Looks again where an `inviteUser` has been since everybody was looked at. */
  async #isFree(invitee: Invitee): Promise<boolean> {
    const { context, call } = this.#run
    let found: Addressee
    try {
      found = await lookUp(context, invitee.email, call)
    } catch (error) {
      this.#run.stop(error)
      await this.#end([invitee], 'not-attempted')
      return false
    }
    const { member, invites } = found
    const [invite] = invites
    if (member !== undefined) await this.#end([invitee], 'already-member', { id: member.id })
    else if (invite !== undefined) await this.#end([invitee], 'already-invited', { id: invite.id })
    else if (this.#isUnsettled(invitee)) await this.#end([invitee], 'unknown', { reason: openReason })
    else return true
    return false
  }

  /** Whether another call of this process may have sent an invite that has not turned up. */
  #isUnsettled(invitee: Invitee): boolean {
    return unsettledOf(this.#keyOf(invitee), this.#run.context.timing.now()) !== undefined
  }

  async #send(batch: readonly Invitee[]): Promise<void> {
    if (batch.length === 0) return
    const run = this.#run
    if (run.isStopped) return this.#end(batch, 'not-attempted')
    const sending = batch.map(({ email, roleName }) => [email, roleName] as const)
    // What is not written down first is not sent.
    if (!(await run.append({ sending, at: Date.now() }))) return this.#end(batch, 'not-attempted')
    let data: InviteUserMutation
    let answers: Answers
    try {
      data = await run.context.execute(InviteUserDocument, { data: batch.map(({ input }) => input) }, run.call)
      answers = inviteAnswers(data)
    } catch (error) {
      if (!isLabelboxError(error)) throw error
      return this.#failed(batch, error)
    }
    return this.#answered(batch, answers, data)
  }

  async #failed(batch: readonly Invitee[], error: LabelboxError): Promise<void> {
    if (error.mayHaveRun) {
      // A server that is too slow for so many may be quick enough for fewer.
      this.#size = Math.max(1, Math.ceil(this.#size / 2))
      return this.#settle(batch, error)
    }
    await this.#journal(batch, 'refused')
    // A role that was made anew under its old name has another id: what the API does not understand is not kept.
    if (error.code === 'INVALID_QUERY') this.#run.context.roles.forget()
    if (error.code === 'DRY_RUN') return this.#end(batch, 'dry-run')
    if (error.code === 'USAGE_LIMIT') return this.#fillUp(batch, error)
    if (general.includes(error.code)) {
      this.#run.stop(error)
      return error.code === 'ABORTED' ? this.#end(batch, 'not-attempted') : this.#end(batch, 'failed', { error })
    }
    if (batch.length > 1) return this.#halve(batch)
    this.#refused += 1
    const { code } = error
    const refusals = this.#inARow.code === code ? this.#inARow.refusals + 1 : 1
    this.#inARow = { ...this.#inARow, code, refusals }
    await this.#end(batch, 'refused', { error })
    if (refusals >= enoughRefusals[code === 'AUTHORIZATION' ? code : 'other']) this.#run.stop(error)
  }

  /** A request is refused as a whole: for one of its invites, which is found this way, or for their number. */
  async #halve(batch: readonly Invitee[]): Promise<void> {
    const half = Math.ceil(batch.length / 2)
    const before = this.#refused
    await this.#send(batch.slice(0, half))
    await this.#send(batch.slice(half))
    if (this.#refused === before) this.#size = this.#mostInOne = Math.min(this.#mostInOne, half)
  }

  /** Others have taken seats. */
  async #fillUp(batch: readonly Invitee[], error: LabelboxError): Promise<void> {
    const { context, organizationId, call } = this.#run
    const left = await inviteLimit(context, organizationId, call).then(
      ({ remaining }) => remaining,
      () => null,
    )
    if (left !== null && left < batch.length) {
      this.seats = left
      await this.#send(batch.slice(0, left))
      return this.#leave(batch.slice(left))
    }
    // It is something else that is used up.
    this.#run.stop(error)
    return this.#end(batch, 'failed', { error })
  }

  async #answered(batch: readonly Invitee[], answers: Answers, data: object): Promise<void> {
    const { requestId } = originOf(data)
    const told = answers.filter((answer) => answer !== undefined)
    const invites = told.filter((answer) => answer !== null)
    const invited = new Map(invites.map((invite) => [normalizeEmail(invite.inviteeEmail), withDates(invite)]))
    const sent = batch.filter(({ email }) => invited.has(normalizeEmail(email)))
    const others = batch.filter((invitee) => !sent.includes(invitee))
    await this.#journal(sent, 'invited')
    if (sent.length > 0) this.#inARow = nothingWrong
    for (const invitee of sent) {
      const id = invited.get(normalizeEmail(invitee.email))?.id
      forgetUnsettled(this.#keyOf(invitee))
      await this.#end([invitee], 'invited', { requestId, id: id === 'invited' ? undefined : id })
    }
    if (others.length === 0) {
      this.#size = Math.min(this.#size * 2, this.#mostInOne)
    } else if (told.length === batch.length && answers.length === batch.length && invites.length === sent.length) {
      await this.#explain(others, inviteRefused(originOf(data)))
    } else {
      await this.#settle(others, unmatched(data))
    }
  }

  /** The API has answered that it has sent nothing to these, and gives no reason: that they are members may be seen. */
  async #explain(invitees: readonly Invitee[], error: LabelboxError): Promise<void> {
    const { context, call } = this.#run
    const members = new Map<string, string>()
    await this.#journal(invitees, 'refused')
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
      if (id === undefined) await this.#end([invitee], 'refused', { error })
      else await this.#end([invitee], 'already-member', { id })
    }
  }

  /** Nobody can tell from the answer; a look may. What is not found stays open in the journal, and in this process. */
  async #settle(batch: readonly Invitee[], error: LabelboxError): Promise<void> {
    const { context, call, options } = this.#run
    const sent = batch.map(({ email, roleName }) => ({ email, roleName, before: nobody }))
    batch.forEach((invitee, index) => {
      const each = sent[index]
      if (each) rememberUnsettled(this.#keyOf(invitee), each, error, context.timing.now())
    })
    if (options.signal?.aborted === true) {
      this.#run.stop(error)
      return this.#end(batch, 'unknown', { error })
    }
    const seen = await settleAll(context, sent, call).catch((end: unknown) => {
      // What has become of the next ones could not be found out either.
      this.#run.stop(end)
      return new Map<string, Settlement>()
    })
    const found = batch.filter(({ email }) => (seen.get(email)?.outcome ?? 'not-found') !== 'not-found')
    this.#inARow = found.length > 0 ? nothingWrong : { ...this.#inARow, dark: this.#inARow.dark + 1 }
    if (this.#inARow.dark >= enoughDarkness) this.#run.stop(error)
    for (const invitee of found) forgetUnsettled(this.#keyOf(invitee))
    await this.#journal(found, 'invited')
    for (const invitee of found) await this.#end([invitee], 'invited', { id: seen.get(invitee.email)?.invite?.id })
    return this.#end(
      batch.filter((invitee) => !found.includes(invitee)),
      'unknown',
      { error },
    )
  }

  /** There is no seat for these. */
  #leave(invitees: readonly Invitee[]): Promise<void> {
    return this.#end(invitees, 'not-attempted', { error: noSeat })
  }

  /** A refusal says nothing of what an earlier call may have sent. */
  async #journal(invitees: readonly Invitee[], outcome: 'invited' | 'refused'): Promise<void> {
    const ended = invitees.filter(({ isOpen }) => outcome === 'invited' || !isOpen)
    if (ended.length > 0) await this.#run.append({ ended: ended.map(({ email }) => [email, outcome] as const) })
  }

  async #end(
    invitees: readonly Invitee[],
    given: InviteOutcome,
    details: { error?: LabelboxError; reason?: string; id?: string | undefined; requestId?: string | undefined } = {},
  ): Promise<void> {
    const { context } = this.#run
    for (const { place, email, roleName, isOpen } of invitees) {
      const outcome = isOpen && notSent.includes(given) ? 'unknown' : given
      const ended = audited[outcome]
      if (outcome === 'invited' || outcome === 'unknown') this.seats -= 1
      if (ended !== undefined) {
        const { code, status, requestId = details.requestId } = details.error ?? {}
        const subject = { action: 'inviteUsers', email, role: roleName ?? undefined }
        context.audit({ at: new Date(), ...subject, outcome: ended, code, status, requestId })
      }
      await this.#run.end(place, email, outcome, details)
    }
  }

  #keyOf({ input }: Invitee): string {
    return keyOf(this.#run.organizationId, input.inviteeEmail)
  }
}

const nothingWrong = { code: undefined, refusals: 0, dark: 0 }

/** What this call has not sent, and an earlier one may have. */
const notSent: readonly InviteOutcome[] = ['refused', 'failed', 'not-attempted']

/** What is kept a record of: what was sent, or was to be. */
const audited: Partial<Record<InviteOutcome, AuditOutcome>> = {
  invited: 'done',
  refused: 'refused',
  failed: 'refused',
  unknown: 'unknown',
  'dry-run': 'dry-run',
}

const noSeat = new LabelboxError({
  code: 'USAGE_LIMIT',
  operationName: 'InviteUser',
  message: 'InviteUser was not sent: the plan has no seat left. Free one, and go on with those that were left.',
})

const openReason =
  "An earlier call may have sent it, and nothing has come of that yet. Look again later, or have it sent with onUnknown: 'resend'."

const unmatched = (data: object): LabelboxError =>
  new LabelboxError({
    attempts: 1,
    ...originOf(data),
    code: 'BAD_RESPONSE',
    operationName: 'InviteUser',
    mayHaveRun: true,
    message: 'InviteUser failed: the answer does not say what has become of every invite.',
  })
