import { Cloud, CloudCheck, Pencil, Plus, Star, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { GetIamIntegrationsDocument } from '../../../../../generated/operations.ts'
import { matches, ordered, useListFilters } from '../../data/useListFilters.ts'
import { useRead } from '../../data/useRead.ts'
import { Badge } from '../../parts/Badge.tsx'
import { Button } from '../../parts/Button.tsx'
import { Choice } from '../../parts/Choice.tsx'
import { CopyButton } from '../../parts/CopyButton.tsx'
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
import { DefaultDialog } from './DefaultDialog.tsx'
import { DeleteIntegrationDialog } from './DeleteIntegrationDialog.tsx'
import { IntegrationDialog } from './IntegrationDialog.tsx'
import { isProvider, settingsOf, type Integration, type Provider } from './integrationSettings.ts'
import { ValidationDialog } from './ValidationDialog.tsx'

const Validity = ({ valid }: Pick<Integration, 'valid'>) =>
  valid === null ? (
    <Badge>Not validated</Badge>
  ) : (
    <Badge tone={valid ? 'good' : 'bad'}>{valid ? 'Valid' : 'Not valid'}</Badge>
  )

const columns: readonly TableColumn<Integration>[] = [
  {
    id: 'name',
    title: 'Integration',
    width: 'minmax(0, 1.6fr)',
    isSortable: true,
    csv: ({ name }) => name,
    cell: ({ id, name, provider, isOrgDefault }) => (
      <MainCell icon={<Cloud size={18} />} title={name ?? id}>
        {provider ?? 'Unknown provider'} {isOrgDefault && <Badge tone="accent">Default</Badge>}
      </MainCell>
    ),
  },
  {
    id: 'settings',
    title: 'Storage',
    width: 'minmax(0, 2fr)',
    from: 'medium',
    csv: (integration) =>
      settingsOf(integration)
        .map(({ title, value }) => `${title}: ${value ?? 'none'}`)
        .join('; '),
    cell: (integration) => <Settings integration={integration} />,
  },
  {
    id: 'valid',
    title: 'Access',
    width: 'minmax(0, 0.8fr)',
    from: 'medium',
    isSortable: true,
    csv: ({ valid }) => valid,
    cell: ({ valid }) => <Validity valid={valid} />,
  },
  {
    id: 'lastValidAt',
    title: 'Last valid',
    width: 'minmax(0, 0.8fr)',
    from: 'wide',
    isSortable: true,
    csv: ({ lastValidAt }) => (lastValidAt === null ? '' : new Date(lastValidAt).toISOString()),
    cell: ({ lastValidAt }) => <Moment at={lastValidAt} />,
  },
  { id: 'provider', title: 'Provider', csv: ({ provider }) => provider, cell: () => null },
  { id: 'default', title: 'Default', csv: ({ isOrgDefault }) => isOrgDefault, cell: () => null },
  { id: 'id', title: 'Id', csv: ({ id }) => id, cell: () => null },
]

const shownColumns = columns.filter(({ id }) => ['name', 'settings', 'valid', 'lastValidAt'].includes(id))

function Settings({ integration }: { readonly integration: Integration }) {
  const facts = settingsOf(integration)
  if (facts.length === 0) {
    const isUnknown = integration.settings !== null
    return <span className="soft">{isUnknown ? 'Settings that this version does not know' : 'No settings'}</span>
  }
  return (
    <span className="settings">
      {facts.map(({ title, value }) => (
        <span key={title} className="setting">
          <span className="soft">{title}</span>
          <code className="cut" title={value ?? undefined}>
            {value ?? 'none'}
          </code>
          {value !== null && <CopyButton text={value} what={title.toLowerCase()} />}
        </span>
      ))}
    </span>
  )
}

type Open =
  | { readonly kind: 'create' }
  | { readonly kind: 'change'; readonly integration: Integration & { readonly provider: Provider } }
  | { readonly kind: 'validate' | 'default' | 'delete'; readonly integration: Integration }

const unknownProvider = 'This version does not know its provider'

/** The IAM integrations of the organization. */
export default function IamSection() {
  const { data, problem, isLoading, refresh } = useRead(GetIamIntegrationsDocument, {})
  const filters = useListFilters({ provider: ['any', 'AWS', 'GCP', 'Azure'], access: ['any', 'valid', 'invalid'] }, [
    'name',
    'valid',
    'lastValidAt',
  ])
  const { text, chosen } = filters
  const [open, setOpen] = useState<Open>()
  const integrations = data?.iamIntegrations ?? []
  const defaults = integrations.filter(({ isOrgDefault }) => isOrgDefault)
  const found = integrations.filter(
    (integration) =>
      matches(text, integration.name, ...settingsOf(integration).map(({ value }) => value)) &&
      (chosen.provider === 'any' || integration.provider === chosen.provider) &&
      (chosen.access === 'any' || (integration.valid === true) === (chosen.access === 'valid')),
  )
  const shown = ordered(found, filters.order, {
    name: ({ name }) => name,
    valid: ({ valid }) => Number(valid === true),
    lastValidAt: ({ lastValidAt }) => (lastValidAt === null ? null : new Date(lastValidAt).getTime()),
  })
  const actions = (integration: Integration): readonly RowAction[] => [
    {
      label: 'Validate',
      icon: <CloudCheck size={16} />,
      onSelect: () => setOpen({ kind: 'validate', integration }),
    },
    {
      label: 'Make it the default',
      icon: <Star size={16} />,
      onSelect: () => setOpen({ kind: 'default', integration }),
      refusal: integration.isOrgDefault && defaults.length === 1 ? 'It is the default' : undefined,
    },
    {
      label: 'Change',
      icon: <Pencil size={16} />,
      onSelect: () => {
        const { provider } = integration
        if (isProvider(provider)) setOpen({ kind: 'change', integration: { ...integration, provider } })
      },
      refusal: isProvider(integration.provider) ? undefined : unknownProvider,
    },
    {
      label: 'Delete',
      icon: <Trash2 size={16} />,
      isDangerous: true,
      onSelect: () => setOpen({ kind: 'delete', integration }),
    },
  ]
  const close = (): void => setOpen(undefined)
  return (
    <>
      <PageHeader
        title="IAM integrations"
        actions={
          <>
            <ExportButton name="iam integrations" columns={columns} rows={shown} />
            <Button
              kind="primary"
              icon={<Plus size={16} aria-hidden="true" />}
              onClick={() => setOpen({ kind: 'create' })}
            >
              Create an integration
            </Button>
          </>
        }
      >
        <ListCount
          nouns={['integration', 'integrations']}
          shown={shown.length}
          read={integrations.length}
          isComplete={data !== undefined}
          isNarrowed={filters.isNarrowed}
        />
      </PageHeader>
      {defaults.length > 1 && (
        <p className="notice" role="status">
          Labelbox reports more than one default: {defaults.map(({ name, id }) => name ?? id).join(', ')}. Make one of
          them the default.
        </p>
      )}
      <div className="toolbar" role="search">
        <SearchInput label="Search by name or storage" value={text} onChange={filters.search} />
        <Choice
          label="Provider"
          isLabelHidden
          value={chosen.provider}
          options={[
            { value: 'any', label: 'Every provider' },
            { value: 'AWS', label: 'AWS' },
            { value: 'GCP', label: 'Google Cloud' },
            { value: 'Azure', label: 'Azure' },
          ]}
          onChange={(provider) => filters.choose({ provider })}
        />
        <Choice
          label="Access"
          isLabelHidden
          value={chosen.access}
          options={[
            { value: 'any', label: 'Any access' },
            { value: 'valid', label: 'Valid' },
            { value: 'invalid', label: 'Not valid' },
          ]}
          onChange={(access) => filters.choose({ access })}
        />
        {filters.isNarrowed && (
          <Button kind="quiet" onClick={filters.clear}>
            Clear
          </Button>
        )}
      </div>
      <DataTable
        label="IAM integrations"
        rows={shown}
        columns={shownColumns}
        rowKey={({ id }) => id}
        order={filters.order}
        onOrder={filters.orderBy}
        isLoading={isLoading}
        isComplete={data !== undefined}
        problem={problem}
        onRetry={refresh}
        summary={(integration) => (
          <>
            <Validity valid={integration.valid} /> <span className="cut">{settingsOf(integration)[0]?.value}</span>
          </>
        )}
        actions={(integration) => (
          <RowMenu label={`Actions for ${integration.name ?? integration.id}`} actions={actions(integration)} />
        )}
        empty={
          filters.isNarrowed ? (
            <EmptyState icon={<Cloud size={28} />} title="No integration matches">
              <Button onClick={filters.clear}>Clear the filters</Button>
            </EmptyState>
          ) : (
            <EmptyState icon={<Cloud size={28} />} title="There are no integrations">
              An integration lets Labelbox read data in your own cloud storage.
            </EmptyState>
          )
        }
      />
      {open?.kind === 'create' && <IntegrationDialog onClose={close} />}
      {open?.kind === 'change' && <IntegrationDialog integration={open.integration} onClose={close} />}
      {open?.kind === 'validate' && <ValidationDialog integration={open.integration} onClose={close} />}
      {open?.kind === 'default' && (
        <DefaultDialog
          integration={open.integration}
          former={defaults.find(({ id }) => id !== open.integration.id)}
          onClose={close}
        />
      )}
      {open?.kind === 'delete' && <DeleteIntegrationDialog integration={open.integration} onClose={close} />}
    </>
  )
}
