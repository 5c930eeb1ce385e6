/**
 * What urql's document cache goes by: it asks again for each cached query that holds a type which a mutation changes. It
 * reads the types off the answers, and those of many mutations name none; an empty list, or the seats, neither.
 */

/** The types of what a query reads, by the names of its fields. */
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

/** The types of what a mutation changes, by its root fields. */
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

/** The types that an operation reads or changes, by the fields that tell. */
export const cachedTypes = (kind: 'query' | 'mutation', fields: Iterable<string>): readonly string[] => {
  const table = kind === 'query' ? typesRead : typesChanged
  return [...new Set([...fields].flatMap((field) => (Object.hasOwn(table, field) ? (table[field] ?? []) : [])))]
}
