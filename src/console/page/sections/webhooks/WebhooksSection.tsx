import { Pencil, Plus, Power, PowerOff, Trash2, Webhook } from 'lucide-react'
import { useState } from 'react'
import { usePagedList } from '../../data/keptLists.ts'
import { matches, ordered, useListFilters } from '../../data/useListFilters.ts'
import { Badge, type Tone } from '../../parts/Badge.tsx'
import { Button } from '../../parts/Button.tsx'
import { Choice } from '../../parts/Choice.tsx'
import { DataTable, type TableColumn } from '../../parts/DataTable.tsx'
import { EmptyState } from '../../parts/EmptyState.tsx'
import { ExportButton } from '../../parts/ExportButton.tsx'
import { ListCount } from '../../parts/ListCount.tsx'
import { MainCell } from '../../parts/MainCell.tsx'
import { Moment } from '../../parts/Moment.tsx'
import { PageHeader } from '../../parts/PageHeader.tsx'
import type { RowAction } from '../../parts/rowActions.ts'
import { RowMenu } from '../../parts/RowMenu.tsx'
import { SearchInput } from '../../parts/SearchInput.tsx'
import { CreateWebhookDialog } from './CreateWebhookDialog.tsx'
import { EditWebhookDialog } from './EditWebhookDialog.tsx'
import { WatchedProject } from './WatchedProject.tsx'
import { webhookList, type ListedWebhook } from './webhookList.ts'
import { WebhookStateDialog } from './WebhookStateDialog.tsx'
import { topicName, webhookTopics } from './webhookTopics.ts'

const states: Readonly<Record<string, readonly [label: string, tone: Tone]>> = {
  ACTIVE: ['Active', 'good'],
  INACTIVE: ['Inactive', 'neutral'],
  REVOKED: ['Revoked', 'bad'],
}

const State = ({ status }: Pick<ListedWebhook, 'status'>) => {
  const [label, tone] = states[status ?? ''] ?? [status ?? 'Unknown', 'neutral']
  return <Badge tone={tone}>{label}</Badge>
}

