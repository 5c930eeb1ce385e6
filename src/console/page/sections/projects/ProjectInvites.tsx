import { MailX, Mails } from 'lucide-react'
import { useState } from 'react'
import { usePagedList } from '../../data/keptLists.ts'
import { matches, useListFilters } from '../../data/useListFilters.ts'
import { Badge } from '../../parts/Badge.tsx'
import { Button } from '../../parts/Button.tsx'
import { DataTable, type TableColumn } from '../../parts/DataTable.tsx'
import { EmptyState } from '../../parts/EmptyState.tsx'
import { ExportButton } from '../../parts/ExportButton.tsx'
import { ListCount } from '../../parts/ListCount.tsx'
import { MainCell } from '../../parts/MainCell.tsx'
import { Moment } from '../../parts/Moment.tsx'
import { RowMenu } from '../../parts/RowMenu.tsx'
import { SearchInput } from '../../parts/SearchInput.tsx'
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
  const list = projectInvites.of(project.id)
  const { rows, isComplete, isLoading, problem } = usePagedList(list, filters.isNarrowed)
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
    { id: 'id', title: 'Id', csv: ({ id }) => id, cell: () => null },
  ]
  const found = (all: readonly ProjectInvite[]): readonly ProjectInvite[] =>
    all.filter(({ inviteeEmail }) => matches(filters.text, inviteeEmail))
  const shown = found(rows)
  return (
    <section className="part" aria-labelledby="invites">
      <div className="card-head">
        <h2 id="invites">Pending invites</h2>
        <ExportButton
          name={`invites to ${project.name ?? project.id}`}
          columns={columns}
          rows={async () => found(await list.all())}
        />
      </div>
      <p className="soft">
        <ListCount
          nouns={['pending invite', 'pending invites']}
          shown={shown.length}
          read={rows.length}
          isComplete={isComplete}
          isNarrowed={filters.isNarrowed}
        />
      </p>
      <div className="toolbar" role="search">
        <SearchInput label="Search by email" value={filters.text} onChange={filters.search} />
      </div>
      <DataTable
        label="Pending invites of the project"
        rows={shown}
        columns={columns.filter(({ id }) => id !== 'id')}
        rowKey={({ id, inviteeEmail }) => `${id} ${inviteeEmail ?? ''}`}
        isLoading={isLoading}
        isComplete={isComplete}
        onEnd={list.loadMore}
        problem={problem}
        onRetry={list.loadMore}
        summary={(invite) => (
          <>
            <Badge>{roleHere(invite)}</Badge> <Moment at={invite.createdAt} none="" />
          </>
        )}
        actions={(invite) => (
          <RowMenu
            label={`Actions for ${invite.inviteeEmail ?? invite.id}`}
            actions={[
              {
                label: 'Cancel the invite',
                icon: <MailX size={16} />,
                isDangerous: true,
                onSelect: () => setCancelling(invite),
                refusal: invite.id === justCreated ? 'It was sent just now: refresh the page first' : undefined,
              },
            ]}
          />
        )}
        empty={
          filters.isNarrowed ? (
            <EmptyState icon={<Mails size={28} />} title="No invite matches">
              <Button onClick={filters.clear}>Clear the search</Button>
            </EmptyState>
          ) : (
            <EmptyState icon={<Mails size={28} />} title="No pending invite offers a role here" />
          )
        }
      />
      {cancelling !== undefined && (
        <CancelProjectInviteDialog
          invite={cancelling}
          others={others(cancelling, project.id)}
          onClose={() => setCancelling(undefined)}
        />
      )}
    </section>
  )
}

/** The number of other projects that an invite offers a role in. */
const others = ({ projectInvites: offers }: ProjectInvite, projectId: string): number =>
  (offers ?? []).filter((offer) => offer.projectId !== projectId).length
