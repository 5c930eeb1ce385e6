import { now, text, type Row } from '../store.ts'
import { find, type ById, type Resolvers, type World } from './types.ts'

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

/** Delegated access to cloud storage. Nothing is asked of any cloud: what is stored counts as valid. */
export function integrations(world: World): Resolvers {
  const { store } = world
  const creating =
    (provider: Provider) =>
    (_parent: Row, { data: { name, ...settings } }: { readonly data: Data }): Row =>
      store.transaction(() => addIntegration(world, provider, name, settings, false))
  const updating = (_parent: Row, { where, data: { name, ...settings } }: ById & { readonly data: Data }): Row => {
    const before = find(world, 'integrations', 'IAM integration', where.id)
    const merged = { ...(JSON.parse(text(before, 'settings') || '{}') as object), ...settings }
    store.update('integrations', where.id, { name, settings: JSON.stringify(merged), updatedAt: now() })
    return find(world, 'integrations', 'IAM integration', where.id)
  }
  return {
    Query: { iamIntegrations: () => store.all('SELECT * FROM integrations ORDER BY "createdAt", rowid') },
    Mutation: {
      createAwsIamIntegration: creating('AWS'),
      createGcpIamIntegration: creating('GCP'),
      createAzureIamIntegration: creating('Azure'),
      updateAwsIamIntegration: updating,
      updateGcpIamIntegration: updating,
      updateAzureIamIntegration: updating,
      validateIamIntegration: (_parent, { where }: ById) => {
        find(world, 'integrations', 'IAM integration', where.id)
        store.update('integrations', where.id, { valid: 1, lastValidAt: now() })
        return { valid: true, checks: [{ name: 'Read', success: true, message: 'The sandbox asks no cloud' }] }
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
        const settings = JSON.parse(text(row, 'settings') || 'null') as object | null
        return (
          settings && { ...unset[text(row, 'provider')], ...settings, __typename: typenames[text(row, 'provider')] }
        )
      },
    },
  }
}

/** Stores an integration. */
export function addIntegration(
  world: World,
  provider: Provider,
  name: string,
  settings: Readonly<Record<string, unknown>> | null,
  isOrgDefault: boolean,
): Row {
  const { store } = world
  const id = store.newId('integration')
  const time = now()
  // Google's service account is the server's to make.
  const complete =
    settings && provider === 'GCP' ? { serviceAccountEmailId: `${id}@example.iam`, ...settings } : settings
  store.insert('integrations', {
    id,
    name,
    createdAt: time,
    updatedAt: time,
    provider,
    valid: 1,
    lastValidAt: time,
    isOrgDefault: isOrgDefault ? 1 : 0,
    settings: complete && JSON.stringify(complete),
  })
  return find(world, 'integrations', 'IAM integration', id)
}
