import { readFileSync } from 'node:fs'
import { buildClientSchema, buildSchema, getIntrospectionQuery, isObjectType, type GraphQLSchema } from 'graphql'
import { Labelbox, type NewResourceTag, type NewWebhook, type Where } from 'labelbox-org'
import type { Sandbox } from '@labelbox-org/tools/sandbox'
import { describe, expect, it } from 'vitest'
import { ask, records, type Extras, type Reply } from '../src/sandbox/testingSandbox.ts'
import { markedSchema } from '../src/schema/testingMarks.ts'
import { readMarks } from '../src/schema/sdl/inferredMarks.ts'
import { operations, rejection, roads, sandboxed } from './support/roads.ts'

// Each description names a fact about the API that public sources show, and its test sends the text of the source: the
// official Python SDK, its tests, the documentation, or another client. What the client makes of a fact goes through its
// public methods. Other facts of the same list are in `wireFacts.test.ts`, in `operations.test.ts` and beside the resolvers of
// the sandbox.

const connected = ({ url, apiKey }: Pick<Sandbox, 'url' | 'apiKey'>) =>
  new Labelbox({ endpoint: url, apiKey, retry: false })

/** Sends a text that must succeed, and returns its data. */
async function dataOf(sandbox: Sandbox, text: string, extras: Extras = {}): Promise<Readonly<Record<string, unknown>>> {
  const { data, errors } = await ask(sandbox, text, extras)
  expect(errors).toBeUndefined()
  return data ?? {}
}

describe('resource tags', () => {
  const create = 'mutation ($input: CreateResourceTagInput!) { createResourceTag(input: $input) { id text color } }'

  it.each([['Default'], ['Billing'], [undefined]])('take the optional type %s', async (type) => {
    const sandbox = await sandboxed({ resourceTags: 0 })
    const input = { text: 'q4', color: '008856', type }

    const { createResourceTag } = await dataOf(sandbox, create, { variables: { input } })
    const { id } = createResourceTag as { id: string }
    const changed = await dataOf(
      sandbox,
      'mutation ($input: UpdateResourceTagInput!) { updateResourceTag(input: $input) { text color } }',
      { variables: { input: { ...input, id, text: 'q1' } } },
    )

    expect(createResourceTag).toMatchObject({ text: 'q4', color: '008856' })
    expect(changed).toEqual({ updateResourceTag: { text: 'q1', color: '008856' } })
  })

  it('have no other type', async () => {
    const variables = { input: { text: 'q4', color: '008856', type: 'Other' } }
    expect((await ask(await sandboxed(), create, { variables })).code).toBe('BAD_USER_INPUT')
  })

  it('lose the hash sign of their color', async () => {
    const sandbox = await sandboxed({ resourceTags: 0 })
    const text = `mutation CreateResourceTagPyApi($text: String!, $color: String!) {
      createResourceTag(input: {text: $text, color: $color}) { color text id } }`

    const { createResourceTag } = await dataOf(sandbox, text, { variables: { text: 'a', color: '#FF5733' } })

    expect(createResourceTag).toMatchObject({ text: 'a', color: 'FF5733' })
  })

  it.each(roads)('are made and changed by the client with the hash sign or without, %s', async (_, road) => {
    const sandbox = await sandboxed({ resourceTags: 0 })
    const organization = await road(sandbox).getOrganization()

    const tag = await organization.createResourceTag({ text: 'a', color: '#FF5733' } satisfies NewResourceTag)
    const changed = await organization.updateResourceTag(tag, { color: '#00FF00' })

    expect([tag.color, changed.color]).toEqual(['ff5733', '00ff00'])
    expect(await organization.getResourceTags()).toMatchObject([{ text: 'a', color: '00ff00' }])
  })
})

