import { readFileSync } from 'node:fs'
import { buildSchema, isEnumType, isInputObjectType, isObjectType, isUnionType, type GraphQLSchema } from 'graphql'
import { describe, expect, it } from 'vitest'
import { sdl } from '../../../generated/schema.ts'
import { formerSdl } from './formerSchema.ts'
import { ask, records, sandboxed } from '../testingSandbox.ts'

const snapshot = buildSchema(readFileSync('src/schema/fixtures/2024-10.graphql', 'utf8'))

/** Everything in a schema, with its type: `User.email: String`, `Query.users(first:): PageSize`. */
const everything = (schema: GraphQLSchema): readonly string[] =>
  Object.values(schema.getTypeMap())
    .filter(({ name }) => !name.startsWith('__'))
    .flatMap((type) => {
      if (isEnumType(type)) return type.getValues().map(({ name }) => `${type.name}.${name}`)
      if (isUnionType(type)) return type.getTypes().map(({ name }) => `${type.name} = ${name}`)
      if (isInputObjectType(type))
        return Object.values(type.getFields()).map((field) => `${type.name}.${field.name}: ${String(field.type)}`)
      if (!isObjectType(type)) return [type.name]
      return Object.values(type.getFields()).flatMap((field) => [
        `${type.name}.${field.name}: ${String(field.type)}`,
        ...field.args.map((argument) => `${type.name}.${field.name}(${argument.name}:): ${String(argument.type)}`),
      ])
    })

/** What the present schema has that neither snapshot knew. */
const later = new Set(
  everything(buildSchema(readFileSync('src/schema/fixtures/2026-07.graphql', 'utf8'))).map(coordinateOf),
)
const newer = new Set(
  everything(buildSchema(sdl))
    .map(coordinateOf)
    .filter((each) => !later.has(each)),
)

function coordinateOf(part: string): string {
  return part.split(/[:(] /)[0]?.replace(/:.*/, '') ?? ''
}

describe('the schema of 2024-10', () => {
  const former = everything(buildSchema(formerSdl(sdl)))

  it('has everything in the snapshot of that time', () => {
    expect(everything(snapshot).filter((each) => !former.includes(each))).toEqual([])
  })

  it("adds only filters and what the SDK's tests send", () => {
    const known = everything(snapshot)
    const more = former
      .filter(
        (each) =>
          !newer.has(coordinateOf(each)) &&
          !known.includes(each) &&
          !/^(?:User|Project)(?:Where|OrderBy)Input\./.test(each),
      )
      .map((each) => each.split(/[:(]/)[0] ?? '')
      .map((each) => (each.startsWith('Mutation.') ? each : each.split('.')[0]))

    expect([...new Set(more)].sort()).toEqual([
      'CreateApiKeyInput',
      'CreateProjectInput',
      'CreatedApiKey',
      'DeleteResourceTagInput',
      'Mutation.createApiKey',
      'Mutation.createProject',
      'Mutation.deleteResourceTag',
      'Mutation.updateProject',
      'ProjectUpdateInput',
    ])
  })
})

describe('the official SDK 6.0.0', () => {
  const user = 'createdAt email intercomHash isExternalUser isViewer nickname name picture id updatedAt'
  const served = () => sandboxed({ schema: '2024-10', invites: 1 })

  it('reads users with all fields, and dates with milliseconds', async () => {
    const { data } = await ask(await served(), `query GetUserPyApi { user { ${user} } }`)

    expect(data).toMatchObject({
      user: {
        intercomHash: expect.stringMatching(/^[\da-f]{64}$/) as unknown,
        createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as unknown,
      },
    })
  })

  it('lists and cancels invites on /_gql only, by the id of createInvites', async () => {
    const sandbox = await served()
    const { me, organizationId, role } = await records(sandbox)
    const made = await ask(
      sandbox,
      `mutation createInvitesPyApi($data: [CreateInviteInput!]) { createInvites(data: $data) {
         invite { id createdAt organizationRoleName inviteeEmail inviter { ${user} } } } }`,
      {
        variables: {
          data: [
            {
              inviterId: me.id,
              inviteeEmail: 'a@example.com',
              organizationId,
              organizationRoleId: role('Labeler'),
              projects: [],
            },
          ],
        },
      },
    )
    const [{ invite }] = (made.data as unknown as { createInvites: [{ invite: { id: string } }] }).createInvites
    const list = `query GetOrgInvitationsPyApi($from: ID, $first: PageSize) { organization { id invites(from: $from, first: $first) {
      nodes { id createdAt organizationRoleName inviteeEmail projectInvites { id projectRoleName projectId } } nextCursor } } }`

    const hidden = await ask(sandbox, list)
    const before = await ask(sandbox, list, { path: '/_gql', variables: { from: null, first: 100, search: '' } })
    const cancelled = await ask(
      sandbox,
      'mutation CancelInvitePyApi($where: WhereUniqueIdInput!) { cancelInvite(where: $where) { id } }',
      { path: '/_gql', variables: { where: { id: invite.id } } },
    )

    expect(hidden.code).toBe('GRAPHQL_VALIDATION_FAILED')
    expect(before.data).toMatchObject({ organization: { invites: { nodes: [{}, { id: invite.id }] } } })
    expect(cancelled.data).toEqual({ cancelInvite: { id: invite.id } })
  })

  it('adds members, projects and groups as its own tests do', async () => {
    const sandbox = await served()
    const { role, me } = await records(sandbox)
    const { data, errors } = await ask(
      sandbox,
      `mutation MakeNewUserPyApi {
         addMembersToOrganization(data: { emails: ["new@labelbox.com"], orgRoleId: "${role('None')}", projectRoles: [] }) { newUserId }
         createProject(data: { name: "a", allowedMediaType: IMAGE, autoAuditPercentage: 1, autoAuditNumberOfLabels: 1,
           isBenchmarkEnabled: false, isConsensusEnabled: false }) { id uploadType queueMode }
         createUserGroup(data: { name: "a", color: "9EC5FF", projectIds: [], userIds: ["${me.id}"] }) { group { id } }
       }`,
    )

    expect(errors).toBeUndefined()
    expect(data).toMatchObject({ createProject: { queueMode: 'BATCH' } })
    const [{ newUserId }] = (data as unknown as { addMembersToOrganization: [{ newUserId: string }] })
      .addMembersToOrganization
    expect((await ask(sandbox, `{ user(where: {id: "${newUserId}"}) { email orgRole { name } } }`)).data).toEqual({
      user: { email: 'new@labelbox.com', orgRole: { name: 'None' } },
    })
  })

  it('is refused later fields', async () => {
    const sandbox = await served()
    for (const text of ['{ user { lastLoginAt } }', '{ userGroupsV2 { totalCount } }', '{ roles(first: 1) { id } }']) {
      expect((await ask(sandbox, text, { path: '/_gql' })).code).toBe('GRAPHQL_VALIDATION_FAILED')
    }
  })
})
