import { unprocessable } from '../apiErrors.ts'
import { text, type Row } from '../store/store.ts'
import { findGroup, isNone, type World } from './resolver.ts'

/** A member of a group, and the role there. */
export interface UserRole {
  readonly userId: string
  readonly roleId: string
}

/** An assumption: the role in a group where a request names none, as those of the first generation can't. */
export const groupRoleUnsaid = ({ store }: World): string =>
  text(store.get(`SELECT id FROM roles WHERE name = 'Labeler'`) ?? {}, 'id')

/** Refuses a role that nobody has in a group. */
export function requireGroupRole({ store }: World, roleId: string): void {
  const role = store.get('SELECT name FROM roles WHERE id = ?', roleId)
  if (!role) throw unprocessable('There is no role with this roleId')
  const name = text(role, 'name')
  if (name === 'None' || name === 'Tenant Admin') throw unprocessable(`The role ${name} can't be had in a group`)
}

/** Refuses who is not in the organization: the first generation of groups takes everybody else. */
export function requireMember({ store }: World, userId: string): Row {
  const user = store.get('SELECT * FROM users WHERE id = ? AND deleted = 0', userId)
  if (!user) throw unprocessable('There is no user with this userId in the organization')
  return user
}

/** Refuses who can't be in a group of the later generations: all but project-based members. */
export function requireProjectBased(world: World, userId: string): void {
  const user = requireMember(world, userId)
  if (!isNone(world, text(user, 'roleId'))) {
    throw unprocessable('Users with a workspace wide role cannot be members of a group')
  }
}

/** Puts exactly these people into a group. */
export function setMembers(
  world: World,
  groupId: string,
  members: readonly UserRole[],
  requireFit: (world: World, userId: string) => unknown,
): void {
  if (new Set(members.map(({ userId }) => userId)).size < members.length) {
    throw unprocessable('A group has each member once')
  }
  for (const { userId, roleId } of members) {
    requireFit(world, userId)
    requireGroupRole(world, roleId)
  }
  world.store.run('DELETE FROM group_members WHERE "groupId" = ?', groupId)
  world.store.insert('group_members', ...members.map(({ userId, roleId }) => ({ groupId, userId, roleId })))
}

/** Puts someone into exactly these groups. Where they are already they keep their role. */
export function setGroups(world: World, userId: string, groupIds: readonly string[], roleId: string): void {
  const { store } = world
  const before = store.all('SELECT * FROM group_members WHERE "userId" = ?', userId)
  store.run('DELETE FROM group_members WHERE "userId" = ?', userId)
  for (const groupId of new Set(groupIds)) {
    findGroup(world, groupId)
    const held = before.find((row) => row['groupId'] === groupId)
    if (!held) requireGroupRole(world, roleId)
    store.insert('group_members', held ?? { groupId, userId, roleId })
  }
}
