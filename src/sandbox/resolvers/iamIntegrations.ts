import { unprocessable } from '../apiErrors.ts'
import { now, text, type Row } from '../store/store.ts'
import { find, type ById, type Resolvers, type World } from './resolver.ts'

type Provider = 'AWS' | 'GCP' | 'Azure'
type Data = Readonly<Record<string, string | null | undefined>> & { readonly name: string }

const typenames: Readonly<Record<string, string>> = {
  AWS: 'AwsIamIntegrationSettings',
  GCP: 'GcpIamIntegrationSettings',
  Azure: 'AzureIamIntegrationSettings',
}

// What may be left out when an integration is made, and what older data files don't have.
const unset: Readonly<Record<string, object>> = {
  AWS: { roleArn: null, readBucket: null },
  GCP: { serviceAccountEmailId: null, readBucket: null },
  Azure: { readContainerUrl: null, tenantId: null },
}

/** What access is granted with. An integration without it can't be valid. */
const needed: Readonly<Record<string, readonly string[]>> = {
  AWS: ['roleArn'],
  GCP: ['serviceAccountEmailId'],
  Azure: ['readContainerUrl', 'tenantId'],
}

/** Delegated access to cloud storage. Nothing is asked of any cloud: what is complete counts as valid. */
export function integrations(world: World): Resolvers {
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
      if (of !== provider) throw unprocessable(`This IAM integration is of ${of} and not of ${provider}`)
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
        const message = valid ? 'The sandbox asks no cloud' : `${missing} is missing`
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
          settings && { ...unset[text(row, 'provider')], ...settings, __typename: typenames[text(row, 'provider')] }
        )
      },
    },
  }
}

type Settings = Readonly<Record<string, string | null | undefined>> | null

const settingsOf = (row: Row): Settings => JSON.parse(text(row, 'settings') || 'null') as Settings

const missingIn = (provider: string, settings: Settings): string | undefined =>
  (needed[provider] ?? []).find((name) => !/\S/.test(settings?.[name] ?? ''))

/** Stores an integration. */
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
  // Google's service account is the server's to make.
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
