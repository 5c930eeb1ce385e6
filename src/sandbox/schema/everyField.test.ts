import {
  buildSchema,
  getNamedType,
  isObjectType,
  isUnionType,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLObjectType,
} from 'graphql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sdl } from '../../../generated/schema.ts'
import { createSandbox, type Sandbox } from '../index.ts'
import { ask, records } from '../testingSandbox.ts'

type Field = GraphQLField<unknown, unknown>
type Ids = Readonly<Record<string, string>>

const schema = buildSchema(sdl)
const query = schema.getQueryType()
const mutation = schema.getMutationType()
const isExperimental = ({ description }: Field): boolean =>
  description?.startsWith('Experimental endpoint (/_gql)') === true

/** Arguments of the root fields that require some. */
const roots: Readonly<Record<string, (ids: Ids) => string>> = {
  'Query.project': ({ project }) => `(where: {id: "${project}"})`,
  'Query.webhook': ({ webhook }) => `(where: {id: "${webhook}"})`,
  'Query.invitesLimit': ({ organization }) => `(where: {id: "${organization}"})`,
  'Query.userGroup': ({ group }) => `(where: {id: "${group}"})`,
  'Query.userGroupV2': ({ group }) => `(where: {id: "${group}"})`,
  'Query.projectMemberships': ({ based }) => `(userId: "${based}")`,
  'Mutation.addMembersToOrganization': ({ none }) => `(data: {emails: ["a@example.com"], orgRoleId: "${none}"})`,
  'Mutation.shareProject': ({ based, project }) => `(projectId: "${project}", userIds: ["${based}"])`,
  'Mutation.unshareProject': ({ based, project }) => `(projectId: "${project}", userIds: ["${based}"])`,
  'Mutation.shareProjectWithExternalOrganization': ({ project }) =>
    `(data: {projectId: "${project}", organizationId: "partner"})`,
  'Mutation.unshareProjectWithExternalOrganization': ({ project }) =>
    `(data: {projectId: "${project}", organizationId: "partner"})`,
  'Mutation.createInvites': (ids) => `(data: [${newInvite(ids, 'another@example.com')}])`,
  'Mutation.cancelInvite': ({ invite }) => `(where: {id: "${invite}"})`,
  'Mutation.setOrganizationRole': ({ based, labeler }) => `(data: {userId: "${based}", roleId: "${labeler}"})`,
  'Mutation.setProjectMembership': ({ based, labeler, project }) =>
    `(data: {userId: "${based}", roleId: "${labeler}", projectId: "${project}"})`,
  'Mutation.setUserAccess': ({ based, labeler }) =>
    `(where: {id: "${based}"}, data: {roleId: "${labeler}", canAccessAllProjects: true})`,
  'Mutation.updateUser': ({ based }) => `(where: {id: "${based}"}, data: {deleted: true})`,
  'Mutation.createResourceTag': () => '(input: {text: "new", color: "00ff00"})',
  'Mutation.updateResourceTag': ({ tag }) => `(input: {id: "${tag}", text: "new", color: "ff8800"})`,
  'Mutation.deleteResourceTag': ({ tag }) => `(input: {id: "${tag}"})`,
  'Mutation.project': ({ project }) => `(where: {id: "${project}"})`,
  'Mutation.createWebhook': () => '(data: {topics: {set: [LABEL_CREATED]}, url: "https://example.com", secret: "s"})',
  'Mutation.updateWebhook': ({ webhook }) => `(where: {id: "${webhook}"}, data: {status: INACTIVE})`,
  'Mutation.createUserGroup': () => '(data: {name: "new", color: "9EC5FF", projectIds: [], userIds: []})',
  'Mutation.updateUserGroup': ({ group }) =>
    `(where: {id: "${group}"}, data: {name: "new", color: "9EC5FF", projectIds: [], userIds: []})`,
  'Mutation.addUsersToGroups': ({ group, based, labeler }) =>
    `(groupIds: ["${group}"], userRoles: [{userId: "${based}", roleId: "${labeler}"}])`,
  'Mutation.removeUsersFromGroup': ({ group, based }) => `(groupId: "${group}", userIds: ["${based}"])`,
  'Mutation.deleteUserGroup': ({ group }) => `(where: {id: "${group}"})`,
  'Mutation.createUserGroupV3': () => '(data: {name: "new", color: "9EC5FF"})',
  'Mutation.updateUserGroupV3': ({ group }) =>
    `(where: {id: "${group}"}, data: {name: "new", color: "9EC5FF", projectIds: []})`,
  'Mutation.importUsersAsCsvToGroup': ({ group, labeler }) =>
    `(roleId: "${labeler}", file: $file, where: {id: "${group}"})`,
  'Mutation.createAwsIamIntegration': () => '(data: {name: "new", roleArn: "arn"})',
  'Mutation.createGcpIamIntegration': () => '(data: {name: "new", readBucket: "bucket"})',
  'Mutation.createAzureIamIntegration': () =>
    '(data: {name: "new", readContainerUrl: "https://a.example", tenantId: "t"})',
  'Mutation.updateAwsIamIntegration': ({ aws }) => `(data: {name: "new", roleArn: "arn"}, where: {id: "${aws}"})`,
  'Mutation.updateGcpIamIntegration': ({ gcp }) => `(data: {name: "new", readBucket: "b"}, where: {id: "${gcp}"})`,
  'Mutation.updateAzureIamIntegration': ({ azure }) =>
    `(data: {name: "new", readContainerUrl: "https://a.example", tenantId: "t"}, where: {id: "${azure}"})`,
  'Mutation.validateIamIntegration': ({ aws }) => `(where: {id: "${aws}"})`,
  'Mutation.setDefaultIamIntegration': ({ gcp }) => `(where: {id: "${gcp}"})`,
  'Mutation.deleteIamIntegration': ({ aws }) => `(where: {id: "${aws}"})`,
  'Mutation.createApiKey': ({ email }) => `(data: {name: "new", targetUserEmailId: "${email}"})`,
  'Mutation.updateApiKey': ({ key }) => `(where: {id: "${key}"}, data: {revoked: true})`,
  'Mutation.createProject': () => '(data: {name: "new", allowedMediaType: IMAGE})',
  'Mutation.updateProject': ({ project }) => `(where: {id: "${project}"}, data: {name: "new"})`,
}

