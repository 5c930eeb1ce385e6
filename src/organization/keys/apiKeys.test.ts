import { inspect } from 'node:util'
import { cacheExchange, Client, type Exchange } from '@urql/core'
import { Labelbox } from 'labelbox-org'
import { CreateApiKeyDocument } from 'labelbox-org/operations'
import { labelboxExchange } from 'labelbox-org/urql'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { map, pipe } from 'wonka'
import { listening, shown } from '../../../test/support/planted.ts'
import { operations, rejection, roads, sandboxed } from '../../../test/support/roads.ts'
import { isLabelboxError } from '../../core/errors.ts'
import { records } from '../../sandbox/testingSandbox.ts'
import type { PlannedMutation } from '../../transport/dryRun.ts'
import type { ApiKeyListOptions, NewApiKey } from './apiKeys.ts'
import type { AuditRecord } from '../audit.ts'

describe.each(roads)('API keys %s', (_name, connect) => {
  it('are made for oneself, work, and are listed', async () => {
    const sandbox = await sandboxed()
    const { me } = await records(sandbox)
    const organization = await connect(sandbox).getOrganization()

    const created = await organization.createApiKey({ name: 'Nightly export', validitySeconds: 3600 })

    expect(created).toMatchObject({ name: 'Nightly export', email: me.email })
    const user = await connect({ url: sandbox.url, apiKey: created.key }).getUser()
    expect(user.id).toBe(me.id)
    const listed = (await organization.getApiKeys()).find(({ id }) => id === created.id)
    expect(listed).toMatchObject({ name: 'Nightly export', userEmail: me.email, isOwn: true, revoked: false })
    const { expiresAt = null, createdAt = null } = listed ?? {}
    // An hour from about when it was made.
    expect(Math.abs((expiresAt?.getTime() ?? 0) - (createdAt?.getTime() ?? 0) - 3_600_000)).toBeLessThan(60_000)
  })

  it('are made for others, with a role by name or as a record', async () => {
    const sandbox = await sandboxed({ users: 9 })
    const { based } = await records(sandbox)
    const [ada] = based
    const organization = await connect(sandbox).getOrganization()
    const roles = await organization.getRoles()
    const manager = roles.find(({ name }) => name === 'Team Manager')

    for (const role of ['TEAM_MANAGER', manager]) {
      const { id } = await organization.createApiKey({ name: 'k', email: ada?.email, role })
      expect((await organization.getApiKeys()).find((key) => key.id === id)).toMatchObject({
        userEmail: ada?.email,
        isOwn: false,
      })
    }
    const sent = sandbox.received.filter(({ operationName }) => operationName === 'CreateApiKey')
    expect(sent.map(({ variables }) => (variables as { role: string }).role)).toEqual(['Team Manager', 'Team Manager'])
  })

  it('open nothing any more when they are revoked', async () => {
    const sandbox = await sandboxed()
    const organization = await connect(sandbox).getOrganization()
    const { id, key } = await organization.createApiKey({ name: 'k' })

    await organization.revokeApiKey(id)
    await organization.revokeApiKey({ id })

    const error = await rejection(connect({ url: sandbox.url, apiKey: key }).getUser())
    expect(isLabelboxError(error, 'AUTHENTICATION')).toBe(true)
    expect((await organization.getApiKeys()).find((each) => each.id === id)).toMatchObject({ revoked: true })
    expect(isLabelboxError(await rejection(organization.revokeApiKey('nobody')), 'RESOURCE_NOT_FOUND')).toBe(true)
  })

  it('are shown to code that reads them by name, and to nothing else', async () => {
    const sandbox = await sandboxed()
    const { options, heard } = listening()
    const audit: AuditRecord[] = []
    const organization = await connect(sandbox, {
      ...options,
      audit: (record: AuditRecord) => audit.push(record),
    }).getOrganization()

    const created = await organization.createApiKey({ name: 'k' })

    const { key } = created
    expect(key.split('.')).toHaveLength(3)
    const texts = [
      ...shown(created),
      inspect(created, { showHidden: true, depth: Infinity }),
      inspect([{ created }], { depth: Infinity }),
      `${JSON.stringify(created)}${JSON.stringify({ ...created })}${JSON.stringify(Object.entries(created))}`,
      JSON.stringify(structuredClone(created)),
      ...shown(organization),
      ...shown(audit),
      ...heard(),
    ]
    expect(texts.filter((text) => text.includes(key))).toEqual([])
    expect(Object.keys(created)).toEqual(['id', 'name', 'email'])
    expect(audit).toMatchObject([{ action: 'createApiKey', outcome: 'done', name: 'k' }])
  })

  it('that come beside an error are not in the error’s words', async () => {
    const sandbox = await sandboxed()
    const organization = await connect(sandbox, { retry: false }).getOrganization()
    const data = { createApiKey: { id: 'key-1', jwt: 'planted-jwt' } }
    sandbox.fail({ operationName: 'CreateApiKey', status: 200, body: { data, errors: [{ message: 'Odd.' }] } })

    const error = await rejection(organization.createApiKey({ name: 'k' }))

    expect(isLabelboxError(error)).toBe(true)
    expect(shown(error).filter((text) => text.includes('planted-jwt'))).toEqual([])
  })

  it.each([
    ['no name', {}],
    ['an empty name', { name: ' ' }],
    ['an invalid address', { name: 'k', email: 'planted' }],
    ['an address that is null', { name: 'k', email: null }],
    ['half a second', { name: 'k', validitySeconds: 60.5 }],
    ['less than a minute', { name: 'k', validitySeconds: 59 }],
    ['more than 25 weeks', { name: 'k', validitySeconds: 15_120_001 }],
    ['a text for the seconds', { name: 'k', validitySeconds: '3600' }],
    ['a role without an id', { name: 'k', role: {} }],
    ['nothing', undefined],
  ])('with %s are refused before any request', async (_what, wrong) => {
    const sandbox = await sandboxed()
    const organization = await connect(sandbox).getOrganization()
    const before = sandbox.received.length

    const error = await rejection(organization.createApiKey(wrong as NewApiKey))

    expect(isLabelboxError(error, 'INVALID_INPUT')).toBe(true)
    expect(String(error)).not.toContain('planted')
    expect(sandbox.received).toHaveLength(before)
  })

  it('may live a minute, and 25 weeks', async () => {
    const organization = await connect(await sandboxed()).getOrganization()
    for (const validitySeconds of [60, 15_120_000]) {
      expect(await organization.createApiKey({ name: 'k', validitySeconds })).toHaveProperty('key')
    }
  })

  it('of an unknown role are not made', async () => {
    const sandbox = await sandboxed()
    const organization = await connect(sandbox).getOrganization()

    const error = await rejection(organization.createApiKey({ name: 'k', role: 'Wizard' }))

    expect(isLabelboxError(error, 'INVALID_INPUT')).toBe(true)
    expect(operations(sandbox)).not.toContain('CreateApiKey')
  })

  it.each([[null], [{ id: 'key-1', jwt: null }], [{ id: 'key-1', jwt: '' }]])(
    'that are answered with %j may have been made',
    async (createApiKey) => {
      const sandbox = await sandboxed()
      const organization = await connect(sandbox, { retry: false }).getOrganization()
      sandbox.fail({ operationName: 'CreateApiKey', status: 200, body: { data: { createApiKey } } })
      sandbox.fail({ operationName: 'RevokeApiKey', status: 200, body: { data: { updateApiKey: null } } })

      const unknown = { code: 'BAD_RESPONSE', mayHaveRun: true }
      expect(await rejection(organization.createApiKey({ name: 'k' }))).toMatchObject(unknown)
      expect(await rejection(organization.revokeApiKey('key-1'))).toMatchObject(unknown)
    },
  )

  it('are not made a second time after a failure that leaves it open', async () => {
    const sandbox = await sandboxed()
    const organization = await connect(sandbox, { retry: { baseDelayMs: 1 } }).getOrganization()
    sandbox.setFaults([{ kind: 'http-status', status: 502, processed: true, operationName: 'CreateApiKey' }])

    expect(await rejection(organization.createApiKey({ name: 'once' }))).toMatchObject({ mayHaveRun: true })
    expect((await organization.getApiKeys()).filter(({ name }) => name === 'once')).toHaveLength(1)
  })

  it('are listed once each, with what the API may leave out', async () => {
    const sandbox = await sandboxed()
    const organization = await connect(sandbox).getOrganization()
    const key = {
      name: null,
      revoked: null,
      userId: null,
      userEmail: null,
      createdByUserId: null,
      createdAt: null,
      updatedAt: null,
    }
    const answer = (apiKeys: unknown, apiKeysOtherUsers: unknown) =>
      sandbox.fail({
        operationName: 'GetApiKeys',
        status: 200,
        body: { data: { user: { id: 'u-1', apiKeys, apiKeysOtherUsers } } },
      })

    answer(
      [{ id: 'a', expiresAtEpoch: '1700000000', ...key }],
      [
        { id: 'a', expiresAtEpoch: null, ...key },
        { id: 'b', expiresAtEpoch: 1_700_000_000_000, ...key },
      ],
    )
    const expiresAt = new Date(1_700_000_000_000)
    expect(await organization.getApiKeys({ includeExpired: true })).toEqual([
      { id: 'a', ...key, expiresAt, isOwn: true },
      { id: 'b', ...key, expiresAt, isOwn: false },
    ])
    answer(null, null)
    expect(await organization.getApiKeys()).toEqual([])
    answer('none', null)
    expect(await rejection(organization.getApiKeys())).toMatchObject({ code: 'BAD_RESPONSE' })
  })

  it('that have expired are left out unless asked for; revoked ones, and those without a known end, are not', async () => {
    const sandbox = await sandboxed()
    const organization = await connect(sandbox).getOrganization()
    await organization.createApiKey({ name: 'short', validitySeconds: 60 })
    await organization.createApiKey({ name: 'long', validitySeconds: 3600 })
    await organization.revokeApiKey(await organization.createApiKey({ name: 'revoked', validitySeconds: 3600 }))
    const names = async (options?: ApiKeyListOptions) =>
      (await organization.getApiKeys(options)).map(({ name }) => name)
    expect(await names()).toEqual(['Sandbox', 'short', 'long', 'revoked'])

    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 61_000 })
    onTestFinished(() => void vi.useRealTimers())

    expect(await names()).toEqual(['Sandbox', 'long', 'revoked'])
    expect(await names({ includeExpired: false })).toEqual(['Sandbox', 'long', 'revoked'])
    expect(await names({ includeExpired: true })).toEqual(['Sandbox', 'short', 'long', 'revoked'])
    const endless = { id: 'e', name: 'endless', expiresAtEpoch: null }
    const body = { data: { user: { id: 'u-1', apiKeys: [endless], apiKeysOtherUsers: [] } } }
    sandbox.fail({ operationName: 'GetApiKeys', status: 200, body })
    expect(await names()).toEqual(['endless'])
  })

  it('are found by id or record among all of them, expired or not', async () => {
    const sandbox = await sandboxed({ users: 9 })
    const { based } = await records(sandbox)
    const organization = await connect(sandbox).getOrganization()
    const { id } = await organization.createApiKey({ name: 'short', email: based[0]?.email, validitySeconds: 60 })

    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 61_000 })
    onTestFinished(() => void vi.useRealTimers())

    const found = { id, name: 'short', isOwn: false, userEmail: based[0]?.email }
    expect(await organization.getApiKey(id)).toMatchObject(found)
    expect(await organization.getApiKey({ id })).toMatchObject(found)
    const before = sandbox.received.length
    const unknown = await rejection(organization.getApiKey('planted'))
    expect(unknown).toMatchObject({ code: 'RESOURCE_NOT_FOUND', operationName: 'GetApiKeys' })
    expect(String(unknown)).toMatch(/no API key with that id.*includeExpired/)
    expect(String(unknown)).not.toContain('planted')
    expect(sandbox.received).toHaveLength(before + 1)
    for (const wrong of ['', undefined, {}]) {
      expect(isLabelboxError(await rejection(organization.getApiKey(wrong as never)), 'INVALID_INPUT')).toBe(true)
    }
    expect(sandbox.received).toHaveLength(before + 1)
  })

  it('of a role that permits more than its creator may do are refused before they are made, with the permissions by name', async () => {
    const sandbox = await sandboxed()
    const admin = await connect(sandbox).getOrganization()
    const { key } = await admin.createApiKey({ name: 'manager', role: 'TEAM_MANAGER' })
    const manager = await connect({ url: sandbox.url, apiKey: key }).getOrganization()

    const refused = await rejection(manager.createApiKey({ name: 'k', role: 'ADMIN' }))

    expect(refused).toMatchObject({ code: 'INVALID_INPUT', operationName: 'CreateApiKey', mayHaveRun: false })
    expect(String(refused)).toMatch(
      /the role Admin has permissions .*: organization\.manage, labels\.review, organization\.read\./,
    )
    expect(operations(sandbox).filter((name) => name === 'CreateApiKey')).toHaveLength(1)
    const before = sandbox.received.length
    for (const role of ['TEAM_MANAGER', 'LABELER'])
      expect(await manager.createApiKey({ name: 'k', role })).toHaveProperty('key')
    // The roles are known by then; the permissions are read each time.
    expect(
      operations(sandbox)
        .slice(before)
        .filter((name) => name !== 'GetUser'),
    ).toEqual(['GetRolePermissions', 'CreateApiKey', 'GetRolePermissions', 'CreateApiKey'])
    const own = sandbox.received.length
    await admin.createApiKey({ name: 'k' })
    expect(operations(sandbox).slice(own)).toEqual(['CreateApiKey'])
  })

  it('are made with permissions as they are now, not as they were', async () => {
    const sandbox = await sandboxed()
    const organization = await connect(sandbox).getOrganization()
    await organization.createApiKey({ name: 'k', role: 'REVIEWER' })
    const roles = await organization.getRoles()
    const permissions = roles.map(({ id, name }) => ({ id, name, permissions: ['labels.write'] }))
    const body = { data: { organizationRole: { permissions: ['labels.read'] }, roles: permissions } }
    sandbox.fail({ operationName: 'GetRolePermissions', status: 200, body })

    const refused = await rejection(organization.createApiKey({ name: 'k', role: 'REVIEWER' }))

    expect(String(refused)).toContain("that you don't have: labels.write.")
    expect(await organization.createApiKey({ name: 'k', role: 'REVIEWER' })).toHaveProperty('key')
  })

  const ofCaller = { permissions: ['labels.write'] }
  it.each([
    ['null', { data: { organizationRole: null, roles: null } }],
    ['no permissions of the caller', { data: { organizationRole: { permissions: null }, roles: [] } }],
    ['no permissions of the roles', { data: { organizationRole: ofCaller, roles: [{ id: 'r', permissions: null }] } }],
    ['something else', { data: { organizationRole: ofCaller, roles: 'none' } }],
    ['numbers', { data: { organizationRole: { permissions: [1] }, roles: [] } }],
    ['an error', { errors: [{ message: 'No.', extensions: { code: 'AUTHORIZATION_ERROR' } }] }],
    [
      'an unknown field',
      { errors: [{ message: 'Cannot query field "roles"', extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] },
    ],
  ])('whose permissions are answered with %s are left to the API to decide', async (_what, body) => {
    const sandbox = await sandboxed()
    const admin = await connect(sandbox).getOrganization()
    const { key } = await admin.createApiKey({ name: 'labeler', role: 'LABELER' })
    const labeler = await connect({ url: sandbox.url, apiKey: key }).getOrganization()
    const plan = () => sandbox.fail({ operationName: 'GetRolePermissions', status: 200, body })

    plan()
    expect(await labeler.createApiKey({ name: 'k', role: 'LABELER' })).toHaveProperty('key')
    plan()
    expect(await rejection(labeler.createApiKey({ name: 'k', role: 'ADMIN' }))).toMatchObject({ code: 'AUTHORIZATION' })
  })

  it('are neither made nor revoked in a dry run', async () => {
    const plans: PlannedMutation[] = []
    const sandbox = await sandboxed()
    const organization = await connect(sandbox, { dryRun: (plan) => plans.push(plan) }).getOrganization()

    const created = await organization.createApiKey({ name: 'k', email: 'a@example.com' })
    await organization.revokeApiKey('key-1')

    expect([created, created.key]).toEqual([{ id: 'dry-run', name: 'k', email: 'a@example.com' }, 'dry-run'])
    expect(plans.map(({ operationName }) => operationName)).toEqual(['CreateApiKey', 'RevokeApiKey'])
    expect(await organization.getApiKeys()).toHaveLength(1)
  })
})

