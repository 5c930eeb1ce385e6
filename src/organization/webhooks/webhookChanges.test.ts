import { describe, expect, it } from 'vitest'
import { leaksIn, secret, shown } from '../../../test/support/planted.ts'
import { operations, rejection, roads, sandboxed } from '../../../test/support/roads.ts'
import { isLabelboxError } from '../../core/errors.ts'
import type { PlannedMutation } from '../../transport/dryRun.ts'
import type { AuditRecord } from '../audit.ts'
import type { NewWebhook, WebhookChanges } from './webhookChanges.ts'

const url = 'https://example.com/hooks?token=planted-token'
const webhook: NewWebhook = { url, topics: ['LABEL_CREATED', 'WORKFLOW_ACTION'], secret }

describe.each(roads)('webhooks %s', (_name, connect) => {
  it('are created for the whole organization, and listed then', async () => {
    const sandbox = await sandboxed({ webhooks: 0 })
    const organization = await connect(sandbox).getOrganization()

    const created = await organization.createWebhook({ ...webhook, topics: [...webhook.topics, 'LABEL_CREATED'] })

    expect(created).toMatchObject({ url, topics: webhook.topics, status: 'ACTIVE', project: null })
    expect(created.createdAt).toBeInstanceOf(Date)
    expect(await organization.webhooks().toArray({ limit: 5 })).toEqual([created])
    expect(sandbox.received.filter(({ operationName }) => operationName === 'CreateWebhook')).toMatchObject([
      { variables: { secret } },
    ])
  })

  it('are created for a project, by its record, id or name', async () => {
    const organization = await connect(await sandboxed()).getOrganization()
    const project = await organization.projects().first()

    for (const reference of [project, project?.id, project?.name ?? undefined]) {
      const created = await organization.createWebhook({ ...webhook, project: reference })
      expect(created.project).toEqual({ id: project?.id })
    }
    const error = await rejection(organization.createWebhook({ ...webhook, project: 'nowhere' }))
    expect(isLabelboxError(error, 'RESOURCE_NOT_FOUND')).toBe(true)
  })

  it('have a creator, by record or id, or none where the API does not say', async () => {
    const sandbox = await sandboxed({ webhooks: 0 })
    const labelbox = connect(sandbox)
    const organization = await labelbox.getOrganization()
    const created = await organization.createWebhook(webhook)

    for (const reference of [created, created.id]) {
      expect(await organization.getWebhookCreator(reference)).toEqual(await labelbox.getUser())
    }
    const answer = (found: unknown) =>
      sandbox.fail({ operationName: 'GetWebhookCreator', status: 200, body: { data: { webhook: found } } })
    answer({ id: created.id, createdBy: null })
    expect(await organization.getWebhookCreator(created)).toBeNull()
    answer(null)
    expect(await rejection(organization.getWebhookCreator(created))).toMatchObject({ code: 'RESOURCE_NOT_FOUND' })
    answer({ id: created.id, createdBy: 'Ada' })
    expect(await rejection(organization.getWebhookCreator(created))).toMatchObject({ code: 'BAD_RESPONSE' })
    expect(await rejection(organization.getWebhookCreator('nothing'))).toMatchObject({ code: 'RESOURCE_NOT_FOUND' })
    expect(await rejection(organization.getWebhookCreator({} as never))).toMatchObject({ code: 'INVALID_INPUT' })
  })

  const changes: readonly (readonly [WebhookChanges])[] = [
    [{ url: 'http://localhost:4000/hooks' }],
    [{ topics: ['LABEL_DELETED'] }],
    [{ status: 'INACTIVE' }],
    [{ url: 'https://example.com/', topics: ['LABEL_DELETED'], status: 'REVOKED' }],
  ]
  it.each(changes)('are changed by %j, and keep the rest', async (change) => {
    const organization = await connect(await sandboxed({ webhooks: 1 })).getOrganization()
    const before = await organization.createWebhook(webhook)

    const { updatedAt, ...after } = await organization.updateWebhook(before, change)

    expect(after).toEqual({ ...after, id: before.id, url, topics: before.topics, status: 'ACTIVE', ...change })
    expect(await organization.webhooks().toArray({ limit: 5 })).toContainEqual({ ...after, updatedAt })
  })

  it('are ended by being made inactive', async () => {
    const sandbox = await sandboxed({ webhooks: 0 })
    const organization = await connect(sandbox).getOrganization()
    const { id } = await organization.createWebhook(webhook)

    await organization.deleteWebhook(id)

    expect(await organization.webhooks().toArray({ limit: 5 })).toMatchObject([{ id, status: 'INACTIVE' }])
    expect(isLabelboxError(await rejection(organization.deleteWebhook('nobody')), 'RESOURCE_NOT_FOUND')).toBe(true)
  })

  it.each([
    ['no address', { ...webhook, url: undefined }],
    ['an invalid address', { ...webhook, url: secret }],
    ['an address in the clear', { ...webhook, url: 'http://example.com/' }],
    ['an address that begins like this machine', { ...webhook, url: 'http://127.0.0.1.example.com/' }],
    ['another scheme', { ...webhook, url: 'javascript:alert(1)' }],
    ['no topics', { ...webhook, topics: undefined }],
    ['an empty list of topics', { ...webhook, topics: [] }],
    ['a text for topics', { ...webhook, topics: 'LABEL_CREATED' }],
    ['an empty topic', { ...webhook, topics: [''] }],
    ['no secret', { ...webhook, secret: undefined }],
    ['an empty secret', { ...webhook, secret: '' }],
    ['a secret that ends in a line break', { ...webhook, secret: `${secret}\n` }],
    ['a secret that ends in a line break of Windows', { ...webhook, secret: `${secret}\r\n` }],
    ['a project without an id', { ...webhook, project: {} }],
    ['a project that is null', { ...webhook, project: null }],
    ['nothing', undefined],
  ])('with %s are refused before any request', async (_what, wrong) => {
    const sandbox = await sandboxed()
    const organization = await connect(sandbox).getOrganization()
    const before = sandbox.received.length

    const error = await rejection(organization.createWebhook(wrong as NewWebhook))

    expect(isLabelboxError(error, 'INVALID_INPUT')).toBe(true)
    expect(shown(error).flatMap(leaksIn)).toEqual([])
    expect(sandbox.received).toHaveLength(before)
  })

  it.each([
    ['w-1', {}],
    ['w-1', null],
    ['w-1', { url: 'ftp://example.com/' }],
    ['w-1', { topics: [] }],
    ['w-1', { status: 'ASLEEP' }],
    ['', { status: 'ACTIVE' }],
    [undefined, { status: 'ACTIVE' }],
  ])('are not changed where it can’t be: %j %j', async (reference, change) => {
    const sandbox = await sandboxed()
    const organization = await connect(sandbox).getOrganization()
    const before = sandbox.received.length

    const error = await rejection(organization.updateWebhook(reference as string, change as WebhookChanges))

    expect(isLabelboxError(error, 'INVALID_INPUT')).toBe(true)
    expect(sandbox.received).toHaveLength(before)
  })

  it('that are answered with null may have been changed', async () => {
    const sandbox = await sandboxed()
    const organization = await connect(sandbox, { retry: false }).getOrganization()
    const { id } = await organization.createWebhook(webhook)
    sandbox.setFaults([{ kind: 'null-result', times: 3 }])

    for (const change of [
      () => organization.createWebhook(webhook),
      () => organization.updateWebhook(id, { status: 'ACTIVE' }),
      () => organization.deleteWebhook(id),
    ]) {
      expect(await rejection(change())).toMatchObject({ code: 'BAD_RESPONSE', mayHaveRun: true })
    }
  })

  it('are not created a second time after a failure that leaves it open', async () => {
    const sandbox = await sandboxed({ webhooks: 0 })
    const organization = await connect(sandbox, { retry: { baseDelayMs: 1 } }).getOrganization()
    sandbox.setFaults([{ kind: 'http-status', status: 502, processed: true, operationName: 'CreateWebhook' }])

    expect(await rejection(organization.createWebhook(webhook))).toMatchObject({ mayHaveRun: true, attempts: 1 })
    expect(await organization.webhooks().toArray({ limit: 5 })).toHaveLength(1)
  })

  it('leave a record each, which knows neither the secret nor the whole address', async () => {
    const records: AuditRecord[] = []
    const organization = await connect(await sandboxed(), {
      audit: (record) => records.push(record),
    }).getOrganization()

    const { id } = await organization.createWebhook(webhook)
    await organization.updateWebhook(id, { url })
    await organization.deleteWebhook(id)
    await rejection(organization.createWebhook({ ...webhook, topics: [] }))

    expect(records).toMatchObject([
      { action: 'createWebhook', outcome: 'done', url: 'https://example.com', status: 200 },
      { action: 'updateWebhook', outcome: 'done', id, url: 'https://example.com' },
      { action: 'deleteWebhook', outcome: 'done', id },
      { action: 'createWebhook', outcome: 'refused', code: 'INVALID_INPUT' },
    ])
    expect(shown(records).flatMap(leaksIn)).toEqual([])
    expect(JSON.stringify(records)).not.toContain('token')
  })

  it('are not changed in a dry run, whose report knows no secret', async () => {
    const plans: PlannedMutation[] = []
    const sandbox = await sandboxed({ webhooks: 1 })
    const organization = await connect(sandbox, { dryRun: (plan) => plans.push(plan) }).getOrganization()
    const project = await organization.projects().first()
    const before = await organization.webhooks().first()

    expect(await organization.createWebhook(webhook)).toMatchObject({
      id: 'dry-run',
      url,
      status: 'ACTIVE',
      project: null,
    })
    expect(await organization.createWebhook({ ...webhook, project })).toMatchObject({ project: { id: project?.id } })
    expect(await organization.updateWebhook(before ?? '', { status: 'REVOKED' })).toEqual({
      ...before,
      status: 'REVOKED',
    })
    expect(await organization.updateWebhook('w-1', { url })).toMatchObject({ id: 'w-1', url, topics: null })
    await organization.deleteWebhook(before ?? '')

    expect(plans[0]).toEqual({
      operationName: 'CreateWebhook',
      variables: { url, topics: webhook.topics, secret: '[redacted]' },
    })
    expect(plans).toHaveLength(5)
    expect(shown(plans).flatMap(leaksIn)).toEqual([])
    expect(operations(sandbox).every((name) => name?.match(/Create|Update|Delete/) === null)).toBe(true)
  })
})
