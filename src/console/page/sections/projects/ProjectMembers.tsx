import { UserMinus, UserPen, UserPlus, UsersRound } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'wouter'
import { usePagedList } from '../../data/keptLists.ts'
import { matches, useListFilters } from '../../data/useListFilters.ts'
import { Badge } from '../../parts/Badge.tsx'
import type { TableColumn } from '../../parts/DataTable.tsx'
import { Initials } from '../../parts/Initials.tsx'
import { ListSection } from '../../parts/ListSection.tsx'
import { Moment } from '../../parts/Moment.tsx'
import type { RowAction } from '../../parts/rowActions.ts'
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
  { id: 'name', title: 'Name', csv: ({ user }) => user.name },
  { id: 'id', title: 'Id', csv: ({ user }) => user.id },
]

type Open = { readonly kind: 'add' } | { readonly kind: 'role' | 'out'; readonly member: ProjectMember }

/** The people who can work in a project. */
export function ProjectMembers({
  project,
}: {
  readonly project: { readonly id: string; readonly name: string | null }
}) {
  const filters = useListFilters(
    {
      access: {
        label: 'Access from',
        options: [
          { value: 'any', label: 'Every access' },
          { value: 'PROJECT', label: 'From this project' },
          { value: 'GROUP', label: 'From a group' },
          { value: 'ORGANIZATION', label: 'From the organization' },
        ],
      },
    },
    ['email'],
  )
  const { text, chosen } = filters
  const list = usePagedList(projectMembers.of(project.id), filters.isNarrowed)
  const [open, setOpen] = useState<Open>()
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
    <>
      <ListSection
        title="Members"
        isPart
        name={`Members of ${project.name ?? project.id}`}
        nouns={['person with access', 'people with access']}
        icon={UsersRound}
        list={list}
        filters={filters}
        searchLabel="Search by name or email"
        keeps={({ user, accessFrom }) =>
          matches(text, user.email, user.name) && (chosen.access === 'any' || accessFrom === chosen.access)
        }
        columns={columns}
        summary={(member) => (
          <>
            <Badge>{member.role.name ?? 'Unknown'}</Badge> {sourceOf(member)}
          </>
        )}
        rowName={({ user }) => user.email ?? user.id}
        actions={actions}
        create={{ label: 'Add a member', icon: UserPlus, onSelect: () => setOpen({ kind: 'add' }) }}
        empty={{
          title: 'Nobody has access to this project',
          text: 'Add a member, or invite somebody with a role here.',
        }}
      />
      {open?.kind === 'add' && <ProjectRoleDialog project={project} present={list.rows} onClose={close} />}
      {open?.kind === 'role' && (
        <ProjectRoleDialog project={project} member={open.member} present={list.rows} onClose={close} />
      )}
      {open?.kind === 'out' && <TakeOutDialog project={project} member={open.member} onClose={close} />}
    </>
  )
}
