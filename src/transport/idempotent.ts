/**
 * The mutations that may be sent again whatever has become of the first time: done twice, they leave what doing them
 * once does. They set something to a value that is given with them, or take away one thing named by its id.
 *
 * What is taken away a second time is not there any more: the last answer may be `RESOURCE_NOT_FOUND` though an earlier
 * request has done it. The facade's `cancelInvite` takes that for success; who runs such a mutation with `execute` sees
 * it by the error's `mayHaveRun`.
 *
 * What is not here creates something, or is not known well enough: `createInvites`, above all, makes a second invite.
 */
export const idempotentMutations: readonly string[] = [
  'cancelInvite',
  'deleteIamIntegration',
  'deleteResourceTag',
  'deleteUserGroup',
  'setDefaultIamIntegration',
  'setOrganizationRole',
  'setProjectMembership',
  'setUserAccess',
  'updateApiKey',
  'updateAwsIamIntegration',
  'updateAzureIamIntegration',
  'updateGcpIamIntegration',
  'updateProject',
  'updateResourceTag',
  'updateUser',
  'updateUserGroup',
  'updateUserGroupV3',
  'updateWebhook',
  'validateIamIntegration',
]
