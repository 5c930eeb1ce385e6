import type { AnyVariables, TypedDocumentNode } from '@urql/core'
import { Kind } from 'graphql'
import * as documents from '../../generated/operations.ts'

export type Document = TypedDocumentNode<unknown, AnyVariables>
export type Ids = Record<string, string>
/** An answer, whose parts are read as what they are known to be. */
export type Answer = Readonly<Record<string, unknown>>

/** The operations that the package ships, of one kind, by their names. */
export const shipped = (kind: 'query' | 'mutation'): readonly string[] =>
  Object.entries(documents as unknown as Record<string, Document | undefined>).flatMap(([name, document]) =>
    name.endsWith('Document') &&
    document?.definitions.some(
      (definition) => definition.kind === Kind.OPERATION_DEFINITION && definition.operation === kind,
    )
      ? [name.replace(/Document$/, '')]
      : [],
  )

export const documentOf = (name: string): Document => documents[`${name}Document` as keyof typeof documents] as never

/** A part of a list. */
export interface Part {
  readonly skip: number
  readonly first: number
}

export const all: Part = { skip: 0, first: 100 }

/** The variables of queries that ask for a record. */
const ofRecords: Readonly<Record<string, (ids: Ids) => object>> = {
  ExportGroupMembers: ({ group }) => ({ id: group }),
  GetGroupMemberPage: ({ group }) => ({ groupIds: [group] }),
  GetGroupMembers: ({ group }) => ({ id: group }),
  GetMember: ({ user }) => ({ id: user }),
  GetMemberProjects: ({ user }) => ({ id: user }),
  GetMemberProjectsUnfiltered: ({ user }) => ({ id: user }),
  GetPermissions: ({ user }) => ({ userId: user }),
  GetProject: ({ project }) => ({ id: project }),
  GetProjectInvites: ({ project }) => ({ id: project }),
  GetProjectMembers: ({ project }) => ({ id: project }),
  GetProjectTags: ({ project }) => ({ id: project }),
  GetUserGroup: ({ group }) => ({ id: group }),
  GetWebhookCreator: ({ firstWebhook }) => ({ id: firstWebhook }),
  InviteLimit: ({ organization }) => ({ organizationId: organization }),
}

/** Every query, by its name: the variables for some ids, and for a part of its list if it has one. */
export const queries: Readonly<Record<string, (ids: Ids, part?: Part) => object>> = Object.fromEntries(
  shipped('query').map((name) => {
    const declared = variablesOf(documentOf(name))
    return [
      name,
      (ids: Ids, part = all) => ({
        ...Object.fromEntries(Object.entries(part).filter(([variable]) => declared.includes(variable))),
        ...ofRecords[name]?.(ids),
      }),
    ]
  }),
)

function variablesOf({ definitions }: Document): readonly string[] {
  const operation = definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION)
  return (operation?.variableDefinitions ?? []).map(({ variable }) => variable.name.value)
}

const aws = { name: 'aws', roleArn: 'arn:aws:iam::123456789012:role/labelbox', readBucket: 'images' }
const azure = { name: 'azure', readContainerUrl: 'https://a.blob.core.windows.net/b', tenantId: 't-1' }
const webhook = { topics: ['LABEL_CREATED'], url: 'https://example.com/hook', secret: 'a-long-secret' }
const group = { name: 'reviewers', color: '9EC5FF', projectIds: [] as string[], userRoles: [] as object[] }

/**
 * Every mutation, in an order in which each has something to change. `keep` names the id of what it makes.
 */
export const mutations: readonly (readonly [name: string, variables: (ids: Ids) => object, keep?: string])[] = [
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
  ['UpdateResourceTag', ({ tag }) => ({ id: tag, text: 'renamed', color: 'ff8800' })],
  ['UpdateResourceTagByWhere', ({ tag }) => ({ id: tag, text: 'renamed again', color: 'ff8800' })],
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
  ['RemoveGroupMembers', ({ group: id, user }) => ({ groupId: id, userIds: [user] })],
  [
    'ImportGroupMembers',
    ({ group: id, labeler, userEmail }) => ({ id, roleId: labeler, file: new Blob([`email\n${userEmail ?? ''}\n`]) }),
  ],
  [
    'AddGroupMembers',
    ({ group: id, user, reviewer }) => ({ groupIds: [id], userRoles: [{ userId: user, roleId: reviewer }] }),
  ],
  ['DeleteUserGroup', ({ group: id }) => ({ id })],
  ['RemoveUser', ({ user }) => ({ id: user })],
  ['DeleteProject', ({ project }) => ({ id: project })],
]

/** Without what the cache has added. */
export const stripped = (data: unknown): unknown =>
  JSON.parse(JSON.stringify(data ?? null), (key, value: unknown) =>
    key === '__typename' ? undefined : value,
  ) as unknown

/** The first id in an answer. */
export const idIn = (data: unknown): string => /"id":"([^"]+)"/.exec(JSON.stringify(data))?.[1] ?? ''

/** The ids of what a sandbox starts with. */
export async function known(ask: (name: string, variables: object) => Promise<Answer>): Promise<Ids> {
  const named = (list: readonly { id: string; name: string }[], name: string): string =>
    list.find((each) => each.name.toLowerCase() === name)?.id ?? ''
  const { roles } = (await ask('GetRoles', all)) as { roles: never }
  const { user } = (await ask('GetUser', {})) as { user: { id: string; email: string } }
  const { organization } = (await ask('Users', all)) as {
    organization: { id: string; users: { id: string; email: string }[] }
  }
  const invites = await ask('GetInvites', { first: 100 })
  const projects = await ask('Projects', all)
  const made = await ask('CreateUserGroup', group)
  const firstWebhook = await ask('CreateWebhook', webhook)
  const other = organization.users.find(({ id }) => id !== user.id)
  return {
    inviter: user.id,
    email: user.email,
    organization: organization.id,
    user: other?.id ?? '',
    userEmail: other?.email ?? '',
    labeler: named(roles, 'labeler'),
    reviewer: named(roles, 'reviewer'),
    none: named(roles, 'none'),
    invite: idIn((invites['organization'] as { invites: object }).invites),
    project: idIn((projects['organization'] as { projects: object }).projects),
    group: idIn(made),
    firstWebhook: idIn(firstWebhook),
  }
}
