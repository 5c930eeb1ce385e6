import type { Member } from '../members/members.ts'

const dayMs = 86_400_000

/** The time that lies a number of days before or after another, in milliseconds. */
export const daysBefore = (now: Date, days: number): number => now.getTime() - days * dayMs
export const daysAfter = (now: Date, days: number): number => now.getTime() + days * dayMs

type Logins = Pick<Member, 'lastLoginAt' | 'createdAt'>

/** Whether somebody has logged in, and not since a time. */
export const isInactiveSince = ({ lastLoginAt }: Logins, since: number): boolean =>
  lastLoginAt instanceof Date && lastLoginAt.getTime() < since

/**
 * Whether somebody who joined before a time has never logged in: the API returns no last login. Without a date of joining,
 * somebody counts as having joined before.
 */
export const hasNeverLoggedIn = ({ lastLoginAt, createdAt }: Logins, joinedBefore: number): boolean =>
  (lastLoginAt ?? null) === null && !(createdAt instanceof Date && createdAt.getTime() >= joinedBefore)
