import { describe, expect, it } from 'vitest'
import { ask, sandboxed } from '../testingSandbox.ts'

interface Listed {
  readonly organization: { readonly [list: string]: readonly Readonly<Record<string, unknown>>[] }
}

// The documents are those of the official SDK: alphabetical fields, arguments separated by spaces, `$param_0`.
const userFields = 'createdAt email isExternalUser isViewer nickname name picture id updatedAt'
const projectFields =
  'autoAuditNumberOfLabels autoAuditPercentage createdAt dataRowCount description editorTaskType isBenchmarkEnabled isConsensusEnabled lastActivityTime allowedMediaType modelSetupComplete name setupComplete id updatedAt uploadType'

describe("the official SDK's own queries", () => {
  it('pages users by offset without repeats', async () => {
    const sandbox = await sandboxed({ users: 7 })
    const query = (skip: number): string =>
      `query GetOrganizationUsersPyApi { organization { users(skip: ${skip} first: 3) { ${userFields} } } }`

    const pages = await Promise.all([0, 3, 6, 9].map((skip) => ask(sandbox, query(skip))))

    const rows = pages.map(({ data }) => (data as unknown as Listed).organization['users'] ?? [])
    expect(rows.map((page) => page.length)).toEqual([3, 3, 1, 0])
    expect(new Set(rows.flat().map(({ id }) => id)).size).toBe(7)
    expect(rows[0]?.[0]).toMatchObject({ email: 'ada.lovelace.1@example.com', name: 'Ada Lovelace', nickname: 'ada1' })
  })

  it('filters and sorts projects, on both paths', async () => {
    const sandbox = await sandboxed({ projects: 5 })
    const query = `query GetOrganizationProjectsPyApi($param_0: String!, $param_1: Boolean!) {
      organization { projects(where: {AND: [{name_not: $param_0}, {deleted: $param_1}]} skip: 0 first: 100 orderBy: createdAt_DESC) { ${projectFields} } } }`
    const variables = { param_0: 'Invoices 3', param_1: false }

    for (const path of ['/graphql', '/_gql'] as const) {
      const { data } = await ask(sandbox, query, { variables, path })

      const names = (data as unknown as Listed).organization['projects']?.map(({ name }) => name)
      expect(names).toEqual(['Call transcripts 5', 'Chest X-rays 4', 'Crop health 2', 'Street scenes 1'])
    }
  })

  it('includes deleted projects unless the filter excludes them', async () => {
    const sandbox = await sandboxed({ projects: 5 })
    const count = async (where: string): Promise<unknown> =>
      ((await ask(sandbox, `{ projects(${where} skip: 0 first: 100) { id } }`)).data?.['projects'] as unknown[]).length

    expect(await count('where: {deleted: false}')).toBe(5)
    expect(await count('where: {deleted: true}')).toBe(2)
    expect(await count('')).toBe(7)
  })

  it('ignores undeclared variables, and accepts null for variables', async () => {
    const sandbox = await sandboxed({ invites: 2 })
    const query = `query GetOrgInvitationsPyApi($from: ID, $first: PageSize) { organization { id invites(from: $from, first: $first) {
      nodes { id createdAt organizationRoleName inviteeEmail projectInvites { id projectRoleName projectId } } nextCursor } } }`

    for (const path of ['/graphql', '/_gql'] as const) {
      const variables = { from: null, first: 100, search: '' }
      const { data, status } = await ask(sandbox, query, { variables, path })

      expect(status).toBe(200)
      expect(data).toMatchObject({ organization: { invites: { nodes: [{}, {}], nextCursor: null } } })
    }
    expect(sandbox.received.map(({ variables }) => variables)).toHaveLength(2)
    expect(await ask(sandbox, '{ user { id } }')).toMatchObject({ status: 200 })
  })

  it('accepts inline enums, and returns topics of webhooks as lists', async () => {
    const sandbox = await sandboxed({ webhooks: 0 })
    const { data } = await ask(
      sandbox,
      `mutation CreateWebhookPyApi { createWebhook(data: {topics: {set: [LABEL_CREATED, LABEL_DELETED]}, url: "https://example.com/hook", secret: "s"}) { createdAt status topics id updatedAt url } }`,
    )

    expect(data).toMatchObject({ createWebhook: { status: 'ACTIVE', topics: ['LABEL_CREATED', 'LABEL_DELETED'] } })
  })
})

