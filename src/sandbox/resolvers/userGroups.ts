import { GraphQLError } from 'graphql'
import { undocumentedInput, apiError, unprocessable } from '../apiErrors.ts'
import { pageSizeOf } from '../store/offsetPage.ts'
import { now, text, toUuid, type Row } from '../store/store.ts'
import {
  addMembers,
  defaultGroupRole,
  removeMembers,
  requireMember,
  requireProjectBased,
  setMembers,
  type UserRole,
} from './groupMembership.ts'
import { find, findGroup, follow } from './lookups.ts'
import { manageUsers, requirePermission } from './permissions.ts'
import type { ById, Caller, Resolvers, World } from './resolver.ts'

interface Group {
  readonly name: string
  readonly color: string
  readonly description?: string | null
  readonly projectIds?: readonly string[] | null
  readonly userIds?: readonly string[]
  readonly userRoles?: readonly UserRole[] | null
  readonly searchQuery?: unknown
}

interface WithData {
  readonly data: Group
}

interface NewMembers {
  readonly groupIds: readonly string[]
  readonly userRoles: readonly UserRole[]
}

interface FormerMembers {
  readonly groupId: string
  readonly userIds: readonly string[]
}

interface CursorArguments {
  readonly after?: string | null
  readonly first?: number | null
}

const colors = ['9EC5FF', 'CEB8FF', 'FFB35F', '4ED2F9', 'FFAEA9', 'FFA9D5', '3FDC9A', 'E7BF00', 'B8C4D3']

/** User groups. The three generations of the API share the same groups. */
export function userGroups(world: World): Resolvers {
  const { store } = world
  const read = (_parent: Row, { where }: Partial<ById>): Row => findGroup(world, where?.id)
  const create = (_parent: Row, { data }: WithData, caller: Caller): { readonly group: Row } =>
    store.transaction(() => {
      requirePermission(caller, manageUsers)
      const id = toUuid(store.newId('group'))
      return { group: save(world, id, data, caller) }
    })
  const update = (_parent: Row, { where, data }: ById & WithData, caller: Caller): { readonly group: Row } =>
    store.transaction(() => {
      requirePermission(caller, manageUsers)
      findGroup(world, where.id)
      return { group: save(world, where.id, data, caller) }
    })
  const ofGroup = {
    projects: (row: Row) =>
      counted(
        store.all(
          'SELECT p.* FROM projects p JOIN group_projects g ON g."projectId" = p.id WHERE g."groupId" = ? AND p.deleted = 0 ORDER BY p."createdAt", p.id',
          text(row, 'id'),
        ),
      ),
    members: (row: Row) => ({ ...counted(membersOf(world, row)), userGroupRoles: rolesIn(world, row) }),
  }
  return {
    Query: {
      userGroup: read,
      userGroups: (_parent, args: CursorArguments) => list(world, args),
      userGroupV2: read,
      userGroupsV2: (_parent, args: CursorArguments) => list(world, args),
    },
    Mutation: {
      createUserGroup: create,
      updateUserGroup: update,
      createUserGroupV3: create,
      updateUserGroupV3: update,
      addUsersToGroups: (_parent, { groupIds, userRoles }: NewMembers, caller) => {
        requirePermission(caller, manageUsers)
        for (const id of groupIds) findGroup(world, id)
        return outcome(world, () => groupIds.forEach((id) => addMembers(world, id, userRoles)))
      },
      removeUsersFromGroup: (_parent, { groupId, userIds }: FormerMembers, caller) => {
        requirePermission(caller, manageUsers)
        findGroup(world, groupId)
        return outcome(world, () => removeMembers(world, groupId, userIds))
      },
      deleteUserGroup: (_parent, { where }: ById, caller) => {
        requirePermission(caller, manageUsers)
        findGroup(world, where.id)
        store.run('DELETE FROM user_groups WHERE id = ?', where.id)
        return { success: true }
      },
    },
    User: { userGroups: (row) => list(world, {}, text(row, 'id')) },
    UserGroup: ofGroup,
    UserGroupV2: {
      ...ofGroup,
      // Assumption: the text of the header. Clients skip the first line.
      membersAsCSV: (row) => ['email', ...membersOf(world, row).map((user) => text(user, 'email')), ''].join('\n'),
    },
    UserGroupV3: { createdByUserName: (row) => follow(world, 'users', row, 'createdById')?.['name'] ?? null },
  }
}

const counted = (nodes: readonly Row[]): { readonly nodes: readonly Row[]; readonly totalCount: number } => ({
  nodes,
  totalCount: nodes.length,
})

