import { normalizeEmail } from '../email.ts'
import type { ApiKey } from '../keys/apiKeys.ts'
import { listTest } from './permissionTest.ts'
import type { ReportFacts, ReportMember } from './reportFacts.ts'

type Facts = Pick<ReportFacts, 'self' | 'members' | 'keys' | 'roles' | 'ownPermissions'>

/** Keys that can be used: neither revoked nor expired. */
export const usableKeys = (keys: readonly ApiKey[], now: Date): readonly ApiKey[] =>
  keys.filter(({ revoked, expiresAt }) => revoked !== true && !(expiresAt !== null && expiresAt <= now))

/** Whether the ids of the keys' owners can be compared with those of the members: the caller's own show it. */
export function canCompareOwners({ self, members = [], keys = [] }: Omit<Facts, 'roles' | 'ownPermissions'>): boolean {
  const ids = new Set(members.map(({ id }) => id))
  const owners = keys.flatMap(({ userId }) => userId ?? [])
  return (
    ids.has(self.id) &&
    keys.every(({ isOwn, userId }) => !isOwn || userId === null || userId === self.id) &&
    (owners.length === 0 || owners.some((id) => ids.has(id)))
  )
}

/** Keys of others whose owner is not in the list of members, neither by id nor by address. */
export function keysWithoutMember(facts: Omit<Facts, 'roles' | 'ownPermissions'>): readonly ApiKey[] {
  const { members = [], keys = [] } = facts
  if (!canCompareOwners(facts)) return []
  const isMember = membersByKey(members)
  return keys.filter((key) => !key.isOwn && key.userId !== null && !isMember(key))
}

function membersByKey(members: readonly ReportMember[]): (key: Pick<ApiKey, 'userId' | 'userEmail'>) => boolean {
  const ids = new Set(members.map(({ id }) => id))
  const emails = new Set(members.map(({ email }) => normalizeEmail(email)))
  return ({ userId, userEmail }) =>
    ids.has(userId ?? '') || (normalizeEmail(userEmail) !== '' && emails.has(normalizeEmail(userEmail)))
}

/**
 * Whether this API key sees the keys of everybody: it has all permissions of Admin, or it sees a key of somebody else
 * that its user did not create.
 */
export const seesAllKeys = ({ self, keys, roles = [], ownPermissions }: Facts): boolean =>
  keys !== undefined &&
  (listTest(roles)(ownPermissions) ||
    keys.some(({ isOwn, createdByUserId }) => !isOwn && createdByUserId !== null && createdByUserId !== self.id))

/**
 * Returns a test of members: whether they own a key that can be used. `undefined` if that is not known of everybody: not all
 * keys could be read, or a key does not say who owns it.
 */
export function keyOwnerTest(facts: Facts & Pick<ReportFacts, 'now'>): ((member: ReportMember) => boolean) | undefined {
  if (!seesAllKeys(facts)) return undefined
  const usable = usableKeys(facts.keys ?? [], facts.now).filter(({ isOwn }) => !isOwn)
  const ids = new Set(usable.map(({ userId }) => userId))
  const emails = new Set(usable.map(({ userEmail }) => normalizeEmail(userEmail)).filter((email) => email !== ''))
  const areComparable = canCompareOwners(facts)
  const isNamed = ({ userId, userEmail }: ApiKey): boolean =>
    normalizeEmail(userEmail) !== '' || (areComparable && userId !== null)
  if (!usable.every(isNamed)) return undefined
  return ({ id, email }) => ids.has(id) || emails.has(normalizeEmail(email))
}
