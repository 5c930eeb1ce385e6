import { describe, expect, it } from 'vitest'
import type { Sandbox } from '../index.ts'
import { ask, records, sandboxed, type Records, type Reply } from '../testingSandbox.ts'

interface World extends Records {
  readonly sandbox: Sandbox
}

/** Two users are project-based: every fourth after the first. */
async function world(): Promise<World> {
  const sandbox = await sandboxed({ users: 9, projects: 3, invites: 0 })
  return { sandbox, ...(await records(sandbox)) }
}

// The official SDK's document, without the fields that only some versions select.
const createV3 = `mutation CreateUserGroupPyApi($name: String!, $description: String, $color: String!, $projectIds: [ID!], $userRoles: [UserRoleInput!], $notifyMembers: Boolean, $roleId: String, $searchQuery: AlignerrSearchServiceQuery) {
  createUserGroupV3(data: { name: $name description: $description color: $color projectIds: $projectIds userRoles: $userRoles notifyMembers: $notifyMembers roleId: $roleId searchQuery: $searchQuery }) {
    group { id name description updatedAt createdByUserName } } }`
const readV2 = `query ($id: ID!) { userGroupV2(where: { id: $id }) { id name color description membersAsCSV projects { nodes { id name } totalCount }
  members { nodes { id email orgRole { id name } } totalCount userGroupRoles { userId roleId } } } }`

const create = ({ sandbox }: World, changes: Readonly<Record<string, unknown>> = {}): Promise<Reply> =>
  ask(sandbox, createV3, {
    path: '/_gql',
    variables: {
      name: 'Annotators',
      description: 'By day',
      color: '9EC5FF',
      projectIds: [],
      userRoles: [],
      ...changes,
    },
  })

async function created(start: World, changes: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const { data } = await create(start, changes)
  return (data as unknown as { createUserGroupV3: { group: { id: string } } }).createUserGroupV3.group.id
}

const read = async ({ sandbox }: World, id: string): Promise<unknown> =>
  (await ask(sandbox, readV2, { variables: { id } })).data?.['userGroupV2']

const refused = (reply: Reply): unknown => [reply.code, reply.errors?.[0]?.extensions.exception?.status]

