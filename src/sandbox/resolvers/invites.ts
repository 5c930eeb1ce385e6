import { foreignKey, limitExceeded, notFound, refusal, unprocessable } from '../apiErrors.ts'
import { granted } from '../store/offsetPage.ts'
import { now, text, type Row } from '../store/store.ts'
import { endInvites } from './inviteEndings.ts'
import { groupRoleUnsaid, requireGroupRole } from './groupMembership.ts'
import {
  callingUser,
  follow,
  managePeople,
  requireMayGive,
  requirePermission,
  type ById,
  type Caller,
  type Resolvers,
  type World,
} from './resolver.ts'

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

/** Invites and the seats that they take. */
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
        requirePermission(caller, managePeople)
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
        // By number, not by id: an invite that was just made answers with the id `invited`.
        store.all(
          'SELECT p.* FROM project_invites p JOIN invites i ON i.id = p."inviteId" WHERE i.number = ? ORDER BY p.rowid',
          row['number'] ?? null,
        ),
    },
    ProjectInvite: { projectRoleName: (row) => follow(world, 'roles', row, 'roleId')?.['name'] ?? null },
  }
}

// An assumption: each is checked against the database, so that there has to be an end.
const maxInvites = 5000

/** Seats: members and pending invites both take one. */
export function seats({ store }: World): { readonly used: number; readonly limit: number; readonly remaining: number } {
  const limit = Number(store.fact('seats'))
  const used =
    store.number('SELECT count(*) FROM users WHERE deleted = 0') +
    store.number('SELECT count(*) FROM invites WHERE pending = 1')
  return { used, limit, remaining: Math.max(limit - used, 0) }
}

function create(
  world: World,
  data: readonly CreateInvite[],
  caller: Caller,
): readonly { readonly invite: Row | null }[] {
  requirePermission(caller, managePeople)
  const { store } = world
  if (data.length > maxInvites) throw unprocessable(`One call creates ${maxInvites} invites at most`)
  const wanted = data.map((invite) => ({ invite, sent: isSent(world, invite, caller) }))
  // The whole call is refused, not the part that has no seat.
  if (wanted.filter(({ sent }) => sent).length > seats(world).remaining) {
    throw limitExceeded('Seat limit exceeded: your organization has no seats left for these invites')
  }
  return wanted.map(({ invite, sent }) => {
    if (!sent) return { invite: null }
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
    return { invite: row ? asAnswered(world, row) : null }
  })
}

/** Upstream some answers hold a word in the place of the id; the list always has the real one. */
function asAnswered({ inviteIds }: World, row: Row): Row {
  const isReal = inviteIds === 'alternating' ? Number(row['number']) % 2 === 0 : inviteIds === 'real'
  return isReal ? row : { ...row, id: 'invited' }
}

/** Checks one invite, and tells whether there is one to send. */
function isSent(world: World, invite: CreateInvite, caller: Caller): boolean {
  const { store } = world
  if (invite.organizationId !== store.fact('organization')) {
    throw refusal('AUTHORIZATION_ERROR', 'You may not invite into this organization')
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
  // An assumption: nothing tells which of two roles in one project would hold.
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
  // An assumption: that inviting a member also gives a null invite. Only inviting oneself is documented to.
  return !store.get('SELECT id FROM users WHERE lower(email) = lower(?) AND deleted = 0', invite.inviteeEmail)
}

/** The groups that an invite names, each with the role to have there. */
function groupsOf(world: World, { userGroupIds, userGroupWithRoleIds }: CreateInvite): readonly GroupOffer[] {
  const named = userGroupWithRoleIds ?? []
  // Both lists say the same of one group: `userGroupIds` names it, the other its role.
  const bare = (userGroupIds ?? []).filter((id) => !named.some(({ groupId }) => groupId === id))
  const offers = [...named, ...bare.map((groupId) => ({ groupId, roleId: groupRoleUnsaid(world) }))]
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
  if (after === undefined) throw refusal('BAD_USER_INPUT', 'from is not a cursor of this list')
  const size = granted(first, maxPageSize)
  const inProject =
    projectId === undefined ? '' : 'AND id IN (SELECT "inviteId" FROM project_invites WHERE "projectId" = ?)'
  // One more than the page shows whether there is a next one.
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
