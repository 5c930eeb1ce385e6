import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Sandbox } from '../index.ts'
import { ask, records, sandboxed, type Records, type Reply } from '../testingSandbox.ts'

const grace = 'grace.hopper.2@example.com' // a Team Manager
const edith = 'edith.clarke.4@example.com' // a Labeler

// The official SDK's text.
const createKey = `mutation CreateUserApiKeyPyApi($name: String!, $userEmail: String!, $role: String, $validitySeconds: Int) {
  createApiKey( data: { name: $name, targetUserEmailId: $userEmail, role: $role, validitySeconds: $validitySeconds } ) { id jwt } }`
const keyFields = 'id name createdAt updatedAt revoked expiresAtEpoch userId userEmail createdByUserId'
const whoami = 'query Me { user { email } organizationRole { name permissions } }'

interface Key {
  readonly id: string
  readonly jwt: string
}

const create = (sandbox: Sandbox, changes: Readonly<Record<string, unknown>>, key = sandbox.apiKey): Promise<Reply> =>
  ask(sandbox, createKey, { key, variables: { name: 'CI', userEmail: grace, validitySeconds: 60, ...changes } })

async function created(
  sandbox: Sandbox,
  changes: Readonly<Record<string, unknown>> = {},
  key = sandbox.apiKey,
): Promise<Key> {
  const reply = await create(sandbox, changes, key)
  expect(reply.errors).toBeUndefined()
  return (reply.data as unknown as { createApiKey: Key }).createApiKey
}

const revoke = (sandbox: Sandbox, id: string, key = sandbox.apiKey, revoked = true): Promise<Reply> =>
  ask(
    sandbox,
    `mutation DeleteApiKeyPyApi($id: ID!) { updateApiKey(where: { id: $id }, data: { revoked: ${revoked} }) { id revoked } }`,
    {
      key,
      variables: { id },
    },
  )

afterEach(() => {
  vi.useRealTimers()
})

describe('a created key', () => {
  it('is a JSON Web Token, and works as its owner', async () => {
    const sandbox = await sandboxed({ users: 4 })
    const { jwt } = await created(sandbox)

    const { data } = await ask(sandbox, whoami, { key: jwt })

    expect(jwt).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/)
    expect(data).toMatchObject({ user: { email: grace }, organizationRole: { name: 'Team Manager' } })
    const made = await ask(
      sandbox,
      'mutation { createProject(data: { name: "Mine", allowedMediaType: IMAGE }) { createdBy { email } } }',
      { key: jwt },
    )
    expect(made.data).toEqual({ createProject: { createdBy: { email: grace } } })
  })

  it('stops working when it is revoked, for good', async () => {
    const sandbox = await sandboxed({ users: 4 })
    const { id, jwt } = await created(sandbox)

    expect((await revoke(sandbox, id)).data).toEqual({ updateApiKey: { id, revoked: true } })

    expect(await ask(sandbox, whoami, { key: jwt })).toMatchObject({ status: 401, code: 'AUTHENTICATION_ERROR' })
    expect((await revoke(sandbox, id, sandbox.apiKey, false)).code).toBe('OPERATION_NOT_ALLOWED')
  })

  it('stops working when it expires', async () => {
    const sandbox = await sandboxed({ users: 4 })
    vi.useFakeTimers({ toFake: ['Date'] })
    const { jwt } = await created(sandbox, { validitySeconds: 120 })

    vi.setSystemTime(Date.now() + 118_000)
    expect((await ask(sandbox, whoami, { key: jwt })).status).toBe(200)
    vi.setSystemTime(Date.now() + 3_000)
    expect(await ask(sandbox, whoami, { key: jwt })).toMatchObject({ status: 401, code: 'AUTHENTICATION_ERROR' })
  })

  it('stops working when its owner is removed', async () => {
    const sandbox = await sandboxed({ users: 4 })
    const { jwt } = await created(sandbox)
    const { data } = await ask(sandbox, '{ user { id } }', { key: jwt })
    const { id } = data?.['user'] as { id: string }

    await ask(sandbox, `mutation { updateUser(where: {id: "${id}"}, data: {deleted: true}) { id } }`)

    expect((await ask(sandbox, whoami, { key: jwt })).status).toBe(401)
  })

  it('has the role that it was created with, named in any case', async () => {
    const sandbox = await sandboxed({ users: 4 })
    const { jwt } = await created(sandbox, { role: 'labeler' })

    const { data } = await ask(sandbox, whoami, { key: jwt })

    expect(data).toMatchObject({
      user: { email: grace },
      organizationRole: { name: 'Labeler', permissions: ['labels.write'] },
    })
  })

  it('is stored without its secret', async () => {
    const sandbox = await sandboxed({ users: 4 })
    const { jwt } = await created(sandbox)

    const { data } = await ask(sandbox, `{ user { apiKeysOtherUsers { ${keyFields} } apiKeys { ${keyFields} } } }`)

    expect(JSON.stringify(data)).not.toContain(jwt)
    expect(JSON.stringify(data)).not.toContain(sandbox.apiKey)
  })
})

