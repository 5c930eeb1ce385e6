import type { KnownRole } from '../members/useRoles.ts'
import type { Group } from './groupList.ts'

/** A member of a group, with the role there. */
export interface GroupMember {
  readonly id: string
  readonly email: string | null
  /** Undefined where the API does not return it. */
  readonly roleId: string | undefined
  readonly roleName: string
}

/** The members of a group: the API lists their roles apart. */
export function membersOf({ members }: Group, roles: readonly KnownRole[]): readonly GroupMember[] {
  const roleIds = new Map((members.userGroupRoles ?? []).map(({ userId, roleId }) => [userId, roleId]))
  return members.nodes.map(({ id, email }) => {
    const roleId = roleIds.get(id)
    return { id, email, roleId, roleName: roles.find((role) => role.id === roleId)?.name ?? 'Unknown' }
  })
}
