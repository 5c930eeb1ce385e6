import { unprocessable } from '../apiErrors.ts'
import { now, text, type Row } from '../store/store.ts'
import { requireProjectBased, setGroups } from './groupMembership.ts'
import { setRole } from './users.ts'
import { find, findProject, follow, isNone } from './lookups.ts'
import { manageUsers, requireMayGive, requirePermission } from './permissions.ts'
import type { ById, Caller, Resolvers, World } from './resolver.ts'

interface Access {
  readonly roleId: string
  readonly canAccessAllProjects: boolean
  readonly groupIds?: readonly string[] | null
  readonly projectMemberships?:
    readonly { readonly projectId?: string | null; readonly roleId?: string | null }[] | null
}

/**
 * Role, groups and project roles of a user in one request. Assumptions: a user with access to all projects has the role
 * in the organization. Any other user is project-based, and the role is the default for groups and projects. A missing
 * list changes nothing.
 */
export function userAccess(world: World): Resolvers {
  return {
    Mutation: {
      setUserAccess: (_parent, { where, data }: ById & { readonly data: Access }, caller) =>
        world.store.transaction(() => set(world, where.id, data, caller)),
    },
    User: {
      defaultRole: (row) =>
        follow(world, 'roles', row, 'roleId') && find(world, 'roles', 'Role', defaultRoleOf(world, row)),
    },
  }
}

function defaultRoleOf({ store }: World, user: Row): string {
  const kept = store.get('SELECT "roleId" FROM default_roles WHERE "userId" = ?', text(user, 'id'))
  return text(kept ?? user, 'roleId')
}

function set(world: World, userId: string, data: Access, caller: Caller): Row {
  requirePermission(caller, manageUsers)
  const { store } = world
  const { roleId, canAccessAllProjects, groupIds, projectMemberships } = data
  find(world, 'users', 'User', userId)
  requireMayGive(world, roleId, caller)
  if (canAccessAllProjects) {
    if (isNone(world, roleId)) throw unprocessable('Access to all projects needs a role other than None')
    if ((groupIds?.length ?? 0) > 0 || (projectMemberships?.length ?? 0) > 0) {
      throw unprocessable('Groups and project roles are for users who cannot access all projects')
    }
    store.run('DELETE FROM memberships WHERE "userId" = ?', userId)
    setRole(world, userId, roleId)
  } else {
    find(world, 'roles', 'Role', roleId)
    setRole(world, userId, text(store.get(`SELECT id FROM roles WHERE name = 'None'`) ?? {}, 'id'))
    store.insert('default_roles', { userId, roleId })
    if (groupIds) {
      requireProjectBased(world, userId)
      setGroups(world, userId, groupIds, roleId)
    }
    if (projectMemberships) setMemberships(world, userId, projectMemberships, roleId)
  }
  store.update('users', userId, { updatedAt: now() })
  return find(world, 'users', 'User', userId)
}

function setMemberships(
  world: World,
  userId: string,
  memberships: NonNullable<Access['projectMemberships']>,
  defaultRoleId: string,
): void {
  const { store } = world
  store.run('DELETE FROM memberships WHERE "userId" = ?', userId)
  const named = memberships.map(({ projectId }) => projectId)
  if (new Set(named).size < named.length) throw unprocessable('A user has one role in each project')
  for (const { projectId, roleId } of memberships) {
    findProject(world, projectId ?? undefined)
    const held = roleId ?? defaultRoleId
    if (isNone(world, held)) throw unprocessable('A role in a project must not be None')
    store.insert('memberships', { id: store.newId('membership'), userId, projectId: projectId ?? null, roleId: held })
  }
}