describe('groups with a role per member', () => {
  it('are stored whole, and read back by every generation', async () => {
    const start = await world()
    const [one] = start.based
    const [projectId] = start.projects
    const member = { userId: one?.id, roleId: start.role('Reviewer') }

    const reply = await create(start, { projectIds: [projectId], userRoles: [member] })

    expect(reply.data).toMatchObject({
      createUserGroupV3: {
        group: { name: 'Annotators', description: 'By day', createdByUserName: 'Ada Lovelace' },
      },
    })
    const { id } = (reply.data as unknown as { createUserGroupV3: { group: { id: string } } }).createUserGroupV3.group
    expect(await read(start, id)).toMatchObject({
      id,
      color: '9EC5FF',
      description: 'By day',
      membersAsCSV: `email\n${one?.email ?? ''}\n`,
      projects: { nodes: [{ id: projectId }], totalCount: 1 },
      members: { nodes: [{ id: one?.id, orgRole: { name: 'None' } }], totalCount: 1, userGroupRoles: [member] },
    })
    const first = await ask(
      start.sandbox,
      '{ userGroups { nodes { id name members { nodes { email } } } nextCursor } }',
    )
    expect(first.data).toEqual({
      userGroups: {
        nodes: [{ id, name: 'Annotators', members: { nodes: [{ email: one?.email }] } }],
        nextCursor: null,
      },
    })
  })

  it('are replaced by an update, so that missing members leave', async () => {
    const start = await world()
    const [one, two] = start.based
    const id = await created(start, {
      projectIds: start.projects,
      userRoles: [{ userId: one?.id, roleId: start.role('Reviewer') }],
    })

    const reply = await ask(
      start.sandbox,
      `mutation ($id: ID!, $data: UserGroupV3UpdateInput!) { updateUserGroupV3(where: { id: $id }, data: $data) { group { name description } } }`,
      {
        path: '/_gql',
        variables: {
          id,
          data: {
            name: 'Annotators',
            color: 'B8C4D3',
            projectIds: [start.projects[1]],
            userRoles: [{ userId: two?.id, roleId: start.role('Labeler') }],
          },
        },
      },
    )

    expect(reply.data).toEqual({ updateUserGroupV3: { group: { name: 'Annotators', description: null } } })
    expect(await read(start, id)).toMatchObject({
      color: 'B8C4D3',
      projects: { nodes: [{ id: start.projects[1] }] },
      members: { nodes: [{ id: two?.id }], userGroupRoles: [{ userId: two?.id, roleId: start.role('Labeler') }] },
    })
  })

  it.each([
    ['an unknown colour', () => ({ color: '123456' }), 422],
    ['an empty name', () => ({ name: ' ' }), 422],
    ['an unknown project', () => ({ projectIds: ['nothing'] }), 422],
    [
      'a member with an organization role',
      ({ me, role }: World) => ({ userRoles: [{ userId: me.id, roleId: role('Labeler') }] }),
      422,
    ],
    ['an unknown user', ({ role }: World) => ({ userRoles: [{ userId: 'nobody', roleId: role('Labeler') }] }), 422],
    [
      'the role None',
      ({ based, role }: World) => ({ userRoles: [{ userId: based[0]?.id, roleId: role('None') }] }),
      422,
    ],
    [
      'the role Tenant Admin',
      ({ based, role }: World) => ({ userRoles: [{ userId: based[0]?.id, roleId: role('Tenant Admin') }] }),
      422,
    ],
    ['an unknown role', ({ based }: World) => ({ userRoles: [{ userId: based[0]?.id, roleId: 'nothing' }] }), 422],
    [
      'a member twice',
      ({ based, role }: World) => ({
        userRoles: ['Labeler', 'Reviewer'].map((name) => ({ userId: based[0]?.id, roleId: role(name) })),
      }),
      422,
    ],
  ])('are refused with %s, and not stored', async (_name, changes, status) => {
    const start = await world()

    const reply = await create(start, changes(start))

    expect(refused(reply)).toEqual(['INTERNAL_SERVER_ERROR', status])
    expect((await ask(start.sandbox, '{ userGroupsV2 { totalCount } }')).data).toEqual({
      userGroupsV2: { totalCount: 0 },
    })
  })

  it('have unique names', async () => {
    const start = await world()
    const id = await created(start)
    await created(start, { name: 'Others' })

    expect((await create(start)).code).toBe('RESOURCE_CONFLICT')
    const rename = `mutation ($id: ID!, $name: String!) { updateUserGroup(where: { id: $id }, data: { name: $name, color: "9EC5FF", projectIds: [], userIds: [] }) { group { name } } }`
    const renamed = (name: string): Promise<Reply> => ask(start.sandbox, rename, { variables: { id, name } })
    expect((await renamed('Others')).code).toBe('RESOURCE_CONFLICT')
    expect((await renamed('Annotators')).data).toEqual({ updateUserGroup: { group: { name: 'Annotators' } } })
  })

  it('are created on /_gql only, and never by searchQuery', async () => {
    const start = await world()

    expect((await ask(start.sandbox, createV3, { variables: { name: 'A', color: '9EC5FF' } })).code).toBe(
      'GRAPHQL_VALIDATION_FAILED',
    )
    expect((await create(start, { searchQuery: { any: 'thing' } })).code).toBe('OPERATION_NOT_ALLOWED')
  })
})

it('keeps roles in an update of the first generation', async () => {
  const start = await world()
  const [one, two] = start.based
  const id = await created(start, { userRoles: [{ userId: one?.id, roleId: start.role('Reviewer') }] })

  const { data } = await ask(
    start.sandbox,
    `mutation UpdateUserGroupPyApi($id: ID!, $name: String!, $color: String!, $projectIds: [String!]!, $userIds: [String!]!) {
       updateUserGroup(where: {id: $id}, data: {name: $name, color: $color, projectIds: $projectIds, userIds: $userIds}) {
         group { id name color projects { nodes { id name } } members { nodes { id email } } } } }`,
    {
      variables: { id, name: 'New', color: 'E7BF00', projectIds: [start.projects[0]], userIds: [one?.id, two?.id] },
    },
  )

  expect(data).toMatchObject({
    updateUserGroup: {
      group: {
        name: 'New',
        color: 'E7BF00',
        projects: { nodes: [{ id: start.projects[0] }] },
        members: { nodes: [one, two].map((user) => ({ id: user?.id, email: user?.email })) },
      },
    },
  })
  expect(await read(start, id)).toMatchObject({
    members: {
      userGroupRoles: [
        { userId: one?.id, roleId: start.role('Reviewer') },
        { userId: two?.id, roleId: start.role('Labeler') },
      ],
    },
  })
  const made = await ask(
    start.sandbox,
    `mutation { createUserGroup(data: {name: "Old style", color: "FFAEA9", projectIds: [], userIds: ["${one?.id ?? ''}"]}) { group { members { totalCount } } } }`,
  )
  expect(made.data).toEqual({ createUserGroup: { group: { members: { totalCount: 1 } } } })
})

