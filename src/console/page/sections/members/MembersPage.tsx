import { UserMinus, UserPen, UsersRound } from 'lucide-react'
import { Suspense, useEffect, useMemo, useState } from 'react'
import { Link, useLocation, useSearchParams } from 'wouter'
import { Badge } from '../../parts/Badge.tsx'
import { Button } from '../../parts/Button.tsx'
import { Choice } from '../../parts/Choice.tsx'
import { DataTable, type TableColumn } from '../../parts/DataTable.tsx'
import { EmptyState } from '../../parts/EmptyState.tsx'
import { ExportButton } from '../../parts/ExportButton.tsx'
import { Initials } from '../../parts/Initials.tsx'
import { Moment } from '../../parts/Moment.tsx'
import { PageHeader } from '../../parts/PageHeader.tsx'
import type { RowAction } from '../../parts/rowActions.ts'
import { RowMenu } from '../../parts/RowMenu.tsx'
import { SearchInput } from '../../parts/SearchInput.tsx'
import { filterMembers, filtersIn, isFiltered, roleOf, toOrderBy, toSearch, type LastLogin } from './memberFilters.ts'
import { useMemberList, type ListedMember } from './memberList.ts'
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
  { id: 'id', title: 'Id', from: 'wide', csv: ({ id }) => id, cell: () => null },
]

/** The id is in the CSV alone. */
const shownColumns = columns.filter(({ id }) => id !== 'id')

const isoDate = (at: string | Date | null | undefined): string =>
  at === null || at === undefined ? '' : new Date(at).toISOString()

/** What opens a dialog about a member. */
interface Open {
  readonly kind: 'role' | 'remove'
  readonly member: ListedMember
}

/** The list of members. */
export function MembersPage() {
  const [search, setSearch] = useSearchParams()
  const [, navigate] = useLocation()
  const filters = filtersIn(search)
  const change = (changed: Partial<typeof filters>): void =>
    setSearch(toSearch({ ...filters, ...changed }), { replace: true })
  const { rows, isComplete, isLoading, problem, list } = useMemberList(toOrderBy(filters.order))
  const roles = useRoles()
  const owner = useOwner()
  const [open, setOpen] = useState<Open>()

  const isNarrowed = isFiltered(filters)
  useEffect(() => {
    if (isNarrowed && problem === undefined) list.loadAll()
  }, [isNarrowed, list, problem])
  const key = JSON.stringify(filters)

  const shown = useMemo(() => filterMembers(rows, filters), [rows, key])

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
      <PageHeader
        title="Members"
        actions={
          <ExportButton name="members" columns={columns} rows={async () => filterMembers(await list.all(), filters)} />
        }
      >
        <Count shown={shown.length} read={rows.length} isComplete={isComplete} isNarrowed={isNarrowed} />
      </PageHeader>
      <div className="toolbar" role="search">
        <SearchInput label="Search by name or email" value={filters.text} onChange={(text) => change({ text })} />
        <Choice
          label="Role"
          isLabelHidden
          value={filters.role === '' ? everyRole : filters.role}
          options={[
            { value: everyRole, label: 'Every role' },
            ...roles.map(({ name }) => ({ value: name, label: isNone(name) ? 'No organization role' : name })),
          ]}
          onChange={(role) => change({ role: role === everyRole ? '' : role })}
        />
        <Choice
          label="Last login"
          isLabelHidden
          value={filters.lastLogin}
          options={lastLogins}
          onChange={(lastLogin) => change({ lastLogin })}
        />
        {isNarrowed && (
          <Button kind="quiet" onClick={() => change({ text: '', role: '', lastLogin: 'any' })}>
            Clear
          </Button>
        )}
      </div>
      <DataTable
        label="Members"
        rows={shown}
        columns={shownColumns}
        rowKey={({ id }) => id}
        order={filters.order}
        onOrder={(order) => change({ order })}
        isLoading={isLoading}
        isComplete={isComplete}
        onEnd={list.loadMore}
        problem={problem}
        onRetry={list.loadMore}
        summary={(member) => (
          <>
            <RoleBadge member={member} /> <Moment at={member.lastLoginAt} none="Never logged in" />
          </>
        )}
        actions={(member) => <RowMenu label={`Actions for ${member.email ?? member.id}`} actions={actions(member)} />}
        empty={
          isNarrowed ? (
            <EmptyState icon={<UsersRound size={28} />} title="No member matches">
              <Button onClick={() => change({ text: '', role: '', lastLogin: 'any' })}>Clear the filters</Button>
            </EmptyState>
          ) : (
            <EmptyState icon={<UsersRound size={28} />} title="There are no members">
              Invite somebody to begin.
            </EmptyState>
          )
        }
      />
      <Suspense fallback={null}>
        {open?.kind === 'role' && <RoleDialog member={open.member} roles={roles} onClose={() => setOpen(undefined)} />}
        {open?.kind === 'remove' && <RemoveDialog member={open.member} onClose={() => setOpen(undefined)} />}
      </Suspense>
    </>
  )
}

function Count({
  shown,
  read,
  isComplete,
  isNarrowed,
}: {
  readonly shown: number
  readonly read: number
  readonly isComplete: boolean
  readonly isNarrowed: boolean
}) {
  const number = (value: number): string => value.toLocaleString()
  const words = isNarrowed
    ? isComplete
      ? `${number(shown)} of ${number(read)} members`
      : `${number(shown)} found in ${number(read)} members so far`
    : isComplete
      ? `${number(read)} ${read === 1 ? 'member' : 'members'}`
      : read === 0
        ? ' '
        : `The first ${number(read)} members; more come as you scroll`
  return <span aria-live="polite">{words}</span>
}