it.each([
  ['a lifetime under a minute', { validitySeconds: 59 }, 'INTERNAL_SERVER_ERROR'],
  ['a lifetime over 25 weeks', { validitySeconds: 25 * 604_800 + 1 }, 'INTERNAL_SERVER_ERROR'],
  ['no name', { name: ' ' }, 'INTERNAL_SERVER_ERROR'],
  ['an unknown role', { role: 'Lablr' }, 'INTERNAL_SERVER_ERROR'],
  ['the role None', { role: 'None' }, 'INTERNAL_SERVER_ERROR'],
  ['an unknown owner', { userEmail: 'nobody@example.com' }, 'RESOURCE_NOT_FOUND'],
  ["a role that may do what its maker's may not", { role: 'Data Admin' }, 'AUTHORIZATION_ERROR'],
])('refuses a key with %s', async (_name, changes, code) => {
  const sandbox = await sandboxed({ users: 4 })

  const reply = await create(sandbox, changes)

  expect(reply.code).toBe(code)
  if (code === 'INTERNAL_SERVER_ERROR') expect(reply.errors?.[0]?.extensions.exception?.status).toBe(422)
  expect((await ask(sandbox, '{ user { apiKeysOtherUsers { id } } }')).data).toEqual({
    user: { apiKeysOtherUsers: [] },
  })
})

it('allows a validity from a minute to 25 weeks', async () => {
  const sandbox = await sandboxed({ users: 4 })
  const before = Math.floor(Date.now() / 1000)

  await created(sandbox, { validitySeconds: 60 })
  await created(sandbox, { validitySeconds: 25 * 604_800 })

  const { data } = await ask(sandbox, '{ user { apiKeysOtherUsers { expiresAtEpoch } } }')
  const keys = (data as unknown as { user: { apiKeysOtherUsers: { expiresAtEpoch: number }[] } }).user.apiKeysOtherUsers
  const [short = 0, long = 0] = keys.map(({ expiresAtEpoch }) => expiresAtEpoch - before)
  expect(short).toBeGreaterThanOrEqual(60)
  expect(short).toBeLessThan(120)
  expect(long).toBeGreaterThanOrEqual(25 * 604_800)
})

it("lists the caller's keys, including the one in use, and keys of others with their creators", async () => {
  const sandbox = await sandboxed({ users: 4 })
  const { me } = await records(sandbox)
  const own = await created(sandbox, { userEmail: me.email.toUpperCase(), name: 'Own' })
  const others = await created(sandbox, { name: 'Others' })

  const { data } = await ask(
    sandbox,
    `query GetUsersApiKeysPyApi { user { id apiKeys { ${keyFields} } apiKeysOtherUsers { ${keyFields} } } }`,
  )

  expect(data).toMatchObject({
    user: {
      apiKeys: [
        { name: 'Sandbox', userEmail: me.email },
        { id: own.id, name: 'Own', revoked: false, userId: me.id, createdByUserId: null },
      ],
      apiKeysOtherUsers: [{ id: others.id, name: 'Others', userEmail: grace, createdByUserId: me.id }],
    },
  })
})