it.each(['email', 'name', 'lastLoginAt', 'isExternalUser', 'id'])(
  'returns each member once over the pages in the order of %s, in both directions',
  async (field) => {
    const sandbox = await sandboxed({ users: 30 })
    const list = async (direction: string): Promise<readonly Readonly<Record<string, unknown>>[]> => {
      const query = (skip: number): string =>
        `{ organization { users(skip: ${skip}, first: 7, orderBy: ${field}_${direction}) { id ${field} } } }`
      const pages = await Promise.all([0, 7, 14, 21, 28].map((skip) => ask(sandbox, query(skip))))
      return pages.flatMap(({ data }) => (data as unknown as Listed).organization['users'] ?? [])
    }
    const [up, down] = [await list('ASC'), await list('DESC')]

    expect(new Set(up.map(({ id }) => id)).size).toBe(30)
    expect(down).toEqual(up.toReversed())
    // Nothing comes before null, as in the database of the sandbox.
    const keys = up.map((row) => `${row[field] === null ? 0 : 1}${String(row[field])}`)
    expect(keys).toEqual(keys.toSorted())
  },
)

it('returns at most maxPageSize rows', async () => {
  const sandbox = await sandboxed({ users: 9, maxPageSize: 4 })

  const { data } = await ask(sandbox, '{ users(skip: 0 first: 100) { id } }')

  expect(data?.['users']).toHaveLength(4)
})

it('returns dates with milliseconds, and compares times in any zone', async () => {
  const sandbox = await sandboxed({ users: 3 })

  const { data } = await ask(
    sandbox,
    '{ all: users { createdAt updatedAt } since: users(where: { createdAt_gte: "2024-01-15T11:01:00.124+02:00" }) { id } exact: users(where: { createdAt: "2024-01-15T09:01:00.124Z" }) { email } }',
  )

  const dates = (data?.['all'] as Record<string, string>[]).flatMap((row) => Object.values(row))
  expect(dates).toHaveLength(6)
  for (const date of dates) expect(date).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
  expect(data?.['since']).toHaveLength(2)
  expect(data?.['exact']).toEqual([{ email: 'grace.hopper.2@example.com' }])
})

it.each([
  ['email: "ada.lovelace.1@example.com"', 1],
  ['email_not: "ada.lovelace.1@example.com"', 5],
  ['email_lt: "b"', 2],
  ['email_gte: "b"', 4],
  ['AND: [{ email_gt: "b" }, { AND: [{ email_lt: "h" }, { name_not: "Nobody" }] }], email_not: "x"', 3],
  ['AND: []', 6],
  ['id_in: []', 0],
  ['name: "\' OR 1=1 --"', 0],
  ['deleted: true', 1],
  ['deleted: false', 6],
])('filters users by {%s}', async (where, count) => {
  const { data } = await ask(await sandboxed({ users: 6 }), `{ users(where: {${where}}) { id } }`)

  expect(data?.['users']).toHaveLength(count)
})

it('has the experimental filters on /_gql only', async () => {
  const sandbox = await sandboxed({ users: 6 })
  const query = '{ users(where: { email_contains: "HOPPER" }) { email } }'

  expect(await ask(sandbox, query)).toMatchObject({ status: 400, code: 'GRAPHQL_VALIDATION_FAILED' })
  expect((await ask(sandbox, query, { path: '/_gql' })).data?.['users']).toHaveLength(1)
})

it('starts with the same records, except for the organization id', async () => {
  const query =
    '{ organization { name createdAt } users { id email createdAt } roles { id name } iamIntegrations { id } }'

  const sandboxes = [await sandboxed({ users: 5 }), await sandboxed({ users: 5 })] as const
  const [first, second] = [await ask(sandboxes[0], query), await ask(sandboxes[1], query)]
  const ids = await Promise.all(sandboxes.map((sandbox) => ask(sandbox, '{ organization { id } }')))

  expect(first.data).toEqual(second.data)
  expect(ids[0]?.data).not.toEqual(ids[1]?.data)
})

it('lists the members of a project with their roles', async () => {
  const sandbox = await sandboxed({ users: 5, projects: 1 })

  const { data } = await ask(
    sandbox,
    '{ projects(first: 1) { members { id user { email } role { name } accessFrom } } }',
  )

  const [project] = data?.['projects'] as { members: { id: string; role: unknown; accessFrom: string }[] }[]
  expect(project?.members).toHaveLength(5)
  expect(new Set(project?.members.map(({ id }) => id)).size).toBe(5)
  expect(project?.members.at(-1)).toMatchObject({ role: { name: 'Labeler' }, accessFrom: 'PROJECT' })
})
