import { unprocessable } from '../apiErrors.ts'
import { now, text, type Row } from '../store/store.ts'
import { find } from './lookups.ts'
import type { ById, Resolvers, World } from './resolver.ts'

type Provider = 'AWS' | 'GCP' | 'Azure'
type Data = Readonly<Record<string, string | null | undefined>> & { readonly name: string }

const typenames: Readonly<Record<string, string>> = {
  AWS: 'AwsIamIntegrationSettings',
  GCP: 'GcpIamIntegrationSettings',
  Azure: 'AzureIamIntegrationSettings',
}

// Optional settings, which older data files lack.
const optionalSettings: Readonly<Record<string, object>> = {
  AWS: { roleArn: null, readBucket: null },
  GCP: { serviceAccountEmailId: null, readBucket: null },
  Azure: { readContainerUrl: null, tenantId: null },
}

/** Settings that give access. An integration without them is not valid. */
const requiredSettings: Readonly<Record<string, readonly string[]>> = {
  AWS: ['roleArn'],
  GCP: ['serviceAccountEmailId'],
  Azure: ['readContainerUrl', 'tenantId'],
}

/** IAM integrations: delegated access to cloud storage. No cloud is contacted: complete settings count as valid. */
export function iamIntegrations(world: World): Resolvers {
  const { store } = world
  const creating =
    (provider: Provider) =>
    (_parent: Row, { data: { name, ...settings } }: { readonly data: Data }): Row =>
      store.transaction(() => addIntegration(world, provider, name, settings, false))
  const updating =
    (provider: Provider) =>
    (_parent: Row, { where, data: { name, ...settings } }: ById & { readonly data: Data }): Row => {
      const before = find(world, 'integrations', 'IAM integration', where.id)
      const of = text(before, 'provider')
      if (of !== provider) throw unprocessable(`This IAM integration is for ${of}, not for ${provider}`)
      const merged = { ...settingsOf(before), ...settings }
      store.update('integrations', where.id, { name, settings: JSON.stringify(merged), updatedAt: now() })
      return find(world, 'integrations', 'IAM integration', where.id)
    }
  return {
    Query: { iamIntegrations: () => store.all('SELECT * FROM integrations ORDER BY "createdAt", rowid') },
    Mutation: {
      createAwsIamIntegration: creating('AWS'),
      createGcpIamIntegration: creating('GCP'),
      createAzureIamIntegration: creating('Azure'),
      updateAwsIamIntegration: updating('AWS'),
      updateGcpIamIntegration: updating('GCP'),
      updateAzureIamIntegration: updating('Azure'),
      validateIamIntegration: (_parent, { where }: ById) => {
        const integration = find(world, 'integrations', 'IAM integration', where.id)
        const missing = missingIn(text(integration, 'provider'), settingsOf(integration))
        const valid = missing === undefined
        store.update('integrations', where.id, { valid: valid ? 1 : 0, ...(valid && { lastValidAt: now() }) })
        const message = valid ? 'The sandbox does not contact the cloud' : `${missing} is missing`
        return { valid, checks: [{ name: 'Read', success: valid, message }] }
      },
      setDefaultIamIntegration: (_parent, { where }: ById) => {
        find(world, 'integrations', 'IAM integration', where.id)
        store.run('UPDATE integrations SET "isOrgDefault" = (id = ?)', where.id)
        return find(world, 'integrations', 'IAM integration', where.id)
      },
      deleteIamIntegration: (_parent, { where }: ById) => {
        find(world, 'integrations', 'IAM integration', where.id)
        store.run('DELETE FROM integrations WHERE id = ?', where.id)
        return true
      },
    },
    IamIntegration: {
      settings: (row) => {
        const settings = settingsOf(row)
        return (
          settings && {
            ...optionalSettings[text(row, 'provider')],
            ...settings,
            __typename: typenames[text(row, 'provider')],
          }
        )
      },
    },
  }
}

type Settings = Readonly<Record<string, string | null | undefined>> | null

const settingsOf = (row: Row): Settings => JSON.parse(text(row, 'settings') || 'null') as Settings

const missingIn = (provider: string, settings: Settings): string | undefined =>
  (requiredSettings[provider] ?? []).find((name) => !/\S/.test(settings?.[name] ?? ''))

/** Adds an integration. */
export function addIntegration(
  world: World,
  provider: Provider,
  name: string,
  settings: Settings,
  isOrgDefault: boolean,
): Row {
  const { store } = world
  const id = store.newId('integration')
  const time = now()
  // For Google Cloud the server creates the service account.
  const complete =
    settings && provider === 'GCP' ? { serviceAccountEmailId: `${id}@example.iam`, ...settings } : settings
  const isValid = missingIn(provider, complete) === undefined
  store.insert('integrations', {
    id,
    name,
    createdAt: time,
    updatedAt: time,
    provider,
    valid: isValid ? 1 : 0,
    lastValidAt: isValid ? time : null,
    isOrgDefault: isOrgDefault ? 1 : 0,
    settings: complete && JSON.stringify(complete),
  })
  return find(world, 'integrations', 'IAM integration', id)
}
