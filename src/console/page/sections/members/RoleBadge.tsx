import { Badge } from '../../parts/Badge.tsx'
import { roleOf } from './memberFilters.ts'
import type { ListedMember } from './memberList.ts'
import { isNone } from './useRoles.ts'

/** The role of a member in the organization. */
export function RoleBadge({ member }: { readonly member: Pick<ListedMember, 'orgRole'> }) {
  const role = roleOf(member)
  if (isNone(role)) return <Badge>Projects only</Badge>
  return <Badge tone={/admin/i.test(role) ? 'accent' : 'neutral'}>{role}</Badge>
}
