import { Pencil, Power, PowerOff, Trash2, Webhook } from 'lucide-react'
import { useState } from 'react'
import { usePagedList } from '../../data/keptLists.ts'
import { matches, useListFilters, type OrderKeys } from '../../data/useListFilters.ts'
import { Badge, type Tone } from '../../parts/Badge.tsx'
import type { TableColumn } from '../../parts/DataTable.tsx'
import { ListSection } from '../../parts/ListSection.tsx'
import { MainCell } from '../../parts/MainCell.tsx'
import { Moment } from '../../parts/Moment.tsx'
import type { RowAction } from '../../parts/rowActions.ts'
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
    cell: ({ topics }) => {
      const names = (topics ?? []).map(topicName).join(', ')
      return (
        <span className="two-lines" title={names}>
          {names}
        </span>
      )
    },
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
  { id: 'project', title: 'Project', csv: ({ project }) => project?.id },
  { id: 'id', title: 'Id', csv: ({ id }) => id },
]

const orderKeys: OrderKeys<ListedWebhook> = {
  url: ({ url }) => url,
  status: ({ status }) => status,
  createdAt: ({ createdAt }) => (createdAt === null ? null : new Date(createdAt).getTime()),
}

type Open =
  { readonly kind: 'create' } | { readonly kind: 'change' | 'enable' | 'disable'; readonly webhook: ListedWebhook }

/** The webhooks of the organization. */
export default function WebhooksSection() {
  const filters = useListFilters(
    {
      state: {
        label: 'State',
        options: [
          { value: 'any', label: 'Every state' },
          ...Object.entries(states).map(([value, [label]]) => ({ value, label })),
        ],
      },
      topic: {
        label: 'Topic',
        options: [
          { value: 'any', label: 'Every topic' },
          ...Object.entries(webhookTopics).map(([value, label]) => ({ value, label })),
        ],
      },
    },
    ['url', 'status', 'createdAt'],
  )
  const { text, chosen } = filters
  const [open, setOpen] = useState<Open>()
  // The API pages the webhooks, and neither searches nor orders them.
  const list = usePagedList(webhookList, true)
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
      <ListSection
        title="Webhooks"
        nouns={['webhook', 'webhooks']}
        icon={Webhook}
        list={list}
        filters={filters}
        searchLabel="Search by address"
        keeps={({ url, status, topics }) =>
          matches(text, url) &&
          (chosen.state === 'any' || status === chosen.state) &&
          (chosen.topic === 'any' || (topics ?? []).some((topic) => topic === chosen.topic))
        }
        orderKeys={orderKeys}
        columns={columns}
        summary={({ status, topics }) => (
          <>
            <State status={status} />{' '}
            {topics?.length === 1 ? topicName(topics[0] ?? '') : `${topics?.length ?? 0} topics`}
          </>
        )}
        rowName={({ id, url }) => url ?? id}
        actions={actions}
        create={{ label: 'Create a webhook', onSelect: () => setOpen({ kind: 'create' }) }}
        empty={{
          title: 'There are no webhooks',
          text: 'A webhook tells a server of yours when labels change.',
        }}
      />
      {open?.kind === 'create' && <CreateWebhookDialog onClose={close} />}
      {open?.kind === 'change' && <EditWebhookDialog webhook={open.webhook} onClose={close} />}
      {(open?.kind === 'enable' || open?.kind === 'disable') && (
        <WebhookStateDialog webhook={open.webhook} isEnabling={open.kind === 'enable'} onClose={close} />
      )}
    </>
  )
}
