import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { operations, rejection, roads, sandboxed } from '../../../test/support/roads.ts'
import { isLabelboxError } from '../../core/errors.ts'
import type { AuditRecord } from '../audit.ts'
import type { IamIntegrationChanges, NewIamIntegration } from './newIamIntegration.ts'

const roleArn = 'arn:aws:iam::123456789012:role/labelbox'
const readContainerUrl = 'https://account.blob.core.windows.net/images'

const each: readonly (readonly [NewIamIntegration, settings: object, changes: IamIntegrationChanges, after: object])[] =
  [
    [
      { provider: 'AWS', name: 'a', roleArn, readBucket: 'images' },
      { __typename: 'AwsIamIntegrationSettings', roleArn, readBucket: 'images' },
      { readBucket: null },
      { roleArn, readBucket: null },
    ],
    [
      { provider: 'GCP', name: 'g', readBucket: 'images' },
      { __typename: 'GcpIamIntegrationSettings', readBucket: 'images' },
      { readBucket: 'others' },
      { readBucket: 'others' },
    ],
    [
      { provider: 'Azure', name: 'z', readContainerUrl, tenantId: 't-1' },
      { __typename: 'AzureIamIntegrationSettings', readContainerUrl, tenantId: 't-1' },
      { tenantId: 't-2' },
      { readContainerUrl, tenantId: 't-2' },
    ],
  ]

