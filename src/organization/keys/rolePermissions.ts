import type { CallOptions } from '../../core/callOptions.ts'
import { refuse } from '../../core/guards.ts'
import type { Role } from '../../core/records.ts'
import { isText } from '../../core/visibleText.ts'
import type { Context } from '../context.ts'
import { permissionPages } from '../roles/permissionPages.ts'

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
  const known = await readPermissions(context, id, call)
  if (known === undefined) return
  const missing = known.wanted.filter((permission) => !known.own.has(permission))
  if (missing.length === 0) return
  throw refuse(
    operationName,
    `the role ${known.name ?? 'of that id'} has permissions that you don't have: ${missing.join(', ')}. A key can't permit more than its creator may do. Choose a role without them, or let somebody who has them create the key.`,
  )
}

interface Permissions {
  /** Of the user of this client's key. */
  readonly own: ReadonlySet<string>
  /** The name of the role. */
  readonly name: string | null
  /** Of the role. */
  readonly wanted: readonly string[]
}

/** Reads pages up to the one with the role. `undefined` where the API does not return permissions, or not of that role. */
async function readPermissions(
  { execute, timing }: Context,
  id: string,
  call: CallOptions,
): Promise<Permissions | undefined> {
  const endsAt = Math.min(call.endsAt ?? Infinity, timing.now() + maxWaitMs)
  try {
    for await (const { organizationRole, roles } of permissionPages(execute, { ...call, endsAt })) {
      const own = namesIn(organizationRole)
      if (own === undefined) return undefined
      const role = roles?.find((each) => each.id === id)
      if (role === undefined) continue
      const wanted = namesIn(role)
      return wanted && { own: new Set(own), name: role.name, wanted }
    }
  } catch {
    // After an abort or at the deadline, the request that creates the key is not sent either, and says so.
  }
  return undefined
}

/** The permissions of a role, if the API returns them. The schema is a reconstruction, so they may be anything. */
function namesIn(role: { readonly permissions?: unknown } | null | undefined): readonly string[] | undefined {
  const names = role?.permissions
  return Array.isArray(names) && names.every(isText) ? names : undefined
}
