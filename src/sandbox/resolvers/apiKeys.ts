import { notFound, refusal, unprocessable } from '../apiErrors.ts'
import { issueKey } from '../store/credentials.ts'
import { now, text, type Row } from '../store/store.ts'
import {
  callingUser,
  find,
  managePeople,
  permissionsOf,
  requirePermission,
  type ById,
  type Caller,
  type Resolvers,
  type World,
} from './resolver.ts'

interface NewKey {
  readonly name: string
  readonly targetUserEmailId?: string | null
  readonly role?: string | null
  readonly validitySeconds?: number | null
}

const minute = 60
const maxValidity = 25 * 7 * 24 * 60 * minute

/** API keys. One that is made here opens the sandbox until it is revoked or expires, as its owner and with its role. */
export function apiKeys(world: World): Resolvers {
  const { store } = world
  return {
    Mutation: {
      createApiKey: (_parent, { data }: { readonly data: NewKey }, caller) =>
        store.transaction(() => create(world, data, caller)),
      updateApiKey: (
        _parent,
        { where, data }: ById & { readonly data: { readonly revoked?: boolean | null } },
        caller,
      ) => {
        const key = find(world, 'api_keys', 'API key', where.id)
        if (![key['userId'], key['createdByUserId']].includes(caller.userId)) {
          requirePermission(caller, managePeople)
        }
        // An assumption: nothing shows that revoking can be undone.
        if (data.revoked === false && key['revoked'] === 1) {
          throw refusal('OPERATION_NOT_ALLOWED', 'A revoked key stays revoked')
        }
        if (data.revoked === true) store.update('api_keys', where.id, { revoked: 1, updatedAt: now() })
        return find(world, 'api_keys', 'API key', where.id)
      },
    },
    User: {
      apiKeys: (row, _args, caller) => {
        requireSight(row, caller)
        return store.all('SELECT * FROM api_keys WHERE "userId" = ? ORDER BY "createdAt", rowid', text(row, 'id'))
      },
      // An assumption: who manages people sees everybody's keys, anybody else those they made for others.
      apiKeysOtherUsers: (row, _args, caller) => {
        requireSight(row, caller)
        const id = text(row, 'id')
        const permissions = id === caller.userId ? caller.permissions : permissionsOf(world, text(row, 'roleId'))
        const maySeeAll = permissions.includes(managePeople)
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

/** An assumption: the keys of a user are seen by that user and by those who manage people. */
function requireSight(user: Row, caller: Caller): void {
  if (user['id'] !== caller.userId) requirePermission(caller, managePeople)
}

function create(world: World, data: NewKey, caller: Caller): { readonly id: string; readonly jwt: string } {
  const { store } = world
  if (data.name.trim() === '') throw unprocessable('The name of a key must not be empty')
  const owner =
    data.targetUserEmailId == null
      ? callingUser(world, caller)
      : store.get('SELECT * FROM users WHERE lower(email) = lower(?) AND deleted = 0', data.targetUserEmailId)
  if (!owner) throw notFound('User')
  const userId = text(owner, 'id')
  if (userId !== caller.userId) requirePermission(caller, managePeople)
  // Assumptions: that a key without a lifetime lives as long as keys can, and one without a role has its owner's.
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

// In any case, as the official SDK takes them; it offers all roles but these two.
function roleOf({ store }: World, name: string): string {
  const role = store.get('SELECT id, name FROM roles WHERE lower(name) = lower(?)', name)
  if (!role || ['None', 'Tenant Admin'].includes(text(role, 'name'))) {
    throw unprocessable('role is not the name of a role that a key can have')
  }
  return text(role, 'id')
}

/** A key may do no more than who makes it. */
function requireNoMore(world: World, roleId: string, caller: Caller): void {
  for (const permission of permissionsOf(world, roleId)) requirePermission(caller, permission)
}
