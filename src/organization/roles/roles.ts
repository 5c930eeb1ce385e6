import { GetRolesDocument } from '../../../generated/operations.ts'
import { trimmed } from '../../core/invisible.ts'
import { withDates } from '../../core/dates.ts'
import type { CallOptions } from '../../core/callOptions.ts'
import type { Execute } from '../../transport/execute.ts'
import type { Context } from '../context.ts'
import { refuse, requireVisible } from '../../core/guards.ts'
import { presentList } from '../answers.ts'
import type { Role } from '../../core/records.ts'

/** A role as a record, or by its name in any usual spelling (`LABELER`, `Labeler`, `labeler`), or by its id. */
export type RoleReference = string | Pick<Role, 'id' | 'name'>

/** More than any organization is known to have, in one request. */
const pageSize = 100

/**
 * All roles. Servers older than the paging arguments give the whole list each time, so the list ends with a page that
 * brings nothing new.
 */
export async function getRoles(execute: Execute, options?: CallOptions): Promise<readonly Role[]> {
  const found = new Map<string, Role>()
  for (let known = -1; known < found.size;) {
    known = found.size
    const data = await execute(GetRolesDocument, { skip: known, first: pageSize }, options)
    for (const role of presentList(data.roles, 'GetRoles', data)) found.set(role.id, withDates(role))
  }
  return [...found.values()]
}

/**
 * The key that the official SDK gives to a role's name, `Team Manager` as `TEAM_MANAGER`; empty for none. The web app calls
 * the role that the API names `None` project-based.
 */
export function roleKey(name: string | null | undefined): string {
  if (typeof name !== 'string') return ''
  const key = trimmed(name)
    .toUpperCase()
    .replaceAll(/[\s_-]+/g, '_')
  return key === 'PROJECT_BASED' ? 'NONE' : key
}

/** The role that grants nothing in the organization itself: only its holders can have roles in projects. */
export const isProjectBased = ({ name }: Pick<Role, 'name'>): boolean => roleKey(name) === 'NONE'

/** The built-in roles that are known to be for the whole organization, by their keys. */
const organizationLevel = ['ADMIN', 'TEAM_MANAGER', 'REVIEWER', 'LABELER', 'TENANT_ADMIN', 'DATA_ADMIN']

/** Whether a reference is known, without asking anybody, to be to a role for the whole organization. */
export const isKnownOrganizationLevel = (reference: RoleReference): boolean =>
  typeof reference === 'string'
    ? organizationLevel.includes(roleKey(reference))
    : reference.name !== null && !isProjectBased(reference)

/** The role that is meant. A name that is not known is looked for anew: somebody may have made the role since. */
export async function resolveRole(
  context: Context,
  reference: RoleReference,
  operationName: string,
  options: CallOptions,
): Promise<Pick<Role, 'id' | 'name'>> {
  if (typeof reference !== 'string') return reference
  const wanted = requireVisible(operationName, 'the role', reference)
  const matching = (roles: readonly Role[]): readonly Role[] => {
    const byId = roles.filter(({ id }) => id === wanted)
    return byId.length > 0 ? byId : roles.filter(({ name }) => roleKey(name) === roleKey(wanted))
  }
  let roles = await context.roles.get(options)
  if (matching(roles).length === 0) {
    context.roles.forget(roles)
    roles = await context.roles.get(options)
  }
  const [role, other] = matching(roles)
  if (role === undefined) {
    const names = roles.map(({ name }) => name ?? '').filter((name) => name !== '')
    throw refuse(operationName, `there is no such role. The organization has: ${names.join(', ')}.`)
  }
  if (other !== undefined) {
    throw refuse(operationName, 'several roles go by that name. Give the role itself, from getRoles(), or its id.')
  }
  return role
}
