import { isOneOf, isText, refuse } from '../../core/guards.ts'
import type { IamIntegration } from './iamIntegrations.ts'

/** Access to storage in AWS. */
export interface NewAwsIamIntegration {
  readonly provider: 'AWS'
  readonly name: string
  /** The role that Labelbox assumes: `arn:aws:iam::123456789012:role/labelbox`. */
  readonly roleArn: string
  /** The bucket to read; `null` or left out for none in particular. */
  readonly readBucket?: string | null | undefined
}

/** Access to storage in Google Cloud. Labelbox makes the service account: see `settings.serviceAccountEmailId`. */
export interface NewGcpIamIntegration {
  readonly provider: 'GCP'
  readonly name: string
  readonly readBucket: string
}

/** Access to storage in Azure. */
export interface NewAzureIamIntegration {
  readonly provider: 'Azure'
  readonly name: string
  /** The container's https address. */
  readonly readContainerUrl: string
  readonly tenantId: string
}

/** A new integration; `provider` tells the kinds apart, spelt as the API spells it. */
export type NewIamIntegration = NewAwsIamIntegration | NewGcpIamIntegration | NewAzureIamIntegration

/** What is to be changed of an integration, in the members of its provider; the provider stays. */
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

const members: Readonly<Record<Provider, readonly string[]>> = {
  AWS: ['name', 'roleArn', 'readBucket'],
  GCP: ['name', 'readBucket'],
  Azure: ['name', 'readContainerUrl', 'tenantId'],
}

/** A whole integration. What the API would not understand is refused, without saying what was given. */
export function requireIntegration(operationName: string, given: object): NewIamIntegration {
  const { provider, ...rest } = given as Partial<Record<string, unknown>>
  if (!isOneOf(['AWS', 'GCP', 'Azure'] as const, provider)) {
    throw refuse(operationName, `provider must be 'AWS', 'GCP' or 'Azure', such as ${examples.AWS}.`)
  }
  requireMembers(operationName, provider, rest)
  const { name, roleArn, readBucket, readContainerUrl, tenantId } = rest
  const wants = (what: string) => refuse(operationName, `${what}, such as ${examples[provider]}.`)
  if (!isText(name)) throw wants('it needs a name')
  switch (provider) {
    case 'AWS':
      if (!isText(roleArn) || !/^arn:aws[\w-]*:iam::\d{12}:role\/[^\s]+$/.test(roleArn)) {
        throw wants("roleArn must be the ARN of a role in AWS's IAM")
      }
      if (readBucket != null && !isText(readBucket)) throw wants('readBucket must be the name of a bucket, or null')
      return { provider, name, roleArn, readBucket: readBucket ?? null }
    case 'GCP':
      if (!isText(readBucket)) throw wants('it needs the name of a bucket')
      return { provider, name, readBucket }
    case 'Azure':
      if (!isText(readContainerUrl) || !/^https:\/\/[^\s]+$/i.test(readContainerUrl)) {
        throw wants('readContainerUrl must be an https address')
      }
      if (!isText(tenantId)) throw wants('it needs the id of the tenant')
      return { provider, name, readContainerUrl, tenantId }
  }
}

/** Changes that fit one provider at least; whether it is the right one is known only when the integration has been read. */
export function requireChanges(operationName: string, changes: object): Readonly<Record<string, unknown>> {
  const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined))
  const keys = Object.keys(given)
  if (keys.length === 0 || !Object.values(members).some((known) => keys.every((key) => known.includes(key)))) {
    throw refuse(
      operationName,
      "it needs something to change, in the members of the integration's provider: name; for AWS roleArn and readBucket, for GCP readBucket, for Azure readContainerUrl and tenantId.",
    )
  }
  return given
}

/** What is there, and what is to be changed of it: the API wants all of it every time. */
export function merged(
  operationName: string,
  { provider, name, settings }: IamIntegration,
  changes: Readonly<Record<string, unknown>>,
): NewIamIntegration {
  if (!isOneOf(['AWS', 'GCP', 'Azure'] as const, provider)) {
    throw refuse(operationName, 'the integration is with a provider that this version does not know.')
  }
  requireMembers(operationName, provider, changes)
  const before = Object.entries({ name, ...settings }).filter(([key]) => members[provider].includes(key))
  // A name that the API does not tell is none that could be sent back.
  return requireIntegration(operationName, { provider, ...Object.fromEntries(before), ...changes })
}

function requireMembers(operationName: string, provider: Provider, given: object): void {
  if (Object.entries(given).every(([key, value]) => value === undefined || members[provider].includes(key))) return
  throw refuse(
    operationName,
    `an integration with ${provider} has these members and no other: ${members[provider].join(', ')}.`,
  )
}
