import { createHash } from 'node:crypto'
import { ofUnknownStructure, refusal, unprocessable } from '../apiErrors.ts'
import { mentions, toConditions } from '../store/whereClause.ts'
import { page, type PageArguments } from '../store/offsetPage.ts'
import { now, text, type Row } from '../store/store.ts'
import { listProjects } from './projects.ts'
import {
  callingUser,
  find,
  findProject,
  follow,
  isNone,
  json,
  managePeople,
  organization,
  requireMayGive,
  requirePermission,
  type ById,
  type Caller,
  type Resolvers,
  type World,
} from './resolver.ts'

interface ForUser {
  readonly userId: string
  readonly roleId: string
}

interface NewMembers {
  readonly emails: readonly string[]
  readonly orgRoleId: string
  readonly projectRoles?: readonly unknown[] | null
}

/** Users, roles and who may do what in which project. */
export function people(world: World): Resolvers {
  const { store } = world
  const orgRole = (row: Row): unknown => follow(world, 'roles', row, 'roleId')
  return {
    Query: {
      user: (_parent, { where }: Partial<ById>, caller) =>
        where ? find(world, 'users', 'User', where.id) : callingUser(world, caller),
      users: (_parent, args: PageArguments) => listUsers(world, args),
      roles: (_parent, args: PageArguments) =>
        // The whole list unless a page is asked for: roles were not paged before 2024-10.
        store.all('SELECT * FROM roles ORDER BY rowid LIMIT ? OFFSET ?', args.first ?? -1, Math.max(args.skip ?? 0, 0)),
      // Of the caller it is the role of the key, which may be less than that of its owner.
      organizationRole: (_parent, { userId }: { readonly userId?: string | null }, caller) =>
        userId == null
          ? { ...find(world, 'roles', 'Role', caller.roleId), permissions: JSON.stringify(caller.permissions) }
          : orgRole(find(world, 'users', 'User', userId)),
      projectMemberships: (_parent, { userId }: { readonly userId: string }) =>
        store.all('SELECT * FROM memberships WHERE "userId" = ? ORDER BY rowid', userId),
    },
    Mutation: {
      // Only in the schema of 2024-10.
      addMembersToOrganization: (_parent, { data }: { readonly data: NewMembers }, caller) =>
        store.transaction(() => addMembers(world, data, caller)),
      updateUser: (_parent, { where, data }: ById & { readonly data: { readonly deleted?: boolean | null } }, caller) =>
        store.transaction(() => updateUser(world, where.id, data.deleted, caller)),
      setOrganizationRole: (_parent, { data }: { readonly data: ForUser }, caller) => {
        requirePermission(caller, managePeople)
        const role = find(world, 'roles', 'Role', data.roleId)
        find(world, 'users', 'User', data.userId)
        requireMayGive(world, data.roleId, caller)
        store.transaction(() => setRole(world, data.userId, data.roleId))
        // Whether the real one answers with the role or the user is not known; both have an id and a name.
        return role
      },
      setProjectMembership: (_parent, { data }: { readonly data: ForUser & { readonly projectId: string } }, caller) =>
        store.transaction(() => {
          requirePermission(caller, managePeople)
          return setProjectMembership(world, data)
        }),
    },
    Organization: { users: (_parent, args: PageArguments) => listUsers(world, args) },
    User: {
      organization: () => organization(world),
      orgRole,
      projects: (row, args: PageArguments) => listProjects(world, args, row),
      // Only in the schema of 2024-10.
      intercomHash: (row) => createHash('sha256').update(text(row, 'id')).digest('hex'),
      canAccessAllProjects: (row) => !isNone(world, text(row, 'roleId')),
      accessibleProjectCount: (row) =>
        isNone(world, text(row, 'roleId'))
          ? store.number(
              'SELECT count(*) FROM project_access a JOIN projects p ON p.id = a."projectId" WHERE a."userId" = ? AND p.deleted = 0',
              text(row, 'id'),
            )
          : store.number('SELECT count(*) FROM projects WHERE deleted = 0'),
    },
    Role: { permissions: json('permissions') },
    ProjectMembership: {
      role: (row) => follow(world, 'roles', row, 'roleId'),
      project: (row) => follow(world, 'projects', row, 'projectId'),
      user: (row) => follow(world, 'users', row, 'userId'),
    },
  }
}

