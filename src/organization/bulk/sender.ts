import { InviteUserDocument, type InviteUserMutation } from '../../../generated/operations.ts'
import { withDates } from '../../core/dates.ts'
import { isLabelboxError, LabelboxError, type LabelboxErrorCode } from '../../core/errors.ts'
import { originOf } from '../../core/origin.ts'
import { normalizeEmail } from '../email.ts'
import { invitesIn } from '../invites/sendInvite.ts'
import { inviteRefused } from '../invites/inviteErrors.ts'
import { inviteLimit } from '../invites/invites.ts'
import type { Turn } from '../invites/addressQueue.ts'
import { forgetUnsettled } from '../invites/unsettledInvites.ts'
import { explain, onlyOneEach, sentInvite, settleBatch } from './aftermath.ts'
import type { Invitee, InviteRun } from './inviteRun.ts'
import { inTurns, isFree, isUnsettled, keyOfInvitee, openReason } from './otherCalls.ts'
import { Outcomes } from './outcomes.ts'
import { Streak } from './streak.ts'

/** Invites in one request, where nothing else is said: as many as Labelbox's own SDK asks for of a list. */
const defaultBatchSize = 100

/** Errors that say nothing about the invites in a request: the next request would end in them too. */
const general: readonly LabelboxErrorCode[] = ['AUTHENTICATION', 'API_LIMIT', 'NETWORK', 'TIMEOUT', 'ABORTED']

type Answers = ReturnType<typeof invitesIn>

/** Sends invites, many in a request, and finds out what has become of each. */
export class Sender {
  readonly #run: InviteRun
  readonly #sentMeanwhile: ReadonlySet<string>
  readonly #outcomes: Outcomes
  readonly #streak = new Streak()
  #batch: Invitee[] = []
  /** Invites in a request: at the most, and in the next one. */
  #mostInOne: number
  #size: number
  /** Invites that were refused for their own sake. */
  #refused = 0

  constructor(run: InviteRun, sentMeanwhile: ReadonlySet<string>) {
    this.#run = run
    this.#sentMeanwhile = sentMeanwhile
    this.#outcomes = new Outcomes(run)
    this.#size = this.#mostInOne = run.options.batchSize ?? defaultBatchSize
  }

  /** Says how many invites may be sent. */
  set seats(seats: number) {
    this.#outcomes.seats = seats
  }

