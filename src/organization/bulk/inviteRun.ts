import type { Place } from '../../core/records.ts'
import type { NewInvite, ResolvedInvite } from '../invites/newInvite.ts'
import type { BulkOptions, BulkRun } from './run.ts'

/** Whom to invite, and in a file on which line that stands. */
export interface InviteRow extends NewInvite {
  readonly line?: number | undefined
}

/**
 * What has become of a row. `invited`: an invite is sent, by this run or by the one that its journal is of.
 * `already-invited`, `already-member`: nothing was sent, as nothing had to be. `refused`: Labelbox, or this package, would
 * not have it. `failed`: an error kept it from being sent. `unknown`: it may or may not have been sent. `not-attempted`:
 * it had no turn. `dry-run`: it would have been sent.
 */
export type InviteOutcome = (typeof inviteOutcomes)[number]

export const inviteOutcomes = [
  'invited',
  'already-invited',
  'already-member',
  'refused',
  'failed',
  'unknown',
  'not-attempted',
  'dry-run',
] as const

/** How to invite many. */
export interface InviteUsersOptions extends BulkOptions<InviteOutcome> {
  /**
   * Invites in one request. Default 100. What Labelbox takes is not documented; where it refuses a request as a whole,
   * the next ones get smaller.
   */
  readonly batchSize?: number | undefined
  /**
   * What to do where the plan has fewer seats left than there are people to invite. `refuse`, the default: reject with
   * `USAGE_LIMIT` before anything is sent. `fill`: invite as many as there are seats, and leave the others. A stream does
   * not say how many will come, so it is always filled up.
   */
  readonly ifSeatsShort?: 'refuse' | 'fill' | undefined
  /**
   * What to do about an address to which an earlier run, or an earlier `inviteUser`, may have sent an invite that has not
   * turned up. `report`, the default: report it as `unknown`. `resend`: send one, at the risk of two.
   */
  readonly onUnknown?: 'report' | 'resend' | undefined
}

/** An invite that is to be sent, and for which row. */
export interface Invitee extends ResolvedInvite {
  readonly place: Place
  /** As the row has it. */
  readonly email: string
  /** Whether an earlier call may have sent one: then a refusal of this one does not say that none was sent. */
  readonly isOpen: boolean
}

/** One of these. */
export type InviteRun = BulkRun<InviteRow, InviteOutcome> & { readonly options: InviteUsersOptions }
