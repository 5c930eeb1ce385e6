import { UserMinus, UserPen, UserPlus, UsersRound } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'wouter'
import { usePagedList } from '../../data/keptLists.ts'
import { matches, useListFilters } from '../../data/useListFilters.ts'
import { Badge } from '../../parts/Badge.tsx'
import { Button } from '../../parts/Button.tsx'
import { Choice } from '../../parts/Choice.tsx'
import { DataTable, type TableColumn } from '../../parts/DataTable.tsx'
import { EmptyState } from '../../parts/EmptyState.tsx'
import { ExportButton } from '../../parts/ExportButton.tsx'
import { Initials } from '../../parts/Initials.tsx'
import { ListCount } from '../../parts/ListCount.tsx'
import { Moment } from '../../parts/Moment.tsx'
import type { RowAction } from '../../parts/rowActions.ts'
import { RowMenu } from '../../parts/RowMenu.tsx'
import { SearchInput } from '../../parts/SearchInput.tsx'
import { projectMembers, type ProjectMember } from './projectMembers.ts'
import { ProjectRoleDialog } from './ProjectRoleDialog.tsx'
import { TakeOutDialog } from './TakeOutDialog.tsx'

const sources: Readonly<Record<string, string>> = {
  ORGANIZATION: 'Organization',
  PROJECT: 'This project',
  GROUP: 'Group',
}

const sourceOf = ({ accessFrom }: ProjectMember): string =>
  accessFrom === null ? 'Unknown' : (sources[accessFrom] ?? accessFrom)

const columns: readonly TableColumn<ProjectMember>[] = [
  {
    id: 'email',
    title: 'Member',
    width: 'minmax(0, 2.4fr)',
    csv: ({ user }) => user.email,
    cell: ({ user }) => (
      <div className="person">
        <Initials name={user.name ?? user.email ?? '?'} />
        <span className="person-text">
          <Link href={`~/members/${encodeURIComponent(user.id)}`} className="person-name">
            {user.name ?? user.email ?? user.id}
          </Link>
          <span className="person-email">{user.email}</span>
        </span>
      </div>
    ),
  },
  {
    id: 'role',
    title: 'Role',
    width: 'minmax(0, 1fr)',
    from: 'medium',
    csv: ({ role }) => role.name,
    cell: ({ role }) => <Badge>{role.name ?? 'Unknown'}</Badge>,
  },
  {
    id: 'accessFrom',
    title: 'Access from',
    width: 'minmax(0, 1.2fr)',
    from: 'medium',
    csv: ({ accessFrom }) => accessFrom,
    cell: (member) => <span className="soft">{sourceOf(member)}</span>,
  },
  {
    id: 'lastLoginAt',
    title: 'Last login',
    width: 'minmax(0, 0.9fr)',
    from: 'wide',
    csv: ({ user }) => (user.lastLoginAt === null ? '' : new Date(user.lastLoginAt).toISOString()),
    cell: ({ user }) => <Moment at={user.lastLoginAt} />,
  },
  { id: 'name', title: 'Name', csv: ({ user }) => user.name, cell: () => null },
  { id: 'id', title: 'Id', csv: ({ user }) => user.id, cell: () => null },
]

type Open = { readonly kind: 'add' } | { readonly kind: 'role' | 'out'; readonly member: ProjectMember }

/** The people who can work in a project. */
export function ProjectMembers({
  project,
}: {
  readonly project: { readonly id: string; readonly name: string | null }
}) {
  const filters = useListFilters({ access: ['any', 'PROJECT', 'GROUP', 'ORGANIZATION'] }, ['email'])
  const { text, chosen } = filters
  const list = projectMembers.of(project.id)
  const { rows, isComplete, isLoading, problem } = usePagedList(list, filters.isNarrowed)
  const [open, setOpen] = useState<Open>()
  const found = (all: readonly ProjectMember[]): readonly ProjectMember[] =>
    all.filter(
      ({ user, accessFrom }) =>
        matches(text, user.email, user.name) && (chosen.access === 'any' || accessFrom === chosen.access),
    )
  const shown = found(rows)
  const actions = (member: ProjectMember): readonly RowAction[] => {
    const refusal =
      member.accessFrom === 'ORGANIZATION'
        ? 'The role in the organization gives access to all projects'
        : member.accessFrom === 'GROUP'
          ? 'The role comes from a group: change it there'
          : undefined
    return [
      {
        label: 'Change the role',
        icon: <UserPen size={16} />,
        onSelect: () => setOpen({ kind: 'role', member }),
        refusal,
      },
      {
        label: 'Take out of the project',
        icon: <UserMinus size={16} />,
        isDangerous: true,
        onSelect: () => setOpen({ kind: 'out', member }),
        refusal,
      },
    ]
  }
  const close = (): void => setOpen(undefined)
  return (
    <section className="part" aria-labelledby="members">
      <div className="card-head">
        <h2 id="members">Members</h2>
        <div className="page-actions">
          <ExportButton
            name={`members of ${project.name ?? project.id}`}
            columns={columns}
            rows={async () => found(await list.all())}
          />
          <Button
            kind="primary"
            icon={<UserPlus size={16} aria-hidden="true" />}
            onClick={() => setOpen({ kind: 'add' })}
          >
            Add a member
          </Button>
        </div>
      </div>
      <p className="soft">
        <ListCount
          nouns={['person with access', 'people with access']}
          shown={shown.length}
          read={rows.length}
          isComplete={isComplete}
          isNarrowed={filters.isNarrowed}
        />
      </p>
      <div className="toolbar" role="search">
        <SearchInput label="Search by name or email" value={text} onChange={filters.search} />
        <Choice
          label="Access from"
          isLabelHidden
          value={chosen.access}
          options={[
            { value: 'any', label: 'Every access' },
            { value: 'PROJECT', label: 'From this project' },
            { value: 'GROUP', label: 'From a group' },
            { value: 'ORGANIZATION', label: 'From the organization' },
          ]}
          onChange={(access) => filters.choose({ access })}
        />
      </div>
      <DataTable
        label="Members of the project"
        rows={shown}
        columns={columns.filter(({ id }) => id !== 'id' && id !== 'name')}
        rowKey={({ id }) => id}
        isLoading={isLoading}
        isComplete={isComplete}
        onEnd={list.loadMore}
        problem={problem}
        onRetry={list.loadMore}
        summary={(member) => (
          <>
            <Badge>{member.role.name ?? 'Unknown'}</Badge> {sourceOf(member)}
          </>
        )}
        actions={(member) => (
          <RowMenu label={`Actions for ${member.user.email ?? member.user.id}`} actions={actions(member)} />
        )}
        empty={
          filters.isNarrowed ? (
            <EmptyState icon={<UsersRound size={28} />} title="Nobody matches">
              <Button onClick={filters.clear}>Clear the filters</Button>
            </EmptyState>
          ) : (
            <EmptyState icon={<UsersRound size={28} />} title="Nobody has access to this project">
              Add a member, or invite somebody with a role here.
            </EmptyState>
          )
        }
      />
      {open?.kind === 'add' && <ProjectRoleDialog project={project} present={rows} onClose={close} />}
      {open?.kind === 'role' && (
        <ProjectRoleDialog project={project} member={open.member} present={rows} onClose={close} />
      )}
      {open?.kind === 'out' && <TakeOutDialog project={project} member={open.member} onClose={close} />}
    </section>
  )
}
