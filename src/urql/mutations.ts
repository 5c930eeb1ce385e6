/** What only mutations need: the exchange loads this file when it sends the first one. */
export { changeOf } from '../transport/change.ts'
export { Deliveries } from '../transport/client/deliveries.ts'
export { Changes } from './changes.ts'

/** The types that a mutation changes, by its root fields. */
export const typesChanged: Readonly<Record<string, readonly string[]>> = {
  addUsersToGroups: ['Project', 'ProjectMember', 'User', 'UserGroup'],
  cancelInvite: ['Invite', 'InviteLimit'],
  createApiKey: ['ApiKey'],
  createAwsIamIntegration: ['IamIntegration'],
  createAzureIamIntegration: ['IamIntegration'],
  createGcpIamIntegration: ['IamIntegration'],
  createInvites: ['Invite', 'InviteLimit'],
  createProject: ['Project'],
  createResourceTag: ['ResourceTag'],
  createUserGroupV3: ['Project', 'ProjectMember', 'User', 'UserGroup'],
  createWebhook: ['Webhook'],
  deleteIamIntegration: ['IamIntegration'],
  deleteResourceTag: ['ResourceTag'],
  deleteUserGroup: ['Project', 'ProjectMember', 'User', 'UserGroup'],
  importUsersAsCsvToGroup: ['Project', 'ProjectMember', 'User', 'UserGroup'],
  project: ['Project', 'ResourceTag'],
  removeUsersFromGroup: ['Project', 'ProjectMember', 'User', 'UserGroup'],
  setDefaultIamIntegration: ['IamIntegration'],
  setOrganizationRole: ['OrganizationRole', 'User'],
  setProjectMembership: ['Project', 'ProjectMember'],
  updateApiKey: ['ApiKey'],
  updateAwsIamIntegration: ['IamIntegration'],
  updateAzureIamIntegration: ['IamIntegration'],
  updateGcpIamIntegration: ['IamIntegration'],
  updateProject: ['Project'],
  updateResourceTag: ['ResourceTag'],
  updateUser: ['ApiKey', 'InviteLimit', 'ProjectMember', 'User', 'UserGroup'],
  updateUserGroupV3: ['Project', 'ProjectMember', 'User', 'UserGroup'],
  updateWebhook: ['Webhook'],
  validateIamIntegration: ['IamIntegration'],
}
