import { now, text, type Row } from '../store/store.ts'
import { addMember } from './users.ts'
import type { World } from './resolver.ts'

/** Ends the pending invites that match a condition, which frees their seats. */
export function endInvites(
  { store }: World,
  state: 'accepted' | 'cancelled',
  condition: 'id = ?' | 'lower("inviteeEmail") = lower(?)',
  value: string,
): void {
  store.run(
    `INSERT INTO invite_ends ("inviteId", state, at) SELECT id, ?, ? FROM invites WHERE pending = 1 AND ${condition}`,
    state,
    now(),
    value,
  )
  store.run(`UPDATE invites SET pending = 0 WHERE pending = 1 AND ${condition}`, value)
}

/** Accepts the oldest pending invite of an email address. Returns false when there is none. */
export function acceptInviteTo(world: World, email: string): boolean {
  return accept(
    world,
    world.store.get(
      'SELECT * FROM invites WHERE lower("inviteeEmail") = lower(?) AND pending = 1 ORDER BY number',
      email,
    ),
  )
}

/** Accepts an invite by id. Returns false when it is not pending. */
export const acceptInvite = (world: World, id: string): boolean =>
  accept(world, world.store.get('SELECT * FROM invites WHERE id = ? AND pending = 1', id))

/**
 * Makes the invitee a member with the roles of the invite. Other invites to the same address end too, because a member
 * has nothing to accept.
 */
function accept(world: World, invite: Row | undefined): boolean {
  if (!invite) return false
  const { store } = world
  const [id, email] = [text(invite, 'id'), text(invite, 'inviteeEmail')]
  store.transaction(() => {
    const userId = addMember(world, email, text(invite, 'roleId'))
    const projects = store.all('SELECT * FROM project_invites WHERE "inviteId" = ?', id)
    for (const { projectId = null, roleId = null } of projects) {
      store.run('DELETE FROM memberships WHERE "userId" = ? AND "projectId" = ?', userId, projectId)
      store.insert('memberships', { id: store.newId('membership'), userId, projectId, roleId })
    }
    // Deleting a group also deletes its rows here.
    const groups = store.all('SELECT * FROM group_invites WHERE "inviteId" = ?', id)
    for (const { groupId = null, roleId = null } of groups) {
      store.run('DELETE FROM group_members WHERE "groupId" = ? AND "userId" = ?', groupId, userId)
      store.insert('group_members', { groupId, userId, roleId })
    }
    endInvites(world, 'accepted', 'lower("inviteeEmail") = lower(?)', email)
  })
  return true
}