function listUsers({ store, maxPageSize }: World, args: PageArguments): readonly Row[] {
  // Removed people leave the lists; only a filter that says so brings them back.
  const live = mentions(args.where, 'deleted') ? [] : [{ sql: 'deleted = 0', values: [] }]
  return page(store, 'users', [...toConditions(args.where), ...live], args, maxPageSize)
}

function updateUser(world: World, id: string, deleted: boolean | null | undefined, caller: Caller): Row {
  requirePermission(caller, managePeople)
  const user = find(world, 'users', 'User', id)
  if (deleted === false && user['deleted'] === 1) {
    throw refusal('OPERATION_NOT_ALLOWED', 'A removed user comes back only by a new invite')
  }
  if (deleted === true && id === caller.userId) {
    // An assumption: the documentation does not say whether a key may remove its own owner.
    throw refusal('OPERATION_NOT_ALLOWED', 'You cannot remove yourself from the organization')
  }
  if (deleted === true) {
    world.store.update('users', id, { deleted: 1, updatedAt: now() })
    leaveGroups(world, id)
  }
  return find(world, 'users', 'User', id)
}

function setProjectMembership(
  world: World,
  { userId, roleId, projectId }: ForUser & { readonly projectId: string },
): Row | null {
  const { store } = world
  const user = find(world, 'users', 'User', userId)
  findProject(world, projectId)
  const leaves = isNone(world, roleId)
  if (!isNone(world, text(user, 'roleId'))) {
    throw unprocessable('Project roles need the organization role None')
  }
  const held = store.get('SELECT * FROM memberships WHERE "userId" = ? AND "projectId" = ?', userId, projectId)
  if (leaves) {
    store.run('DELETE FROM memberships WHERE "userId" = ? AND "projectId" = ?', userId, projectId)
    return held ?? null
  }
  if (held) store.update('memberships', text(held, 'id'), { roleId })
  else store.insert('memberships', { id: store.newId('membership'), userId, projectId, roleId })
  return store.get('SELECT * FROM memberships WHERE "userId" = ? AND "projectId" = ?', userId, projectId) ?? null
}

function addMembers(
  world: World,
  { emails, orgRoleId, projectRoles }: NewMembers,
  caller: Caller,
): readonly { readonly newUserId: string }[] {
  requirePermission(caller, managePeople)
  find(world, 'roles', 'Role', orgRoleId)
  requireMayGive(world, orgRoleId, caller)
  if ((projectRoles ?? []).length > 0) throw ofUnknownStructure('projectRoles')
  return emails.map((email) => ({ newUserId: addMember(world, email, orgRoleId) }))
}

/** Gives a member another organization role. */
export function setRole(world: World, userId: string, roleId: string): void {
  world.store.update('users', userId, { roleId, updatedAt: now() })
  world.store.run('DELETE FROM default_roles WHERE "userId" = ?', userId)
  // An assumption: who is not project-based any more leaves the groups, as groups take nobody else.
  if (!isNone(world, roleId)) leaveGroups(world, userId)
}

// An assumption: that those who leave the organization, too, are in no group when they come back.
const leaveGroups = ({ store }: World, userId: string): void =>
  store.run('DELETE FROM group_members WHERE "userId" = ?', userId)

/** Makes a member of an address: a new user, or the one who had left. */
export function addMember(world: World, email: string, roleId: string): string {
  const { store } = world
  const known = store.get('SELECT * FROM users WHERE lower(email) = lower(?)', email)
  if (known) {
    store.update('users', text(known, 'id'), { deleted: 0 })
    setRole(world, text(known, 'id'), roleId)
    return text(known, 'id')
  }
  const [name = email] = email.split('@')
  const id = store.newId('user')
  const time = now()
  store.insert('users', {
    id,
    email,
    name,
    nickname: name.toLowerCase(),
    picture: `https://pictures.example.com/${id}.png`,
    createdAt: time,
    updatedAt: time,
    isViewer: 0,
    isExternalUser: 0,
    lastLoginAt: null,
    deleted: 0,
    roleId,
  })
  return id
}
