import { Checkbox } from '@base-ui/react/checkbox'
import { Ban, Check, ListPlus, MailPlus, Minus, Send } from 'lucide-react'
import { useMemo, useState } from 'react'
import { Link } from 'wouter'
import { usePagedList } from '../../data/keptLists.ts'
import { matches, ordered, useListFilters, type OrderKeys } from '../../data/useListFilters.ts'
import { Badge } from '../../parts/Badge.tsx'
import { Button } from '../../parts/Button.tsx'
import { DataTable, type TableColumn } from '../../parts/DataTable.tsx'
import { EmptyState } from '../../parts/EmptyState.tsx'
import { ExportButton } from '../../parts/ExportButton.tsx'
import { ListCount } from '../../parts/ListCount.tsx'
import { ListToolbar } from '../../parts/ListToolbar.tsx'
import { Moment } from '../../parts/Moment.tsx'
import { PageHeader } from '../../parts/PageHeader.tsx'
import type { RowAction } from '../../parts/rowActions.ts'
import { RowMenu } from '../../parts/RowMenu.tsx'
import { isNone } from '../members/useRoles.ts'
import { projectsByName } from '../projects/projectList.ts'
import { CancelDialog } from './CancelDialog.tsx'
import { duplicateInvites } from './duplicateInvites.ts'
import { InviteDialog } from './InviteDialog.tsx'
import { ageInDays, ageWords, hasAge, sentAt, type InviteAge } from './inviteAge.ts'
import { inviteList, type ListedInvite } from './inviteList.ts'
import { ResendDialog } from './ResendDialog.tsx'

const ages = [
  { value: 'any', label: 'Any age' },
  { value: 'week', label: 'Less than 7 days old' },
  { value: 'over-7', label: '7 days or older' },
  { value: 'over-30', label: '30 days or older' },
] as const satisfies readonly { value: InviteAge; label: string }[]

const everyRole = '*'

/** What opens a dialog. */
type Open =
  | { readonly kind: 'invite' }
  | { readonly kind: 'resend'; readonly invite: ListedInvite }
  | { readonly kind: 'cancel'; readonly invites: readonly ListedInvite[] }

