import { detailsOf, LabelboxError } from '../../core/errors.ts'
import { normalizeEmail } from './email.ts'
import { newInvites, type SentInvite } from './sentInvite.ts'
import { processWide } from '../../core/processWide.ts'

/** An invite of which nobody knows whether it was sent. */
export interface Unsettled extends SentInvite {
  /** What the sending ended in. */
  readonly error: LabelboxError
  /** When it is taken for settled, on the clock of the client. */
  readonly until: number
}

/** A server that has not carried out in an hour what it was sent will not do so any more. */
const patienceMs = 60 * 60 * 1000

/** In the order in which they end, as all are kept for as long. */
const unsettled = /* @__PURE__ */ processWide('unsettled@1', /* @__PURE__ */ new Map<string, Unsettled>())

/**
 * Where an address of an organization is remembered, whichever client of the process asks. The endpoint is no part of
 * it: one organization is reached by several, by another name of the host or through a proxy, and its id is no other's.
 */
export const keyOf = (organizationId: string, email: string): string => `${organizationId} ${normalizeEmail(email)}`

/**
 * Remembers, in this process, that an invite may still come: calling again is what people do after an error, and must
 * not become a second invite.
 */
export function rememberUnsettled(key: string, sent: SentInvite, error: LabelboxError, now: number): void {
  forgetExpired(now)
  // Without the answer, which is not kept for an hour.
  const { message } = error
  unsettled.delete(key)
  unsettled.set(key, { ...sent, error: new LabelboxError({ ...detailsOf(error), message }), until: now + patienceMs })
}

/** What is not settled yet, if anything is. */
export function unsettledOf(key: string, now: number): Unsettled | undefined {
  forgetExpired(now)
  const found = unsettled.get(key)
  return found !== undefined && now < found.until ? found : undefined
}

/** Looks no further than the first that is to be kept, so that many can be remembered one after the other. */
function forgetExpired(now: number): void {
  for (const [key, { until }] of unsettled) {
    if (now < until) return
    unsettled.delete(key)
  }
}

/** It is known now. */
export const forgetUnsettled = (key: string): void => void unsettled.delete(key)

/**
 * An invite that can be the one that was waited for is it, also when it is gone again. One with another role is somebody
 * else's, and one whose role is not known may be.
 */
export function settledBy(key: string, invite: { readonly id: string; readonly organizationRoleName: string }): void {
  const found = unsettled.get(key)
  if (found !== undefined && newInvites(found, [invite]).length > 0) unsettled.delete(key)
}
