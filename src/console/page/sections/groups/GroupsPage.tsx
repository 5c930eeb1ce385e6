import { Pencil, Plus, Trash2, UsersRound } from 'lucide-react'
import { useState } from 'react'
import { Link, useLocation } from 'wouter'
import { usePagedList } from '../../data/keptLists.ts'
import { matches, ordered, useListFilters } from '../../data/useListFilters.ts'
import { Button } from '../../parts/Button.tsx'
import { DataTable, type TableColumn } from '../../parts/DataTable.tsx'
import { EmptyState } from '../../parts/EmptyState.tsx'
import { ExportButton } from '../../parts/ExportButton.tsx'
import { ListCount } from '../../parts/ListCount.tsx'
import { MainCell } from '../../parts/MainCell.tsx'
import { PageHeader } from '../../parts/PageHeader.tsx'
import type { RowAction } from '../../parts/rowActions.ts'
import { RowMenu } from '../../parts/RowMenu.tsx'
import { SearchInput } from '../../parts/SearchInput.tsx'
import { ColorDot } from './ColorDot.tsx'
import { DeleteGroupDialog } from './DeleteGroupDialog.tsx'
import { GroupDialog } from './GroupDialog.tsx'
import { groupList, type Group } from './groupList.ts'

const countOf = ({ totalCount, nodes }: Group['members' | 'projects']): number => totalCount ?? nodes.length

const columns: readonly TableColumn<Group>[] = [
  {
    id: 'name',
    title: 'Group',
    width: 'minmax(0, 2.4fr)',
    isSortable: true,
    csv: ({ name }) => name,
    cell: ({ id, name, description, color }) => (
      <MainCell icon={<ColorDot color={color} />} title={<Link href={`/${encodeURIComponent(id)}`}>{name ?? id}</Link>}>
        {description}
      </MainCell>
    ),
  },
  {
    id: 'members',
    title: 'Members',
    width: 'minmax(0, 0.8fr)',
    from: 'medium',
    isSortable: true,
    csv: ({ members }) => countOf(members),
    cell: ({ members }) => countOf(members).toLocaleString(),
  },
  {
    id: 'projects',
    title: 'Projects',
    width: 'minmax(0, 0.8fr)',
    from: 'medium',
    isSortable: true,
    csv: ({ projects }) => countOf(projects),
    cell: ({ projects }) => countOf(projects).toLocaleString(),
  },
  { id: 'description', title: 'Description', csv: ({ description }) => description, cell: () => null },
  { id: 'color', title: 'Color', csv: ({ color }) => color, cell: () => null },
  { id: 'id', title: 'Id', csv: ({ id }) => id, cell: () => null },
]

const shownColumns = columns.filter(({ id }) => ['name', 'members', 'projects'].includes(id))

type Open = { readonly kind: 'create' } | { readonly kind: 'change' | 'delete'; readonly group: Group }

/** The list of user groups. */
export function GroupsPage() {
  const filters = useListFilters({}, ['name', 'members', 'projects'])
  const [, navigate] = useLocation()
  const [open, setOpen] = useState<Open>()
  // The API pages the groups, and neither searches nor orders them.
  const { rows, isComplete, isLoading, problem } = usePagedList(groupList, true)
  const found = rows.filter(({ name, description, members }) =>
    matches(filters.text, name, description, ...members.nodes.map(({ email }) => email)),
  )
  const shown = ordered(found, filters.order, {
    name: ({ name }) => name,
    members: ({ members }) => countOf(members),
    projects: ({ projects }) => countOf(projects),
  })
  const actions = (group: Group): readonly RowAction[] => [
    {
      label: 'Members and projects',
      icon: <UsersRound size={16} />,
      onSelect: () => navigate(`/${encodeURIComponent(group.id)}`),
    },
    { label: 'Change', icon: <Pencil size={16} />, onSelect: () => setOpen({ kind: 'change', group }) },
    {
      label: 'Delete',
      icon: <Trash2 size={16} />,
      isDangerous: true,
      onSelect: () => setOpen({ kind: 'delete', group }),
    },
  ]
  const close = (): void => setOpen(undefined)
  return (
    <>
      <PageHeader
        title="Groups"
        actions={
          <>
            <ExportButton name="groups" columns={columns} rows={shown} />
            <Button
              kind="primary"
              icon={<Plus size={16} aria-hidden="true" />}
              onClick={() => setOpen({ kind: 'create' })}
            >
              Create a group
            </Button>
          </>
        }
      >
        <ListCount
          nouns={['group', 'groups']}
          shown={shown.length}
          read={rows.length}
          isComplete={isComplete}
          isNarrowed={filters.isNarrowed}
        />
      </PageHeader>
      <div className="toolbar" role="search">
        <SearchInput label="Search by name or member’s email" value={filters.text} onChange={filters.search} />
      </div>
      <DataTable
        label="Groups"
        rows={shown}
        columns={shownColumns}
        rowKey={({ id }) => id}
        order={filters.order}
        onOrder={filters.orderBy}
        isLoading={isLoading}
        isComplete={isComplete}
        problem={problem}
        onRetry={groupList.loadMore}
        summary={({ members, projects }) =>
          `${countOf(members).toLocaleString()} members, ${countOf(projects).toLocaleString()} projects`
        }
        actions={(group) => <RowMenu label={`Actions for ${group.name ?? group.id}`} actions={actions(group)} />}
        empty={
          filters.isNarrowed ? (
            <EmptyState icon={<UsersRound size={28} />} title="No group matches">
              <Button onClick={filters.clear}>Clear the search</Button>
            </EmptyState>
          ) : (
            <EmptyState icon={<UsersRound size={28} />} title="There are no groups">
              A group gives its members roles in its projects.
            </EmptyState>
          )
        }
      />
      {open?.kind === 'create' && <GroupDialog onClose={close} />}
      {open?.kind === 'change' && <GroupDialog group={open.group} onClose={close} />}
      {open?.kind === 'delete' && <DeleteGroupDialog group={open.group} onClose={close} />}
    </>
  )
}
