import type { LabelboxError } from '../core/errors.ts'
import type { PendingInvite, User } from '../core/records.ts'
import type { Invite } from '../organization/invites/invites.ts'
import type { IfInvited } from '../organization/invites/inviteUser.ts'
import type { NewInvite } from '../organization/invites/newInvite.ts'

/** Nothing has been invited yet. */
export interface Idle {
  readonly status: 'idle'
  readonly isBusy: false
}

/**
 * An invite is under way:
 *
 * - `checking`: reads whether the address belongs to a member or is invited already.
 * - `sending`: sends the invite.
 * - `settling`: nobody knows whether the invite was sent, so it is looked for.
 */
export interface Busy {
  readonly status: 'checking' | 'sending' | 'settling'
  readonly isBusy: true
  readonly email: string
}

/** The address is invited: by this invite, or by an earlier one of the same form. */
interface Invited {
  readonly status: 'invited'
  readonly isBusy: false
  readonly email: string
  readonly invite: Invite
}

/** Nothing was sent: an invite to the address was pending already. */
interface AlreadyInvited {
  readonly status: 'already-invited'
  readonly isBusy: false
  readonly email: string
  readonly invite: PendingInvite
  readonly error: LabelboxError
}

/** The address belongs to a member. `member` is known if looking again has found a new one. */
interface AlreadyMember {
  readonly status: 'already-member'
  readonly isBusy: false
  readonly email: string
  readonly member?: User
  readonly error: LabelboxError
}

/**
 * Not invited:
 *
 * - `refused`: nothing was sent, and the same invite would be refused again. `error.code` says why.
 * - `failed`: nothing was sent, and trying again may help.
 * - `unknown`: the invite may have been sent, and looking for it did not show. `lookAgain()` looks once more. The same
 *   invite is not sent again.
 */
interface NotInvited {
  readonly status: 'refused' | 'failed' | 'unknown'
  readonly isBusy: false
  readonly email: string
  readonly error: LabelboxError
}

/** What a form that invites can show. */
export type InviteState = Idle | Busy | Invited | AlreadyInvited | AlreadyMember | NotInvited

/** Options of one invite. */
export interface InviteFormOptions {
  /** What to do when an invite to the address is pending, as for `organization.inviteUser`. Default: `refuse`. */
  readonly ifInvited?: IfInvited | undefined
}

/** Sends the invites of one form, one at a time. */
export interface Sender {
  readonly send: (
    invite: NewInvite,
    email: string,
    options: InviteFormOptions,
    showStatus: (status: Busy['status']) => void,
  ) => Promise<InviteState>
  /** Looks for an invite whose outcome is unknown. */
  readonly settle: (email: string, error: LabelboxError) => Promise<InviteState>
}
