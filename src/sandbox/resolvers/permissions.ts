import { apiError } from '../apiErrors.ts'
import { text } from '../store/store.ts'
import { find } from './lookups.ts'
import type { Caller, World } from './resolver.ts'

/** The permission to change users, their roles and groups, and invites. */
export const manageUsers = 'users.manage'

/** The permissions of a role. */
export const permissionsOf = (world: World, roleId: string): readonly string[] =>
  JSON.parse(text(find(world, 'roles', 'Role', roleId), 'permissions')) as string[]

/** Refuses a caller whose key lacks a permission. */
export function requirePermission({ permissions }: Caller, permission: string): void {
  if (!permissions.includes(permission)) {
    throw apiError('AUTHORIZATION_ERROR', `Your role does not have the permission ${permission}`)
  }
}

/** Refuses a caller who gives a role with more permissions than their own. Assumption: organization managers may. */
export function requireMayGive(world: World, roleId: string, caller: Caller): void {
  if (caller.permissions.includes('organization.manage')) return
  for (const permission of permissionsOf(world, roleId)) requirePermission(caller, permission)
}
