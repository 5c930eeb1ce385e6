import type { GetInvitesQuery, GetRolesQuery, UserFragment } from '../../generated/operations.ts'
import type { WithDates } from './withDates.ts'

/** A member of the organization. */
export type User = WithDates<UserFragment>

/** A named set of permissions; `organizationId` is null for a built-in one. */
export type Role = NonNullable<GetRolesQuery['roles']>[number]

/** An invite that nobody has accepted yet. `projectInvites` may name projects that have been removed since. */
export type PendingInvite = WithDates<NonNullable<GetInvitesQuery['organization']>['invites']['nodes'][number]>

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

/** Where a row stands: from 1, and in a file on which line. */
export interface Place {
  readonly row: number
  /** The line of the file, where the row says it. */
  readonly line: number | undefined
}

/** A row that can't be used. */
export interface InvalidRow extends Place {
  /** What is wrong with it, and what would be right. */
  readonly reason: string
}