it('deletes a group once, and does not find it afterwards', async () => {
  const start = await world()
  const id = await created(start, { userRoles: [{ userId: start.based[0]?.id, roleId: start.role('Labeler') }] })
  const remove = (): Promise<Reply> =>
    ask(start.sandbox, 'mutation DeleteUserGroupPyApi($id: ID!) { deleteUserGroup(where: {id: $id}) { success } }', {
      variables: { id },
    })

  expect((await remove()).data).toEqual({ deleteUserGroup: { success: true } })
  expect((await remove()).code).toBe('RESOURCE_NOT_FOUND')
  for (const field of ['userGroup', 'userGroupV2']) {
    const reply = await ask(start.sandbox, `{ ${field}(where: {id: "${id}"}) { id } }`)
    expect(reply).toMatchObject({ code: 'RESOURCE_NOT_FOUND', data: { [field]: null } })
  }
})

it('pages groups by cursor, also past a deleted one', async () => {
  const start = await world()
  const ids: string[] = []
  for (const name of ['a', 'b', 'c', 'd', 'e']) ids.push(await created(start, { name }))
  interface Page {
    readonly nodes: readonly { readonly id: string }[]
    readonly totalCount: number
    readonly nextCursor: string | null
  }
  const page = async (after: string | null): Promise<Page> => {
    const query = `query ($first: PageSize, $after: String) { userGroupsV2(first: $first, after: $after) { nodes { id } totalCount nextCursor } }`
    const { data } = await ask(start.sandbox, query, { variables: { first: 2, after } })
    return (data as unknown as { userGroupsV2: Page }).userGroupsV2
  }

  const first = await page(null)
  await ask(start.sandbox, `mutation { deleteUserGroup(where: {id: "${ids[1] ?? ''}"}) { success } }`)
  const second = await page(first.nextCursor)
  const third = await page(second.nextCursor)

  expect([first, second, third].map(({ nodes }) => nodes.map(({ id }) => id))).toEqual([
    ids.slice(0, 2),
    ids.slice(2, 4),
    ids.slice(4),
  ])
  expect([first.totalCount, third.totalCount, third.nextCursor]).toEqual([5, 4, null])
  expect((await ask(start.sandbox, '{ userGroups(after: "x") { nodes { id } } }')).code).toBe('BAD_USER_INPUT')
})

it('gives members access to the projects of a group, unless they have a role in the project', async () => {
  const start = await world()
  const [one] = start.based
  const userId = String(one?.id)
  const projects = '{ user(where: {id: "ID"}) { projects { id } accessibleProjectCount } }'.replace('ID', userId)
  const before = await ask(start.sandbox, projects, { path: '/_gql' })
  const own = (before.data as unknown as { user: { projects: { id: string }[] } }).user.projects.map(({ id }) => id)
  await created(start, {
    name: 'First',
    projectIds: start.projects,
    userRoles: [{ userId, roleId: start.role('Reviewer') }],
  })
  await created(start, {
    name: 'Second',
    projectIds: start.projects,
    userRoles: [{ userId, roleId: start.role('Labeler') }],
  })

  const { data } = await ask(start.sandbox, projects, { path: '/_gql' })
  const members = await ask(
    start.sandbox,
    '{ projects(where: {deleted: false}) { id members { id user { id } role { name } accessFrom } } }',
  )

  expect(own).toHaveLength(1)
  expect(data).toMatchObject({ user: { projects: start.projects.map((id) => ({ id })), accessibleProjectCount: 3 } })
  const rows = (members.data as unknown as { projects: { id: string; members: { user: { id: string } }[] }[] }).projects
  const mine = rows.map(({ id, members }) => [own.includes(id), members.filter(({ user }) => user.id === userId)])
  expect(mine).toMatchObject(
    start.projects.map((id) =>
      own.includes(id)
        ? [true, [{ role: { name: 'Labeler' }, accessFrom: 'PROJECT' }]]
        : [false, [{ role: { name: 'Reviewer' }, accessFrom: 'GROUP' }]],
    ),
  )
})

