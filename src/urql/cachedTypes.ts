import type { Prepared } from '../transport/document.ts'

// urql's document cache refetches the queries whose response has a type that a mutation changes. It finds the types in
// responses, but many mutations return no type, and an empty list has no type either.

/** The types that a query reads, by the names of its fields. */
const typesRead: Readonly<Record<string, readonly string[]>> = {
  apiKeys: ['ApiKey'],
  apiKeysOtherUsers: ['ApiKey'],
  iamIntegrations: ['IamIntegration'],
  invites: ['Invite'],
  invitesLimit: ['InviteLimit'],
  members: ['ProjectMember', 'User'],
  organizationRole: ['OrganizationRole'],
  project: ['Project'],
  projectInvites: ['Project'],
  projects: ['Project'],
  resourceTag: ['ResourceTag'],
  resourceTags: ['ResourceTag'],
  user: ['User'],
  userGroupV2: ['UserGroup'],
  userGroupsV2: ['UserGroup'],
  users: ['User'],
  webhooks: ['Webhook'],
}

/** The types that a mutation changes, by its root fields. */
const typesChanged: Readonly<Record<string, readonly string[]>> = {
  cancelInvite: ['Invite', 'InviteLimit'],
  createApiKey: ['ApiKey'],
  createAwsIamIntegration: ['IamIntegration'],
  createAzureIamIntegration: ['IamIntegration'],
  createGcpIamIntegration: ['IamIntegration'],
  createInvites: ['Invite', 'InviteLimit'],
  createProject: ['Project'],
  createResourceTag: ['ResourceTag'],
  createUserGroupV3: ['UserGroup', 'ProjectMember'],
  createWebhook: ['Webhook'],
  deleteIamIntegration: ['IamIntegration'],
  deleteResourceTag: ['ResourceTag'],
  deleteUserGroup: ['UserGroup', 'ProjectMember'],
  project: ['Project', 'ResourceTag'],
  setDefaultIamIntegration: ['IamIntegration'],
  setOrganizationRole: ['OrganizationRole', 'User'],
  setProjectMembership: ['ProjectMember'],
  updateApiKey: ['ApiKey'],
  updateAwsIamIntegration: ['IamIntegration'],
  updateAzureIamIntegration: ['IamIntegration'],
  updateGcpIamIntegration: ['IamIntegration'],
  updateProject: ['Project'],
  updateResourceTag: ['ResourceTag'],
  updateUser: ['ApiKey', 'InviteLimit', 'ProjectMember', 'User', 'UserGroup'],
  updateUserGroupV3: ['UserGroup', 'ProjectMember'],
  updateWebhook: ['Webhook'],
  validateIamIntegration: ['IamIntegration'],
}

const known = new WeakMap<object, readonly string[]>()

/** The types that an operation reads or changes. */
export function cachedTypes({ document, kind, fields }: Prepared): readonly string[] {
  let types = known.get(document)
  if (types === undefined) {
    const table = kind === 'query' ? typesRead : typesChanged
    const names = kind === 'query' ? allFields(document.definitions) : fields
    types = [...new Set([...names].flatMap((name) => (Object.hasOwn(table, name) ? (table[name] ?? []) : [])))]
    known.set(document, types)
  }
  return types
}

type Definitions = Prepared['document']['definitions']
type SelectionSet = Extract<Definitions[number], { readonly kind: 'OperationDefinition' }>['selectionSet']

/** The names of all fields of a document, at any depth. */
function allFields(definitions: Definitions): ReadonlySet<string> {
  const names = new Set<string>()
  const collect = ({ selections }: SelectionSet): void => {
    for (const selection of selections) {
      if (selection.kind === 'Field') names.add(selection.name.value)
      if (selection.kind !== 'FragmentSpread' && selection.selectionSet !== undefined) collect(selection.selectionSet)
    }
  }
  for (const definition of definitions) if ('selectionSet' in definition) collect(definition.selectionSet)
  return names
}
