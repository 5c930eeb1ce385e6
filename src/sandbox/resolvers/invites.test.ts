import { describe, expect, it } from 'vitest'
import type { Sandbox } from '../index.ts'
import { ask, records, sandboxed, type Reply } from '../testingSandbox.ts'

interface World {
  readonly sandbox: Sandbox
  readonly organizationId: string
  readonly me: { readonly id: string; readonly email: string }
  readonly roles: ReadonlyMap<string, string>
  readonly projects: readonly string[]
}

async function world(...options: Parameters<typeof sandboxed>): Promise<World> {
  const sandbox = await sandboxed(...options)
  const { data } = await ask(
    sandbox,
    '{ organization { id } user { id email } roles { id name } projects(where: {deleted: false}) { id } }',
  )
  const found = data as unknown as {
    organization: { id: string }
    user: World['me']
    roles: { id: string; name: string }[]
    projects: { id: string }[]
  }
  return {
    sandbox,
    organizationId: found.organization.id,
    me: found.user,
    roles: new Map(found.roles.map(({ id, name }) => [name, id])),
    projects: found.projects.map(({ id }) => id),
  }
}

const createInvites = `mutation createInvites($data: [CreateInviteInput!]) { createInvites(data: $data) {
  invite { id createdAt organizationRoleName inviteeEmail inviter { id email } projectInvites { projectId projectRoleName } } } }`

async function invite(
  { sandbox, organizationId, me, roles }: World,
  emails: readonly string[],
  changes: Readonly<Record<string, unknown>> = {},
): Promise<Reply> {
  const data = emails.map((inviteeEmail) => ({
    inviterId: me.id,
    inviteeEmail,
    organizationId,
    organizationRoleId: roles.get('Labeler'),
    projects: [],
    ...changes,
  }))
  return ask(sandbox, createInvites, { variables: { data } })
}

async function pending({ sandbox }: World): Promise<readonly { id: string; inviteeEmail: string }[]> {
  const { data } = await ask(sandbox, '{ organization { invites { nodes { id inviteeEmail } } } }')
  return (data as unknown as { organization: { invites: { nodes: { id: string; inviteeEmail: string }[] } } })
    .organization.invites.nodes
}

const limits = async ({ sandbox, organizationId }: World): Promise<unknown> =>
  (
    await ask(
      sandbox,
      'query InvitesLimitPyApi($organizationId: ID!) { invitesLimit(where: {id: $organizationId}) { used limit remaining } }',
      { variables: { organizationId } },
    )
  ).data?.['invitesLimit']

it('returns a placeholder id, and lists the real one', async () => {
  const start = await world({ invites: 0 })

  const { data } = await invite(start, ['New@Example.com'])

  expect(data).toMatchObject({
    createInvites: [
      {
        invite: {
          id: 'invited',
          inviteeEmail: 'New@Example.com',
          organizationRoleName: 'Labeler',
          inviter: { id: start.me.id },
        },
      },
    ],
  })
  const [listed] = await pending(start)
  expect(listed).toMatchObject({ id: expect.stringMatching(/^c[0-9a-z]{24}$/) as string })
})

it('allows several invites to one address, with a seat for each', async () => {
  const start = await world({ users: 3, invites: 1, seats: 10 })

  await invite(start, ['a@example.com'])
  await invite(start, ['a@example.com', 'a@example.com'])

  expect(await pending(start)).toHaveLength(4)
  expect(await limits(start)).toEqual({ used: 7, limit: 10, remaining: 3 })
})

it('uses a seat for each member and each pending invite, whatever happened before', async () => {
  const start = await world({ users: 4, invites: 2, seats: 50 })
  const { sandbox, me } = start
  const members = async () => {
    const { data } = await ask(sandbox, '{ users { id deleted } }')
    return (data as unknown as { users: { id: string; deleted: boolean }[] }).users.filter(({ deleted }) => !deleted)
  }
  const cancel = async (id = '') =>
    ask(sandbox, `mutation { cancelInvite(where: {id: "${id}"}) { id } }`, { path: '/_gql' })
  const remove = async (id = '') =>
    ask(sandbox, `mutation { updateUser(where: {id: "${id}"}, data: {deleted: true}) { id } }`)

  await invite(start, ['a@example.com', 'a@example.com', 'b@example.com', 'c@example.com'])
  sandbox.acceptInvite('A@example.com')
  await cancel((await pending(start))[0]?.id)
  const added = (await members()).at(-1)
  for (let times = 0; times < 2; times += 1) {
    await remove(added?.id)
    await remove((await members()).find(({ id }) => id !== me.id)?.id)
  }
  await invite(start, ['a@example.com'])
  sandbox.acceptInvite('a@example.com')

  const [there, invited] = [await members(), await pending(start)]
  expect([there.length, invited.length]).toEqual([3, 3])
  expect(await limits(start)).toMatchObject({ used: 6 })
})

