import { UserMinus, UserPen, UsersRound } from 'lucide-react'
import { Suspense, useState } from 'react'
import { Link, useLocation } from 'wouter'
import type { OrderBy } from '../../../../urql/index.ts'
import { usePagedList } from '../../data/keptLists.ts'
import { matches, useListFilters } from '../../data/useListFilters.ts'
import { Badge } from '../../parts/Badge.tsx'
import type { TableColumn, TableOrder } from '../../parts/DataTable.tsx'
import { Initials } from '../../parts/Initials.tsx'
import { ListSection } from '../../parts/ListSection.tsx'
import { Moment } from '../../parts/Moment.tsx'
import type { RowAction } from '../../parts/rowActions.ts'
import { hasLogin, roleOf, type LastLogin } from './memberFilters.ts'
import { memberList, type ListedMember } from './memberList.ts'
import { RoleBadge } from './RoleBadge.tsx'
import { RemoveDialog, RoleDialog } from './dialogs.ts'
import { isNone, useOwner, useRoles } from './useRoles.ts'

const lastLogins = [
  { value: 'any', label: 'Any last login' },
  { value: 'month', label: 'In the last 30 days' },
  { value: 'over-90', label: 'Over 90 days ago' },
  { value: 'never', label: 'Never' },
] as const satisfies readonly { value: LastLogin; label: string }[]

const everyRole = '*'

const columns: readonly TableColumn<ListedMember>[] = [
  {
    id: 'email',
    title: 'Member',
    width: 'minmax(0, 2.4fr)',
    isSortable: true,
    csv: ({ email }) => email,
    cell: ({ id, email, name }) => (
      <div className="person">
        <Initials name={name ?? email ?? '?'} />
        <span className="person-text">
          <Link href={`/${encodeURIComponent(id)}`} className="person-name">
            {name ?? email ?? id}
          </Link>
          <span className="person-email">{email}</span>
        </span>
      </div>
    ),
  },
  {
    id: 'role',
    title: 'Role',
    width: 'minmax(0, 1fr)',
    from: 'medium',
    csv: roleOf,
    cell: (member) => <RoleBadge member={member} />,
  },
  {
    id: 'external',
    title: 'Kind',
    width: 'minmax(0, 0.8fr)',
    from: 'wide',
    csv: ({ isExternalUser }) => (isExternalUser === true ? 'external' : 'internal'),
    cell: ({ isExternalUser }) =>
      isExternalUser === true ? <Badge tone="warn">External</Badge> : <span className="soft">Internal</span>,
  },
  {
    id: 'lastLoginAt',
    title: 'Last login',
    width: 'minmax(0, 0.9fr)',
    from: 'medium',
    isSortable: true,
    csv: ({ lastLoginAt }) => isoDate(lastLoginAt),
    cell: ({ lastLoginAt }) => <Moment at={lastLoginAt} />,
  },
  {
    id: 'createdAt',
    title: 'Joined',
    width: 'minmax(0, 0.9fr)',
    from: 'wide',
    isSortable: true,
    csv: ({ createdAt }) => isoDate(createdAt),
    cell: ({ createdAt }) => <Moment at={createdAt} none="Unknown" />,
  },
  { id: 'id', title: 'Id', from: 'wide', csv: ({ id }) => id },
]

const isoDate = (at: string | Date | null | undefined): string =>
  at === null || at === undefined ? '' : new Date(at).toISOString()

/** What opens a dialog about a member. */
interface Open {
  readonly kind: 'role' | 'remove'
  readonly member: ListedMember
}

/** The list of members. */
export function MembersPage() {
  const [, navigate] = useLocation()
  const roles = useRoles()
  const owner = useOwner()
  const [open, setOpen] = useState<Open>()

  const filters = useListFilters(
    {
      role: {
        label: 'Role',
        options: [
          { value: everyRole, label: 'Every role' },
          ...roles.map(({ name }) => ({ value: name, label: isNone(name) ? 'Projects only' : name })),
        ],
        isOpen: true,
      },
      login: { label: 'Last login', options: lastLogins },
    },
    ['email', 'name', 'lastLoginAt', 'createdAt'],
  )
  const { text, chosen, order } = filters
  // The API filters by none of these, so all members have to be read.
  const list = usePagedList(memberList(toOrderBy(order)), filters.isNarrowed)

  const actions = (member: ListedMember): readonly RowAction[] => [
    { label: 'Change the role', icon: <UserPen size={16} />, onSelect: () => setOpen({ kind: 'role', member }) },
    {
      label: 'Project access',
      icon: <UsersRound size={16} />,
      onSelect: () => navigate(`/${encodeURIComponent(member.id)}`),
    },
    {
      label: 'Remove',
      icon: <UserMinus size={16} />,
      isDangerous: true,
      onSelect: () => setOpen({ kind: 'remove', member }),
      refusal: member.id === owner?.id ? 'The API key belongs to this person' : undefined,
    },
  ]

  return (
    <>
      <ListSection
        title="Members"
        nouns={['member', 'members']}
        icon={UsersRound}
        list={list}
        filters={filters}
        searchLabel="Search by name or email"
        keeps={(member) =>
          matches(text, member.email, member.name) &&
          (chosen.role === everyRole || roleOf(member) === chosen.role) &&
          hasLogin(member, chosen.login)
        }
        columns={columns}
        summary={(member) => (
          <>
            <RoleBadge member={member} /> <Moment at={member.lastLoginAt} none="Never logged in" />
          </>
        )}
        rowName={({ id, email }) => email ?? id}
        actions={actions}
        empty={{ title: 'There are no members', text: 'Invite somebody to begin.' }}
      />
      <Suspense fallback={null}>
        {open?.kind === 'role' && <RoleDialog member={open.member} roles={roles} onClose={() => setOpen(undefined)} />}
        {open?.kind === 'remove' && <RemoveDialog member={open.member} onClose={() => setOpen(undefined)} />}
      </Suspense>
    </>
  )
}

const toOrderBy = ({ column, isDescending }: TableOrder): OrderBy<'users'> =>
  `${column as 'email' | 'name' | 'lastLoginAt' | 'createdAt'}_${isDescending ? 'DESC' : 'ASC'}`
