import { cacheExchange, Client, type AnyVariables, type TypedDocumentNode } from '@urql/core'
import { Kind } from 'graphql'
import { describe, expect, it, vi } from 'vitest'
import * as documents from '../../generated/operations.ts'
import { sandboxed } from '../../test/support/roads.ts'
import { labelboxExchange } from './exchange.ts'

type Document = TypedDocumentNode<unknown, AnyVariables>
type Ids = Record<string, string>
/** An answer, whose parts are read as what they are known to be. */
type Answer = Readonly<Record<string, unknown>>

/** The operations that the package ships, of one kind, by their names. */
const shipped = (kind: 'query' | 'mutation'): readonly string[] =>
  Object.entries(documents as unknown as Record<string, Document | undefined>).flatMap(([name, document]) =>
    document?.definitions.some(
      (definition) => definition.kind === Kind.OPERATION_DEFINITION && definition.operation === kind,
    )
      ? [name.replace(/Document$/, '')]
      : [],
  )

const documentOf = (name: string): Document => documents[`${name}Document` as keyof typeof documents] as never

const all = { skip: 0, first: 100 }

/** What a page may show, all at once. */
const queries: Readonly<Record<string, (ids: Ids) => object>> = {
  GetApiKeys: () => ({}),
  GetIamIntegrations: () => ({}),
  GetInvites: () => ({ first: 100 }),
  GetMember: ({ user }) => ({ id: user }),
  GetMembers: () => all,
  GetOrganization: () => ({}),
  GetPermissions: ({ user }) => ({ userId: user }),
  GetProject: ({ project }) => ({ id: project }),
  GetProjectInvites: ({ project }) => ({ id: project, first: 100 }),
  GetProjectMembers: ({ project }) => ({ id: project, ...all }),
  GetProjectTags: ({ project }) => ({ id: project }),
  GetResourceTags: () => ({}),
  GetRoles: () => all,
  GetUser: () => ({}),
  GetUserGroup: ({ group }) => ({ id: group }),
  GetUserGroups: () => ({ first: 100 }),
  InviteLimit: ({ organization }) => ({ organizationId: organization }),
  Projects: () => all,
  Users: () => all,
  Webhooks: () => all,
}

const aws = { name: 'aws', roleArn: 'arn:aws:iam::123456789012:role/labelbox', readBucket: 'images' }
const azure = { name: 'azure', readContainerUrl: 'https://a.blob.core.windows.net/b', tenantId: 't-1' }
const webhook = { topics: ['LABEL_CREATED'], url: 'https://example.com/hook', secret: 'a-long-secret' }
const group = { name: 'reviewers', color: '9EC5FF', projectIds: [] as string[], userRoles: [] as object[] }

/** Every mutation, in an order in which each has something to change. A name with a dot keeps the id of what it makes. */
const mutations: readonly (readonly [name: string, variables: (ids: Ids) => object, keep?: string])[] = [
  [
    'InviteUser',
    ({ inviter, organization, labeler }) => ({
      data: [
        {
          inviterId: inviter,
          organizationId: organization,
          organizationRoleId: labeler,
          inviteeEmail: 'new@example.com',
          projects: [],
        },
      ],
    }),
  ],
  ['CancelInvite', ({ invite }) => ({ id: invite })],
  [
    'CreateProject',
    () => ({
      name: 'new',
      allowedMediaType: 'IMAGE',
      autoAuditPercentage: 0,
      autoAuditNumberOfLabels: 0,
      isBenchmarkEnabled: false,
      isConsensusEnabled: false,
    }),
    'created',
  ],
  ['UpdateProject', ({ project }) => ({ id: project, name: 'renamed' })],
  ['CreateResourceTag', () => ({ text: 'new', color: 'ff0000' }), 'tag'],
  ['UpdateResourceTag', ({ tag }) => ({ id: tag, text: 'renamed' })],
  ['SetProjectTags', ({ project, tag }) => ({ id: project, resourceTagIds: [tag] })],
  ['DeleteResourceTag', ({ tag }) => ({ id: tag })],
  ['CreateWebhook', () => webhook, 'webhook'],
  ['CreateProjectWebhook', ({ project }) => ({ ...webhook, projectId: project })],
  ['UpdateWebhook', ({ webhook }) => ({ id: webhook, url: 'https://example.com/other' })],
  ['UpdateWebhookTopics', ({ webhook }) => ({ id: webhook, topics: ['LABEL_UPDATED'] })],
  ['DeleteWebhook', ({ webhook }) => ({ id: webhook })],
  ['CreateAwsIamIntegration', () => aws, 'aws'],
  ['CreateGcpIamIntegration', () => ({ name: 'gcp', readBucket: 'images' }), 'gcp'],
  ['CreateAzureIamIntegration', () => azure, 'azure'],
  ['UpdateAwsIamIntegration', ({ aws: id }) => ({ ...aws, id, name: 'aws 2' })],
  ['UpdateGcpIamIntegration', ({ gcp: id }) => ({ id, name: 'gcp 2', readBucket: 'images' })],
  ['UpdateAzureIamIntegration', ({ azure: id }) => ({ ...azure, id, name: 'azure 2' })],
  ['ValidateIamIntegration', ({ aws: id }) => ({ id })],
  ['SetDefaultIamIntegration', ({ gcp: id }) => ({ id })],
  ['DeleteIamIntegration', ({ azure: id }) => ({ id })],
  ['CreateApiKey', ({ email }) => ({ name: 'new', email }), 'key'],
  ['RevokeApiKey', ({ key }) => ({ id: key })],
  ['UpdateOrganizationRole', ({ user, none }) => ({ userId: user, roleId: none })],
  ['SetProjectRole', ({ user, labeler, project }) => ({ userId: user, roleId: labeler, projectId: project })],
  [
    'CreateUserGroup',
    ({ user, project, labeler }) => ({
      ...group,
      name: 'others',
      projectIds: [project],
      userRoles: [{ userId: user, roleId: labeler }],
    }),
    'others',
  ],
  [
    'UpdateUserGroup',
    ({ group: id, user, project, labeler }) => ({
      ...group,
      id,
      projectIds: [project],
      userRoles: [{ userId: user, roleId: labeler }],
    }),
  ],
  ['DeleteUserGroup', ({ group: id }) => ({ id })],
  ['RemoveUser', ({ user }) => ({ id: user })],
  ['DeleteProject', ({ project }) => ({ id: project })],
]