it('returns a null invite for the caller and for members, in any case', async () => {
  const start = await world({ users: 2, invites: 0, seats: 2 })

  const { data } = await invite(start, [start.me.email.toUpperCase(), 'grace.hopper.2@example.com'])

  expect(data?.['createInvites']).toEqual([{ invite: null }, { invite: null }])
  expect(await pending(start)).toEqual([])
})

it('refuses the whole request above the seat limit', async () => {
  const start = await world({ users: 3, invites: 0, seats: 4 })

  const { data, errors, status } = await invite(start, ['a@example.com', 'b@example.com'])

  expect({ data, status }).toEqual({ data: { createInvites: null }, status: 200 })
  expect(errors?.[0]).toMatchObject({
    path: ['createInvites'],
    message: expect.stringContaining('limit exceeded') as string,
  })
  expect(errors?.[0]?.extensions).toMatchObject({ code: 'INTERNAL_SERVER_ERROR', exception: { status: 426 } })
  expect(await pending(start)).toEqual([])
  start.sandbox.setSeats(5)
  expect((await invite(start, ['a@example.com', 'b@example.com'])).errors).toBeUndefined()
})

it.each([
  ['an unknown role', { organizationRoleId: 'nothing' }, 'INTERNAL_SERVER_ERROR', 400],
  [
    'an unknown project',
    { organizationRoleId: 'None', projects: [{ projectId: 'x', projectRoleId: 'x' }] },
    'INTERNAL_SERVER_ERROR',
    400,
  ],
  [
    'project roles beside an organization role',
    { projects: [{ projectId: 'x', projectRoleId: 'x' }] },
    'INTERNAL_SERVER_ERROR',
    422,
  ],
  ["another's organization", { organizationId: 'other' }, 'AUTHORIZATION_ERROR', undefined],
  ['no address', { inviteeEmail: 'nobody' }, 'INTERNAL_SERVER_ERROR', 422],
])('refuses %s, and stores nothing', async (_name, changes, code, exceptionStatus) => {
  const start = await world({ invites: 0 })
  const named = (changes as { organizationRoleId?: string }).organizationRoleId
  const organizationRoleId = named === 'None' ? start.roles.get('None') : (named ?? start.roles.get('Labeler'))

  const reply = await invite(start, ['a@example.com'], { ...changes, organizationRoleId })

  expect(reply.code).toBe(code)
  expect(reply.errors?.[0]?.extensions.exception?.status).toBe(exceptionStatus)
  expect(await pending(start)).toEqual([])
})

it('refuses an invite that names a project twice', async () => {
  const start = await world({ users: 2, invites: 0 })
  const [projectId] = start.projects
  const projects = ['Reviewer', 'Labeler'].map((role) => ({ projectId, projectRoleId: start.roles.get(role) }))

  const { status, errors } = await invite(start, ['twice@example.com'], {
    organizationRoleId: start.roles.get('None'),
    projects,
  })

  expect(status).toBe(200)
  expect(errors?.[0]?.extensions).toMatchObject({ code: 'INTERNAL_SERVER_ERROR', exception: { status: 422 } })
  expect(await pending(start)).toEqual([])
})

it('pages invites by cursor, also past a canceled one', async () => {
  const { sandbox } = await world({ invites: 5, seats: 50 })
  const query =
    'query ($from: ID, $first: PageSize) { organization { invites(from: $from, first: $first) { nodes { id } nextCursor } } }'
  const page = async (from: string | null): Promise<{ nodes: { id: string }[]; nextCursor: string | null }> => {
    const { data } = await ask(sandbox, query, { variables: { from, first: 2 } })
    return (data as unknown as { organization: { invites: { nodes: { id: string }[]; nextCursor: string | null } } })
      .organization.invites
  }

  const first = await page(null)
  const cancelled = await ask(
    sandbox,
    'mutation CancelInvitePyApi($where: WhereUniqueIdInput!) { cancelInvite(where: $where) { id } }',
    { variables: { where: { id: first.nextCursor } }, path: '/_gql' },
  )
  const second = await page(first.nextCursor)
  const third = await page(second.nextCursor)

  expect(cancelled.data).toEqual({ cancelInvite: { id: first.nextCursor } })
  expect([first, second, third].map(({ nodes }) => nodes.length)).toEqual([2, 2, 1])
  expect(new Set([first, second, third].flatMap(({ nodes }) => nodes.map(({ id }) => id))).size).toBe(5)
  expect(third.nextCursor).toBeNull()
})

