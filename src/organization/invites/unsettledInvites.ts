import { detailsOf, LabelboxError } from '../../core/errors.ts'
import { wordsOf } from '../../core/errorWords.ts'
import { processWide } from '../../core/processWide.ts'
import type { PendingInvite, User } from '../../core/records.ts'
import { normalizeEmail } from '../email.ts'
import { roleKey } from '../roles/roles.ts'

/** What the organization knows of an address. */
export interface Addressee {
  /** The pending invites to the address, oldest first. */
  readonly invites: readonly PendingInvite[]
  /** The member who has the address. */
  readonly member: User | undefined
}

/** An invite that was sent, with what it takes to recognize it among the pending ones. */
export interface SentInvite {
  readonly email: string
  readonly roleName: string | null
  /** The roles in projects that the invite offers, where known. */
  readonly projectRoles?: readonly { readonly projectId: string; readonly projectRoleName: string | null }[]
  /** State of the address before the invite was sent. */
  readonly before: Addressee
}

/** Returns the invites that are new since an invite was sent, and that may have its role. */
export function newInvites<T extends Pick<PendingInvite, 'id' | 'organizationRoleName'>>(
  { roleName, before }: Pick<SentInvite, 'roleName' | 'before'>,
  invites: readonly T[],
): readonly T[] {
  const known = new Set(before.invites.map(({ id }) => id))
  const hasRole = (name: string | null): boolean =>
    name === null || roleName === null || roleKey(name) === roleKey(roleName)
  return invites.filter(({ id, organizationRoleName }) => !known.has(id) && hasRole(organizationRoleName))
}

/** A sent invite whose outcome is unknown. */
export interface Unsettled extends SentInvite {
  /** The error that left the outcome open. */
  readonly error: LabelboxError
  /** When the invite no longer counts as unsettled, on the clock of the client. */
  readonly until: number
}

/** A server that has not run a request within an hour will not run it any more. */
const patienceMs = 60 * 60 * 1000

/** In the order in which they expire, because all are kept for the same time. */
const unsettled = /* @__PURE__ */ processWide('unsettled@1', /* @__PURE__ */ new Map<string, Unsettled>())

/**
 * Returns the key of an address in an organization. All clients of a process share the keys, and the endpoint is not part
 * of them: an organization can be reached through several hosts or proxies, and its id is unique.
 */
export const keyOf = (organizationId: string, email: string): string => `${organizationId} ${normalizeEmail(email)}`

/** Remembers that an invite may still arrive, so that calling again after an error does not send a second one. */
export function rememberUnsettled(key: string, sent: SentInvite, error: LabelboxError, now: number): void {
  forgetExpired(now)
  // The error is copied without the response, which should not stay in memory for an hour, and without the cause.
  const { message } = wordsOf(error)
  unsettled.delete(key)
  unsettled.set(key, { ...sent, error: new LabelboxError({ ...detailsOf(error), message }), until: now + patienceMs })
}

export function unsettledOf(key: string, now: number): Unsettled | undefined {
  forgetExpired(now)
  const found = unsettled.get(key)
  return found !== undefined && now < found.until ? found : undefined
}

/** Stops at the first that has not expired, so that remembering many in a row stays cheap. */
function forgetExpired(now: number): void {
  for (const [key, { until }] of unsettled) {
    if (now < until) return
    unsettled.delete(key)
  }
}

export const forgetUnsettled = (key: string): void => void unsettled.delete(key)

/**
 * Forgets the unsettled invite if a cancelled invite may be it. An invite with another role is somebody else's; one whose
 * role is unknown may be it.
 */
export function settledBy(key: string, invite: { readonly id: string; readonly organizationRoleName: string }): void {
  const found = unsettled.get(key)
  if (found !== undefined && newInvites(found, [invite]).length > 0) unsettled.delete(key)
}
