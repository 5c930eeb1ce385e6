import type { ListedMember } from './memberList.ts'

/** When somebody was last logged in. */
export type LastLogin = 'any' | 'month' | 'over-90' | 'never'

const day = 86_400_000

/** Whether a member was last logged in then. */
export function hasLogin({ lastLoginAt: at }: ListedMember, wanted: LastLogin, now = Date.now()): boolean {
  if (wanted === 'any') return true
  if (at === null) return wanted === 'never'
  const ago = now - new Date(at).getTime()
  return wanted === 'month' ? ago <= 30 * day : wanted === 'over-90' && ago > 90 * day
}

/** The role in the organization. People with roles in projects alone have the role None, or no role. */
export const roleOf = ({ orgRole }: Pick<ListedMember, 'orgRole'>): string => orgRole?.name ?? 'None'
