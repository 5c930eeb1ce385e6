import { FolderKanban, Pencil, Trash2, UserMinus, UserPen, UserPlus, UsersRound } from 'lucide-react'
import { useState } from 'react'
import { Link, useLocation } from 'wouter'
import { GetUserGroupDocument } from '../../../../../generated/operations.ts'
import { useDelayed } from '../../data/useDelayed.ts'
import { wholeList } from '../../data/listSource.ts'
import { matches, useListFilters, type OrderKeys } from '../../data/useListFilters.ts'
import { useRead } from '../../data/useRead.ts'
import { Badge } from '../../parts/Badge.tsx'
import { Button } from '../../parts/Button.tsx'
import { CopyButton } from '../../parts/CopyButton.tsx'
import type { TableColumn } from '../../parts/DataTable.tsx'
import { EmptyState } from '../../parts/EmptyState.tsx'
import { Fact, Facts } from '../../parts/Facts.tsx'
import { Initials } from '../../parts/Initials.tsx'
import { ListSection } from '../../parts/ListSection.tsx'
import { PageHeader } from '../../parts/PageHeader.tsx'
import { Problem } from '../../parts/Problem.tsx'
import { Skeleton } from '../../parts/Skeleton.tsx'
import { useRoles } from '../members/useRoles.ts'
import { ColorDot } from './ColorDot.tsx'
import { DeleteGroupDialog } from './DeleteGroupDialog.tsx'
import { GroupDialog } from './GroupDialog.tsx'
import { GroupMemberDialog } from './GroupMemberDialog.tsx'
import { GroupProjectsDialog } from './GroupProjectsDialog.tsx'
import { membersOf, type GroupMember } from './groupRoles.ts'
import { LeaveGroupDialog } from './LeaveGroupDialog.tsx'

const back = { href: '/', title: 'Groups' }

const columns: readonly TableColumn<GroupMember>[] = [
  {
    id: 'email',
    title: 'Member',
    width: 'minmax(0, 2.2fr)',
    isSortable: true,
    csv: ({ email }) => email,
    cell: ({ id, email }) => (
      <div className="person">
        <Initials name={email ?? '?'} />
        <Link href={`~/members/${encodeURIComponent(id)}`} className="person-name">
          {email ?? id}
        </Link>
      </div>
    ),
  },
  {
    id: 'role',
    title: 'Role in the group’s projects',
    width: 'minmax(0, 1.4fr)',
    from: 'medium',
    isSortable: true,
    csv: ({ roleName }) => roleName,
    cell: ({ roleName }) => <Badge>{roleName}</Badge>,
  },
  { id: 'id', title: 'Id', csv: ({ id }) => id },
]

const orderKeys: OrderKeys<GroupMember> = { email: ({ email }) => email, role: ({ roleName }) => roleName }

type Open =
  | { readonly kind: 'change' | 'delete' | 'projects' | 'add' }
  | { readonly kind: 'role' | 'leave'; readonly member: GroupMember }

/** One group: facts, projects, members. */
export function GroupPage({ id }: { readonly id: string }) {
  const [isPaused, setIsPaused] = useState(false)
  const reading = useRead(GetUserGroupDocument, { id }, { isPaused })
  const { data, problem, isLoading, refresh } = reading
  const roles = useRoles()
  const filters = useListFilters({}, ['email', 'role'])
  const [, navigate] = useLocation()
  const [open, setOpen] = useState<Open>()
  const showsSkeleton = useDelayed(isLoading)
  const group = data?.userGroupV2
  const close = (): void => setOpen(undefined)
  if (group === undefined || group === null || showsSkeleton) {
    return (
      <>
        <PageHeader title="Group" back={back} />
        {showsSkeleton && <Skeleton lines={5} />}
        {problem !== undefined && <Problem problem={problem} onRetry={refresh} />}
        {group === null && problem === undefined && <EmptyState title="There is no such group" />}
      </>
    )
  }
  return (
    <>
      <PageHeader
        key={group.id}
        title={group.name ?? 'Group'}
        back={back}
        actions={
          <>
            <Button icon={<Pencil size={16} aria-hidden="true" />} onClick={() => setOpen({ kind: 'change' })}>
              Change
            </Button>
            <Button
              kind="danger"
              icon={<Trash2 size={16} aria-hidden="true" />}
              onClick={() => setOpen({ kind: 'delete' })}
            >
              Delete
            </Button>
          </>
        }
      >
        <span className="with-dot">
          <ColorDot color={group.color} /> {group.description}
        </span>
      </PageHeader>
      <section className="card" aria-labelledby="projects">
        <div className="card-head">
          <h2 id="projects">Projects of the group</h2>
          <Button icon={<FolderKanban size={16} aria-hidden="true" />} onClick={() => setOpen({ kind: 'projects' })}>
            Set the projects
          </Button>
        </div>
        {group.projects.nodes.length === 0 ? (
          <p className="soft">The group has no projects yet, so its roles apply nowhere.</p>
        ) : (
          <ul className="links">
            {group.projects.nodes.map((project) => (
              <li key={project.id}>
                <Link href={`~/projects/${encodeURIComponent(project.id)}`}>{project.name ?? project.id}</Link>
              </li>
            ))}
          </ul>
        )}
        <Facts>
          <Fact title="Id" isLong>
            <code>{group.id}</code>
            <CopyButton text={group.id} what="id" />
          </Fact>
        </Facts>
      </section>
      <ListSection
        title="Members of the group"
        isPart
        name={`Members of ${group.name ?? group.id}`}
        nouns={['member', 'members']}
        icon={UsersRound}
        list={wholeList(reading, () => membersOf(group, roles))}
        filters={filters}
        searchLabel="Search by email"
        keeps={({ email }) => matches(filters.text, email)}
        orderKeys={orderKeys}
        columns={columns}
        summary={({ roleName }) => <Badge>{roleName}</Badge>}
        rowName={(member) => member.email ?? member.id}
        actions={(member) => [
          { label: 'Change the role', icon: <UserPen size={16} />, onSelect: () => setOpen({ kind: 'role', member }) },
          {
            label: 'Take out of the group',
            icon: <UserMinus size={16} />,
            isDangerous: true,
            onSelect: () => setOpen({ kind: 'leave', member }),
          },
        ]}
        create={{ label: 'Add a member', icon: UserPlus, onSelect: () => setOpen({ kind: 'add' }) }}
        empty={{
          title: 'The group has no members yet',
          text: 'Add members without a role in the organization.',
        }}
      />
      {open?.kind === 'change' && <GroupDialog group={group} onClose={close} />}
      {open?.kind === 'delete' && (
        <DeleteGroupDialog group={group} onClose={close} onDeleting={setIsPaused} onDeleted={() => navigate('/')} />
      )}
      {open?.kind === 'projects' && <GroupProjectsDialog group={group} onClose={close} />}
      {open?.kind === 'add' && <GroupMemberDialog group={group} onClose={close} />}
      {open?.kind === 'role' && <GroupMemberDialog group={group} member={open.member} onClose={close} />}
      {open?.kind === 'leave' && <LeaveGroupDialog group={group} member={open.member} onClose={close} />}
    </>
  )
}
