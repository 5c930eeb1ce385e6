import { useState } from 'react'
import { ChangeDialog } from '../../parts/ChangeDialog.tsx'
import { Choice } from '../../parts/Choice.tsx'
import { TextField } from '../../parts/TextField.tsx'
import { invisibleIn, isSendable } from '../../parts/typedText.ts'
import {
  fieldsOf,
  isComplete,
  problemOfContainer,
  problemOfRole,
  providers,
  type Integration,
  type IntegrationFields,
  type Provider,
} from './integrationSettings.ts'
import { useIntegrationChanges } from './useIntegrationChanges.ts'

const providerNames: Readonly<Record<Provider, string>> = {
  AWS: 'Amazon Web Services',
  GCP: 'Google Cloud',
  Azure: 'Microsoft Azure',
}

/** Creates an integration, or changes one. */
export function IntegrationDialog({
  integration,
  onClose,
}: {
  /** Default: a new one. The provider of an existing one stays. */
  readonly integration?: Integration & { readonly provider: Provider }
  readonly onClose: () => void
}) {
  const before = fieldsOf(integration)
  const [provider, setProvider] = useState<Provider>(integration?.provider ?? 'AWS')
  const [fields, setFields] = useState<IntegrationFields>(before)
  const { save, isRunning, problem } = useIntegrationChanges(provider)
  const set =
    (field: keyof IntegrationFields) =>
    (value: string): void =>
      setFields((now) => ({ ...now, [field]: value }))
  const isSame = integration !== undefined && JSON.stringify(fields) === JSON.stringify(before)
  const confirm = async (): Promise<void> => {
    if (await save(integration?.id, fields)) onClose()
  }
  return (
    <ChangeDialog
      title={integration === undefined ? 'Create an integration' : 'Change the integration'}
      action={integration === undefined ? 'Create' : 'Save'}
      isRunning={isRunning}
      isReady={isSendable(fields.name) && isComplete(provider, fields) && !isSame}
      problem={problem}
      onConfirm={() => void confirm()}
      onClose={onClose}
    >
      {integration === undefined && (
        <Choice
          label="Provider"
          value={provider}
          options={providers.map((value) => ({ value, label: providerNames[value] }))}
          onChange={setProvider}
        />
      )}
      <TextField
        label="Name"
        value={fields.name}
        onChange={set('name')}
        autoComplete="off"
        error={invisibleIn(fields.name)}
      />
      {provider === 'AWS' && (
        <TextField
          label="Role"
          value={fields.roleArn}
          onChange={set('roleArn')}
          autoComplete="off"
          spellCheck={false}
          hint="The ARN of the role that Labelbox assumes."
          error={problemOfRole(fields.roleArn)}
        />
      )}
      {provider !== 'Azure' && (
        <TextField
          label="Bucket"
          value={fields.readBucket}
          onChange={set('readBucket')}
          autoComplete="off"
          spellCheck={false}
          hint={
            provider === 'AWS'
              ? 'The bucket to read. Leave it empty for no particular one.'
              : 'The bucket to read. Labelbox creates the service account, which the list then shows.'
          }
        />
      )}
      {provider === 'Azure' && (
        <>
          <TextField
            label="Container"
            type="url"
            value={fields.readContainerUrl}
            onChange={set('readContainerUrl')}
            autoComplete="off"
            hint="The https URL of the container."
            error={problemOfContainer(fields.readContainerUrl)}
          />
          <TextField
            label="Tenant"
            value={fields.tenantId}
            onChange={set('tenantId')}
            autoComplete="off"
            spellCheck={false}
            hint="The id of the tenant."
          />
        </>
      )}
      {integration !== undefined && (
        <p className="field-hint">Labelbox may show the former settings for a while after a change.</p>
      )}
    </ChangeDialog>
  )
}
