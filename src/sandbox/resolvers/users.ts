import { createHash } from 'node:crypto'
import { apiError, undocumentedInput } from '../apiErrors.ts'
import { readPage, type PageArguments } from '../store/offsetPage.ts'
import { now, text, type Row } from '../store/store.ts'
import { mentions, toConditions } from '../store/whereClause.ts'
import { callingUser, find, isNone, organization } from './lookups.ts'
import { manageUsers, requireMayGive, requirePermission } from './permissions.ts'
import { listProjects } from './projects.ts'
import type { ById, Caller, Resolvers, World } from './resolver.ts'

interface RoleOfUser {
  readonly userId: string
  readonly roleId: string
}

interface NewMembers {
  readonly emails: readonly string[]
  readonly orgRoleId: string
  readonly projectRoles?: readonly unknown[] | null
}

/** Users: the members of the organization. */
export function users(world: World): Resolvers {
  const { store } = world
  return {
    Query: {
      user: (_parent, { where }: Partial<ById>, caller) =>
        where ? find(world, 'users', 'User', where.id) : callingUser(world, caller),
      users: (_parent, args: PageArguments) => listUsers(world, args),
    },
    Mutation: {
      addMembersToOrganization: (_parent, { data }: { readonly data: NewMembers }, caller) =>
        store.transaction(() => addMembers(world, data, caller)),
      updateUser: (_parent, { where, data }: ById & { readonly data: { readonly deleted?: boolean | null } }, caller) =>
        store.transaction(() => updateUser(world, where.id, data.deleted, caller)),
      setOrganizationRole: (_parent, { data }: { readonly data: RoleOfUser }, caller) => {
        requirePermission(caller, manageUsers)
        const role = find(world, 'roles', 'Role', data.roleId)
        find(world, 'users', 'User', data.userId)
        requireMayGive(world, data.roleId, caller)
        store.transaction(() => setRole(world, data.userId, data.roleId))
        // Labelbox may return the role or the user; both have an id and a name.
        return role
      },
    },
    Organization: { users: (_parent, args: PageArguments) => listUsers(world, args) },
    User: {
      organization: () => organization(world),
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
  }
}

function listUsers({ store, maxPageSize }: World, args: PageArguments): readonly Row[] {
  // Lists leave removed users out unless the filter names `deleted`.
  const notRemoved = mentions(args.where, 'deleted') ? [] : toConditions({ deleted: false })
  return readPage(store, 'users', [...toConditions(args.where), ...notRemoved], args, maxPageSize)
}

function updateUser(world: World, id: string, deleted: boolean | null | undefined, caller: Caller): Row {
  requirePermission(caller, manageUsers)
  const user = find(world, 'users', 'User', id)
  if (deleted === false && user['deleted'] === 1) {
    throw apiError('OPERATION_NOT_ALLOWED', 'A removed user comes back only by a new invite')
  }
  if (deleted === true && id === caller.userId) {
    // Assumption: the documentation does not say whether a key may remove its owner.
    throw apiError('OPERATION_NOT_ALLOWED', 'You cannot remove yourself from the organization')
  }
  if (deleted === true) {
    world.store.update('users', id, { deleted: 1, updatedAt: now() })
    leaveGroups(world, id)
  }
  return find(world, 'users', 'User', id)
}

function addMembers(
  world: World,
  { emails, orgRoleId, projectRoles }: NewMembers,
  caller: Caller,
): readonly { readonly newUserId: string }[] {
  requirePermission(caller, manageUsers)
  find(world, 'roles', 'Role', orgRoleId)
  requireMayGive(world, orgRoleId, caller)
  if ((projectRoles ?? []).length > 0) throw undocumentedInput('projectRoles')
  return emails.map((email) => ({ newUserId: addMember(world, email, orgRoleId) }))
}

/** Changes the organization role of a user. */
export function setRole(world: World, userId: string, roleId: string): void {
  world.store.update('users', userId, { roleId, updatedAt: now() })
  world.store.run('DELETE FROM default_roles WHERE "userId" = ?', userId)
  // Assumption: groups hold only project-based users, so a user with another role leaves them.
  if (!isNone(world, roleId)) leaveGroups(world, userId)
}

// Assumption: removed users are in no group when they come back.
const leaveGroups = ({ store }: World, userId: string): void =>
  store.run('DELETE FROM group_members WHERE "userId" = ?', userId)

/** Adds a member by email: a new user, or a removed user who comes back. Returns the user's id. */
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