it('the API keys of a removed member stop working, and the client says that the key is wrong', async () => {
  const sandbox = await sandboxed({ users: 3 })
  const organization = await connected(sandbox).getOrganization()
  const { me } = await records(sandbox)
  const all = await organization.getMembers().toArray({ limit: 10 })
  const other = all.find(({ id }) => id !== me.id)
  const { key } = await organization.createApiKey({ name: 'CI', email: other?.email ?? '' })
  const theirs = connected({ url: sandbox.url, apiKey: key })
  expect((await theirs.getUser()).id).toBe(other?.id)

  await dataOf(
    sandbox,
    'mutation DeleteUserPyApi($userId: ID!) { updateUser(where: {id: $userId}, data: {deleted: true}) { id deleted } }',
    { variables: { userId: other?.id } },
  )

  expect(await rejection(theirs.getUser())).toMatchObject({ code: 'AUTHENTICATION' })
  // Nobody else lost anything.
  expect((await connected(sandbox).getUser()).id).toBe(me.id)
})

describe('roles in projects survive a role in the organization', () => {
  it.each(roads)('so setting NONE gives the old access again, %s', async (_, road) => {
    const sandbox = await sandboxed({ users: 5, projects: 3 })
    const organization = await road(sandbox).getOrganization()
    const { based, projects } = await records(sandbox)
    const [{ id, email } = { id: '', email: '' }] = based
    await organization.setProjectRole(email, projects[1] ?? '', 'REVIEWER')
    const accessible = async () => {
      const { user } = await dataOf(
        sandbox,
        'query ($id: ID!) { user(where: {id: $id}) { projects(where: {deleted: false} skip: 0 first: 100) { id } } }',
        { variables: { id } },
      )
      return (user as { projects: { id: string }[] }).projects.map((project) => project.id)
    }
    const before = await accessible()
    expect(before).toContain(projects[1])
    expect(before.length).toBeLessThan(projects.length)

    await organization.updateOrganizationRole(email, 'LABELER')
    expect(await accessible()).toEqual(projects)
    await organization.updateOrganizationRole(email, 'NONE')

    expect(await accessible()).toEqual(before)
    const members = await organization.getProjectMembers(projects[1] ?? '').toArray({ limit: 100 })
    expect(members.find(({ user }) => user.id === id)?.role.name).toBe('Reviewer')
  })
})

describe('the roles Read-only Admin and Project Lead', () => {
  it('are among the roles, with the seven that the official SDK names', async () => {
    const sandbox = await sandboxed()
    const { roles } = await dataOf(sandbox, 'query GetAvailableUserRolesPyApi { roles { id name } }')
    expect((roles as { name: string }[]).map(({ name }) => name)).toEqual([
      ...['Admin', 'Team Manager', 'Reviewer', 'Labeler', 'None', 'Tenant Admin', 'Data Admin'],
      ...['Read-only Admin', 'Project Lead'],
    ])
  })

  it.each([
    ['READ-ONLY_ADMIN', 'Read-only Admin'],
    ['read_only_admin', 'Read-only Admin'],
    ['Read-only Admin', 'Read-only Admin'],
    ['PROJECT_LEAD', 'Project Lead'],
  ])('are given by the name %s', async (spelled, name) => {
    const sandbox = await sandboxed({ users: 3 })
    const organization = await connected(sandbox).getOrganization()

    const invite = await organization.inviteUser({ email: 'new@example.com', role: spelled })

    expect(invite.organizationRoleName).toBe(name)
  })

  it.each(['Read-only Admin', 'Project Lead'])('%s permits something, and less than Admin', async (name) => {
    const { roles } = await dataOf(await sandboxed(), '{ roles { name permissions } }')
    const found = new Map(
      (roles as { name: string; permissions: string[] }[]).map((role) => [role.name, role.permissions]),
    )
    const [admin = [], permissions = []] = [found.get('Admin'), found.get(name)]

    expect(permissions.length).toBeGreaterThan(0)
    expect(admin).toEqual(expect.arrayContaining(permissions))
    expect(permissions.length).toBeLessThan(admin.length)
  })
})

it.each(roads)('the free plan has 30 seats, and the next invite is refused, %s', async (_, road) => {
  const sandbox = await sandboxed({ users: 29, invites: 0, seats: 30 })
  const organization = await road(sandbox).getOrganization()

  await organization.inviteUser({ email: 'thirtieth@example.com', role: 'LABELER' })

  expect(await organization.inviteLimit()).toEqual({ used: 30, limit: 30, remaining: 0 })
  expect(await rejection(organization.inviteUser({ email: 'next@example.com', role: 'LABELER' }))).toMatchObject({
    code: 'USAGE_LIMIT',
  })
  expect(await organization.getInvites().toArray({ limit: 5 })).toHaveLength(1)
})

