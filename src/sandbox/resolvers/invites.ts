import { foreignKey, limitExceeded, notFound, apiError, unprocessable } from '../apiErrors.ts'
import { pageSizeOf } from '../store/offsetPage.ts'
import { now, text, type Row } from '../store/store.ts'
import { endInvites } from './inviteEndings.ts'
import { defaultGroupRole, requireGroupRole } from './groupMembership.ts'
import { callingUser, follow } from './lookups.ts'
import { manageUsers, requireMayGive, requirePermission } from './permissions.ts'
import type { ById, Caller, Resolvers, World } from './resolver.ts'

interface CreateInvite {
  readonly inviterId: string
  readonly inviteeEmail: string
  readonly organizationId: string
  readonly organizationRoleId: string
  readonly projects?: readonly { readonly projectId: string; readonly projectRoleId: string }[] | null
  readonly userGroupIds?: readonly string[] | null
  readonly userGroupWithRoleIds?: readonly GroupOffer[] | null
}

interface GroupOffer {
  readonly groupId: string
  readonly roleId: string
}

interface CursorArguments {
  readonly from?: string | null
  readonly first?: number | null
}

/** Invites, and the seats that they take. */
export function invites(world: World): Resolvers {
  const { store } = world
  return {
    Query: {
      invitesLimit: (_parent, { where }: ById) => {
        if (where.id !== store.fact('organization')) throw notFound('Organization')
        return seats(world)
      },
    },
    Mutation: {
      createInvites: (_parent, { data }: { readonly data?: readonly CreateInvite[] | null }, caller) =>
        store.transaction(() => create(world, data ?? [], caller)),
      cancelInvite: (_parent, { where }: ById, caller) => {
        requirePermission(caller, manageUsers)
        const row = store.get('SELECT * FROM invites WHERE id = ? AND pending = 1', where.id)
        if (!row) throw notFound('Invite')
        store.transaction(() => endInvites(world, 'cancelled', 'id = ?', where.id))
        return row
      },
    },
    Organization: { invites: (_parent, args: CursorArguments) => list(world, args) },
    Project: { invites: (row, args: CursorArguments) => list(world, args, text(row, 'id')) },
    Invite: {
      organizationRoleName: (row) => follow(world, 'roles', row, 'roleId')?.['name'] ?? null,
      inviter: (row) => follow(world, 'users', row, 'inviterId'),
      projectInvites: (row) =>
        // By number, because a new invite may have the id `invited`.
        store.all(
          'SELECT p.* FROM project_invites p JOIN invites i ON i.id = p."inviteId" WHERE i.number = ? ORDER BY p.rowid',
          row['number'] ?? null,
        ),
    },
    ProjectInvite: { projectRoleName: (row) => follow(world, 'roles', row, 'roleId')?.['name'] ?? null },
  }
}

// Assumption: there is a limit, because each invite takes several lookups.
const maxInvites = 5000

/** The seats. Members and pending invites each take one. */
export function seats({ store }: World): { readonly used: number; readonly limit: number; readonly remaining: number } {
  const limit = Number(store.fact('seats'))
  const used = store.number('SELECT count FROM seats_taken')
  return { used, limit, remaining: Math.max(limit - used, 0) }
}

function create(
  world: World,
  data: readonly CreateInvite[],
  caller: Caller,
): readonly { readonly invite: Row | null }[] {
  requirePermission(caller, manageUsers)
  const { store } = world
  if (data.length > maxInvites) throw unprocessable(`One request creates at most ${maxInvites} invites`)
  const wanted = data.map((invite) => ({ invite, isSent: checkInvite(world, invite, caller) }))
  // The whole request is refused, including the invites that have a seat.
  if (wanted.filter((each) => each.isSent).length > seats(world).remaining) {
    throw limitExceeded('Seat limit exceeded: your organization has no seats left for these invites')
  }
  return wanted.map(({ invite, isSent }) => {
    if (!isSent) return { invite: null }
    const id = store.newId('invite')
    store.insert('invites', {
      id,
      createdAt: now(),
      inviteeEmail: invite.inviteeEmail,
      roleId: invite.organizationRoleId,
      inviterId: invite.inviterId,
      pending: 1,
    })
    for (const { projectId, projectRoleId } of invite.projects ?? []) {
      store.insert('project_invites', {
        id: store.newId('project-invite'),
        inviteId: id,
        projectId,
        roleId: projectRoleId,
      })
    }
    for (const { groupId, roleId } of groupsOf(world, invite)) {
      store.insert('group_invites', { inviteId: id, groupId, roleId })
    }
    const row = store.get('SELECT * FROM invites WHERE id = ?', id)
    return { invite: row ? withResponseId(world, row) : null }
  })
}

