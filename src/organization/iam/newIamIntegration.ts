import { isOneOf, refuse } from '../../core/guards.ts'
import { isText } from '../../core/visibleText.ts'
import type { IamIntegration } from './iamIntegrations.ts'

/** An integration with storage in AWS, to create. */
export interface NewAwsIamIntegration {
  readonly provider: 'AWS'
  readonly name: string
  /** ARN of the role that Labelbox assumes, such as `arn:aws:iam::123456789012:role/labelbox`. */
  readonly roleArn: string
  /** Bucket to read. Default: `null`, no particular one. */
  readonly readBucket?: string | null | undefined
}

/**
 * An integration with storage in Google Cloud, to create. Labelbox creates the service account: see
 * `settings.serviceAccountEmailId`.
 */
export interface NewGcpIamIntegration {
  readonly provider: 'GCP'
  readonly name: string
  readonly readBucket: string
}

/** An integration with storage in Azure, to create. */
export interface NewAzureIamIntegration {
  readonly provider: 'Azure'
  readonly name: string
  /** The https URL of the container. */
  readonly readContainerUrl: string
  readonly tenantId: string
}

/** An IAM integration to create. `provider` tells the kinds apart, in the API's spelling. */
export type NewIamIntegration = NewAwsIamIntegration | NewGcpIamIntegration | NewAzureIamIntegration

/** Changes to an integration, in the fields of its provider. The provider can't be changed; omitted fields stay. */
export type IamIntegrationChanges =
  | Partial<Omit<NewAwsIamIntegration, 'provider'>>
  | Partial<Omit<NewGcpIamIntegration, 'provider'>>
  | Partial<Omit<NewAzureIamIntegration, 'provider'>>

type Provider = NewIamIntegration['provider']

const examples: Readonly<Record<Provider, string>> = {
  AWS: "{ provider: 'AWS', name: 'Images', roleArn: 'arn:aws:iam::123456789012:role/labelbox' }",
  GCP: "{ provider: 'GCP', name: 'Images', readBucket: 'images' }",
  Azure:
    "{ provider: 'Azure', name: 'Images', readContainerUrl: 'https://account.blob.core.windows.net/images', tenantId: '…' }",
}

const fields: Readonly<Record<Provider, readonly string[]>> = {
  AWS: ['name', 'roleArn', 'readBucket'],
  GCP: ['name', 'readBucket'],
  Azure: ['name', 'readContainerUrl', 'tenantId'],
}

/** Checks an integration to create. The messages do not repeat the input. */
export function requireIntegration(operationName: string, given: object): NewIamIntegration {
  const { provider, ...rest } = given as Partial<Record<string, unknown>>
  if (!isOneOf(['AWS', 'GCP', 'Azure'] as const, provider)) {
    throw refuse(operationName, `provider must be 'AWS', 'GCP' or 'Azure', such as ${examples.AWS}.`)
  }
  requireFields(operationName, provider, rest)
  const { name, roleArn, readBucket, readContainerUrl, tenantId } = rest
  const wants = (what: string) => refuse(operationName, `${what}, such as ${examples[provider]}.`)
  if (!isText(name)) throw wants('it needs a name')
  switch (provider) {
    case 'AWS':
      if (!isText(roleArn) || !/^arn:aws[\w-]*:iam::\d{12}:role\/[^\s]+$/.test(roleArn)) {
        throw wants('roleArn must be the ARN of an IAM role')
      }
      if (readBucket != null && !isText(readBucket)) throw wants('readBucket must be the name of a bucket, or null')
      return { provider, name, roleArn, readBucket: readBucket ?? null }
    case 'GCP':
      if (!isText(readBucket)) throw wants('it needs readBucket, the name of a bucket')
      return { provider, name, readBucket }
    case 'Azure':
      if (!isText(readContainerUrl) || !/^https:\/\/[^\s]+$/i.test(readContainerUrl)) {
        throw wants('readContainerUrl must be an https URL')
      }
      if (!isText(tenantId)) throw wants('it needs tenantId, the id of the tenant')
      return { provider, name, readContainerUrl, tenantId }
  }
}

/** Checks that the changes fit some provider. Whether it is the right one is known after the integration was read. */
export function requireChanges(operationName: string, changes: object): Readonly<Record<string, unknown>> {
  const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined))
  const keys = Object.keys(given)
  if (keys.length === 0 || !Object.values(fields).some((known) => keys.every((key) => known.includes(key)))) {
    throw refuse(
      operationName,
      'it needs something to change: name; for AWS roleArn and readBucket, for GCP readBucket, for Azure readContainerUrl and tenantId.',
    )
  }
  return given
}

/** Returns the integration with the changes, because the API takes all fields every time. */
export function merged(
  operationName: string,
  { provider, name, settings }: IamIntegration,
  changes: Readonly<Record<string, unknown>>,
): NewIamIntegration {
  if (!isOneOf(['AWS', 'GCP', 'Azure'] as const, provider)) {
    throw refuse(operationName, 'this version does not know the provider of the integration.')
  }
  requireFields(operationName, provider, changes)
  const before = Object.entries({ name, ...settings }).filter(([key]) => fields[provider].includes(key))
  return requireIntegration(operationName, { provider, ...Object.fromEntries(before), ...changes })
}

function requireFields(operationName: string, provider: Provider, given: object): void {
  if (Object.entries(given).every(([key, value]) => value === undefined || fields[provider].includes(key))) return
  throw refuse(operationName, `an integration with ${provider} has only these fields: ${fields[provider].join(', ')}.`)
}