describe('a deleted project', () => {
  async function withDeletedProject() {
    const sandbox = await sandboxed({ users: 3, projects: 2, invites: 0 })
    const { projects } = await records(sandbox)
    const [id = '', other = ''] = projects
    const organization = await connected(sandbox).getOrganization()
    await organization.inviteUser({
      email: 'new@example.com',
      role: 'NONE',
      projectRoles: [id, other].map((project) => ({ project, role: 'LABELER' })),
    })
    await dataOf(
      sandbox,
      'mutation DeleteProjectPyApi($projectId: ID!) { updateProject(where: {id: $projectId}, data: {deleted: true}) { id } }',
      { variables: { projectId: id } },
    )
    return { sandbox, organization, id, other }
  }

  it('is not found by its id', async () => {
    const { sandbox, organization, id } = await withDeletedProject()
    const text = 'query GetProjectPyApi($param_0: ID!) { project(where: {id: $param_0}) { name id } }'

    expect(await ask(sandbox, text, { variables: { param_0: id } })).toMatchObject({
      code: 'RESOURCE_NOT_FOUND',
      data: { project: null },
    })
    // A record or an id is sent as it is; text is looked up first.
    expect(await rejection(organization.getProject({ id }))).toMatchObject({ code: 'RESOURCE_NOT_FOUND' })
    expect(await rejection(organization.getProject(id))).toMatchObject({ code: 'RESOURCE_NOT_FOUND' })
  })

  it('stays in the invites that name it, which the client lists', async () => {
    const { sandbox, organization, id, other } = await withDeletedProject()
    const text = `query GetOrgInvitationsPyApi($from: ID, $first: PageSize) { organization { id invites(from: $from, first: $first) {
      nodes { id inviteeEmail projectInvites { id projectRoleName projectId } } nextCursor } } }`

    const { organization: wire } = await dataOf(sandbox, text, { variables: { from: null, first: 100 } })
    const [pending] = await organization.getInvites().toArray({ limit: 5 })

    const named = [{ projectId: id }, { projectId: other }]
    expect(wire).toMatchObject({ invites: { nodes: [{ projectInvites: named }], nextCursor: null } })
    expect(pending?.projectInvites).toMatchObject(named)
    expect(await organization.getInvites({ project: other }).toArray({ limit: 5 })).toHaveLength(1)
    expect(await rejection(organization.getInvites({ project: { id } }).first())).toMatchObject({
      code: 'RESOURCE_NOT_FOUND',
    })
  })
})

describe('createInvites', () => {
  const text = `mutation createInvitesPyApi($data: [CreateInviteInput!]) { createInvites(data: $data) {
    invite { id createdAt organizationRoleName inviteeEmail } } }`

  it.each([
    ['invited', (id: string) => id === 'invited'],
    ['real', (id: string) => /^c[a-z\d]{24}$/.test(id)],
  ] as const)('returns the id %s', async (inviteIds, isRight) => {
    const sandbox = await sandboxed({ inviteIds })
    const { me, organizationId, role } = await records(sandbox)
    const invite = {
      inviterId: me.id,
      inviteeEmail: 'new@example.com',
      organizationId,
      organizationRoleId: role('Labeler'),
      projects: [],
    }

    const { createInvites } = await dataOf(sandbox, text, { variables: { data: [invite] } })

    const [made] = createInvites as [{ invite: { id: string } }]
    expect(made.invite).toMatchObject({ organizationRoleName: 'Labeler', inviteeEmail: 'new@example.com' })
    expect(isRight(made.invite.id)).toBe(true)
  })

  it.each(['invited', 'real', 'alternating'] as const)(
    'with %s leaves the client with ids that cancel',
    async (ids) => {
      const sandbox = await sandboxed({ inviteIds: ids, invites: 0 })
      const organization = await connected(sandbox).getOrganization()
      const emails = ['a@example.com', 'b@example.com']

      const invites = []
      for (const email of emails) invites.push(await organization.inviteUser({ email, role: 'LABELER' }))
      const pending = await organization.getInvites().toArray({ limit: 5 })

      expect(invites.map(({ id }) => id)).toEqual(pending.map(({ id }) => id))
      for (const invite of invites) await organization.cancelInvite(invite)
      expect(await organization.getInvites().toArray({ limit: 5 })).toEqual([])
    },
  )
})

