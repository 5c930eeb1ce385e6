import type { PendingInvite } from './invites.ts'
import { roleKey } from '../roles/roles.ts'
import type { SentInvite } from './settle.ts'

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
