import { unprocessable } from '../apiErrors.ts'
import { text, type Row } from '../store/store.ts'
import { findGroup, isNone } from './lookups.ts'
import type { World } from './resolver.ts'

/** A member of a group, with the role in the group. */
export interface UserRole {
  readonly userId: string
  readonly roleId: string
}

/** Assumption: the role in a group if a request names no role, as in the first generation. */
export const defaultGroupRole = ({ store }: World): string =>
  text(store.get(`SELECT id FROM roles WHERE name = 'Labeler'`) ?? {}, 'id')

/** Refuses a role that is not possible in a group. */
export function requireGroupRole({ store }: World, roleId: string): void {
  const role = store.get('SELECT name FROM roles WHERE id = ?', roleId)
  if (!role) throw unprocessable('There is no role with this roleId')
  const name = text(role, 'name')
  if (name === 'None' || name === 'Tenant Admin') throw unprocessable(`The role ${name} is not possible in a group`)
}

/** Refuses a user outside of the organization. Groups of the first generation accept all members. */
export function requireMember({ store }: World, userId: string): Row {
  const user = store.get('SELECT * FROM users WHERE id = ? AND deleted = 0', userId)
  if (!user) throw unprocessable('There is no user with this userId in the organization')
  return user
}

/** Refuses a user who is not project-based. Groups of the later generations accept no other users. */
export function requireProjectBased(world: World, userId: string): void {
  const user = requireMember(world, userId)
  if (!isNone(world, text(user, 'roleId'))) {
    throw unprocessable('Users with a workspace wide role cannot be members of a group')
  }
}

/** Replaces the members of a group. */
export function setMembers(
  world: World,
  groupId: string,
  members: readonly UserRole[],
  requireAllowed: (world: World, userId: string) => unknown,
): void {
  if (new Set(members.map(({ userId }) => userId)).size < members.length) {
    throw unprocessable('A group lists each member once')
  }
  for (const { userId, roleId } of members) {
    requireAllowed(world, userId)
    requireGroupRole(world, roleId)
  }
  world.store.run('DELETE FROM group_members WHERE "groupId" = ?', groupId)
  world.store.insert('group_members', ...members.map(({ userId, roleId }) => ({ groupId, userId, roleId })))
}

/** Adds members to a group. Assumption: somebody who is in the group gets the role. */
export function addMembers(world: World, groupId: string, members: readonly UserRole[]): void {
  for (const { userId, roleId } of members) {
    requireProjectBased(world, userId)
    requireGroupRole(world, roleId)
    world.store.run(
      'INSERT INTO group_members ("groupId", "userId", "roleId") VALUES (?, ?, ?) ON CONFLICT ("groupId", "userId") DO UPDATE SET "roleId" = excluded."roleId"',
      groupId,
      userId,
      roleId,
    )
  }
}

/** Removes members of a group. Assumption: somebody who is not in the group is left out. */
export function removeMembers({ store }: World, groupId: string, userIds: readonly string[]): void {
  for (const userId of userIds) {
    store.run('DELETE FROM group_members WHERE "groupId" = ? AND "userId" = ?', groupId, userId)
  }
}

/** Replaces the groups of a user. In groups that stay, the user keeps the role. */
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