describe("what the official SDK's tests and their set-up send", () => {
  it('changes the media type of a project', async () => {
    const sandbox = await sandboxed()
    const [projectId] = (await records(sandbox)).projects
    const text = `mutation UpdateProjectPyApi($projectId: ID!, $allowedMediaType: MediaType) {
      updateProject(where: {id: $projectId}, data: {allowedMediaType: $allowedMediaType}) { allowedMediaType id } }`

    const { updateProject } = await dataOf(sandbox, text, { variables: { projectId, allowedMediaType: 'VIDEO' } })

    expect(updateProject).toEqual({ id: projectId, allowedMediaType: 'VIDEO' })
  })

  it('creates a key with a name alone, which works as the caller', async () => {
    const sandbox = await sandboxed()
    const text = 'mutation CreateApiKeyPyApi($name: String!) { createApiKey(data: {name: $name}) { id jwt } }'

    const { createApiKey } = await dataOf(sandbox, text, { variables: { name: 'test-key+1' } })

    const { id, jwt } = createApiKey as { id: string; jwt: string }
    expect((await connected({ url: sandbox.url, apiKey: jwt }).getUser()).id).toBe((await records(sandbox)).me.id)
    const organization = await connected(sandbox).getOrganization()
    expect((await organization.getApiKeys()).find((key) => key.id === id)).toMatchObject({ name: 'test-key+1' })
  })

  it('adds a member without an invite', async () => {
    const sandbox = await sandboxed({ users: 2, invites: 0 })
    const { role } = await records(sandbox)
    const text = `mutation MakeNewUserPyApi {
        addMembersToOrganization(
            data: {
                emails: ["someone@labelbox.com"],
                orgRoleId: "${role('None')}",
                projectRoles: []
            }
        ) {
        newUserId
        }
    }`

    const { addMembersToOrganization } = await dataOf(sandbox, text)

    const [{ newUserId }] = addMembersToOrganization as [{ newUserId: string }]
    const organization = await connected(sandbox).getOrganization()
    expect(await organization.getMember('someone@labelbox.com')).toMatchObject({
      id: newUserId,
      orgRole: { name: 'None' },
      deleted: false,
    })
    expect(await organization.getInvites().toArray({ limit: 5 })).toEqual([])
  })

  it("reads a user's tasks, and one of them by its id", async () => {
    const sandbox = await sandboxed({ projects: 3 })
    const { me } = await records(sandbox)
    const text = (clauses: string) => `query GetUserCreatedTasksPyApi($userId: ID!, $taskId: ID) {
      user(where: {id: $userId}) {
        createdTasks(where: {id: $taskId} ${clauses}) {
          completionPercentage createdAt errors metadata name result status type id updatedAt
        }
      }
    }`
    const tasks = async (taskId: string | null, clauses: string) => {
      const { user } = await dataOf(sandbox, text(clauses), { variables: { userId: me.id, taskId } })
      return (user as { createdTasks: { id: string }[] }).createdTasks
    }

    const all = await tasks(null, 'skip: 0 first: 100')

    expect(all).toHaveLength(3)
    expect(all[0]).toMatchObject({ name: 'JSON Import', status: 'COMPLETE', completionPercentage: 100, errors: null })
    expect(await tasks(all[1]?.id ?? '', 'skip: 0 first: 1')).toEqual([all[1]])
    expect(await tasks(null, 'skip: 1 first: 1')).toEqual([all[1]])
    expect(await tasks('nothing', 'skip: 0 first: 1')).toEqual([])
  })
})

