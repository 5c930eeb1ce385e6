import { describe, expect, it } from 'vitest'
import type { Sandbox } from '../index.ts'
import { ask, records, sandboxed, type Records, type Reply } from '../testingSandbox.ts'

interface World extends Records {
  readonly sandbox: Sandbox
  readonly groupId: string
  readonly userId: string
}

async function world(): Promise<World> {
  const sandbox = await sandboxed({ users: 5, projects: 3 })
  const start = await records(sandbox)
  const { data } = await ask(
    sandbox,
    'mutation { createUserGroup(data: {name: "Group", color: "9EC5FF", projectIds: [], userIds: []}) { group { id } } }',
  )
  const { group } = (data as unknown as { createUserGroup: { group: { id: string } } }).createUserGroup
  return { sandbox, ...start, groupId: group.id, userId: String(start.based[0]?.id) }
}

const setAccess = ({ sandbox, userId }: World, data: Readonly<Record<string, unknown>>): Promise<Reply> =>
  ask(
    sandbox,
    `mutation ($userId: ID!, $roleId: ID!, $all: Boolean!, $groupIds: [String!], $projects: [ProjectMembershipsInput!]) {
       setUserAccess(where: { id: $userId }, data: { roleId: $roleId, canAccessAllProjects: $all, groupIds: $groupIds, projectMemberships: $projects }) { id __typename } }`,
    { path: '/_gql', variables: { userId, ...data } },
  )

async function seen({ sandbox, userId }: World): Promise<unknown> {
  const { data } = await ask(
    sandbox,
    `query ($id: ID!) { user(where: { id: $id }) { orgRole { name } defaultRole { id name } canAccessAllProjects accessibleProjectCount userGroups { nodes { id } } }
       projectMemberships(userId: $id) { role { name } project { id } } }`,
    { path: '/_gql', variables: { id: userId } },
  )
  return data
}

describe('setUserAccess', () => {
  it('sets and removes role, groups and project roles together', async () => {
    const start = await world()
    const { userId, groupId, projects, role } = start

    const limited = await setAccess(start, {
      roleId: role('Reviewer'),
      all: false,
      groupIds: [groupId],
      projects: [{ projectId: projects[0], roleId: role('Labeler') }, { projectId: projects[1] }],
    })
    const after = await seen(start)
    const full = await setAccess(start, { roleId: role('Labeler'), all: true, groupIds: [], projects: [] })

    expect(limited.data).toEqual({ setUserAccess: { id: userId, __typename: 'User' } })
    expect(after).toEqual({
      user: {
        orgRole: { name: 'None' },
        defaultRole: { id: role('Reviewer'), name: 'Reviewer' },
        canAccessAllProjects: false,
        accessibleProjectCount: 2,
        userGroups: { nodes: [{ id: groupId }] },
      },
      projectMemberships: [
        { role: { name: 'Labeler' }, project: { id: projects[0] } },
        { role: { name: 'Reviewer' }, project: { id: projects[1] } },
      ],
    })
    expect(full.errors).toBeUndefined()
    expect(await seen(start)).toEqual({
      user: {
        orgRole: { name: 'Labeler' },
        defaultRole: { id: role('Labeler'), name: 'Labeler' },
        canAccessAllProjects: true,
        accessibleProjectCount: 3,
        userGroups: { nodes: [] },
      },
      projectMemberships: [],
    })
  })

  it('keeps groups and project roles when their lists are missing', async () => {
    const start = await world()
    const { groupId, projects, role } = start
    await setAccess(start, {
      roleId: role('Reviewer'),
      all: false,
      groupIds: [groupId],
      projects: [{ projectId: projects[2] }],
    })

    await setAccess(start, { roleId: role('Labeler'), all: false })

    expect(await seen(start)).toMatchObject({
      user: { defaultRole: { name: 'Labeler' }, userGroups: { nodes: [{ id: groupId }] } },
      projectMemberships: [{ role: { name: 'Reviewer' }, project: { id: projects[2] } }],
    })
  })

  it.each([
    ['all projects with the role None', ({ role }: World) => ({ roleId: role('None'), all: true })],
    [
      'groups beside all projects',
      ({ role, groupId }: World) => ({ roleId: role('Labeler'), all: true, groupIds: [groupId] }),
    ],
    [
      'a group in the role None',
      ({ role, groupId }: World) => ({ roleId: role('None'), all: false, groupIds: [groupId] }),
    ],
    [
      'a project twice',
      ({ role, projects }: World) => ({
        roleId: role('Labeler'),
        all: false,
        projects: [{ projectId: projects[0] }, { projectId: projects[0] }],
      }),
    ],
    [
      'a project in the role None',
      ({ role, projects }: World) => ({ roleId: role('None'), all: false, projects: [{ projectId: projects[0] }] }),
    ],
  ])('refuses %s, and changes nothing', async (_name, data) => {
    const start = await world()
    const before = await seen(start)

    const { errors } = await setAccess(start, data(start))

    expect(errors?.[0]?.extensions).toMatchObject({ code: 'INTERNAL_SERVER_ERROR', exception: { status: 422 } })
    expect(await seen(start)).toEqual(before)
  })

  it('is on /_gql only', async () => {
    const { sandbox } = await world()

    const { code } = await ask(
      sandbox,
      'mutation { setUserAccess(where: {id: "x"}, data: {roleId: "x", canAccessAllProjects: true}) { id } }',
    )

    expect(code).toBe('GRAPHQL_VALIDATION_FAILED')
  })
})

