import { LabelboxError } from '../../core/errors.ts'
import type { AuditOutcome } from '../audit.ts'
import type { Invitee, InviteOutcome, InviteRun } from './inviteRun.ts'

/** What is to be told of an outcome. */
export interface OutcomeDetails {
  readonly error?: LabelboxError
  readonly reason?: string
  readonly id?: string | undefined
  readonly requestId?: string | undefined
}

/** Keeps what has become of each invite: in the journal, in the audit, in the report, and as seats that are taken. */
export class Outcomes {
  /** How many may still be sent. */
  seats = Infinity
  readonly #run: InviteRun

  constructor(run: InviteRun) {
    this.#run = run
  }

  /** Ends what the journal has open. A refusal says nothing of what an earlier call may have sent. */
  async journal(invitees: readonly Invitee[], outcome: 'invited' | 'refused'): Promise<void> {
    const ended = invitees.filter(({ isOpen }) => outcome === 'invited' || !isOpen)
    if (ended.length > 0) await this.#run.append({ ended: ended.map(({ email }) => [email, outcome] as const) })
  }

  /** The rows of these have an outcome. */
  async end(invitees: readonly Invitee[], given: InviteOutcome, details: OutcomeDetails = {}): Promise<void> {
    const { context } = this.#run
    for (const { place, email, roleName, isOpen } of invitees) {
      const outcome = isOpen && notSent.includes(given) ? 'unknown' : given
      const ended = audited[outcome]
      if (outcome === 'invited' || outcome === 'unknown') this.seats -= 1
      if (ended !== undefined) {
        const { code, status, requestId = details.requestId } = details.error ?? {}
        const subject = { action: 'inviteUsers', email, role: roleName ?? undefined }
        context.audit?.({ at: new Date(), ...subject, outcome: ended, code, status, requestId })
      }
      await this.#run.end(place, email, outcome, details)
    }
  }

  /** There is no seat for these. */
  noSeat(invitees: readonly Invitee[]): Promise<void> {
    return this.end(invitees, 'not-attempted', { error: noSeat })
  }
}

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