describe('filters and orders by every field of a user or project', () => {
  const fieldsOf = {
    users: {
      DateTime: ['createdAt', 'lastLoginAt', 'updatedAt'],
      Boolean: ['isExternalUser', 'isViewer'],
      String: ['email', 'name', 'nickname', 'picture'],
      ID: ['id'],
    },
    projects: {
      DateTime: ['createdAt', 'lastActivityTime', 'setupComplete', 'updatedAt'],
      Boolean: ['isBenchmarkEnabled', 'isConsensusEnabled', 'modelSetupComplete'],
      String: ['description', 'name'],
      ID: ['id'],
      Int: ['autoAuditNumberOfLabels', 'dataRowCount'],
      Float: ['autoAuditPercentage'],
      MediaType: ['allowedMediaType'],
      EditorTaskType: ['editorTaskType'],
      UploadType: ['uploadType'],
    },
  }
  const values: Readonly<Record<string, readonly unknown[]>> = {
    DateTime: ['2024-01-15T09:01:00.124Z'],
    Boolean: [true, false],
    String: ['b'],
    ID: ['c0'],
    Int: [1],
    Float: [0.5],
    MediaType: ['IMAGE'],
    EditorTaskType: ['RESPONSE_CREATION'],
    UploadType: ['MANUAL'],
  }
  const suffixes = ['', '_not', '_lt', '_gt', '_lte', '_gte']
  const cases = (['users', 'projects'] as const).flatMap((list) =>
    Object.entries(fieldsOf[list]).flatMap(([type, fields]) => fields.map((field) => [list, field, type] as const)),
  )

  it.each(cases)('%s by %s', async (list, field, type) => {
    const sandbox = await sandboxed({ users: 6, projects: 6 })
    const rows = async (clauses: string, value: unknown) => {
      const text = `query GetOrganization${list}PyApi($param_0: ${type}!) { organization { ${list}(${clauses} skip: 0 first: 100) { id ${field} } } }`
      const { organization } = await dataOf(sandbox, clauses.includes('$') ? text : text.replace(/\(\$.*?\) /, ' '), {
        variables: clauses.includes('$') ? { param_0: value } : null,
      })
      return (organization as Record<string, Record<string, unknown>[]>)[list] ?? []
    }
    const all = await rows('', undefined)
    for (const value of values[type] ?? []) {
      const [equal, not, less, greater, atMost, atLeast] = await Promise.all(
        suffixes.map((suffix) => rows(`where: {${field}${suffix}: $param_0}`, value)),
      )
      // A missing value is neither less nor greater.
      const present = all.filter((row) => row[field] !== null).length
      expect(equal?.every((row) => row[field] === value)).toBe(true)
      expect((equal?.length ?? 0) + (not?.length ?? 0)).toBe(all.length)
      expect((less?.length ?? 0) + (atLeast?.length ?? 0)).toBe(present)
      expect((greater?.length ?? 0) + (atMost?.length ?? 0)).toBe(present)
    }
    const [up, down] = [await rows(`orderBy: ${field}_ASC`, undefined), await rows(`orderBy: ${field}_DESC`, undefined)]
    expect(up.map((row) => row[field])).toEqual(down.map((row) => row[field]).reverse())
  })

  it('the client lists those who have not logged in since a date', async () => {
    const sandbox = await sandboxed({ users: 9 })
    const organization = await connected(sandbox).getOrganization()
    const all = await organization.users().toArray({ limit: 100 })
    const dates = all.flatMap(({ lastLoginAt }) => lastLoginAt ?? [])
    const since = [...dates].sort((a, b) => a.getTime() - b.getTime())[2] ?? new Date()

    const idle = await organization.users({ where: { lastLoginAt_lt: since } }).toArray({ limit: 100 })
    const sorted = await organization.users({ orderBy: 'lastLoginAt_DESC' }).toArray({ limit: 100 })

    // A member who never logged in has no date to compare with.
    expect(idle.map(({ lastLoginAt }) => lastLoginAt)).toEqual(dates.filter((date) => date < since))
    expect(sorted.flatMap(({ lastLoginAt }) => lastLoginAt ?? [])).toEqual(
      [...dates].sort((a, b) => b.getTime() - a.getTime()),
    )
  })

  it('the client refuses a filter of another type before sending, and names the ones that it has', async () => {
    const sandbox = await sandboxed()
    const organization = await connected(sandbox).getOrganization()
    const before = sandbox.received.length

    const where = { dataRowCount_gt: 5 } as Where<'projects'>
    expect(await rejection(organization.projects({ where }).first())).toMatchObject({
      code: 'INVALID_INPUT',
      message: expect.stringContaining('Known fields: createdAt,') as string,
    })
    expect(sandbox.received).toHaveLength(before)
  })
})