it('shows keys of others only to user managers', async () => {
  const sandbox = await sandboxed({ users: 4 })
  const { jwt } = await created(sandbox, { userEmail: edith })
  const { me } = await records(sandbox)

  const mine = await ask(sandbox, '{ user { apiKeys { name } apiKeysOtherUsers { name } } }', { key: jwt })
  const admins = await ask(sandbox, `{ user(where: {id: "${me.id}"}) { apiKeys { id } } }`, { key: jwt })

  expect(mine.data).toEqual({ user: { apiKeys: [{ name: 'CI' }], apiKeysOtherUsers: [] } })
  expect(admins.code).toBe('AUTHORIZATION_ERROR')
})

describe('a key without users.manage', () => {
  const changes: readonly (readonly [field: string, text: (start: Records) => string])[] = [
    [
      'createInvites',
      ({ me, organizationId, role }) =>
        `createInvites(data: [{inviterId: "${me.id}", inviteeEmail: "a@example.com", organizationId: "${organizationId}", organizationRoleId: "${role('Labeler')}"}]) { invite { id } }`,
    ],
    ['cancelInvite', () => 'cancelInvite(where: {id: "x"}) { id }'],
    [
      'setOrganizationRole',
      ({ me, role }) => `setOrganizationRole(data: {userId: "${me.id}", roleId: "${role('Labeler')}"}) { id }`,
    ],
    [
      'setProjectMembership',
      ({ based, projects, role }) =>
        `setProjectMembership(data: {userId: "${based[0]?.id ?? ''}", roleId: "${role('Labeler')}", projectId: "${projects[0] ?? ''}"}) { id }`,
    ],
    ['updateUser', ({ based }) => `updateUser(where: {id: "${based[0]?.id ?? ''}"}, data: {deleted: true}) { id }`],
    ['createUserGroupV3', () => 'createUserGroupV3(data: {name: "a", color: "9EC5FF"}) { group { id } }'],
    ['deleteUserGroup', () => 'deleteUserGroup(where: {id: "x"}) { success }'],
    ['createApiKey', () => `createApiKey(data: {name: "a", targetUserEmailId: "${grace}", role: "Labeler"}) { id }`],
  ]

  it.each(changes)('is refused %s with the missing permission', async (field, text) => {
    const sandbox = await sandboxed({ users: 5 })
    const start = await records(sandbox)
    const { jwt } = await created(sandbox, { userEmail: edith })

    const { status, errors } = await ask(sandbox, `mutation { ${text(start)} }`, { key: jwt, path: '/_gql' })

    expect(status).toBe(200)
    expect(errors).toMatchObject([
      {
        path: [field],
        message: 'Your role does not have the permission users.manage',
        extensions: { code: 'AUTHORIZATION_ERROR' },
      },
    ])
  })

  it('may revoke keys of its owner only', async () => {
    const sandbox = await sandboxed({ users: 4 })
    const others = await created(sandbox)
    const { id, jwt } = await created(sandbox, { userEmail: edith })

    expect((await revoke(sandbox, others.id, jwt)).code).toBe('AUTHORIZATION_ERROR')
    expect((await revoke(sandbox, id, jwt)).data).toEqual({ updateApiKey: { id, revoked: true } })
    expect((await revoke(sandbox, id, jwt)).status).toBe(401)
  })
})

it.each(['Admin', 'Team Manager'])('allows %s to manage users', async (role) => {
  const sandbox = await sandboxed({ users: 4 })
  const { me, organizationId, role: roleId } = await records(sandbox)
  const { jwt } = await created(sandbox, { role, userEmail: me.email })

  const { data } = await ask(
    sandbox,
    `mutation { createInvites(data: [{inviterId: "${me.id}", inviteeEmail: "a@example.com", organizationId: "${organizationId}", organizationRoleId: "${roleId('Labeler')}"}]) { invite { id } } }`,
    { key: jwt },
  )

  expect(data).toEqual({ createInvites: [{ invite: { id: 'invited' } }] })
})