describe('a urql client', () => {
  it('through which a key is made never sees it, and so no cache keeps it', async () => {
    const sandbox = await sandboxed()
    const seen: unknown[] = []
    const spy: Exchange =
      ({ forward }) =>
      (operations$) =>
        pipe(
          forward(operations$),
          map((result) => {
            seen.push(result.data)
            return result
          }),
        )
    const { url, apiKey } = sandbox
    const client = new Client({
      url,
      preferGetMethod: false,
      exchanges: [spy, cacheExchange, labelboxExchange({ endpoint: url, apiKey })],
    })
    const labelbox = new Labelbox({ client })

    const { key } = await (await labelbox.getOrganization()).createApiKey({ name: 'k' })
    const { email } = await labelbox.getUser()
    const { createApiKey } = await labelbox.execute(CreateApiKeyDocument, { name: 'l', email: email ?? '' })

    expect(createApiKey?.jwt.split('.')).toHaveLength(3)
    const texts = inspect(seen, { depth: Infinity, maxArrayLength: Infinity })
    expect(texts).toContain("jwt: '[redacted]'")
    expect(texts).not.toContain(key)
    expect(texts).not.toContain(createApiKey?.jwt)

    // Without the facade, the caller gets the whole response.
    const direct = await client.mutation(CreateApiKeyDocument, { name: 'm', email: email ?? '' })
    expect(direct.data?.createApiKey?.jwt.split('.')).toHaveLength(3)
  })
})