/** The list of pending invites. */
export function InvitesPage() {
  const { rows, isComplete, isLoading, problem } = usePagedList(inviteList, true)
  const names = useMemo(() => [...new Set(rows.map(roleOf))].sort(), [rows])
  const filters = useListFilters(
    {
      role: {
        label: 'Role',
        options: [
          { value: everyRole, label: 'Every role' },
          ...names.map((name) => ({ value: name, label: isNone(name) ? 'Projects only' : name })),
        ],
        isOpen: true,
      },
      age: { label: 'Age', options: ages },
    },
    ['createdAt', 'email', 'role'],
    true,
  )
  const { text, chosen, order, isNarrowed, orderBy, clear } = filters
  const { role, age } = chosen
  const projectNames = useProjectNames(rows)
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const [open, setOpen] = useState<Open>()
  const close = (): void => setOpen(undefined)

  const filter = (invites: readonly ListedInvite[]): readonly ListedInvite[] =>
    ordered(
      invites.filter(
        (invite) =>
          matches(text, invite.inviteeEmail) && (role === everyRole || roleOf(invite) === role) && hasAge(invite, age),
      ),
      order,
      orderKeys,
    )
  const shown = useMemo(() => filter(rows), [rows, text, role, age, order.column, order.isDescending])
  const duplicates = useMemo(() => duplicateInvites(rows), [rows])
  const chosenRows = useMemo(() => shown.filter(({ id }) => selected.has(id)), [shown, selected])
  const AllMark = chosenRows.length < shown.length ? Minus : Check
  const select = (id: string, isSelected: boolean): void =>
    setSelected((before) => {
      const after = new Set(before)
      if (isSelected) after.add(id)
      else after.delete(id)
      return after
    })
  const columns = useMemo(() => columnsWith(projectNames), [projectNames])
  const shownColumns = useMemo(
    () =>
      columns.map((column) =>
        column.id === 'email'
          ? { ...column, cell: (invite: ListedInvite) => <EmailCell invite={invite} {...{ selected, select }} /> }
          : column,
      ),
    [columns, selected],
  )

  const actions = (invite: ListedInvite): readonly RowAction[] => [
    {
      label: 'Send again',
      icon: <Send size={16} />,
      onSelect: () => setOpen({ kind: 'resend', invite }),
      refusal: (invite.inviteeEmail ?? '') === '' ? 'The API does not tell the address' : undefined,
    },
    {
      label: 'Cancel',
      icon: <Ban size={16} />,
      isDangerous: true,
      onSelect: () => setOpen({ kind: 'cancel', invites: [invite] }),
    },
  ]

  return (
    <>
      <PageHeader
        title="Invites"
        actions={
          <>
            <ExportButton name="invites" columns={columns} rows={async () => filter(await inviteList.all())} />
            <Link href="/many" className="button button-secondary">
              <ListPlus size={16} aria-hidden="true" /> Invite many
            </Link>
            <Button
              kind="primary"
              icon={<MailPlus size={16} aria-hidden="true" />}
              onClick={() => setOpen({ kind: 'invite' })}
            >
              Invite
            </Button>
          </>
        }
      >
        <ListCount
          nouns={['pending invite', 'pending invites']}
          shown={shown.length}
          read={rows.length}
          {...{ isComplete, isNarrowed }}
        />
      </PageHeader>
      {duplicates.length > 0 && (
        <div className="notice notice-action">
          <span>
            {duplicates.length === 1
              ? '1 address has several pending invites.'
              : `${duplicates.length.toLocaleString()} addresses have several pending invites.`}{' '}
            Each takes a seat.
          </span>
          <Link href="/duplicates" className="button button-secondary">
            Look at them
          </Link>
        </div>
      )}
      <ListToolbar searchLabel="Search by email" filters={filters} />
      {shown.length > 0 && (
        <div className="selection" role="group" aria-label="Selection">
          <label className="selection-all">
            <Checkbox.Root
              className="checkbox"
              checked={chosenRows.length > 0 && chosenRows.length === shown.length}
              indeterminate={chosenRows.length > 0 && chosenRows.length < shown.length}
              onCheckedChange={(isAll) => setSelected(isAll ? new Set(shown.map(({ id }) => id)) : new Set())}
            >
              <Checkbox.Indicator>
                <AllMark size={14} strokeWidth={3} aria-hidden="true" />
              </Checkbox.Indicator>
            </Checkbox.Root>
            {chosenRows.length === 0 ? 'Select all shown' : `${chosenRows.length.toLocaleString()} selected`}
          </label>
          {chosenRows.length > 0 && (
            <Button
              icon={<Ban size={16} aria-hidden="true" />}
              onClick={() => setOpen({ kind: 'cancel', invites: chosenRows })}
            >
              Cancel the selected
            </Button>
          )}
        </div>
      )}
      <DataTable
        label="Invites"
        rows={shown}
        columns={shownColumns}
        rowKey={({ id }) => id}
        order={order}
        onOrder={orderBy}
        isLoading={isLoading}
        isComplete={isComplete}
        problem={problem}
        onRetry={inviteList.loadMore}
        summary={(invite) => (
          <>
            <OfferedRole invite={invite} /> <span>{ageWords(ageInDays(invite))}</span>
          </>
        )}
        actions={(invite) => (
          <RowMenu label={`Actions for ${invite.inviteeEmail ?? invite.id}`} actions={actions(invite)} />
        )}
        empty={
          isNarrowed ? (
            <EmptyState icon={<MailPlus size={28} />} title="No invite matches">
              <Button onClick={clear}>Clear the filters</Button>
            </EmptyState>
          ) : (
            <EmptyState icon={<MailPlus size={28} />} title="No invite is pending">
              <Button kind="primary" onClick={() => setOpen({ kind: 'invite' })}>
                Invite somebody
              </Button>
            </EmptyState>
          )
        }
      />
      {open?.kind === 'invite' && <InviteDialog onClose={close} />}
      {open?.kind === 'resend' && <ResendDialog invite={open.invite} onClose={close} />}
      {open?.kind === 'cancel' && (
        <CancelDialog invites={open.invites} onClose={close} onCancelled={() => setSelected(new Set())} />
      )}
    </>
  )
}