const newInvite = ({ me, organization, none, project, labeler }: Ids, email: string): string =>
  `{inviterId: "${me}", inviteeEmail: "${email}", organizationId: "${organization}", organizationRoleId: "${none}", projects: [{projectId: "${project}", projectRoleId: "${labeler}"}]}`

interface Filled {
  readonly sandbox: Sandbox
  readonly ids: Ids
}

/** A sandbox with at least one record of each kind, and their ids. */
async function filled(): Promise<Filled> {
  const sandbox = await createSandbox({ users: 5, projects: 2, invites: 0 })
  const { me, organizationId, role, based, projects } = await records(sandbox)
  const ids: Ids = {
    me: me.id,
    email: me.email,
    organization: organizationId,
    none: role('None'),
    labeler: role('Labeler'),
    based: based[0]?.id ?? '',
    project: projects[0] ?? '',
  }
  const made = await ask(
    sandbox,
    `mutation { createInvites(data: [${newInvite(ids, 'new@example.com')}]) { invite { id } }
       createUserGroupV3(data: {name: "Group", color: "9EC5FF", projectIds: ["${ids['project'] ?? ''}"], userRoles: [{userId: "${ids['based'] ?? ''}", roleId: "${ids['labeler'] ?? ''}"}]}) { group { id } }
       shareProjectWithExternalOrganization(data: {projectId: "${ids['project'] ?? ''}", organizationId: "partner"}) { id }
       createApiKey(data: {name: "Key", targetUserEmailId: "${based[0]?.email ?? ''}"}) { id }
       project(where: {id: "${ids['project'] ?? ''}"}) { updateProjectResourceTags(input: {resourceTagIds: []}) { id } } }`,
    { path: '/_gql' },
  )
  expect(made.errors).toBeUndefined()
  const { data } = await ask(
    sandbox,
    '{ organization { invites { nodes { id } } webhooks { id } resourceTag { id } } iamIntegrations { id } }',
  )
  const found = data as unknown as {
    organization: { invites: { nodes: { id: string }[] }; webhooks: { id: string }[]; resourceTag: { id: string }[] }
    iamIntegrations: { id: string }[]
  }
  const { createUserGroupV3, createApiKey } = made.data as unknown as {
    createUserGroupV3: { group: { id: string } }
    createApiKey: { id: string }
  }
  const [aws, gcp, azure] = found.iamIntegrations.map(({ id }) => id)
  return {
    sandbox,
    ids: {
      ...ids,
      invite: found.organization.invites.nodes[0]?.id ?? '',
      webhook: found.organization.webhooks[0]?.id ?? '',
      tag: found.organization.resourceTag[0]?.id ?? '',
      group: createUserGroupV3.group.id,
      key: createApiKey.id,
      aws: aws ?? '',
      gcp: gcp ?? '',
      azure: azure ?? '',
    },
  }
}

/** Sends a document, with a file as a part of its own if it needs one. */
async function send(
  sandbox: Sandbox,
  text: string,
  path: '/graphql' | '/_gql',
): Promise<{ readonly errors?: unknown; readonly data?: Readonly<Record<string, unknown>> | null }> {
  if (!text.includes('$file')) return ask(sandbox, text, { path })
  const form = new FormData()
  form.set('operations', JSON.stringify({ query: text, variables: { file: null } }))
  form.set('map', '{"0":["variables.file"]}')
  form.set('0', new Blob(['email\n']), 'members.csv')
  const headers = { authorization: `Bearer ${sandbox.apiKey}` }
  const response = await fetch(sandbox.url.replace('/graphql', path), { method: 'POST', headers, body: form })
  return (await response.json()) as { errors?: unknown; data?: Record<string, unknown> | null }
}

/** The shortest way from a root field to a type. */
interface Way {
  readonly kind: 'query' | 'mutation'
  readonly steps: (ids: Ids) => readonly string[]
  readonly names: readonly string[]
}