describe.each(roads)('changes of IAM integrations %s', (_name, connect) => {
  it.each(each)('%j is made, and then in the list', async (integration, settings) => {
    const organization = await connect(await sandboxed()).getOrganization()

    const made = await organization.createIamIntegration(integration)

    expect(made).toMatchObject({ name: integration.name, provider: integration.provider, settings })
    expect(made.createdAt).toBeInstanceOf(Date)
    expect(await organization.getIamIntegrations()).toContainEqual(made)
  })

  it.each(each)('of %j what is not named stays', async (integration, _settings, changes, after) => {
    const organization = await connect(await sandboxed()).getOrganization()
    const made = await organization.createIamIntegration(integration)
    const find = async () => (await organization.getIamIntegrations()).find(({ id }) => id === made.id)

    const renamed = await organization.updateIamIntegration(made, { name: 'new' })
    expect(renamed).toEqual({ ...made, name: 'new' })
    expect(await find()).toMatchObject({ name: 'new', settings: made.settings })

    const changed = await organization.updateIamIntegration(made.id, changes)
    expect(changed).toMatchObject({ name: 'new', settings: after })
    expect(await find()).toMatchObject({ name: 'new', settings: after })
    if (changed.settings?.__typename === 'GcpIamIntegrationSettings') {
      expect(changed.settings.serviceAccountEmailId).toMatch(/@/)
    }
  })

  it('the result of a validation is data, and no error where it fails', async () => {
    const sandbox = await sandboxed()
    const organization = await connect(sandbox).getOrganization()
    const [integration] = await organization.getIamIntegrations()

    expect(await organization.validateIamIntegration(integration ?? '')).toMatchObject({ valid: true })

    const checks = [{ name: 'Read', success: false, message: 'Access denied' }]
    sandbox.fail({
      operationName: 'ValidateIamIntegration',
      status: 200,
      body: { data: { validateIamIntegration: { valid: false, checks } } },
    })
    expect(await organization.validateIamIntegration(integration ?? '')).toEqual({ valid: false, checks })
  })

  it('the default moves', async () => {
    const organization = await connect(await sandboxed({ iamIntegrations: 3 })).getOrganization()
    const before = await organization.getDefaultIamIntegration()
    const other = (await organization.getIamIntegrations()).find(({ id }) => id !== before?.id)

    await organization.setDefaultIamIntegration(other ?? '')

    expect((await organization.getDefaultIamIntegration())?.id).toBe(other?.id)
  })

  it('what is deleted is gone, also where the answer to the deletion was lost', async () => {
    const sandbox = await sandboxed({ iamIntegrations: 2 })
    const organization = await connect(sandbox, { retry: { baseDelayMs: 1 } }).getOrganization()
    const [one, other] = await organization.getIamIntegrations()

    await organization.deleteIamIntegration(one ?? '')
    sandbox.setFaults([{ kind: 'http-status', status: 502, processed: true, operationName: 'DeleteIamIntegration' }])
    await organization.deleteIamIntegration(other?.id ?? '')

    expect(await organization.getIamIntegrations()).toEqual([])
    expect(isLabelboxError(await rejection(organization.deleteIamIntegration('nobody')), 'RESOURCE_NOT_FOUND')).toBe(
      true,
    )
  })

  it.each([
    [false, 'OPERATION_NOT_ALLOWED', false],
    [null, 'BAD_RESPONSE', true],
  ])('a deletion that is answered with %j fails', async (answer, code, mayHaveRun) => {
    const sandbox = await sandboxed()
    const organization = await connect(sandbox, { retry: false }).getOrganization()
    const body = { data: { deleteIamIntegration: answer } }
    sandbox.fail({ operationName: 'DeleteIamIntegration', status: 200, body })

    expect(await rejection(organization.deleteIamIntegration('i-1'))).toMatchObject({ code, mayHaveRun })
  })

  it('an answer of null says that it may have been carried out', async () => {
    const sandbox = await sandboxed({ iamIntegrations: 3 })
    const organization = await connect(sandbox, { retry: false }).getOrganization()
    for (const [integration] of each) {
      const { id } = await organization.createIamIntegration(integration)
      for (const call of [
        () => organization.createIamIntegration(integration),
        () => organization.updateIamIntegration(id, { name: 'x' }),
        () => organization.setDefaultIamIntegration(id),
        () => organization.validateIamIntegration(id),
      ]) {
        // The reading that an update begins with is left alone.
        const mutations = ['Create', 'Update'].flatMap((verb) =>
          ['Aws', 'Gcp', 'Azure'].map((provider) => `${verb}${provider}IamIntegration`),
        )
        sandbox.setFaults(
          [...mutations, 'SetDefaultIamIntegration', 'ValidateIamIntegration'].map((operationName) => ({
            kind: 'null-result',
            operationName,
          })),
        )
        expect(await rejection(call())).toMatchObject({ code: 'BAD_RESPONSE', mayHaveRun: true })
      }
      sandbox.setFaults([])
    }
  })

  it.each([
    ['no provider', { name: 'a', readBucket: 'b' }],
    ['a provider in another spelling', { provider: 'aws', name: 'a', roleArn }],
    ['no name', { provider: 'GCP', readBucket: 'b' }],
    ['an empty name', { provider: 'GCP', name: ' ', readBucket: 'b' }],
    ['no ARN', { provider: 'AWS', name: 'a' }],
    ['an ARN of something else than a role', { provider: 'AWS', name: 'a', roleArn: 'arn:aws:s3:::planted' }],
    ['an ARN with space in it', { provider: 'AWS', name: 'a', roleArn: `${roleArn} planted` }],
    ['an empty bucket', { provider: 'AWS', name: 'a', roleArn, readBucket: '' }],
    ['no bucket', { provider: 'GCP', name: 'a' }],
    ['a container without https', { provider: 'Azure', name: 'a', readContainerUrl: 'http://planted', tenantId: 't' }],
    ['no tenant', { provider: 'Azure', name: 'a', readContainerUrl }],
    ["another provider's member", { provider: 'GCP', name: 'a', readBucket: 'b', roleArn }],
    ['a member that nobody has', { provider: 'GCP', name: 'a', readBucket: 'b', planted: true }],
    ['nothing', undefined],
    ['null', null],
  ])('%s is refused before any request', async (_what, integration) => {
    const sandbox = await sandboxed()
    const organization = await connect(sandbox).getOrganization()
    const before = sandbox.received.length

    const error = await rejection(organization.createIamIntegration(integration as unknown as NewIamIntegration))

    expect(isLabelboxError(error, 'INVALID_INPUT')).toBe(true)
    expect(String(error)).not.toContain('planted')
    expect(sandbox.received).toHaveLength(before)
  })

  it.each([
    ['nothing to change', {}],
    ['members of two providers', { roleArn, tenantId: 't' }],
    ['another provider', { provider: 'GCP' }],
    ['null', null],
  ])('an update with %s is refused before any request', async (_what, changes) => {
    const sandbox = await sandboxed()
    const organization = await connect(sandbox).getOrganization()
    const before = sandbox.received.length

    const error = await rejection(organization.updateIamIntegration('i-1', changes as IamIntegrationChanges))

    expect(isLabelboxError(error, 'INVALID_INPUT')).toBe(true)
    expect(sandbox.received).toHaveLength(before)
  })

  it("an update with another provider's members, or of what is not there, sends no change", async () => {
    const sandbox = await sandboxed({ iamIntegrations: 0 })
    sandbox.addIamIntegration({ provider: 'GCP', name: 'bare', settings: null })
    const organization = await connect(sandbox).getOrganization()
    const [bare] = await organization.getIamIntegrations()

    const codes = [
      await rejection(organization.updateIamIntegration(bare ?? '', { roleArn })),
      // Its bucket is not told, so it can't be sent back.
      await rejection(organization.updateIamIntegration(bare ?? '', { name: 'x' })),
      await rejection(organization.updateIamIntegration('nobody', { name: 'x' })),
      await rejection(organization.updateIamIntegration(undefined as unknown as string, { name: 'x' })),
    ].map((error) => (error as { code: string }).code)

    expect(codes).toEqual(['INVALID_INPUT', 'INVALID_INPUT', 'RESOURCE_NOT_FOUND', 'INVALID_INPUT'])
    expect(operations(sandbox).filter((name) => name?.startsWith('Update'))).toEqual([])

    await organization.updateIamIntegration(bare ?? '', { readBucket: 'images' })
    expect(await organization.getIamIntegrations()).toMatchObject([
      { name: 'bare', settings: { readBucket: 'images' } },
    ])
  })

  it('leave a record each', async () => {
    const records: AuditRecord[] = []
    const sandbox = await sandboxed({ iamIntegrations: 0 })
    const organization = await connect(sandbox, { audit: (record) => records.push(record) }).getOrganization()

    const { id } = await organization.createIamIntegration({ provider: 'GCP', name: 'g', readBucket: 'b' })
    await organization.updateIamIntegration(id, { name: 'h' })
    await organization.validateIamIntegration(id)
    await organization.setDefaultIamIntegration(id)
    await organization.deleteIamIntegration(id)
    await rejection(organization.deleteIamIntegration(id))

    expect(records.map(({ action, outcome }) => `${action} ${outcome}`)).toEqual([
      'createIamIntegration done',
      'updateIamIntegration done',
      'validateIamIntegration done',
      'setDefaultIamIntegration done',
      'deleteIamIntegration done',
      'deleteIamIntegration refused',
    ])
    expect(records[0]).toMatchObject({ name: 'g', status: 200 })
    expect(records.slice(1)).toEqual(records.slice(1).map(() => expect.objectContaining({ id }) as unknown))
  })

  it('are not made in a dry run, and a validation is not made up', async () => {
    const planned: unknown[] = []
    const sandbox = await sandboxed({ iamIntegrations: 3 })
    const organization = await connect(sandbox, {
      dryRun: (plan) => planned.push(plan.operationName),
    }).getOrganization()
    const before = await organization.getIamIntegrations()
    const [first] = before

    for (const [integration, settings] of each) {
      const made = await organization.createIamIntegration(integration)
      expect(made).toMatchObject({ id: 'dry-run', name: integration.name, settings })
    }
    expect(await organization.updateIamIntegration(first ?? '', { name: 'x' })).toEqual({ ...first, name: 'x' })
    await organization.setDefaultIamIntegration(first ?? '')
    await organization.deleteIamIntegration(first ?? '')
    expect(await rejection(organization.validateIamIntegration(first ?? ''))).toMatchObject({ code: 'DRY_RUN' })

    expect(await organization.getIamIntegrations()).toEqual(before)
    expect(planned).toHaveLength(7)
  })
})

it('what is refused is said without what was given', async () => {
  const sandbox = await sandboxed()
  const [, connect] = roads[0] as (typeof roads)[number]
  const organization = await connect(sandbox).getOrganization()
  const word = fc.string({ minLength: 12, unit: fc.constantFrom('q', 'w', 'X', '7') })
  await fc.assert(
    fc.asyncProperty(word, fc.constantFrom('AWS', 'Azure'), async (text, provider) => {
      const given = { provider, name: text, roleArn: text, readContainerUrl: text, tenantId: text }
      const error = await rejection(organization.createIamIntegration(given))
      expect(String(error)).not.toContain(text)
    }),
  )
})