interface Outcome {
  readonly success: boolean
  readonly message: string
}

/** Makes a change of members, or none. Assumption: `success` and `message` report a refusal. */
function outcome({ store }: World, change: () => void): Outcome {
  try {
    store.transaction(change)
    return { success: true, message: 'OK' }
  } catch (refused) {
    if (!(refused instanceof GraphQLError)) throw refused
    return { success: false, message: refused.message }
  }
}

const membersOf = ({ store }: World, group: Row): readonly Row[] =>
  store.all(
    'SELECT u.* FROM users u JOIN group_members m ON m."userId" = u.id WHERE m."groupId" = ? ORDER BY u."createdAt", u.id',
    text(group, 'id'),
  )

const rolesIn = ({ store }: World, group: Row): readonly Row[] =>
  store.all('SELECT "userId", "roleId" FROM group_members WHERE "groupId" = ? ORDER BY rowid', text(group, 'id'))

/** Stores a group. Missing members become empty, because both kinds of update replace the whole group. */
function save(world: World, id: string, data: Group, { userId }: Caller): Row {
  const { store } = world
  const { name, color, description = null } = data
  if (name.trim() === '') throw unprocessable('The name of a group must not be empty')
  if (!colors.includes(color)) throw unprocessable(`color must be one of ${colors.join(', ')}`)
  // Assumption: names are case-sensitive.
  if (store.get('SELECT id FROM user_groups WHERE name = ? AND id <> ?', name, id)) {
    throw apiError('RESOURCE_CONFLICT', `A user group ${JSON.stringify(name)} exists already`)
  }
  if (data.searchQuery != null) throw undocumentedInput('searchQuery')
  const time = now()
  const known = store.get('SELECT id FROM user_groups WHERE id = ?', id)
  if (known) store.update('user_groups', id, { name, color, description, updatedAt: time })
  else
    store.insert('user_groups', {
      id,
      name,
      color,
      description,
      createdAt: time,
      updatedAt: time,
      createdById: userId,
    })
  setProjects(world, id, data.projectIds ?? [])
  if (data.userIds) setMembers(world, id, withRoles(world, id, data.userIds), requireMember)
  else setMembers(world, id, data.userRoles ?? [], requireProjectBased)
  return find(world, 'user_groups', 'User group', id)
}

/** Assumption: a request of the first generation, which cannot name roles, keeps the existing roles. */
function withRoles(world: World, groupId: string, userIds: readonly string[]): readonly UserRole[] {
  const held = rolesIn(world, { id: groupId })
  return [...new Set(userIds)].map((userId) => {
    const row = held.find((member) => member['userId'] === userId)
    return { userId, roleId: row ? text(row, 'roleId') : defaultGroupRole(world) }
  })
}

// Assumption: the error for an unknown project or user. RESOURCE_NOT_FOUND would mean that the group is missing.
function setProjects({ store }: World, groupId: string, ids: readonly string[]): void {
  store.run('DELETE FROM group_projects WHERE "groupId" = ?', groupId)
  for (const projectId of new Set(ids)) {
    if (!store.get('SELECT id FROM projects WHERE id = ? AND deleted = 0', projectId)) {
      throw unprocessable('There is no project with one of these projectIds')
    }
    store.insert('group_projects', { groupId, projectId })
  }
}

interface Page {
  readonly nodes: readonly Row[]
  readonly totalCount: number
  readonly nextCursor: string | null
}

// A cursor holds the number of the last group, so it stays valid when that group is deleted.
function list({ store, maxPageSize }: World, { after, first }: CursorArguments, userId?: string): Page {
  const [, number] = after == null || after === '' ? [undefined, '0'] : (/^group-(\d+)$/.exec(after) ?? [])
  if (number === undefined) throw apiError('BAD_USER_INPUT', 'after is not a cursor of this list')
  const [of, values] =
    userId === undefined ? ['1', []] : ['id IN (SELECT "groupId" FROM group_members WHERE "userId" = ?)', [userId]]
  // The groups of a user are not paged.
  const size = userId === undefined ? pageSizeOf(first, maxPageSize) : Number.MAX_SAFE_INTEGER - 1
  const rows = store.all(
    `SELECT * FROM user_groups WHERE number > ? AND ${of} ORDER BY number LIMIT ?`,
    Number(number),
    ...values,
    size + 1,
  )
  const nodes = rows.slice(0, size)
  return {
    nodes,
    totalCount: store.number(`SELECT count(*) FROM user_groups WHERE ${of}`, ...values),
    nextCursor: rows.length > size ? `group-${String(nodes.at(-1)?.['number'])}` : null,
  }
}