it('every shipped operation is in these tables', () => {
  expect(Object.keys(queries)).toEqual([...shipped('query')].sort())
  expect(mutations.map(([name]) => name).sort()).toEqual([...shipped('mutation')].sort())
})

describe("urql's document cache", () => {
  // Some seconds: it asks for everything after each of the mutations.
  it('refetches all that a mutation changes, for each mutation of the package', async () => {
    const { url, apiKey } = await sandboxed({ users: 6, invites: 1, projects: 2, webhooks: 0 })
    const options = { endpoint: url, apiKey }
    const plain = new Client({ url, exchanges: [labelboxExchange(options)] })
    const page = new Client({ url, exchanges: [cacheExchange, labelboxExchange(options)] })
    const ask = async (name: string, variables: object): Promise<Answer> => {
      const document = documentOf(name)
      const { data, error } =
        name in queries ? await plain.query(document, variables) : await page.mutation(document, variables)
      if (error !== undefined) throw new Error(name, { cause: error })
      return data as Answer
    }
    const ids = await known(ask)

    const shown = new Map<string, unknown>()
    for (const [name, variables] of Object.entries(queries)) {
      page.query(documentOf(name), variables(ids)).subscribe(({ data }) => shown.set(name, stripped(data)))
    }
    await expect.poll(() => shown.size).toBe(Object.keys(queries).length)

    let changed = 0
    for (const [name, variables, keep] of mutations) {
      const before = JSON.stringify([...shown])
      const result = await ask(name, variables(ids))
      if (keep !== undefined) ids[keep] = idIn(result)
      const fresh = new Map<string, unknown>()
      await Promise.all(
        Object.entries(queries).map(async ([query, variables]) => {
          const { data } = await plain.query(documentOf(query), variables(ids))
          fresh.set(query, stripped(data))
        }),
      )
      await vi.waitFor(
        () => {
          for (const [query, data] of fresh) expect(shown.get(query), `${query} after ${name}`).toEqual(data)
        },
        { timeout: 10_000 },
      )
      if (JSON.stringify([...shown]) !== before) changed += 1
    }
    // A mutation that changes nothing would show nothing.
    expect(changed).toBeGreaterThanOrEqual(mutations.length - 1)
  })
})

/** Without what the cache has added. */
const stripped = (data: unknown): unknown =>
  JSON.parse(JSON.stringify(data ?? null), (key, value: unknown) =>
    key === '__typename' ? undefined : value,
  ) as unknown

/** The first id in an answer. */
const idIn = (data: unknown): string => /"id":"([^"]+)"/.exec(JSON.stringify(data))?.[1] ?? ''

async function known(ask: (name: string, variables: object) => Promise<Answer>): Promise<Ids> {
  const named = (list: readonly { id: string; name: string }[], name: string): string =>
    list.find((each) => each.name.toLowerCase() === name)?.id ?? ''
  const { roles } = (await ask('GetRoles', all)) as { roles: never }
  const { user } = (await ask('GetUser', {})) as { user: { id: string; email: string } }
  const { organization } = (await ask('Users', all)) as { organization: { id: string; users: { id: string }[] } }
  const invites = await ask('GetInvites', { first: 100 })
  const projects = await ask('Projects', all)
  const made = await ask('CreateUserGroup', group)
  return {
    inviter: user.id,
    email: user.email,
    organization: organization.id,
    user: organization.users.find(({ id }) => id !== user.id)?.id ?? '',
    labeler: named(roles, 'labeler'),
    none: named(roles, 'none'),
    invite: idIn((invites['organization'] as { invites: object }).invites),
    project: idIn((projects['organization'] as { projects: object }).projects),
    group: idIn(made),
  }
}