describe('sharing a project with users', () => {
  const share = (
    sandbox: Sandbox,
    field: string,
    variables: NonNullable<Extras['variables']>,
    extras: Extras = {},
  ): Promise<Reply> =>
    ask(
      sandbox,
      `mutation ($projectId: ID!, $userIds: [ID!]!) { ${field}(projectId: $projectId, userIds: $userIds) { success message } }`,
      { variables, path: '/_gql', ...extras },
    )

  it('gives them access to it, and unshareProject takes it away', async () => {
    const sandbox = await sandboxed({ users: 5, projects: 3 })
    const { based, projects, me } = await records(sandbox)
    const organization = await connected(sandbox).getOrganization()
    const [projectId = ''] = projects.slice(-1)
    const [user = ''] = based.map(({ id }) => id)
    const variables = { projectId, userIds: [user, me.id] }
    const members = async () =>
      (await organization.getProjectMembers(projectId).toArray({ limit: 100 })).map((member) => member.user.id)
    expect(await members()).not.toContain(user)

    const shared = await share(sandbox, 'shareProject', variables)
    expect(shared.data).toMatchObject({ shareProject: { success: true, message: expect.any(String) as string } })
    expect(await members()).toEqual(expect.arrayContaining([user, me.id]))
    const unshared = await share(sandbox, 'unshareProject', variables)

    expect(unshared.data).toMatchObject({ unshareProject: { success: true } })
    expect(await members()).not.toContain(user)
    // A role in the organization holds in every project.
    expect(await members()).toContain(me.id)
  })

  it('leaves the role that somebody has in the project', async () => {
    const sandbox = await sandboxed({ users: 5, projects: 1 })
    const { based, projects } = await records(sandbox)
    const [projectId = ''] = projects
    const [user = ''] = based.map(({ id }) => id)
    const organization = await connected(sandbox).getOrganization()
    await organization.setProjectRole(user, projectId, 'REVIEWER')

    await share(sandbox, 'shareProject', { projectId, userIds: [user] })

    const found = await organization.getProjectMembers(projectId).toArray({ limit: 100 })
    expect(found.find((member) => member.user.id === user)?.role.name).toBe('Reviewer')
  })

  it.each(['shareProject', 'unshareProject'])('%s is on /_gql only, for those who may manage users', async (field) => {
    const sandbox = await sandboxed({ users: 5, projects: 2 })
    const { based, projects } = await records(sandbox)
    const [{ id, email } = { id: '', email: '' }] = based
    const variables = { projectId: projects[1], userIds: [id] }
    const organization = await connected(sandbox).getOrganization()
    const { key } = await organization.createApiKey({ name: 'theirs', email })

    expect((await share(sandbox, field, variables, { path: '/graphql' })).code).toBe('GRAPHQL_VALIDATION_FAILED')
    expect((await share(sandbox, field, variables, { key })).code).toBe('AUTHORIZATION_ERROR')
    expect((await share(sandbox, field, { ...variables, projectId: 'nothing' })).code).toBe('RESOURCE_NOT_FOUND')
    expect((await share(sandbox, field, { ...variables, userIds: ['nobody'] })).code).toBe('INTERNAL_SERVER_ERROR')
  })
})

describe('webhooks are delivered to https only', () => {
  const webhook: NewWebhook = { url: 'https://example.com/', topics: ['LABEL_CREATED'], secret: 'a secret' }

  it.each(roads)('so the client refuses other addresses before sending, except this machine, %s', async (_, road) => {
    const sandbox = await sandboxed()
    const organization = await road(sandbox).getOrganization()
    const before = operations(sandbox).length

    for (const url of ['http://example.com/', 'http://10.0.0.1/', 'ftp://example.com/']) {
      expect(await rejection(organization.createWebhook({ ...webhook, url }))).toMatchObject({
        code: 'INVALID_INPUT',
        message: expect.stringContaining('https') as string,
      })
    }
    expect(operations(sandbox)).toHaveLength(before)
    for (const url of ['https://example.com/', 'http://localhost:8080/']) {
      expect((await organization.createWebhook({ ...webhook, url })).url).toBe(url)
    }
  })
})

