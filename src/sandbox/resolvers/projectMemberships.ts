import { unprocessable } from '../apiErrors.ts'
import { text, type Row } from '../store/store.ts'
import { requireMember } from './groupMembership.ts'
import { find, findProject, follow, isNone } from './lookups.ts'
import { manageUsers, requirePermission } from './permissions.ts'
import type { Caller, Resolvers, World } from './resolver.ts'

interface NewMembership {
  readonly userId: string
  readonly roleId: string
  readonly projectId: string
}

interface Sharing {
  readonly projectId: string
  readonly userIds: readonly string[]
}

/** Roles of project-based users in projects. */
export function projectMemberships(world: World): Resolvers {
  const { store } = world
  return {
    Query: {
      projectMemberships: (_parent, { userId }: { readonly userId: string }) =>
        store.all('SELECT * FROM memberships WHERE "userId" = ? ORDER BY rowid', userId),
    },
    Mutation: {
      setProjectMembership: (_parent, { data }: { readonly data: NewMembership }, caller) =>
        store.transaction(() => {
          requirePermission(caller, manageUsers)
          return setMembership(world, data)
        }),
      shareProject: (_parent, sharing: Sharing, caller) => share(world, sharing, caller, 'Labeler'),
      unshareProject: (_parent, sharing: Sharing, caller) => share(world, sharing, caller, 'None'),
    },
    ProjectMembership: {
      role: (row) => follow(world, 'roles', row, 'roleId'),
      project: (row) => follow(world, 'projects', row, 'projectId'),
      user: (row) => follow(world, 'users', row, 'userId'),
    },
  }
}

function setMembership(world: World, { userId, roleId, projectId }: NewMembership): Row | null {
  const { store } = world
  const user = find(world, 'users', 'User', userId)
  findProject(world, projectId)
  const isRemoval = isNone(world, roleId)
  if (!isNone(world, text(user, 'roleId'))) {
    throw unprocessable('Project roles need the organization role None')
  }
  const membership = store.get('SELECT * FROM memberships WHERE "userId" = ? AND "projectId" = ?', userId, projectId)
  if (isRemoval) {
    store.run('DELETE FROM memberships WHERE "userId" = ? AND "projectId" = ?', userId, projectId)
    return membership ?? null
  }
  if (membership) store.update('memberships', text(membership, 'id'), { roleId })
  else store.insert('memberships', { id: store.newId('membership'), userId, projectId, roleId })
  return store.get('SELECT * FROM memberships WHERE "userId" = ? AND "projectId" = ?', userId, projectId) ?? null
}

/**
 * Gives users a role in a project, or takes it from them. Assumptions: the role is Labeler unless the user has one in the
 * project, and users with a role in the organization keep their access to every project.
 */
function share(world: World, { projectId, userIds }: Sharing, caller: Caller, roleName: 'Labeler' | 'None') {
  const { store } = world
  return store.transaction(() => {
    requirePermission(caller, manageUsers)
    findProject(world, projectId)
    const roleId = text(store.get('SELECT id FROM roles WHERE name = ?', roleName) ?? {}, 'id')
    for (const userId of new Set(userIds)) {
      const user = requireMember(world, userId)
      if (!isNone(world, text(user, 'roleId'))) continue
      const held = store.get('SELECT id FROM memberships WHERE "userId" = ? AND "projectId" = ?', userId, projectId)
      if (roleName === 'None' || !held) setMembership(world, { userId, projectId, roleId })
    }
    return { success: true, message: `${userIds.length} users` }
  })
}
