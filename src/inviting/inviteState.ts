import type { LabelboxError } from '../core/errors.ts'
import type { PendingInvite, User } from '../core/records.ts'
import type { Invite } from '../organization/invites/invites.ts'
import type { InviteOptions } from '../organization/invites/inviteUser.ts'
import type { NewInvite } from '../organization/invites/newInvite.ts'

export interface Idle {
  /** - `idle`: nothing has been invited yet. */
  readonly status: 'idle'
  readonly isBusy: false
}

/** An invite is under way. */
export interface Busy {
  /**
   * - `checking`: reads whether the address belongs to a member or is invited already.
   * - `sending`: sends the invite.
   * - `settling`: nobody knows whether the invite was sent, so it is looked for.
   */
  readonly status: 'checking' | 'sending' | 'settling'
  readonly isBusy: true
  readonly email: string
}

interface Invited {
  /** - `invited`: the address is invited, by this invite or by an earlier one of the same form. */
  readonly status: 'invited'
  readonly isBusy: false
  readonly email: string
  readonly invite: Invite
}

interface AlreadyInvited {
  /** - `already-invited`: nothing was sent, as an invite to the address was pending. */
  readonly status: 'already-invited'
  readonly isBusy: false
  readonly email: string
  readonly invite: PendingInvite
  readonly error: LabelboxError
}

interface AlreadyMember {
  /** - `already-member`: the address belongs to a member. */
  readonly status: 'already-member'
  readonly isBusy: false
  readonly email: string
  /** Known if looking again has found a new member. */
  readonly member?: User
  readonly error: LabelboxError
}

interface NotInvited {
  /**
   * - `refused`: nothing was sent, and the same invite would be refused again. `error.code` says why.
   * - `failed`: nothing was sent, and trying again may help.
   * - `unknown`: the invite may have been sent, and looking for it did not show. `lookAgain()` looks once more. The same
   *   invite is not sent again.
   */
  readonly status: 'refused' | 'failed' | 'unknown'
  readonly isBusy: false
  readonly email: string
  readonly error: LabelboxError
}

/** What a form that invites can show. */
export type InviteState = Idle | Busy | Invited | AlreadyInvited | AlreadyMember | NotInvited

/** Options of one invite. */
export interface InviteFormOptions extends Pick<InviteOptions, 'ifInvited'> {}

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