const columns: readonly TableColumn<ListedWebhook>[] = [
  {
    id: 'url',
    title: 'Address',
    width: 'minmax(0, 2.4fr)',
    isSortable: true,
    csv: ({ url }) => url,
    cell: ({ id, url, project }) => (
      <MainCell
        icon={<Webhook size={18} />}
        title={<span title={url ?? undefined}>{url?.replace(/^https:\/\//, '') ?? id}</span>}
      >
        {project === null ? 'The whole organization' : <WatchedProject id={project.id} />}
      </MainCell>
    ),
  },
  {
    id: 'topics',
    title: 'Topics',
    width: 'minmax(0, 1.6fr)',
    from: 'medium',
    csv: ({ topics }) => topics?.join(' '),
    cell: ({ topics }) => (
      <span className="badges">
        {(topics ?? []).map((topic) => (
          <Badge key={topic}>{topicName(topic)}</Badge>
        ))}
      </span>
    ),
  },
  {
    id: 'status',
    title: 'State',
    width: 'minmax(0, 0.8fr)',
    from: 'medium',
    isSortable: true,
    csv: ({ status }) => status,
    cell: ({ status }) => <State status={status} />,
  },
  {
    id: 'createdAt',
    title: 'Created',
    width: 'minmax(0, 0.8fr)',
    from: 'wide',
    isSortable: true,
    csv: ({ createdAt }) => (createdAt === null ? '' : new Date(createdAt).toISOString()),
    cell: ({ createdAt }) => <Moment at={createdAt} none="Unknown" />,
  },
  { id: 'project', title: 'Project', csv: ({ project }) => project?.id, cell: () => null },
  { id: 'id', title: 'Id', csv: ({ id }) => id, cell: () => null },
]

type Open =
  { readonly kind: 'create' } | { readonly kind: 'change' | 'enable' | 'disable'; readonly webhook: ListedWebhook }

/** The webhooks of the organization. */
export default function WebhooksSection() {
  const filters = useListFilters(
    {
      state: ['any', 'ACTIVE', 'INACTIVE', 'REVOKED'],
      topic: ['any', 'LABEL_CREATED', 'LABEL_UPDATED', 'LABEL_DELETED', 'WORKFLOW_ACTION'],
    },
    ['url', 'status', 'createdAt'],
  )
  const { text, chosen } = filters
  const [open, setOpen] = useState<Open>()
  // The API pages the webhooks, and neither searches nor orders them.
  const { rows, isComplete, isLoading, problem } = usePagedList(webhookList, true)
  const found = rows.filter(
    ({ url, status, topics }) =>
      matches(text, url) &&
      (chosen.state === 'any' || status === chosen.state) &&
      (chosen.topic === 'any' || (topics ?? []).some((topic) => topic === chosen.topic)),
  )
  const shown = ordered(found, filters.order, {
    url: ({ url }) => url,
    status: ({ status }) => status,
    createdAt: ({ createdAt }) => (createdAt === null ? null : new Date(createdAt).getTime()),
  })
  const actions = (webhook: ListedWebhook): readonly RowAction[] => [
    { label: 'Change', icon: <Pencil size={16} />, onSelect: () => setOpen({ kind: 'change', webhook }) },
    webhook.status === 'ACTIVE'
      ? {
          label: 'Disable',
          icon: <PowerOff size={16} />,
          isDangerous: true,
          onSelect: () => setOpen({ kind: 'disable', webhook }),
        }
      : {
          label: 'Enable',
          icon: <Power size={16} />,
          onSelect: () => setOpen({ kind: 'enable', webhook }),
          refusal: webhook.status === 'REVOKED' ? 'It is revoked: create a new one' : undefined,
        },
    {
      label: 'Delete',
      icon: <Trash2 size={16} />,
      onSelect: () => undefined,
      refusal: 'Labelbox keeps every webhook: disable it',
    },
  ]
  const close = (): void => setOpen(undefined)
  return (
    <>
      <PageHeader
        title="Webhooks"
        actions={
          <>
            <ExportButton name="webhooks" columns={columns} rows={shown} />
            <Button
              kind="primary"
              icon={<Plus size={16} aria-hidden="true" />}
              onClick={() => setOpen({ kind: 'create' })}
            >
              Create a webhook
            </Button>
          </>
        }
      >
        <ListCount
          nouns={['webhook', 'webhooks']}
          shown={shown.length}
          read={rows.length}
          isComplete={isComplete}
          isNarrowed={filters.isNarrowed}
        />
      </PageHeader>
      <div className="toolbar" role="search">
        <SearchInput label="Search by address" value={text} onChange={filters.search} />
        <Choice
          label="State"
          isLabelHidden
          value={chosen.state}
          options={[
            { value: 'any', label: 'Every state' },
            ...(['ACTIVE', 'INACTIVE', 'REVOKED'] as const).map((value) => ({
              value,
              label: states[value]?.[0] ?? value,
            })),
          ]}
          onChange={(state) => filters.choose({ state })}
        />
        <Choice
          label="Topic"
          isLabelHidden
          value={chosen.topic}
          options={[
            { value: 'any', label: 'Every topic' },
            ...(Object.keys(webhookTopics) as (keyof typeof webhookTopics)[]).map((value) => ({
              value,
              label: webhookTopics[value],
            })),
          ]}
          onChange={(topic) => filters.choose({ topic })}
        />
        {filters.isNarrowed && (
          <Button kind="quiet" onClick={filters.clear}>
            Clear
          </Button>
        )}
      </div>
      <DataTable
        label="Webhooks"
        rows={shown}
        columns={columns.filter(({ id }) => id !== 'id' && id !== 'project')}
        rowKey={({ id }) => id}
        order={filters.order}
        onOrder={filters.orderBy}
        isLoading={isLoading}
        isComplete={isComplete}
        problem={problem}
        onRetry={webhookList.loadMore}
        summary={({ status, topics }) => (
          <>
            <State status={status} />{' '}
            {topics?.length === 1 ? topicName(topics[0] ?? '') : `${topics?.length ?? 0} topics`}
          </>
        )}
        actions={(webhook) => <RowMenu label={`Actions for ${webhook.url ?? webhook.id}`} actions={actions(webhook)} />}
        empty={
          filters.isNarrowed ? (
            <EmptyState icon={<Webhook size={28} />} title="No webhook matches">
              <Button onClick={filters.clear}>Clear the filters</Button>
            </EmptyState>
          ) : (
            <EmptyState icon={<Webhook size={28} />} title="There are no webhooks">
              A webhook tells a server of yours when labels change.
            </EmptyState>
          )
        }
      />
      {open?.kind === 'create' && <CreateWebhookDialog onClose={close} />}
      {open?.kind === 'change' && <EditWebhookDialog webhook={open.webhook} onClose={close} />}
      {(open?.kind === 'enable' || open?.kind === 'disable') && (
        <WebhookStateDialog webhook={open.webhook} isEnabling={open.kind === 'enable'} onClose={close} />
      )}
    </>
  )
}
