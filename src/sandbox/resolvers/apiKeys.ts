import { notFound, apiError, unprocessable } from '../apiErrors.ts'
import { issueKey } from '../store/issuedKeys.ts'
import { now, text, type Row } from '../store/store.ts'
import { callingUser, find } from './lookups.ts'
import { manageUsers, permissionsOf, requirePermission } from './permissions.ts'
import type { ById, Caller, Resolvers, World } from './resolver.ts'

interface NewApiKey {
  readonly name: string
  readonly targetUserEmailId?: string | null
  readonly role?: string | null
  readonly validitySeconds?: number | null
}

const minute = 60
const maxValidity = 25 * 7 * 24 * 60 * minute

/** API keys. A new key works in the sandbox until it is revoked or expires, for its owner and with its role. */
export function apiKeys(world: World): Resolvers {
  const { store } = world
  return {
    Mutation: {
      createApiKey: (_parent, { data }: { readonly data: NewApiKey }, caller) =>
        store.transaction(() => create(world, data, caller)),
      updateApiKey: (
        _parent,
        { where, data }: ById & { readonly data: { readonly revoked?: boolean | null } },
        caller,
      ) => {
        const key = find(world, 'api_keys', 'API key', where.id)
        if (![key['userId'], key['createdByUserId']].includes(caller.userId)) {
          requirePermission(caller, manageUsers)
        }
        // Assumption: no source shows that revoking can be undone.
        if (data.revoked === false && key['revoked'] === 1) {
          throw apiError('OPERATION_NOT_ALLOWED', 'A revoked key stays revoked')
        }
        if (data.revoked === true) store.update('api_keys', where.id, { revoked: 1, updatedAt: now() })
        return find(world, 'api_keys', 'API key', where.id)
      },
    },
    User: {
      apiKeys: (row, _args, caller) => {
        requireMaySee(row, caller)
        return store.all('SELECT * FROM api_keys WHERE "userId" = ? ORDER BY "createdAt", rowid', text(row, 'id'))
      },
      // Assumption: user managers see all keys, other users the keys that they created for others.
      apiKeysOtherUsers: (row, _args, caller) => {
        requireMaySee(row, caller)
        const id = text(row, 'id')
        const permissions = id === caller.userId ? caller.permissions : permissionsOf(world, text(row, 'roleId'))
        const maySeeAll = permissions.includes(manageUsers)
        return store.all(
          'SELECT * FROM api_keys WHERE "userId" <> ? AND (? OR "createdByUserId" = ?) ORDER BY "createdAt", rowid',
          id,
          maySeeAll ? 1 : 0,
          id,
        )
      },
    },
    ApiKey: { userEmail: (row) => find(world, 'users', 'User', text(row, 'userId'))['email'] },
  }
}

/** Assumption: the keys of a user are visible to that user and to user managers. */
function requireMaySee(user: Row, caller: Caller): void {
  if (user['id'] !== caller.userId) requirePermission(caller, manageUsers)
}

function create(world: World, data: NewApiKey, caller: Caller): { readonly id: string; readonly jwt: string } {
  const { store } = world
  if (data.name.trim() === '') throw unprocessable('The name of a key must not be empty')
  const owner =
    data.targetUserEmailId == null
      ? callingUser(world, caller)
      : store.get('SELECT * FROM users WHERE lower(email) = lower(?) AND deleted = 0', data.targetUserEmailId)
  if (!owner) throw notFound('User')
  const userId = text(owner, 'id')
  if (userId !== caller.userId) requirePermission(caller, manageUsers)
  // Assumptions: the default lifetime is the longest one, and the default role is the owner's.
  const { validitySeconds } = data
  if (validitySeconds != null && (validitySeconds < minute || validitySeconds > maxValidity)) {
    throw unprocessable('validitySeconds must be from 60, a minute, to 15120000, 25 weeks')
  }
  const roleId = data.role == null ? null : roleOf(world, data.role)
  requireNoMore(world, roleId ?? text(owner, 'roleId'), caller)
  return issueKey(store, {
    name: data.name,
    userId,
    createdByUserId: userId === caller.userId ? null : caller.userId,
    roleId,
    permissions: caller.permissions,
    validitySeconds: validitySeconds ?? maxValidity,
  })
}

// Role names are case-insensitive in the official SDK, which offers all roles except these two.
function roleOf({ store }: World, name: string): string {
  const role = store.get('SELECT id, name FROM roles WHERE lower(name) = lower(?)', name)
  if (!role || ['None', 'Tenant Admin'].includes(text(role, 'name'))) {
    throw unprocessable('role is not the name of a role that a key can have')
  }
  return text(role, 'id')
}

/** A key may not have more permissions than its creator. */
function requireNoMore(world: World, roleId: string, caller: Caller): void {
  for (const permission of permissionsOf(world, roleId)) requirePermission(caller, permission)
}
