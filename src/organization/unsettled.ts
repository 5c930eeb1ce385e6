import { detailsOf, LabelboxError } from '../errors.ts'
import type { Context } from './context.ts'
import { normalizeEmail } from './email.ts'
import type { SentInvite } from './settle.ts'

/** An invite of which nobody knows whether it was sent. */
export interface Unsettled extends SentInvite {
  /** What the sending ended in. */
  readonly error: LabelboxError
  /** When it is taken for settled, on the clock of the client. */
  readonly until: number
}

/** A server that has not carried out in an hour what it was sent will not do so any more. */
const patienceMs = 60 * 60 * 1000

const unsettled = new Map<string, Unsettled>()

/** Where an address of an organization is remembered, whichever client of the process asks. */
export const keyOf = ({ scope }: Context, organizationId: string, email: string): string =>
  `${scope()} ${organizationId} ${normalizeEmail(email)}`

/**
 * Remembers, in this process, that an invite may still come: calling again is what people do after an error, and must
 * not become a second invite.
 */
export function rememberUnsettled(key: string, sent: SentInvite, error: LabelboxError, now: number): void {
  for (const [other, { until }] of unsettled) if (until <= now) unsettled.delete(other)
  // Without the answer, which is not kept for an hour.
  const { message } = error
  unsettled.set(key, { ...sent, error: new LabelboxError({ ...detailsOf(error), message }), until: now + patienceMs })
}

/** What is not settled yet, if anything is. */
export function unsettledOf(key: string, now: number): Unsettled | undefined {
  const found = unsettled.get(key)
  return found !== undefined && now < found.until ? found : undefined
}

/** It is known now. */
export const forgetUnsettled = (key: string): void => void unsettled.delete(key)

/** An invite that was not there before is the one that was waited for, also when it is gone again. */
export function settledBy(key: string, inviteId: string): void {
  const found = unsettled.get(key)
  if (found !== undefined && found.before.invites.every(({ id }) => id !== inviteId)) unsettled.delete(key)
}
