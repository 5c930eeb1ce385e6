import type { CallOptions } from '../../transport/time/deadline.ts'
import { lookUp, type Addressee } from './addressee.ts'
import type { Context } from '../context.ts'
import type { PendingInvite } from './invites.ts'
import { lookUntil } from '../polling.ts'
import { newInvites } from './freshInvites.ts'
import type { User } from '../members/users.ts'

/** What there is for an address whose invite had an unknown outcome. */
export interface Settlement {
  readonly email: string
  /**
   * `invited`: an invite that was not there before is pending, with the role that was asked for. `member`: the address,
   * to which no invite was pending before, has become a member's. `not-found`: neither, which does not prove that the
   * invite will not come yet.
   */
  readonly outcome: 'invited' | 'member' | 'not-found'
  readonly invite: PendingInvite | undefined
  readonly member: User | undefined
}

/** An invite that was sent, as far as it can be known again. */
export interface SentInvite {
  readonly email: string
  readonly roleName: string | null
  /** The roles in projects that it offers, where that is known. */
  readonly projectRoles?: readonly { readonly projectId: string; readonly projectRoleName: string | null }[]
  /** What the address was before. */
  readonly before: Addressee
}

/** The same, with all invites that can be the one that was sent. */
export interface Seen extends Settlement {
  readonly fresh: readonly PendingInvite[]
}

/** Reads back until there is something new. */
export const settle = (context: Context, sent: SentInvite, options: CallOptions): Promise<Seen> =>
  lookUntil(
    context,
    options,
    5,
    async () => compare(sent, await lookUp(context, sent.email, options)),
    ({ outcome }) => outcome !== 'not-found',
  )

/** What has come since. Others invite too: an invite with another role, or the acceptance of an older one, is not it. */
export function compare(sent: SentInvite, now: Addressee): Seen {
  const { email, before } = sent
  const fresh = newInvites(sent, now.invites)
  const [invite] = fresh
  const member = before.member === undefined && before.invites.length === 0 ? now.member : undefined
  const outcome = invite !== undefined ? 'invited' : member !== undefined ? 'member' : 'not-found'
  return { email, outcome, invite, member, fresh }
}
