import type { GetIamIntegrationsQuery } from '../../../../../generated/operations.ts'

/** An IAM integration. */
export type Integration = NonNullable<GetIamIntegrationsQuery['iamIntegrations']>[number]

export type Provider = 'AWS' | 'GCP' | 'Azure'

/** What is typed into the form. */
export interface IntegrationFields {
  readonly name: string
  readonly roleArn: string
  readonly readBucket: string
  readonly readContainerUrl: string
  readonly tenantId: string
}

export const providers: readonly Provider[] = ['AWS', 'GCP', 'Azure']

export const isProvider = (provider: string | null): provider is Provider =>
  (providers as readonly (string | null)[]).includes(provider)

/** A setting of an integration, for people. */
export interface SettingFact {
  readonly title: string
  readonly value: string | null
}

/** The settings of an integration. None of them is a secret: the API returns none. */
export function settingsOf({ settings }: Integration): readonly SettingFact[] {
  switch (settings?.__typename) {
    case 'AwsIamIntegrationSettings':
      return [
        { title: 'Role', value: settings.roleArn },
        { title: 'Bucket', value: settings.readBucket },
      ]
    case 'GcpIamIntegrationSettings':
      return [
        { title: 'Service account', value: settings.serviceAccountEmailId },
        { title: 'Bucket', value: settings.readBucket },
      ]
    case 'AzureIamIntegrationSettings':
      return [
        { title: 'Container', value: settings.readContainerUrl },
        { title: 'Tenant', value: settings.tenantId },
      ]
    case undefined:
    default:
      return []
  }
}

const settingFields = ['roleArn', 'readBucket', 'readContainerUrl', 'tenantId'] as const

/** The fields of the form, as an integration has them. */
export function fieldsOf(integration: Integration | undefined): IntegrationFields {
  const settings: Readonly<Record<string, unknown>> = { ...integration?.settings }
  const [roleArn = '', readBucket = '', readContainerUrl = '', tenantId = ''] = settingFields.map((field) => {
    const value = settings[field]
    return typeof value === 'string' ? value : ''
  })
  return { name: integration?.name ?? '', roleArn, readBucket, readContainerUrl, tenantId }
}

/** What is wrong with the ARN of a role; undefined if nothing is, or if it is empty. */
export const problemOfRole = (text: string): string | undefined =>
  text.trim() === '' || /^arn:aws[\w-]*:iam::\d{12}:role\/\S+$/.test(text.trim())
    ? undefined
    : 'This is not the ARN of an IAM role, such as arn:aws:iam::123456789012:role/labelbox.'

/** What is wrong with the URL of a container; undefined if nothing is, or if it is empty. */
export const problemOfContainer = (text: string): string | undefined =>
  text.trim() === '' || /^https:\/\/\S+$/i.test(text.trim())
    ? undefined
    : 'This is not an https URL, such as https://account.blob.core.windows.net/images.'

/** Whether all that a provider needs is there and in form. */
export function isComplete(provider: Provider, fields: IntegrationFields): boolean {
  const has = (text: string): boolean => text.trim() !== ''
  switch (provider) {
    case 'AWS':
      return has(fields.roleArn) && problemOfRole(fields.roleArn) === undefined
    case 'GCP':
      return has(fields.readBucket)
    case 'Azure':
      return (
        has(fields.readContainerUrl) &&
        problemOfContainer(fields.readContainerUrl) === undefined &&
        has(fields.tenantId)
      )
  }
}
