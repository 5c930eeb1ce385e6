import { Kind, parse, print, visit, type DefinitionNode } from 'graphql'

/** What the API has got since October 2024, the time of the official Python SDK 6.0.0: types, fields and arguments. */
const added = new Set([
  'AwsIamIntegrationSettings.readBucket',
  'CreateInviteInput.userGroupIds',
  'CreateInviteInput.userGroupWithRoleIds',
  'IamIntegrationProvider.Azure',
  'IamIntegrationSettings.AzureIamIntegrationSettings',
  ...['createAwsIamIntegration', 'createAzureIamIntegration', 'createGcpIamIntegration'].map((name) => `Mutation.${name}`),
  ...['updateAwsIamIntegration', 'updateAzureIamIntegration', 'updateGcpIamIntegration'].map((name) => `Mutation.${name}`),
  ...['deleteIamIntegration', 'setDefaultIamIntegration', 'validateIamIntegration'].map((name) => `Mutation.${name}`),
  ...['createUserGroupV3', 'updateUserGroupV3', 'importUsersAsCsvToGroup', 'updateApiKey'].map((name) => `Mutation.${name}`),
  ...['organizationRole', 'userGroupV2', 'userGroupsV2', 'roles.first', 'roles.skip'].map((name) => `Query.${name}`),
  ...['description', 'organizationId', 'permissions'].map((name) => `Role.${name}`),
  ...['apiKeys', 'apiKeysOtherUsers', 'lastLoginAt'].map((name) => `User.${name}`),
  'UserGroup.description',
])
const addedToFilters = /^(?:UserWhereInput\.(?:id_in|lastLoginAt)|UserOrderByInput\.lastLoginAt)/

/** What it had then, and has no more or hides. The mutation is what the SDK's own tests make members with. */
const removed = `
extend type User {
  "Support-chat identity hash. The SDK stopped selecting it in November 2024."
  intercomHash: String
}
extend type Project {
  "Old queueing mode; last selected by SDK 5.2.1."
  queueMode: QueueMode
}
"Old queueing mode of a project."
enum QueueMode { BATCH CATALOG DATA_SET }
extend type Mutation {
  "Makes members at once, without an invite."
  addMembersToOrganization(data: AddMembersInput!): [AddedMember!]
}
input AddMembersInput { emails: [String!]! orgRoleId: ID! projectRoles: [ProjectMembershipsInput!] }
type AddedMember { newUserId: ID }
`

/** The API of October 2024, made of today's. The invites of the organization were experimental then. */
export function formerSdl(sdl: string): string {
  const { definitions } = parse(sdl.replace('"""Pending invites, cursor paged. E', '"""E').replace('endpoint until', 'endpoint (/_gql) until'))
  const former = definitions.map((definition) => without(definition))
  return `${former.filter(isReachable(former)).map(print).join('\n')}\n${removed}`
}

/** A definition without the members that are new, and without their new arguments. */
function without(definition: DefinitionNode): DefinitionNode {
  const type = 'name' in definition ? (definition.name?.value ?? '') : ''
  const isOld = (...names: readonly string[]): boolean => {
    const coordinate = [type, ...names].join('.')
    return !added.has(coordinate) && !addedToFilters.test(coordinate)
  }
  switch (definition.kind) {
    case Kind.OBJECT_TYPE_DEFINITION:
      return {
        ...definition,
        fields: (definition.fields ?? [])
          .filter(({ name }) => isOld(name.value))
          .map((field) => ({
            ...field,
            arguments: (field.arguments ?? []).filter(({ name }) => isOld(field.name.value, name.value)),
          })),
      }
    case Kind.INPUT_OBJECT_TYPE_DEFINITION:
      return { ...definition, fields: (definition.fields ?? []).filter(({ name }) => isOld(name.value)) }
    case Kind.ENUM_TYPE_DEFINITION:
      return { ...definition, values: (definition.values ?? []).filter(({ name }) => isOld(name.value)) }
    case Kind.UNION_TYPE_DEFINITION:
      return { ...definition, types: (definition.types ?? []).filter(({ name }) => isOld(name.value)) }
    default:
      return definition
  }
}

/** Whether the root fields lead to a type: what only new fields name is new itself. */
function isReachable(definitions: readonly DefinitionNode[]): (definition: DefinitionNode) => boolean {
  const nameOf = (definition: DefinitionNode): string => ('name' in definition ? (definition.name?.value ?? '') : '')
  const reached = new Set(['Query', 'Mutation'])
  for (const name of reached) {
    const definition = definitions.find((each) => nameOf(each) === name)
    if (definition) visit(definition, { NamedType: (node) => void reached.add(node.name.value) })
  }
  return (definition) => reached.has(nameOf(definition))
}
