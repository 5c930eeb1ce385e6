import type { OrderBy } from '../../../../urql/index.ts'
import type { TableOrder } from '../../parts/DataTable.tsx'
import type { ListedMember } from './memberList.ts'

/** When somebody was last logged in. */
export type LastLogin = 'any' | 'month' | 'over-90' | 'never'

/** What the list shows, as in the address. */
export interface MemberFilters {
  readonly text: string
  /** Name of a role; empty for all. */
  readonly role: string
  readonly lastLogin: LastLogin
  readonly order: TableOrder
}

const day = 86_400_000
const lastLogins: readonly string[] = ['month', 'over-90', 'never']
const sortable: readonly string[] = ['email', 'name', 'lastLoginAt', 'createdAt']

export function filtersIn(search: URLSearchParams): MemberFilters {
  const login = search.get('login') ?? ''
  const [column = '', direction] = (search.get('order') ?? '').split('-')
  return {
    text: search.get('q') ?? '',
    role: search.get('role') ?? '',
    lastLogin: lastLogins.includes(login) ? (login as LastLogin) : 'any',
    order: sortable.includes(column)
      ? { column, isDescending: direction === 'desc' }
      : { column: 'email', isDescending: false },
  }
}

/** The filters for the address; what is the default is left out. */
export function toSearch({ text, role, lastLogin, order }: MemberFilters): URLSearchParams {
  const isDefaultOrder = order.column === 'email' && !order.isDescending
  return new URLSearchParams([
    ...(text === '' ? [] : [['q', text]]),
    ...(role === '' ? [] : [['role', role]]),
    ...(lastLogin === 'any' ? [] : [['login', lastLogin]]),
    ...(isDefaultOrder ? [] : [['order', `${order.column}${order.isDescending ? '-desc' : ''}`]]),
  ])
}

export const toOrderBy = ({ column, isDescending }: TableOrder): OrderBy<'users'> =>
  `${column}_${isDescending ? 'DESC' : 'ASC'}` as OrderBy<'users'>

/** Whether a filter is set. The API filters by none of these, so all members have to be read. */
export const isFiltered = ({ text, role, lastLogin }: MemberFilters): boolean =>
  text.trim() !== '' || role !== '' || lastLogin !== 'any'

/** The members that the filters leave. */
export function filterMembers(
  members: readonly ListedMember[],
  { text, role, lastLogin }: MemberFilters,
  now = Date.now(),
): readonly ListedMember[] {
  const wanted = text.trim().toLowerCase()
  return members.filter(
    (member) =>
      (wanted === '' || `${member.email ?? ''}\n${member.name ?? ''}`.toLowerCase().includes(wanted)) &&
      (role === '' || roleOf(member) === role) &&
      matchesLogin(member.lastLoginAt, lastLogin, now),
  )
}

function matchesLogin(at: string | Date | null | undefined, wanted: LastLogin, now: number): boolean {
  if (wanted === 'any') return true
  if (at === null || at === undefined) return wanted === 'never'
  const ago = now - new Date(at).getTime()
  return wanted === 'month' ? ago <= 30 * day : wanted === 'over-90' && ago > 90 * day
}

/** The role in the organization. People with roles in projects alone have the role None, or no role. */
export const roleOf = ({ orgRole }: Pick<ListedMember, 'orgRole'>): string => orgRole?.name ?? 'None'