/** The role in the organization that an invite offers. */
const roleOf = ({ organizationRoleName }: ListedInvite): string => organizationRoleName ?? 'None'

const orderKeys: OrderKeys<ListedInvite> = {
  createdAt: sentAt,
  email: ({ inviteeEmail }) => inviteeEmail,
  role: roleOf,
}

/** The names of the projects in which invites offer roles. The API gives their ids alone. */
function useProjectNames(invites: readonly ListedInvite[]): ReadonlyMap<string, string> {
  const isNeeded = invites.some(({ projectInvites }) => (projectInvites ?? []).length > 0)
  const { rows } = usePagedList(projectsByName, isNeeded)
  return useMemo(() => new Map(rows.map(({ id, name }) => [id, name ?? id])), [rows])
}

const columnsWith = (projects: ReadonlyMap<string, string>): readonly TableColumn<ListedInvite>[] => {
  const offers = ({ projectInvites }: ListedInvite): readonly string[] =>
    (projectInvites ?? []).map(
      ({ projectId, projectRoleName }) =>
        `${projects.get(projectId ?? '') ?? projectId ?? 'a project'}: ${projectRoleName ?? 'no role'}`,
    )
  return [
    {
      id: 'email',
      title: 'Email',
      width: 'minmax(0, 2fr)',
      isSortable: true,
      csv: ({ inviteeEmail }) => inviteeEmail,
    },
    {
      id: 'role',
      title: 'Role',
      width: 'minmax(0, 1fr)',
      from: 'medium',
      isSortable: true,
      csv: roleOf,
      cell: (invite) => <OfferedRole invite={invite} />,
    },
    {
      id: 'projects',
      title: 'Projects',
      width: 'minmax(0, 1.6fr)',
      from: 'wide',
      csv: (invite) => offers(invite).join('; '),
      cell: (invite) => <Offers offers={offers(invite)} role={roleOf(invite)} />,
    },
    {
      id: 'createdAt',
      title: 'Sent',
      width: 'minmax(0, 1fr)',
      from: 'medium',
      isSortable: true,
      csv: (invite) => {
        const at = sentAt(invite)
        return at === undefined ? '' : new Date(at).toISOString()
      },
      cell: (invite) => (
        <span className="person-text">
          <Moment at={invite.createdAt} none="Unknown" />
          <span className="person-email">{ageWords(ageInDays(invite))}</span>
        </span>
      ),
    },
    { id: 'age', title: 'Age in days', csv: (invite) => ageInDays(invite) },
    { id: 'id', title: 'Id', csv: ({ id }) => id },
  ]
}

function EmailCell({
  invite,
  selected,
  select,
}: {
  readonly invite: ListedInvite
  readonly selected: ReadonlySet<string>
  readonly select: (id: string, isSelected: boolean) => void
}) {
  const email = invite.inviteeEmail ?? invite.id
  return (
    <label className="invite-email">
      <Checkbox.Root
        className="checkbox"
        aria-label={`Select ${email}`}
        checked={selected.has(invite.id)}
        onCheckedChange={(isSelected) => select(invite.id, isSelected)}
      >
        <Checkbox.Indicator>
          <Check size={14} strokeWidth={3} aria-hidden="true" />
        </Checkbox.Indicator>
      </Checkbox.Root>
      <span className="person-name">{email}</span>
    </label>
  )
}

const OfferedRole = ({ invite }: { readonly invite: ListedInvite }) => {
  const role = roleOf(invite)
  if (isNone(role)) return <Badge>Projects only</Badge>
  return <Badge tone={/admin/i.test(role) ? 'accent' : 'neutral'}>{role}</Badge>
}

/** The roles in projects; what has no room is in the title. */
const Offers = ({ offers, role }: { readonly offers: readonly string[]; readonly role: string }) => {
  const [first, ...others] = offers
  if (first === undefined) return <span className="soft">{isNone(role) ? 'No project yet' : 'All projects'}</span>
  return (
    <span className="offers" title={offers.join('\n')}>
      <span className="cut">{first}</span>
      {others.length > 0 && <span className="soft">and {others.length} more</span>}
    </span>
  )
}