/** Labelbox returns the word `invited` in place of some ids. Lists always have the real id. */
function withResponseId({ inviteIds }: World, row: Row): Row {
  const isReal = inviteIds === 'alternating' ? Number(row['number']) % 2 === 0 : inviteIds === 'real'
  return isReal ? row : { ...row, id: 'invited' }
}

/** Checks an invite. Returns whether it is sent: a member gets none. */
function checkInvite(world: World, invite: CreateInvite, caller: Caller): boolean {
  const { store } = world
  if (invite.organizationId !== store.fact('organization')) {
    throw apiError('AUTHORIZATION_ERROR', 'You may not invite into this organization')
  }
  if (!/^[^\s@]+@[^\s@]+$/.test(invite.inviteeEmail)) throw unprocessable('inviteeEmail is not an email address')
  const role = store.get('SELECT * FROM roles WHERE id = ?', invite.organizationRoleId)
  if (!role) throw foreignKey('invites', 'organization_role_id')
  requireMayGive(world, invite.organizationRoleId, caller)
  if (!exists(world, 'users', invite.inviterId)) throw foreignKey('invites', 'inviter_id')
  const offered = invite.projects ?? []
  if (offered.length > 0 && text(role, 'name') !== 'None') {
    throw unprocessable('Project roles need the organization role None')
  }
  // Assumption: no source tells which of two roles in one project would count.
  if (new Set(offered.map(({ projectId }) => projectId)).size < offered.length) {
    throw unprocessable('An invite names each project once')
  }
  for (const { projectId, projectRoleId } of offered) {
    if (!exists(world, 'projects', projectId)) throw foreignKey('project_invites', 'project_id')
    if (!exists(world, 'roles', projectRoleId)) throw foreignKey('project_invites', 'project_role_id')
  }
  if (groupsOf(world, invite).length > 0 && text(role, 'name') !== 'None') {
    throw unprocessable('Groups need the organization role None')
  }
  if (invite.inviteeEmail.toLowerCase() === text(callingUser(world, caller), 'email').toLowerCase()) return false
  // Assumption: inviting a member returns a null invite. It is documented only for inviting yourself.
  return !store.get('SELECT id FROM users WHERE lower(email) = lower(?) AND deleted = 0', invite.inviteeEmail)
}

/** The groups of an invite, with the role in each. */
function groupsOf(world: World, { userGroupIds, userGroupWithRoleIds }: CreateInvite): readonly GroupOffer[] {
  const named = userGroupWithRoleIds ?? []
  // A group may be in both lists: `userGroupIds` has its id, the other its role too.
  const bare = (userGroupIds ?? []).filter((id) => !named.some(({ groupId }) => groupId === id))
  const offers = [...named, ...bare.map((groupId) => ({ groupId, roleId: defaultGroupRole(world) }))]
  if (new Set(offers.map(({ groupId }) => groupId)).size < offers.length) {
    throw unprocessable('An invite names each group once')
  }
  for (const { groupId, roleId } of offers) {
    if (!exists(world, 'user_groups', groupId)) throw foreignKey('group_invites', 'group_id')
    if (!exists(world, 'roles', roleId)) throw foreignKey('group_invites', 'role_id')
    requireGroupRole(world, roleId)
  }
  return offers
}

const exists = ({ store }: World, table: string, id: string): boolean =>
  store.get(`SELECT id FROM ${table} WHERE id = ?`, id) !== undefined

function list(
  { store, maxPageSize }: World,
  { from, first }: CursorArguments,
  projectId?: string,
): { readonly nodes: readonly Row[]; readonly nextCursor: string | null } {
  const after = from == null || from === '' ? 0 : store.get('SELECT number FROM invites WHERE id = ?', from)?.['number']
  if (after === undefined) throw apiError('BAD_USER_INPUT', 'from is not a cursor of this list')
  const size = pageSizeOf(first, maxPageSize)
  const inProject =
    projectId === undefined ? '' : 'AND id IN (SELECT "inviteId" FROM project_invites WHERE "projectId" = ?)'
  // One more row than the page tells whether there is a next page.
  const rows = store.all(
    `SELECT * FROM invites WHERE pending = 1 AND number > ? ${inProject} ORDER BY number LIMIT ?`,
    after,
    ...(projectId === undefined ? [] : [projectId]),
    size + 1,
  )
  const nodes = rows.slice(0, size)
  const last = nodes.at(-1)
  return { nodes, nextCursor: rows.length > size && last ? text(last, 'id') : null }
}