it('lists the groups of a user, who leaves them when the role is no longer None', async () => {
  const start = await world()
  const [one, two] = start.based.map(({ id }) => id)
  const userRoles = [one, two].map((userId) => ({ userId, roleId: start.role('Labeler') }))
  const id = await created(start, { userRoles })
  const query = `{ users(where: { id_in: ["${one ?? ''}", "${two ?? ''}"] }) { userGroups { nodes { id } nextCursor } } }`
  const groups = async (): Promise<unknown> => (await ask(start.sandbox, query, { path: '/_gql' })).data?.['users']

  const [before, after] = [
    await groups(),
    await ask(
      start.sandbox,
      `mutation { setOrganizationRole(data: {userId: "${one ?? ''}", roleId: "${start.role('Labeler')}"}) { id }
       updateUser(where: {id: "${two ?? ''}"}, data: {deleted: true}) { id } }`,
    ),
  ]

  const mine = { userGroups: { nodes: [{ id }], nextCursor: null } }
  expect(before).toEqual([mine, mine])
  expect(after.errors).toBeUndefined()
  expect(await groups()).toEqual([{ userGroups: { nodes: [], nextCursor: null } }])
  expect(await read(start, id)).toMatchObject({ members: { totalCount: 0 } })
})

describe('the id of a user group', () => {
  const uses: readonly (readonly [string, (id: string, roleId: string) => string])[] = [
    ['userGroup', (id) => `{ userGroup(where: {id: "${id}"}) { id } }`],
    ['userGroupV2', (id) => `{ userGroupV2(where: {id: "${id}"}) { id } }`],
    [
      'updateUserGroup',
      (id) =>
        `mutation { updateUserGroup(where: {id: "${id}"}, data: {name: "a", color: "9EC5FF", projectIds: [], userIds: []}) { group { id } } }`,
    ],
    [
      'updateUserGroupV3',
      (id) =>
        `mutation { updateUserGroupV3(where: {id: "${id}"}, data: {name: "a", color: "9EC5FF", projectIds: []}) { group { id } } }`,
    ],
    ['deleteUserGroup', (id) => `mutation { deleteUserGroup(where: {id: "${id}"}) { success } }`],
  ]

  it.each(uses)('is malformed for %s unless it is a UUID, and not found when no group has it', async (_field, text) => {
    const sandbox = await sandboxed()
    const role = (await records(sandbox)).role('Labeler')

    for (const id of ['nonsense', '', 'cku7o2ut7xi9g0yc09azbct6e', '0b5f9a3e-0000-4000-8000-00000000000']) {
      const { code, errors } = await ask(sandbox, text(id, role), { path: '/_gql' })
      expect({ code, message: errors?.[0]?.message }).toEqual({
        code: 'MALFORMED_REQUEST',
        message: 'Invalid user group id',
      })
    }
    const unknown = text('0b5f9a3e-0000-4000-8000-000000000000', role)
    expect((await ask(sandbox, unknown, { path: '/_gql' })).code).toBe('RESOURCE_NOT_FOUND')
  })

  it('is a UUID', async () => {
    const { data } = await ask(
      await sandboxed(),
      'mutation { createUserGroup(data: {name: "a", color: "9EC5FF", projectIds: [], userIds: []}) { group { id } } }',
    )

    expect(data).toMatchObject({
      createUserGroup: {
        group: { id: expect.stringMatching(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-8[\da-f]{3}-[\da-f]{12}$/) as unknown },
      },
    })
  })
})