it('cancels an invite on /_gql only, and once', async () => {
  const start = await world({ invites: 1 })
  const [{ id } = { id: '' }] = await pending(start)
  const query = 'mutation ($where: WhereUniqueIdInput!) { cancelInvite(where: $where) { id } }'
  const cancel = (path: '/graphql' | '/_gql', one: string): Promise<Reply> =>
    ask(start.sandbox, query, { variables: { where: { id: one } }, path })

  const published = await cancel('/graphql', id)
  expect(published).toMatchObject({ status: 400, code: 'GRAPHQL_VALIDATION_FAILED' })
  expect(published.errors?.[0]?.message).toBe('Cannot query field "cancelInvite" on type "Mutation".')
  expect((await cancel('/_gql', 'invited')).code).toBe('RESOURCE_NOT_FOUND')
  expect((await cancel('/_gql', id)).errors).toBeUndefined()
  expect(await cancel('/_gql', id)).toMatchObject({ code: 'RESOURCE_NOT_FOUND', data: { cancelInvite: null } })
  expect(await pending(start)).toEqual([])
})

it('makes the invitee a member with the roles of the invite', async () => {
  const start = await world({ users: 2, invites: 0, projects: 2 })
  const [projectId] = start.projects
  const none = { organizationRoleId: start.roles.get('None') }
  await invite(start, ['new@example.com'], {
    ...none,
    projects: [{ projectId, projectRoleId: start.roles.get('Reviewer') }],
  })

  start.sandbox.acceptInvite('NEW@example.com')

  const { data } = await ask(
    start.sandbox,
    '{ users(where: { email: "new@example.com" }) { orgRole { name } projects { id } } project(where: { id: "ID" }) { members { user { email } role { name } } } }'.replace(
      'ID',
      String(projectId),
    ),
  )
  expect(data?.['users']).toEqual([{ orgRole: { name: 'None' }, projects: [{ id: projectId }] }])
  expect(data?.['project']).toMatchObject({
    members: expect.arrayContaining([{ user: { email: 'new@example.com' }, role: { name: 'Reviewer' } }]) as unknown[],
  })
  expect(await pending(start)).toEqual([])
  expect(await limits(start)).toMatchObject({ used: 3 })
  expect(() => start.sandbox.acceptInvite('new@example.com')).toThrow(/no pending invite/)
})

it('brings a removed member back only by a new invite', async () => {
  const start = await world({ users: 3, invites: 0 })
  const grace = 'grace.hopper.2@example.com'
  const found = await ask(start.sandbox, `{ users(where: { email: "${grace}" }) { id } }`)
  const [{ id } = { id: '' }] = found.data?.['users'] as { id: string }[]
  const update = (deleted: boolean): Promise<Reply> =>
    ask(start.sandbox, `mutation { updateUser(where: {id: "${id}"}, data: {deleted: ${deleted}}) { id deleted } }`)

  expect((await update(true)).data).toEqual({ updateUser: { id, deleted: true } })
  expect((await ask(start.sandbox, '{ organization { users { id } } }')).data).toMatchObject({
    organization: { users: [{}, {}] },
  })
  expect((await update(false)).code).toBe('OPERATION_NOT_ALLOWED')
  await invite(start, [grace])
  start.sandbox.acceptInvite(grace)
  expect((await ask(start.sandbox, `{ users(where: { id: "${id}" }) { orgRole { name } } }`)).data).toEqual({
    users: [{ orgRole: { name: 'Labeler' } }],
  })
})

describe('createInvites', () => {
  it.each([
    ['invited', ['invited', 'invited', 'invited', 'invited']],
    ['real', ['real', 'real', 'real', 'real']],
    ['alternating', ['invited', 'real', 'invited', 'real']],
  ] as const)('returns the ids of the option inviteIds: %s', async (inviteIds, expected) => {
    const sandbox = await sandboxed({ invites: 0, inviteIds })
    const { me, organizationId, role } = await records(sandbox)
    const data = [1, 2, 3, 4].map((number) => ({
      inviterId: me.id,
      inviteeEmail: `${number}@example.com`,
      organizationId,
      organizationRoleId: role('Labeler'),
    }))

    const reply = await ask(
      sandbox,
      'mutation($data: [CreateInviteInput!]) { createInvites(data: $data) { invite { id } } }',
      { variables: { data } },
    )
    const listed = await ask(sandbox, '{ organization { invites { nodes { id } } } }')

    const real = (listed.data as unknown as { organization: { invites: { nodes: { id: string }[] } } }).organization
      .invites.nodes
    const ids = expected.map((each, index) => (each === 'real' ? real[index]?.id : each))
    expect(reply.data).toEqual({ createInvites: ids.map((id) => ({ invite: { id } })) })
  })
})
