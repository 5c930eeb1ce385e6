import {
  CreateAwsIamIntegrationDocument,
  CreateAzureIamIntegrationDocument,
  CreateGcpIamIntegrationDocument,
  UpdateAwsIamIntegrationDocument,
  UpdateAzureIamIntegrationDocument,
  UpdateGcpIamIntegrationDocument,
} from '../../../../../generated/operations.ts'
import type { LabelboxError } from '../../../../core/errors.ts'
import { confirmed } from '../../data/confirmation.ts'
import { useChange } from '../../data/useChange.ts'
import { cleanText } from '../../parts/typedText.ts'
import type { IntegrationFields, Provider } from './integrationSettings.ts'

/** The providers as the names of operations have them. */
const inOperations: Readonly<Record<Provider, string>> = { AWS: 'Aws', GCP: 'Gcp', Azure: 'Azure' }

/** Creates and changes integrations. The API has an operation for each provider, and takes all settings each time. */
export function useIntegrationChanges(provider: Provider): {
  /** Creates an integration, or changes the one with the id. */
  readonly save: (id: string | undefined, fields: IntegrationFields) => Promise<boolean>
  readonly isRunning: boolean
  readonly problem: LabelboxError | undefined
} {
  const createAws = useChange(CreateAwsIamIntegrationDocument)
  const createGcp = useChange(CreateGcpIamIntegrationDocument)
  const createAzure = useChange(CreateAzureIamIntegrationDocument)
  const updateAws = useChange(UpdateAwsIamIntegrationDocument)
  const updateGcp = useChange(UpdateGcpIamIntegrationDocument)
  const updateAzure = useChange(UpdateAzureIamIntegrationDocument)
  const all = { AWS: [createAws, updateAws], GCP: [createGcp, updateGcp], Azure: [createAzure, updateAzure] }[provider]

  const save = async (id: string | undefined, fields: IntegrationFields): Promise<boolean> => {
    const name = cleanText(fields.name)
    const done = (data: Readonly<Record<string, unknown>>): string => {
      const operation = `${id === undefined ? 'Create' : 'Update'}${inOperations[provider]}IamIntegration`
      for (const record of Object.values(data)) confirmed(record, operation)
      return id === undefined ? `Created the integration ${name}.` : `Changed the integration ${name}.`
    }
    const readBucket = fields.readBucket.trim()
    switch (provider) {
      case 'AWS': {
        const sent = { name, roleArn: fields.roleArn.trim(), readBucket: readBucket === '' ? null : readBucket }
        return (
          (id === undefined ? await createAws.run(sent, done) : await updateAws.run({ id, ...sent }, done)) !==
          undefined
        )
      }
      case 'GCP': {
        const sent = { name, readBucket }
        return (
          (id === undefined ? await createGcp.run(sent, done) : await updateGcp.run({ id, ...sent }, done)) !==
          undefined
        )
      }
      case 'Azure': {
        const sent = { name, readContainerUrl: fields.readContainerUrl.trim(), tenantId: fields.tenantId.trim() }
        return (
          (id === undefined ? await createAzure.run(sent, done) : await updateAzure.run({ id, ...sent }, done)) !==
          undefined
        )
      }
    }
  }
  return {
    save,
    isRunning: all.some(({ isRunning }) => isRunning),
    problem: all.find(({ problem }) => problem !== undefined)?.problem,
  }
}
