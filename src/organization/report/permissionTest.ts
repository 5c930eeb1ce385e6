import { roleKey } from '../roles/roles.ts'
import type { RolePermissions } from './reportFacts.ts'

/** Built-in roles that permit less than Admin. */
const lesser = ['TEAM_MANAGER', 'DATA_ADMIN', 'READ_ONLY_ADMIN', 'PROJECT_LEAD', 'REVIEWER', 'LABELER', 'NONE']

/** A shorter list of Admin's permissions can't be all that an administrator may do. */
const fewestPermissions = 5

/** Whether a role is a built-in one that permits everything. */
export const permitsEverythingByName = (role: Pick<RolePermissions, 'name'> | null): boolean =>
  ['ADMIN', 'TENANT_ADMIN'].includes(roleKey(role?.name))

/** Returns a test of roles: by the name, and by the permissions where the API returns enough of them. */
export function permissionTest(
  roles: readonly RolePermissions[],
): (role: Pick<RolePermissions, 'id' | 'name'>) => boolean {
  const isAll = listTest(roles)
  const byId = new Map(roles.map((role) => [role.id, role.permissions]))
  return (role) => permitsEverythingByName(role) || isAll(byId.get(role.id))
}

/**
 * Returns a test of a list of permissions: whether it has all of Admin. No list has, if Admin's is too short or a role
 * that permits less has all of it: then the lists do not tell the roles apart.
 */
export function listTest(roles: readonly RolePermissions[]): (permissions: unknown) => boolean {
  const admin = namesIn(roles.find(({ name }) => roleKey(name) === 'ADMIN')?.permissions)
  const hasAll = (permissions: unknown): boolean => {
    const names = new Set(namesIn(permissions))
    return admin.every((permission) => names.has(permission))
  }
  if (new Set(admin).size < fewestPermissions) return () => false
  if (roles.some(({ name, permissions }) => lesser.includes(roleKey(name)) && hasAll(permissions))) return () => false
  return hasAll
}

/** The schema is a reconstruction, so permissions may be anything. */
const namesIn = (names: unknown): readonly string[] =>
  Array.isArray(names) ? names.filter((name) => typeof name === 'string') : []
