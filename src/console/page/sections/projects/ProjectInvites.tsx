import { MailX, Mails } from 'lucide-react'
import { useState } from 'react'
import { usePagedList } from '../../data/keptLists.ts'
import { matches, useListFilters } from '../../data/useListFilters.ts'
import { Badge } from '../../parts/Badge.tsx'
import type { TableColumn } from '../../parts/DataTable.tsx'
import { ListSection } from '../../parts/ListSection.tsx'
import { MainCell } from '../../parts/MainCell.tsx'
import { Moment } from '../../parts/Moment.tsx'
import { CancelProjectInviteDialog } from './CancelProjectInviteDialog.tsx'
import { projectInvites, type ProjectInvite } from './projectMembers.ts'

/** The id of an invite that Labelbox has just created, and which can't be cancelled by it. */
const justCreated = 'invited'

/** The pending invites that offer a role in a project. */
export function ProjectInvites({
  project,
}: {
  readonly project: { readonly id: string; readonly name: string | null }
}) {
  const filters = useListFilters({}, ['email'])
  const list = usePagedList(projectInvites.of(project.id), filters.isNarrowed)
  const [cancelling, setCancelling] = useState<ProjectInvite>()
  const roleHere = ({ projectInvites: offers }: ProjectInvite): string =>
    offers?.find(({ projectId }) => projectId === project.id)?.projectRoleName ?? 'Unknown'
  const columns: readonly TableColumn<ProjectInvite>[] = [
    {
      id: 'email',
      title: 'Address',
      width: 'minmax(0, 2.2fr)',
      csv: ({ inviteeEmail }) => inviteeEmail,
      cell: ({ id, inviteeEmail }) => <MainCell title={inviteeEmail ?? id} />,
    },
    {
      id: 'role',
      title: 'Role here',
      width: 'minmax(0, 1fr)',
      from: 'medium',
      csv: roleHere,
      cell: (invite) => <Badge>{roleHere(invite)}</Badge>,
    },
    {
      id: 'others',
      title: 'Other projects',
      width: 'minmax(0, 1fr)',
      from: 'wide',
      csv: (invite) => others(invite, project.id),
      cell: (invite) => others(invite, project.id),
    },
    {
      id: 'createdAt',
      title: 'Sent',
      width: 'minmax(0, 0.9fr)',
      from: 'medium',
      csv: ({ createdAt }) => (createdAt === null ? '' : new Date(createdAt).toISOString()),
      cell: ({ createdAt }) => <Moment at={createdAt} none="Unknown" />,
    },
    { id: 'id', title: 'Id', csv: ({ id }) => id },
  ]
  return (
    <>
      <ListSection
        title="Pending invites"
        isPart
        name={`Pending invites to ${project.name ?? project.id}`}
        nouns={['pending invite', 'pending invites']}
        icon={Mails}
        list={list}
        filters={filters}
        searchLabel="Search by email"
        keeps={({ inviteeEmail }) => matches(filters.text, inviteeEmail)}
        columns={columns}
        rowKey={({ id, inviteeEmail }) => `${id} ${inviteeEmail ?? ''}`}
        summary={(invite) => (
          <>
            <Badge>{roleHere(invite)}</Badge> <Moment at={invite.createdAt} none="" />
          </>
        )}
        rowName={({ id, inviteeEmail }) => inviteeEmail ?? id}
        actions={(invite) => [
          {
            label: 'Cancel the invite',
            icon: <MailX size={16} />,
            isDangerous: true,
            onSelect: () => setCancelling(invite),
            refusal: invite.id === justCreated ? 'It was sent just now: refresh the page first' : undefined,
          },
        ]}
        empty={{ title: 'No pending invite offers a role here' }}
      />
      {cancelling !== undefined && (
        <CancelProjectInviteDialog
          invite={cancelling}
          others={others(cancelling, project.id)}
          onClose={() => setCancelling(undefined)}
        />
      )}
    </>
  )
}

/** The number of other projects that an invite offers a role in. */
const others = ({ projectInvites: offers }: ProjectInvite, projectId: string): number =>
  (offers ?? []).filter((offer) => offer.projectId !== projectId).length