describe('the experimental user filters', () => {
  // The text is from the official SDK's pull request, which sends null for missing filters.
  const query = `query GetMembersPyApi($first: PageSize!, $skip: Int, $search: String, $roles: [String!], $groups: [String!], $complexFilters: [ComplexFilter!]) {
    users(where: { email_contains: $search, organizationRoleId_in: $roles, groupId_in: $groups, complexFilters: $complexFilters }, first: $first, skip: $skip) {
      id updatedAt createdAt name nickname email defaultRole { id name } picture isViewer isExternalUser canAccessAllProjects accessibleProjectCount userGroups { nodes { id } } } }`
  const filtered = ({ sandbox }: World, variables: Readonly<Record<string, unknown>>): Promise<Reply> =>
    ask(sandbox, query, {
      path: '/_gql',
      variables: { first: 100, skip: 0, search: '', roles: null, groups: null, complexFilters: null, ...variables },
    })
  const emails = ({ data }: Reply): unknown => (data?.['users'] as { email: string }[]).map(({ email }) => email)

  it('match all users when they are empty', async () => {
    const start = await world()

    expect(emails(await filtered(start, {}))).toHaveLength(5)
    expect(emails(await filtered(start, { complexFilters: [] }))).toHaveLength(5)
  })

  it('match by part of the email, by role and by group', async () => {
    const start = await world()
    const { role, groupId, userId } = start
    await setAccess(start, { roleId: role('Labeler'), all: false, groupIds: [groupId] })

    expect(emails(await filtered(start, { search: 'Lovelace' }))).toEqual(['ada.lovelace.1@example.com'])
    expect(emails(await filtered(start, { roles: [role('Admin'), role('Reviewer')] }))).toHaveLength(2)
    expect((await filtered(start, { groups: [groupId] })).data?.['users']).toMatchObject([{ id: userId }])
    expect(emails(await filtered(start, { groups: [groupId], roles: [role('Admin')] }))).toEqual([])
    expect(emails(await filtered(start, { groups: [] }))).toEqual([])
  })

  it('are refused when their structure is not documented', async () => {
    const start = await world()

    expect((await filtered(start, { complexFilters: [{ any: 'thing' }] })).code).toBe('OPERATION_NOT_ALLOWED')
  })
})
