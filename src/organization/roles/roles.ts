import { GetRolesDocument } from '../../../generated/operations.ts'
import { trimmed } from '../../core/invisible.ts'
import { withDates } from '../../core/dates.ts'
import type { CallOptions } from '../../core/callOptions.ts'
import type { Execute } from '../../transport/execute.ts'
import type { Context } from '../context.ts'
import { refuse } from '../../core/guards.ts'
import { requireVisible } from '../../core/visibleText.ts'
import { requireList } from '../responses.ts'
import type { Role } from '../../core/records.ts'

/** The name of a role. Editors offer those of the built-in ones; custom roles have names of their own. */
export type RoleName =
  'ADMIN' | 'TEAM_MANAGER' | 'REVIEWER' | 'LABELER' | 'NONE' | 'TENANT_ADMIN' | 'DATA_ADMIN' | (string & {})

/** A role: a record, an id, or a name in any usual spelling (`LABELER`, `Labeler`, `labeler`). */
export type RoleReference = RoleName | { readonly id: string; readonly name: string | null }

/** Larger than any list of roles that is known, so that one request is usually enough. */
const pageSize = 100

/**
 * Returns all roles. Servers that predate the paging arguments return the whole list each time, so the list ends with a
 * page that has nothing new.
 */
export async function getRoles(execute: Execute, options?: CallOptions): Promise<readonly Role[]> {
  const found = new Map<string, Role>()
  for (let known = -1; known < found.size;) {
    known = found.size
    const data = await execute(GetRolesDocument, { skip: known, first: pageSize }, options)
    for (const role of requireList(data.roles, 'GetRoles', data)) found.set(role.id, withDates(role))
  }
  return [...found.values()]
}

/**
 * Returns the key that the official SDK gives to a role's name: `TEAM_MANAGER` for `Team Manager`. Empty without a name.
 * The web app shows the API's role `None` as "project-based".
 */
export function roleKey(name: string | null | undefined): string {
  if (typeof name !== 'string') return ''
  const key = trimmed(name)
    .toUpperCase()
    .replaceAll(/[\s_-]+/g, '_')
  return key === 'PROJECT_BASED' ? 'NONE' : key
}

/** Whether a role is the one without rights in the organization, whose holders can have roles in projects and groups. */
export const isProjectBased = ({ name }: Pick<Role, 'name'>): boolean => roleKey(name) === 'NONE'

/** Keys of the built-in roles that hold in the whole organization. */
const organizationLevel = ['ADMIN', 'TEAM_MANAGER', 'REVIEWER', 'LABELER', 'TENANT_ADMIN', 'DATA_ADMIN']

/** Whether a reference is known, without a request, to be to a role that holds in the whole organization. */
export const isKnownOrganizationLevel = (reference: RoleReference): boolean =>
  typeof reference === 'string'
    ? organizationLevel.includes(roleKey(reference))
    : reference.name !== null && !isProjectBased(reference)

/** Returns the role of a reference. For an unknown name the roles are loaded again, as it may be a new one. */
export async function resolveRole(
  context: Context,
  reference: RoleReference,
  operationName: string,
  call: CallOptions,
): Promise<Pick<Role, 'id' | 'name'>> {
  if (typeof reference !== 'string') return reference
  const wanted = requireVisible(operationName, 'the role', reference)
  const matching = (roles: readonly Role[]): readonly Role[] => {
    const byId = roles.filter(({ id }) => id === wanted)
    return byId.length > 0 ? byId : roles.filter(({ name }) => roleKey(name) === roleKey(wanted))
  }
  let roles = await context.roles.get(call)
  if (matching(roles).length === 0) {
    context.roles.forget(roles)
    roles = await context.roles.get(call)
  }
  const [role, other] = matching(roles)
  if (role === undefined) {
    const names = roles.map(({ name }) => name ?? '').filter((name) => name !== '')
    throw refuse(operationName, `there is no such role. The organization has: ${names.join(', ')}.`)
  }
  if (other !== undefined) {
    throw refuse(operationName, 'several roles have that name. Pass the role from getRoles(), or its id.')
  }
  return role
}

/** Returns the name of a reference for the audit record, or its id. */
export const roleNameOf = (role: RoleReference | null | undefined): string | undefined =>
  typeof role === 'string' ? role : (role?.name ?? role?.id)
