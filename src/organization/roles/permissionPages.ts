import { GetRolePermissionsDocument, type GetRolePermissionsQuery } from '../../../generated/operations.ts'
import type { CallOptions } from '../../core/callOptions.ts'
import type { Execute } from '../../transport/execute.ts'

/** Larger than any list of roles that is known, so that one request has all of them. */
const pageSize = 100

/**
 * Yields the roles with their permissions, page by page, and with each page the permissions of the caller. As in
 * `getRoles`, the list ends with a page that has nothing new.
 */
export async function* permissionPages(
  execute: Execute,
  options: CallOptions,
): AsyncGenerator<GetRolePermissionsQuery, void, undefined> {
  const found = new Set<unknown>()
  for (let known = -1; known < found.size;) {
    known = found.size
    const data = await execute(GetRolePermissionsDocument, { skip: known, first: pageSize }, options)
    yield data
    const roles: unknown = data.roles
    for (const role of Array.isArray(roles) ? (roles as readonly unknown[]) : []) found.add(idOf(role))
  }
}

/** The schema is a reconstruction, so a role may be anything. */
const idOf = (role: unknown): unknown => (typeof role === 'object' && role !== null && 'id' in role ? role.id : role)
