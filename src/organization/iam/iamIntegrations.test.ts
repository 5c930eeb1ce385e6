import { describe, expect, it } from 'vitest'
import { rejection, roads, sandboxed } from '../../../test/support/roads.ts'
import { isLabelboxError } from '../../core/errors.ts'

describe.each(roads)('IAM integrations %s', (_name, connect) => {
  it('come with the settings of their provider, and with dates', async () => {
    const sandbox = await sandboxed({ iamIntegrations: 3 })
    const organization = await connect(sandbox).getOrganization()

    const integrations = await organization.getIamIntegrations()

    expect(integrations.map(({ provider, settings }) => [provider, settings?.__typename]).sort()).toEqual([
      ['AWS', 'AwsIamIntegrationSettings'],
      ['Azure', 'AzureIamIntegrationSettings'],
      ['GCP', 'GcpIamIntegrationSettings'],
    ])
    expect(integrations[0]?.createdAt).toBeInstanceOf(Date)
  })

  it('may have no settings', async () => {
    const sandbox = await sandboxed({ iamIntegrations: 0 })
    sandbox.addIamIntegration({ name: 'bare', settings: null })
    const organization = await connect(sandbox).getOrganization()

    expect(await organization.getIamIntegrations()).toMatchObject([{ name: 'bare', settings: null }])
  })

  it('of a provider that is not known here say so, and keep the name', async () => {
    const sandbox = await sandboxed()
    const organization = await connect(sandbox).getOrganization()
    const settings = { __typename: 'OracleIamIntegrationSettings' }
    sandbox.fail({
      operationName: 'GetIamIntegrations',
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ data: { iamIntegrations: [{ id: 'x', name: 'odd', provider: 'Oracle', settings }] } }),
    })

    const [integration] = await organization.getIamIntegrations()

    expect(integration).toMatchObject({
      provider: 'Oracle',
      settings: { __typename: 'UnknownIamIntegrationSettings', name: 'OracleIamIntegrationSettings' },
    })
  })

  it('have one default', async () => {
    const sandbox = await sandboxed({ iamIntegrations: 3 })
    const organization = await connect(sandbox).getOrganization()

    expect(await organization.getDefaultIamIntegration()).toMatchObject({ isOrgDefault: true })
  })

  it('have no default if the API marks no integration', async () => {
    const sandbox = await sandboxed({ iamIntegrations: 0 })
    sandbox.addIamIntegration({ default: false })
    const organization = await connect(sandbox).getOrganization()

    expect(await organization.getDefaultIamIntegration()).toBeNull()
  })

  it('are not guessed at when the API reports two defaults', async () => {
    const sandbox = await sandboxed({ iamIntegrations: 0 })
    sandbox.addIamIntegration({ default: true })
    sandbox.addIamIntegration({ default: true, provider: 'GCP' })
    const organization = await connect(sandbox).getOrganization()

    const error = await rejection(organization.getDefaultIamIntegration())

    expect(isLabelboxError(error, 'INCONSISTENT_RESPONSE')).toBe(true)
    expect(await organization.getIamIntegrations()).toHaveLength(2)
  })
})
