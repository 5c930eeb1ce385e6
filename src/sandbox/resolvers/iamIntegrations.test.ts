import { describe, expect, it } from 'vitest'
import { ask, sandboxed } from '../testingSandbox.ts'

it('starts with an integration of each provider and one default', async () => {
  const sandbox = await sandboxed()

  const { data } = await ask(
    sandbox,
    '{ iamIntegrations { provider isOrgDefault valid settings { __typename ...on AwsIamIntegrationSettings { roleArn readBucket } ...on GcpIamIntegrationSettings { serviceAccountEmailId } ...on AzureIamIntegrationSettings { tenantId } } } }',
  )

  expect(data?.['iamIntegrations']).toMatchObject([
    {
      provider: 'AWS',
      isOrgDefault: true,
      settings: { __typename: 'AwsIamIntegrationSettings', roleArn: expect.any(String) as string },
    },
    { provider: 'GCP', isOrgDefault: false, settings: { __typename: 'GcpIamIntegrationSettings' } },
    { provider: 'Azure', isOrgDefault: false, settings: { tenantId: expect.any(String) as string } },
  ])
})

it('adds a second default and an integration without settings for a test', async () => {
  const sandbox = await sandboxed({ iamIntegrations: 1 })

  const id = sandbox.addIamIntegration({ provider: 'Azure', default: true, settings: null })

  const query = '{ iamIntegrations { id isOrgDefault settings { __typename } } }'
  expect((await ask(sandbox, query)).data?.['iamIntegrations']).toMatchObject([
    { isOrgDefault: true },
    { id, isOrgDefault: true, settings: null },
  ])
  await ask(sandbox, `mutation { setDefaultIamIntegration(where: {id: "${id}"}) { id } }`, { path: '/_gql' })
  expect((await ask(sandbox, query)).data?.['iamIntegrations']).toMatchObject([
    { isOrgDefault: false },
    { isOrgDefault: true },
  ])
})

describe('an IAM integration', () => {
  const update: Readonly<Record<string, (id: string) => string>> = {
    AWS: (id) => `updateAwsIamIntegration(data: {name: "a", roleArn: "r"}, where: {id: "${id}"}) { id }`,
    GCP: (id) => `updateGcpIamIntegration(data: {name: "a", readBucket: "b"}, where: {id: "${id}"}) { id }`,
    Azure: (id) =>
      `updateAzureIamIntegration(data: {name: "a", readContainerUrl: "https://a.example", tenantId: "t"}, where: {id: "${id}"}) { id }`,
  }

  it.each(['AWS', 'GCP', 'Azure'] as const)(
    'of %s refuses the update mutation of another provider',
    async (provider) => {
      const sandbox = await sandboxed({ iamIntegrations: 0 })
      const id = sandbox.addIamIntegration({ provider, name: 'Before' })

      for (const [of, text] of Object.entries(update).filter(([of]) => of !== provider)) {
        const { errors } = await ask(sandbox, `mutation { ${text(id)} }`)
        expect(errors?.[0]?.extensions.exception?.status, of).toBe(422)
      }
      expect((await ask(sandbox, '{ iamIntegrations { name } }')).data).toEqual({
        iamIntegrations: [{ name: 'Before' }],
      })
      expect((await ask(sandbox, `mutation { ${update[provider]?.(id) ?? ''} }`)).errors).toBeUndefined()
    },
  )

  it.each([
    ['AWS', null],
    ['AWS', { roleArn: ' ' }],
    ['AWS', { readBucket: 'b' }],
    ['GCP', null],
    ['Azure', { tenantId: 't' }],
    ['Azure', { readContainerUrl: 'https://a.example' }],
  ] as const)('of %s with %j is not valid', async (provider, settings) => {
    const sandbox = await sandboxed({ iamIntegrations: 0 })
    const id = sandbox.addIamIntegration({ provider, settings })

    const before = await ask(sandbox, '{ iamIntegrations { valid lastValidAt } }')
    const { data } = await ask(
      sandbox,
      `mutation { validateIamIntegration(where: {id: "${id}"}) { valid checks { success message } } }`,
    )

    expect(before.data).toEqual({ iamIntegrations: [{ valid: false, lastValidAt: null }] })
    expect(data).toMatchObject({
      validateIamIntegration: {
        valid: false,
        checks: [{ success: false, message: expect.stringMatching(/ is missing$/) as unknown }],
      },
    })
  })
})