describe('a Team Manager cannot become an Admin', () => {
  interface Start extends Records {
    readonly sandbox: Sandbox
    /** The id of the Team Manager. */
    readonly id: string
    /** A key of the Team Manager without its own role. */
    readonly key: string
  }

  async function started(): Promise<Start> {
    const sandbox = await sandboxed({ users: 5 })
    const { jwt: key } = await created(sandbox)
    const { data } = await ask(sandbox, '{ user { id } }', { key })
    return { ...(await records(sandbox)), sandbox, key, id: (data?.['user'] as { id: string }).id }
  }

  const rights = async ({ sandbox }: Start, key: string): Promise<readonly string[]> => {
    const { data } = await ask(sandbox, whoami, { key })
    return (data?.['organizationRole'] as { permissions: string[] }).permissions
  }

  it.each<readonly [string, (start: Start) => string]>([
    [
      'setOrganizationRole',
      ({ id, role }) => `setOrganizationRole(data: {userId: "${id}", roleId: "${role('Admin')}"}) { id }`,
    ],
    [
      'setUserAccess',
      ({ id, role }) =>
        `setUserAccess(where: {id: "${id}"}, data: {roleId: "${role('Admin')}", canAccessAllProjects: true}) { id }`,
    ],
    [
      'createInvites',
      ({ id, organizationId, role }) =>
        `createInvites(data: [{inviterId: "${id}", inviteeEmail: "a@example.com", organizationId: "${organizationId}", organizationRoleId: "${role('Admin')}"}]) { invite { id } }`,
    ],
    [
      'createApiKey with the role',
      () => `createApiKey(data: {name: "a", targetUserEmailId: "${grace}", role: "Admin"}) { id }`,
    ],
    [
      'createApiKey for an Admin',
      ({ me }) => `createApiKey(data: {name: "a", targetUserEmailId: "${me.email}"}) { id }`,
    ],
  ])('by %s', async (_what, text) => {
    const start = await started()

    const { code } = await ask(start.sandbox, `mutation { ${text(start)} }`, { key: start.key, path: '/_gql' })

    expect(code).toBe('AUTHORIZATION_ERROR')
    expect(await rights(start, start.key)).not.toContain('organization.manage')
  })

  it('by a key for a user who becomes an Admin later', async () => {
    const start = await started()
    const { jwt } = await created(start.sandbox, { userEmail: edith }, start.key)
    const { data } = await ask(start.sandbox, '{ user { id } }', { key: jwt })

    const { id } = data?.['user'] as { id: string }
    const raised = await ask(
      start.sandbox,
      `mutation { setOrganizationRole(data: {userId: "${id}", roleId: "${start.role('Admin')}"}) { id } }`,
    )

    expect(raised.errors).toBeUndefined()
    expect(await rights(start, jwt)).toEqual(['users.manage', 'projects.manage', 'labels.write'])
  })
})

it.each([
  ['without a role', {}],
  ['with a role', { role: 'Team Manager' }],
])("a key %s has no more permissions than its owner's current role", async (_what, changes) => {
  const sandbox = await sandboxed({ users: 5 })
  const { role } = await records(sandbox)
  const { jwt } = await created(sandbox, changes)
  const { data } = await ask(sandbox, '{ user { id } }', { key: jwt })
  const { id } = data?.['user'] as { id: string }

  await ask(sandbox, `mutation { setOrganizationRole(data: {userId: "${id}", roleId: "${role('Labeler')}"}) { id } }`)

  const text =
    'mutation { createUserGroup(data: {name: "a", color: "9EC5FF", projectIds: [], userIds: []}) { group { id } } }'
  expect((await ask(sandbox, text, { key: jwt })).code).toBe('AUTHORIZATION_ERROR')
  expect((await ask(sandbox, '{ organizationRole { permissions } }', { key: jwt })).data).toEqual({
    organizationRole: { permissions: ['labels.write'] },
  })
})

it('creates a key for the caller by default', async () => {
  const sandbox = await sandboxed()

  const { data } = await ask(sandbox, 'mutation { createApiKey(data: {name: "CI"}) { jwt } }')

  const { jwt } = (data as unknown as { createApiKey: { jwt: string } }).createApiKey
  expect((await ask(sandbox, '{ user { email } }', { key: jwt })).data).toEqual({
    user: { email: 'ada.lovelace.1@example.com' },
  })
})
