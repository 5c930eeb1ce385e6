const day = 86_400_000

/** When an invite was sent, as the API or the facade tells it. */
interface Sent {
  readonly createdAt: string | Date | null
}

/** Milliseconds since 1970 at which an invite was sent; undefined where the API does not tell. */
export function sentAt({ createdAt }: Sent): number | undefined {
  const at = createdAt === null ? NaN : new Date(createdAt).getTime()
  return Number.isNaN(at) ? undefined : at
}

/** How many whole days old an invite is. */
export function ageInDays(invite: Sent, now = Date.now()): number | undefined {
  const at = sentAt(invite)
  return at === undefined ? undefined : Math.max(0, Math.floor((now - at) / day))
}

/** An age in words. */
export const ageWords = (days: number | undefined): string =>
  days === undefined
    ? 'of unknown age'
    : days === 0
      ? 'less than a day old'
      : days === 1
        ? '1 day old'
        : `${days.toLocaleString()} days old`

/** Ages to filter by. */
export type InviteAge = 'any' | 'week' | 'over-7' | 'over-30'

export function hasAge(invite: Sent, age: InviteAge, now = Date.now()): boolean {
  if (age === 'any') return true
  const days = ageInDays(invite, now)
  if (days === undefined) return false
  return age === 'week' ? days < 7 : days >= (age === 'over-7' ? 7 : 30)
}