const argumentsOf = (field: Field): string => {
  if (field.name === 'updateProjectResourceTags') return '(input: {resourceTagIds: []})'
  return field.args.some(({ name }) => name === 'first') ? '(first: 2)' : ''
}

/** The object types of a field: several for a union. */
const typesOf = (type: GraphQLNamedType): readonly GraphQLObjectType[] =>
  isObjectType(type) ? [type] : isUnionType(type) ? type.getTypes() : []

function waysToTypes(): ReadonlyMap<string, Way> {
  const ways = new Map<string, Way>()
  const queue: (readonly [type: GraphQLNamedType, way: Way])[] = []
  for (const [kind, root] of [
    ['query', query],
    ['mutation', mutation],
  ] as const) {
    for (const field of Object.values(root?.getFields() ?? {})) {
      const ask = roots[`${root?.name ?? ''}.${field.name}`]
      const way: Way = {
        kind,
        names: [field.name],
        steps: (ids) => [`${field.name}${ask?.(ids) ?? argumentsOf(field)}`],
      }
      queue.push([getNamedType(field.type), way])
    }
  }
  for (const [type, way] of queue) {
    for (const object of typesOf(type)) {
      if (ways.has(object.name)) continue
      const steps = (ids: Ids): readonly string[] =>
        isUnionType(type) ? [...way.steps(ids), `... on ${object.name}`] : way.steps(ids)
      ways.set(object.name, { ...way, steps })
      for (const field of Object.values(object.getFields())) {
        queue.push([
          getNamedType(field.type),
          {
            kind: way.kind,
            names: [...way.names, field.name],
            steps: (ids) => [...steps(ids), `${field.name}${argumentsOf(field)}`],
          },
        ])
      }
    }
  }
  return ways
}

/** Selects every field of a type. Of objects only `__typename` is selected. */
const selectionOf = (type: GraphQLObjectType): string =>
  Object.values(type.getFields())
    .map((field) => {
      const isLeaf = typesOf(getNamedType(field.type)).length === 0
      return isLeaf ? field.name : `${field.name}${argumentsOf(field)} { __typename }`
    })
    .join(' ')

const document = (kind: string, steps: readonly string[], selection: string): string => {
  const body = steps.reduceRight((inner, step) => `${step} { ${inner} }`, selection)
  return `${kind}${body.includes('$file') ? '($file: Upload!)' : ''} { ${body} }`
}

/** The objects of a response at the end of a way. */
const follow = (value: unknown, names: readonly string[]): readonly unknown[] =>
  names.reduce<readonly unknown[]>(
    (objects, name) => objects.flatMap((object) => (object as Record<string, unknown> | null)?.[name] ?? []).flat(),
    [value],
  )

const objectTypes = Object.values(schema.getTypeMap()).filter(
  (type): type is GraphQLObjectType =>
    isObjectType(type) && type !== query && type !== mutation && !type.name.startsWith('__'),
)

const rootFields = [query, mutation].flatMap((root) =>
  Object.values(root?.getFields() ?? {}).map((field) => [`${root?.name ?? ''}.${field.name}`, field] as const),
)

// Queries share a sandbox. A mutation gets its own.
let shared: Filled
beforeAll(async () => {
  shared = await filled()
})
afterAll(() => shared.sandbox.close())

async function inSandbox(kind: 'query' | 'mutation', test: (filled: Filled) => Promise<void>): Promise<void> {
  if (kind === 'query') {
    await test(shared)
    return
  }
  const own = await filled()
  await test(own).finally(() => own.sandbox.close())
}

describe('every root field of the schema has a resolver', () => {
  it.each(rootFields)('%s', async (name, field) => {
    const kind = name.startsWith('Query') ? 'query' : 'mutation'
    await inSandbox(kind, async ({ sandbox, ids }) => {
      const types = typesOf(getNamedType(field.type))
      const text = `${field.name}${roots[name]?.(ids) ?? argumentsOf(field)}${types.length > 0 ? ' { __typename }' : ''}`
      const document = `${kind}${text.includes('$file') ? '($file: Upload!)' : ''} { ${text} }`

      const { data, errors } = await send(sandbox, document, isExperimental(field) ? '/_gql' : '/graphql')

      expect(errors).toBeUndefined()
      expect(data?.[field.name]).toBeTruthy()
    })
  })
})

describe('every field of every type has a resolver or a column', () => {
  const ways = waysToTypes()

  it.each(objectTypes.map((type) => [type.name, type] as const))('%s', async (name, type) => {
    const way = ways.get(name)
    await inSandbox(way?.kind ?? 'query', async ({ sandbox, ids }) => {
      const text = document(way?.kind ?? 'query', way?.steps(ids) ?? [], selectionOf(type))
      const { data, errors } = await send(sandbox, text, '/_gql')

      expect(errors).toBeUndefined()
      const objects = follow(data, way?.names ?? []).filter((object) => Object.keys(object as object).length > 0)
      expect(objects.length).toBeGreaterThan(0)
      for (const object of objects) expect(Object.keys(object as object)).toEqual(Object.keys(type.getFields()))
    })
  })
})
