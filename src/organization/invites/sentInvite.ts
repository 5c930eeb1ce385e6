import type { User, PendingInvite } from '../../core/records.ts'
import { roleKey } from '../roles/roles.ts'

/** Those of the invites that were not there before and have the role. */
export function newInvites<T extends Pick<PendingInvite, 'id' | 'organizationRoleName'>>(
  { roleName, before }: Pick<SentInvite, 'roleName' | 'before'>,
  invites: readonly T[],
): readonly T[] {
  const known = new Set(before.invites.map(({ id }) => id))
  const hasRole = (name: string | null): boolean =>
    name === null || roleName === null || roleKey(name) === roleKey(roleName)
  return invites.filter(({ id, organizationRoleName }) => !known.has(id) && hasRole(organizationRoleName))
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

/** What an address is to the organization. */
export interface Addressee {
  /** The invites to it that nobody has accepted yet, oldest first. */
  readonly invites: readonly PendingInvite[]
  /** The member whose address it is. */
  readonly member: User | undefined
}
