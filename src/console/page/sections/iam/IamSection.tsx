import { Cloud, CloudCheck, Pencil, Star, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { GetIamIntegrationsDocument } from '../../../../../generated/operations.ts'
import { wholeList } from '../../data/listSource.ts'
import { matches, useListFilters, type OrderKeys } from '../../data/useListFilters.ts'
import { useRead } from '../../data/useRead.ts'
import { Badge } from '../../parts/Badge.tsx'
import { CopyButton } from '../../parts/CopyButton.tsx'
import type { TableColumn } from '../../parts/DataTable.tsx'
import { ListSection } from '../../parts/ListSection.tsx'
import { MainCell } from '../../parts/MainCell.tsx'
import { Moment } from '../../parts/Moment.tsx'
import type { RowAction } from '../../parts/rowActions.ts'
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
  { id: 'provider', title: 'Provider', csv: ({ provider }) => provider },
  { id: 'default', title: 'Default', csv: ({ isOrgDefault }) => isOrgDefault },
  { id: 'id', title: 'Id', csv: ({ id }) => id },
]

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

const orderKeys: OrderKeys<Integration> = {
  name: ({ name }) => name,
  valid: ({ valid }) => Number(valid === true),
  lastValidAt: ({ lastValidAt }) => (lastValidAt === null ? null : new Date(lastValidAt).getTime()),
}

type Open =
  | { readonly kind: 'create' }
  | { readonly kind: 'change'; readonly integration: Integration & { readonly provider: Provider } }
  | { readonly kind: 'validate' | 'default' | 'delete'; readonly integration: Integration }

const unknownProvider = 'This version does not know its provider'

/** The IAM integrations of the organization. */
export default function IamSection() {
  const list = wholeList(useRead(GetIamIntegrationsDocument, {}), (data) => data.iamIntegrations ?? [])
  const filters = useListFilters(
    {
      provider: {
        label: 'Provider',
        options: [
          { value: 'any', label: 'Every provider' },
          { value: 'AWS', label: 'AWS' },
          { value: 'GCP', label: 'Google Cloud' },
          { value: 'Azure', label: 'Azure' },
        ],
      },
      access: {
        label: 'Access',
        options: [
          { value: 'any', label: 'Any access' },
          { value: 'valid', label: 'Valid' },
          { value: 'invalid', label: 'Not valid' },
        ],
      },
    },
    ['name', 'valid', 'lastValidAt'],
  )
  const { text, chosen } = filters
  const [open, setOpen] = useState<Open>()
  const defaults = list.rows.filter(({ isOrgDefault }) => isOrgDefault)
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
      <ListSection
        title="IAM integrations"
        nouns={['integration', 'integrations']}
        icon={Cloud}
        list={list}
        filters={filters}
        searchLabel="Search by name or storage"
        keeps={(integration) =>
          matches(text, integration.name, ...settingsOf(integration).map(({ value }) => value)) &&
          (chosen.provider === 'any' || integration.provider === chosen.provider) &&
          (chosen.access === 'any' || (integration.valid === true) === (chosen.access === 'valid'))
        }
        orderKeys={orderKeys}
        columns={columns}
        summary={(integration) => (
          <>
            <Validity valid={integration.valid} /> <span className="cut">{settingsOf(integration)[0]?.value}</span>
          </>
        )}
        rowName={({ id, name }) => name ?? id}
        actions={actions}
        create={{ label: 'Create an integration', onSelect: () => setOpen({ kind: 'create' }) }}
        notice={
          defaults.length > 1 && (
            <p className="notice" role="status">
              Labelbox reports more than one default: {defaults.map(({ name, id }) => name ?? id).join(', ')}. Make one
              of them the default.
            </p>
          )
        }
        empty={{
          title: 'There are no integrations',
          text: 'An integration lets Labelbox read data in your own cloud storage.',
        }}
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
