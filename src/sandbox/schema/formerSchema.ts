import { isTypeDefinitionNode, Kind, parse, print, visit, type NameNode, type TypeDefinitionNode } from 'graphql'

/** Types, fields and arguments that the API has gained since October 2024, when the official Python SDK 6.0.0 came out. */
const added = new Set([
  'AwsIamIntegrationSettings.readBucket',
  'CreateInviteInput.userGroupIds',
  'CreateInviteInput.userGroupWithRoleIds',
  'IamIntegrationProvider.Azure',
  'IamIntegrationSettings.AzureIamIntegrationSettings',
  ...['createAwsIamIntegration', 'createAzureIamIntegration', 'createGcpIamIntegration'].map(
    (name) => `Mutation.${name}`,
  ),
  ...['updateAwsIamIntegration', 'updateAzureIamIntegration', 'updateGcpIamIntegration'].map(
    (name) => `Mutation.${name}`,
  ),
  ...['deleteIamIntegration', 'setDefaultIamIntegration', 'validateIamIntegration'].map((name) => `Mutation.${name}`),
  ...['createUserGroupV3', 'updateUserGroupV3', 'importUsersAsCsvToGroup', 'updateApiKey'].map(
    (name) => `Mutation.${name}`,
  ),
  ...['addUsersToGroups', 'removeUsersFromGroup'].map((name) => `Mutation.${name}`),
  ...['organizationRole', 'userGroupV2', 'userGroupsV2', 'roles.first', 'roles.skip'].map((name) => `Query.${name}`),
  ...['description', 'organizationId', 'permissions'].map((name) => `Role.${name}`),
  ...['apiKeys', 'apiKeysOtherUsers', 'lastLoginAt'].map((name) => `User.${name}`),
  'UserGroup.description',
  // Other clients have these. Since when the API has them is not known.
  ...['CreateResourceTagInput.type', 'Mutation.shareProject', 'Mutation.unshareProject'],
  ...['share', 'unshare'].map((name) => `Mutation.${name}ProjectWithExternalOrganization`),
  'Project.sharedWithOrganizations',
])
const addedToFilters = /^(?:UserWhereInput\.(?:id_in|lastLoginAt)|UserOrderByInput\.lastLoginAt)/

/** Parts that the API has lost or hidden since then. */
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
`

/**
 * Derives the API of October 2024 from today's. An organization's invites were experimental then. A tag was changed as the
 * SDK does it.
 */
export function formerSdl(sdl: string): string {
  const document = parse(
    sdl
      .replace(
        '"""Pending invites, cursor paged. Experimental endpoint until',
        '"""Experimental endpoint (/_gql) until',
      )
      .replace(
        /updateResourceTag\([^)]*\)/,
        'updateResourceTag(data: ResourceTagUpdateInput!, where: WhereUniqueIdInput!)',
      ),
  )
  const former = document.definitions.filter(isTypeDefinitionNode).map(withoutAdditions)
  return `${reachable(former).map(print).join('\n')}\n${removed}`
}

/** Removes the added members of a type, and the added arguments of its fields. */
function withoutAdditions(definition: TypeDefinitionNode): TypeDefinitionNode {
  const isOld = (...names: readonly NameNode[]): boolean => {
    const coordinate = [definition.name, ...names].map(({ value }) => value).join('.')
    return !added.has(coordinate) && !addedToFilters.test(coordinate)
  }
  const isOldMember = ({ name }: { readonly name: NameNode }): boolean => isOld(name)
  if (definition.kind === Kind.OBJECT_TYPE_DEFINITION) {
    const fields = definition.fields?.filter(isOldMember).map((field) => ({
      ...field,
      arguments: field.arguments?.filter(({ name }) => isOld(field.name, name)) ?? [],
    }))
    return { ...definition, fields: fields ?? [] }
  }
  if (definition.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION) {
    return { ...definition, fields: definition.fields?.filter(isOldMember) ?? [] }
  }
  if (definition.kind === Kind.ENUM_TYPE_DEFINITION) {
    return { ...definition, values: definition.values?.filter(isOldMember) ?? [] }
  }
  if (definition.kind === Kind.UNION_TYPE_DEFINITION) {
    return { ...definition, types: definition.types?.filter(isOldMember) ?? [] }
  }
  return definition
}

/** The types that the root fields reach. The others are used by removed fields only. */
function reachable(definitions: readonly TypeDefinitionNode[]): readonly TypeDefinitionNode[] {
  const reached = new Set(['Query', 'Mutation'])
  for (const name of reached) {
    const definition = definitions.find((each) => each.name.value === name)
    if (definition) visit(definition, { NamedType: (node) => void reached.add(node.name.value) })
  }
  return definitions.filter(({ name }) => reached.has(name.value))
}