it('the client reads nothing but permissions of an organization role, as the official SDK does', async () => {
  const sandbox = await sandboxed()
  const organization = await connected(sandbox).getOrganization()

  expect(await organization.getPermissions()).toContain('users.manage')

  const sent = sandbox.received.find(({ operationName, query }) =>
    (operationName ?? query ?? '').includes('Permissions'),
  )
  expect(sent?.query?.replaceAll(/\s+/g, ' ')).toMatch(/organizationRole\(userId: \$userId\) \{ permissions \}/)
})

describe('the type of `first`', () => {
  /** The lists with an argument `first`, each with its type. */
  const firstIn = (schema: GraphQLSchema): ReadonlyMap<string, string> =>
    new Map(
      Object.values(schema.getTypeMap()).flatMap((type) => {
        if (!isObjectType(type)) return []
        return Object.values(type.getFields()).flatMap(({ name, args }) =>
          args.flatMap((argument) =>
            argument.name === 'first' ? [[`${type.name}.${name}`, String(argument.type)] as const] : [],
          ),
        )
      }),
    )

  it('is marked as a guess wherever the sandbox can serve another one, and nowhere else', async () => {
    const sandbox = await sandboxed({ firstType: 'Int' })
    const served = await dataOf(sandbox, getIntrospectionQuery({ descriptions: false }), { path: '/_gql' })
    const other = [...firstIn(buildClientSchema(served as never))].filter(([, type]) => type === 'Int')

    const marked = readMarks(markedSchema()).filter(({ inferred }) => inferred === 'type of first')

    expect(marked.map(({ coordinate }) => coordinate).sort()).toEqual(other.map(([coordinate]) => coordinate).sort())
    const known = [...firstIn(buildSchema(readFileSync('graphql/schema.graphql', 'utf8'))).keys()]
    expect(known).toEqual(expect.arrayContaining(other.map(([coordinate]) => coordinate)))
    expect(other.length).toBeLessThan(known.length)
  })

  it.each(
    (['PageSize', 'Int'] as const).flatMap((firstType) =>
      roads.map(([name, road]) => [firstType, name, road] as const),
    ),
  )('does not matter to the client: %s, %s', async (firstType, _, road) => {
    const sandbox = await sandboxed({ users: 5, projects: 5, webhooks: 3, firstType })
    const organization = await road(sandbox).getOrganization()
    const [project = ''] = (await records(sandbox)).projects

    expect(await organization.users({ pageSize: 2 }).toArray({ limit: 10 })).toHaveLength(5)
    expect(await organization.getMembers({ pageSize: 2 }).toArray({ limit: 10 })).toHaveLength(5)
    expect(await organization.projects({ pageSize: 2 }).toArray({ limit: 10 })).toHaveLength(5)
    expect(await organization.webhooks({ pageSize: 2 }).toArray({ limit: 10 })).toHaveLength(3)
    expect(await organization.getProjectMembers(project, { pageSize: 2 }).toArray({ limit: 10 })).not.toEqual([])
    expect(await organization.getRoles()).toHaveLength(9)
  })

  it.each([
    'organization { users(skip: 0 first: 2) { id } }',
    'organization { projects(where: {deleted: false} skip: 0 first: 2) { id } }',
    'organization { webhooks(skip: 0 first: 2) { id } }',
    'project(where: {id: "PROJECT"}) { members(skip: 0 first: 2) { id } }',
    'roles(skip: 0 first: 2) { id name }',
  ])('fits the literal that the official SDK writes, whichever it is: %s', async (text) => {
    for (const firstType of ['PageSize', 'Int'] as const) {
      const sandbox = await sandboxed({ users: 5, projects: 5, webhooks: 5, firstType })
      const [project = ''] = (await records(sandbox)).projects
      const data = await dataOf(sandbox, `query GetPagePyApi { ${text.replace('PROJECT', project)} }`)
      const [found] = Object.values(data)
      expect(Array.isArray(found) ? found : Object.values(found as object)[0]).toHaveLength(2)
    }
  })
})
