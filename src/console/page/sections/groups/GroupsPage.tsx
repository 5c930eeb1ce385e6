import { Pencil, Trash2, UsersRound } from 'lucide-react'
import { useState } from 'react'
import { Link, useLocation } from 'wouter'
import { usePagedList } from '../../data/keptLists.ts'
import { matches, useListFilters, type OrderKeys } from '../../data/useListFilters.ts'
import type { TableColumn } from '../../parts/DataTable.tsx'
import { ListSection } from '../../parts/ListSection.tsx'
import { MainCell } from '../../parts/MainCell.tsx'
import type { RowAction } from '../../parts/rowActions.ts'
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
  { id: 'description', title: 'Description', csv: ({ description }) => description },
  { id: 'color', title: 'Color', csv: ({ color }) => color },
  { id: 'id', title: 'Id', csv: ({ id }) => id },
]

const orderKeys: OrderKeys<Group> = {
  name: ({ name }) => name,
  members: ({ members }) => countOf(members),
  projects: ({ projects }) => countOf(projects),
}

type Open = { readonly kind: 'create' } | { readonly kind: 'change' | 'delete'; readonly group: Group }

/** The list of user groups. */
export function GroupsPage() {
  const filters = useListFilters({}, ['name', 'members', 'projects'])
  const [, navigate] = useLocation()
  const [open, setOpen] = useState<Open>()
  // The API pages the groups, and neither searches nor orders them.
  const list = usePagedList(groupList, true)
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
      <ListSection
        title="Groups"
        nouns={['group', 'groups']}
        icon={UsersRound}
        list={list}
        filters={filters}
        searchLabel="Search by name or member’s email"
        keeps={({ name, description, members }) =>
          matches(filters.text, name, description, ...members.nodes.map(({ email }) => email))
        }
        orderKeys={orderKeys}
        columns={columns}
        summary={({ members, projects }) =>
          `${countOf(members).toLocaleString()} members, ${countOf(projects).toLocaleString()} projects`
        }
        rowName={({ id, name }) => name ?? id}
        actions={actions}
        create={{ label: 'Create a group', onSelect: () => setOpen({ kind: 'create' }) }}
        empty={{ title: 'There are no groups', text: 'A group gives its members roles in its projects.' }}
      />
      {open?.kind === 'create' && <GroupDialog onClose={close} />}
      {open?.kind === 'change' && <GroupDialog group={open.group} onClose={close} />}
      {open?.kind === 'delete' && <DeleteGroupDialog group={open.group} onClose={close} />}
    </>
  )
}
