import type { GetInvitesQuery, GetRolesQuery, UserFragment } from '../../generated/operations.ts'
import type { WithDates } from './withDates.ts'

/** A member of the organization. */
export interface User extends WithDates<UserFragment> {}

type WireRole = NonNullable<GetRolesQuery['roles']>[number]

/** A named set of permissions; `organizationId` is null for a built-in one. */
export interface Role extends WireRole {}

/** A pending invite. `projectInvites` may name projects that have been removed since. */
export interface PendingInvite extends WithDates<
  NonNullable<GetInvitesQuery['organization']>['invites']['nodes'][number]
> {}

/** What reading back found for an address whose invite had an unknown outcome. */
export interface Settlement {
  readonly email: string
  /**
   * - `invited`: a new pending invite with the requested role.
   * - `member`: the address now belongs to a member, and had no pending invite before.
   * - `not-found`: neither, which does not prove that the invite will not appear later.
   */
  readonly outcome: 'invited' | 'member' | 'not-found'
  readonly invite: PendingInvite | undefined
  readonly member: User | undefined
}

/** The place of a row in its input. */
export interface Place {
  /** From 1. */
  readonly row: number
  /** The line of the file, if the row has one. */
  readonly line: number | undefined
}

/** An invalid row of a bulk call. */
export interface InvalidRow extends Place {
  /** What is wrong, and what would be valid. */
  readonly reason: string
}
