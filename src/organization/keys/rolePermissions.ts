import { GetRolePermissionsDocument } from '../../../generated/operations.ts'
import type { CallOptions } from '../../core/callOptions.ts'
import { refuse } from '../../core/guards.ts'
import type { Role } from '../../core/records.ts'
import { isText } from '../../core/visibleText.ts'
import type { Context } from '../context.ts'

/** Longest wait for permissions, in milliseconds. A key can be created without knowing them. */
const maxWaitMs = 10_000

/**
 * Refuses a role for a key that permits more than the user of this client's key may do. Permissions change, so they are
 * read each time. Where the API does not return them, it decides itself when the key is created.
 *
 * @throws LabelboxError `INVALID_INPUT` that names the permissions.
 */
export async function requirePermitted(
  context: Context,
  operationName: string,
  { id }: Pick<Role, 'id'>,
  call: CallOptions,
): Promise<void> {
  const known = await readPermissions(context, call)
  const wanted = known?.roles.get(id)
  if (known === undefined || wanted === undefined) return
  const missing = wanted.permissions.filter((permission) => !known.own.has(permission))
  if (missing.length === 0) return
  throw refuse(
    operationName,
    `the role ${wanted.name ?? 'of that id'} has permissions that you don't have: ${missing.join(', ')}. A key can't permit more than its creator may do. Choose a role without them, or let somebody who has them create the key.`,
  )
}

interface Permissions {
  /** Of the user of this client's key. */
  readonly own: ReadonlySet<string>
  /** By the id of a role. */
  readonly roles: ReadonlyMap<string, { readonly name: string | null; readonly permissions: readonly string[] }>
}

async function readPermissions({ execute, timing }: Context, call: CallOptions): Promise<Permissions | undefined> {
  const endsAt = Math.min(call.endsAt ?? Infinity, timing.now() + maxWaitMs)
  try {
    const { organizationRole, roles } = await execute(GetRolePermissionsDocument, {}, { ...call, endsAt })
    const own = namesIn(organizationRole)
    if (own === undefined) return undefined
    const known: [string, { name: string | null; permissions: readonly string[] }][] = []
    for (const role of roles ?? []) {
      const permissions = namesIn(role)
      if (permissions !== undefined) known.push([role.id, { name: role.name, permissions }])
    }
    return { own: new Set(own), roles: new Map(known) }
  } catch {
    // After an abort or at the deadline, the request that creates the key is not sent either, and says so.
    return undefined
  }
}

/** The permissions of a role, if the API returns them. The schema is a reconstruction, so they may be anything. */
function namesIn(role: { readonly permissions?: unknown } | null | undefined): readonly string[] | undefined {
  const names = role?.permissions
  return Array.isArray(names) && names.every(isText) ? names : undefined
}
