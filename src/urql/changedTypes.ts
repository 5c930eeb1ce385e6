/** Loaded with the first mutation. */
export { changeOf } from '../transport/change.ts'

/** The types that a mutation changes, by its root fields. */
export const typesChanged: Readonly<Record<string, readonly string[]>> = {
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