it('allows an Admin in a group of the first generation, not of a later one', async () => {
  const sandbox = await sandboxed()
  const { me, role } = await records(sandbox)
  const data = (members: string): string => `data: {name: "a", color: "9EC5FF", projectIds: [], ${members}}`

  const made = await ask(
    sandbox,
    `mutation { createUserGroup(${data(`userIds: ["${me.id}"]`)}) { group { id members { nodes { email } } } } }`,
  )
  const { id } = (made.data as unknown as { createUserGroup: { group: { id: string } } }).createUserGroup.group
  const again = await ask(
    sandbox,
    `mutation { updateUserGroup(where: {id: "${id}"}, ${data(`userIds: ["${me.id}"]`)}) { group { id } } }`,
  )
  const later = await ask(
    sandbox,
    `mutation { updateUserGroupV3(where: {id: "${id}"}, ${data(`userRoles: [{userId: "${me.id}", roleId: "${role('Labeler')}"}]`)}) { group { id } } }`,
    { path: '/_gql' },
  )

  expect(made.data).toMatchObject({ createUserGroup: { group: { members: { nodes: [{ email: me.email }] } } } })
  expect(again.errors).toBeUndefined()
  expect(later.errors?.[0]?.extensions.exception?.status).toBe(422)
})

// As another client of Labelbox sends them.
const addMembers = `mutation ($groupIds: [ID!]!, $userRoles: [UserRoleInput!]!) {
  addUsersToGroups(groupIds: $groupIds, userRoles: $userRoles) { success message } }`
const removeMembers = `mutation ($groupId: ID!, $userIds: [ID!]!) {
  removeUsersFromGroup(groupId: $groupId, userIds: $userIds) { success message } }`
const ok = { success: true, message: 'OK' }

describe('members of groups, one by one', () => {
  const send = ({ sandbox }: World, text: string, variables: object): Promise<Reply> =>
    ask(sandbox, text, { path: '/_gql', variables: { ...variables } })

  it('are added to several groups and removed from one, and the others stay', async () => {
    const start = await world()
    const [one, two] = start.based
    const [first, second] = [await created(start), await created(start, { name: 'Reviewers' })]
    const roleId = start.role('Labeler')
    const userRoles = [one, two].map((user) => ({ userId: user?.id, roleId }))

    expect((await send(start, addMembers, { groupIds: [first, second], userRoles })).data).toEqual({
      addUsersToGroups: ok,
    })
    const again = [{ userId: one?.id, roleId: start.role('Reviewer') }]
    expect((await send(start, addMembers, { groupIds: [first], userRoles: again })).data).toEqual({
      addUsersToGroups: ok,
    })
    expect((await send(start, removeMembers, { groupId: second, userIds: [one?.id, 'user-x'] })).data).toEqual({
      removeUsersFromGroup: ok,
    })

    expect(await read(start, first)).toMatchObject({
      members: { totalCount: 2, userGroupRoles: [again[0], userRoles[1]] },
    })
    expect(await read(start, second)).toMatchObject({ members: { nodes: [{ id: two?.id }], totalCount: 1 } })
  })

  it('who do not fit are refused by the outcome, and nobody is added', async () => {
    const start = await world()
    const [one] = start.based
    const id = await created(start)
    const roleId = start.role('Labeler')
    for (const userRoles of [
      [
        { userId: one?.id, roleId },
        { userId: start.me.id, roleId },
      ],
      [{ userId: one?.id, roleId: start.role('None') }],
      [{ userId: 'user-x', roleId }],
    ]) {
      expect((await send(start, addMembers, { groupIds: [id], userRoles })).data).toMatchObject({
        addUsersToGroups: { success: false, message: expect.any(String) as string },
      })
    }
    expect(await read(start, id)).toMatchObject({ members: { totalCount: 0 } })
  })

  it('are changed by the experimental path alone, and only in groups that are there', async () => {
    const start = await world()
    const [one] = start.based
    const unknown = '00000000-0000-4000-8000-000000000000'
    const variables = { groupId: unknown, userIds: [one?.id] }
    expect(await ask(start.sandbox, removeMembers, { variables })).toMatchObject({ code: 'GRAPHQL_VALIDATION_FAILED' })
    expect(await send(start, removeMembers, variables)).toMatchObject({ code: 'RESOURCE_NOT_FOUND' })
    expect(await send(start, removeMembers, { ...variables, groupId: 'x' })).toMatchObject({
      code: 'MALFORMED_REQUEST',
    })
  })

  it('are refused where the schema is served without the mutations', async () => {
    const schema = (sdl: string): string => sdl.replace(/(?=addUsersToGroups|removeUsersFromGroup)/g, 'other_')
    const sandbox = await sandboxed({ schema })
    const reply = await ask(sandbox, removeMembers, { path: '/_gql', variables: { groupId: 'x', userIds: [] } })
    expect(reply).toMatchObject({ code: 'GRAPHQL_VALIDATION_FAILED' })
  })
})
