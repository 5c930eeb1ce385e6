import type { GetApiKeysQuery } from '../../../../../generated/operations.ts'
import { toExpiry } from '../../../../core/keyExpiry.ts'

type Wire = NonNullable<NonNullable<GetApiKeysQuery['user']>['apiKeys']>[number]

/** Whether a key works, and for how long. */
export type KeyState = 'active' | 'soon' | 'expired' | 'revoked'

/** Facts about an API key. */
export interface ListedKey extends Wire {
  /** Undefined where the API does not say. */
  readonly expiresAt: Date | undefined
  /** Whether it belongs to the owner of the console's key. */
  readonly isOwn: boolean
  readonly state: KeyState
}

const day = 86_400_000

/** A key that expires within this many days is said to expire soon. */
export const soonDays = 14

/** All keys in a response, each once. */
export function listedKeys(data: GetApiKeysQuery | undefined, now = Date.now()): readonly ListedKey[] {
  const found = new Map<string, ListedKey>()
  const add = (keys: readonly Wire[] | null | undefined, isOwn: boolean): void => {
    for (const key of keys ?? []) {
      const expiresAt = toExpiry(key.expiresAtEpoch) ?? undefined
      if (!found.has(key.id)) found.set(key.id, { ...key, expiresAt, isOwn, state: stateOf(key, expiresAt, now) })
    }
  }
  add(data?.user?.apiKeys, true)
  add(data?.user?.apiKeysOtherUsers, false)
  return [...found.values()]
}

function stateOf({ revoked }: Wire, expiresAt: Date | undefined, now: number): KeyState {
  if (revoked === true) return 'revoked'
  if (expiresAt === undefined) return 'active'
  const left = expiresAt.getTime() - now
  return left <= 0 ? 'expired' : left <= soonDays * day ? 'soon' : 'active'
}

/** How long a key still works, in words. */
export function timeLeft(expiresAt: Date, now = Date.now()): string {
  const left = expiresAt.getTime() - now
  if (left <= 0) return 'Expired'
  const [count, unit] =
    left < 3_600_000
      ? [Math.max(1, Math.floor(left / 60_000)), 'minute']
      : left < 2 * day
        ? [Math.floor(left / 3_600_000), 'hour']
        : [Math.floor(left / day), 'day']
  return `${count} ${unit}${count === 1 ? '' : 's'} left`
}