  /** Takes an invite, and sends a request when there are enough for one. */
  async add(invitee: Invitee): Promise<void> {
    const isOpen = invitee.isOpen || isUnsettled(this.#run, invitee)
    if (isOpen && this.#run.options.onUnknown !== 'resend') {
      return this.#outcomes.end([invitee], 'unknown', { reason: openReason })
    }
    // Those that wait may be refused, and need no seat then.
    if (this.#batch.length >= this.#outcomes.seats) await this.flush()
    if (this.#outcomes.seats < 1) return this.#outcomes.noSeat([invitee])
    this.#batch.push({ ...invitee, isOpen })
    if (this.#batch.length >= this.#size) await this.flush()
  }

  /** Sends what is there. */
  async flush(): Promise<void> {
    while (this.#batch.length > 0) {
      const batch = this.#batch.splice(0, this.#size)
      const hadTurn = !this.#run.isStopped && (await inTurns(this.#run, batch, (turn) => this.#sendFree(batch, turn)))
      if (!hadTurn) await this.#outcomes.end(batch, 'not-attempted')
    }
  }

  async #sendFree(batch: readonly Invitee[], turn: Turn): Promise<void> {
    const free: Invitee[] = []
    for (const invitee of batch) {
      const key = keyOfInvitee(this.#run, invitee)
      const isUntouched = !this.#sentMeanwhile.has(key) && !turn.waitedFor.has(key)
      if (isUntouched || (await isFree(this.#run, this.#outcomes, invitee))) free.push(invitee)
    }
    await this.#send(free, turn)
  }

  async #send(batch: readonly Invitee[], turn: Turn): Promise<void> {
    if (batch.length === 0) return
    const run = this.#run
    if (run.isStopped) return this.#outcomes.end(batch, 'not-attempted')
    const sending = batch.map(({ email, roleName }) => [email, roleName] as const)
    // What is not written down first is not sent.
    if (!(await run.append({ sending, at: Date.now() }))) return this.#outcomes.end(batch, 'not-attempted')
    for (const invitee of batch) turn.sending(keyOfInvitee(run, invitee), sentInvite(invitee))
    let data: InviteUserMutation
    let answers: Answers
    try {
      data = await run.context.execute(InviteUserDocument, { data: batch.map(({ input }) => input) }, run.call)
      answers = invitesIn(data)
    } catch (error) {
      if (!isLabelboxError(error)) throw error
      return this.#failed(batch, error, turn)
    }
    return this.#answered(batch, answers, data)
  }

  async #failed(batch: readonly Invitee[], error: LabelboxError, turn: Turn): Promise<void> {
    const outcomes = this.#outcomes
    if (error.mayHaveRun) {
      // A server that is too slow for so many may be quick enough for fewer.
      this.#size = Math.max(1, Math.ceil(this.#size / 2))
      return this.#settle(batch, error)
    }
    await outcomes.journal(batch, 'refused')
    // A role that was made anew under its old name has another id: what the API does not understand is not kept.
    if (error.code === 'INVALID_QUERY') this.#run.context.roles.forget()
    if (error.code === 'DRY_RUN') return outcomes.end(batch, 'dry-run')
    if (error.code === 'USAGE_LIMIT') return this.#fillUp(batch, error, turn)
    if (general.includes(error.code)) {
      this.#run.stop(error)
      return error.code === 'ABORTED' ? outcomes.end(batch, 'not-attempted') : outcomes.end(batch, 'failed', { error })
    }
    if (batch.length > 1) return this.#halve(batch, turn)
    this.#refused += 1
    const isEnough = this.#streak.refused(error.code)
    await outcomes.end(batch, 'refused', { error })
    if (isEnough) this.#run.stop(error)
  }

  /** A request is refused as a whole: for one of its invites, which is found this way, or for their number. */
  async #halve(batch: readonly Invitee[], turn: Turn): Promise<void> {
    const half = Math.ceil(batch.length / 2)
    const before = this.#refused
    await this.#send(batch.slice(0, half), turn)
    await this.#send(batch.slice(half), turn)
    if (this.#refused === before) this.#size = this.#mostInOne = Math.min(this.#mostInOne, half)
  }

  /** Others have taken seats. */
  async #fillUp(batch: readonly Invitee[], error: LabelboxError, turn: Turn): Promise<void> {
    const { context, organizationId, call } = this.#run
    const left = await inviteLimit(context, organizationId, call).then(
      ({ remaining }) => remaining,
      () => null,
    )
    if (left !== null && left < batch.length) {
      this.#outcomes.seats = left
      await this.#send(batch.slice(0, left), turn)
      return this.#outcomes.noSeat(batch.slice(left))
    }
    // It is something else that is used up.
    this.#run.stop(error)
    return this.#outcomes.end(batch, 'failed', { error })
  }

  /** The answers are matched by address, never by position. */
  async #answered(batch: readonly Invitee[], answers: Answers, data: object): Promise<void> {
    const { requestId } = originOf(data)
    const told = answers.filter((answer) => answer !== undefined)
    const invites = told.filter((answer) => answer !== null)
    const invited = new Map(invites.map((invite) => [normalizeEmail(invite.inviteeEmail), withDates(invite)]))
    const sent = batch.filter(({ email }) => invited.has(normalizeEmail(email)))
    const others = batch.filter((invitee) => !sent.includes(invitee))
    await this.#outcomes.journal(sent, 'invited')
    if (sent.length > 0) this.#streak.end()
    const idOf = ({ email }: Invitee): string | undefined => {
      const id = invited.get(normalizeEmail(email))?.id
      return id === 'invited' ? undefined : id
    }
    const kept = await onlyOneEach(this.#run, sent, idOf)
    for (const invitee of sent) {
      forgetUnsettled(keyOfInvitee(this.#run, invitee))
      await this.#outcomes.end([invitee], 'invited', { requestId, id: idOf(invitee), ...kept.get(invitee) })
    }
    if (others.length === 0) {
      this.#size = Math.min(this.#size * 2, this.#mostInOne)
    } else if (told.length === batch.length && answers.length === batch.length && invites.length === sent.length) {
      await explain(this.#run, this.#outcomes, others, inviteRefused(originOf(data)))
    } else {
      await this.#settle(others, unmatched(data))
    }
  }

  #settle(batch: readonly Invitee[], error: LabelboxError): Promise<void> {
    return settleBatch(this.#run, this.#outcomes, this.#streak, batch, error)
  }
}

const unmatched = (data: object): LabelboxError =>
  new LabelboxError({
    attempts: 1,
    ...originOf(data),
    code: 'BAD_RESPONSE',
    operationName: 'InviteUser',
    mayHaveRun: true,
    message: 'InviteUser failed: the answer does not say what has become of every invite.',
  })
