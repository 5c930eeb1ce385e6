/**
 * Mutations that may be sent again even if the first request may have run, as running them twice has the same result.
 * They set a given value, or remove one thing by its id. The facade's `cancelInvite` treats a `RESOURCE_NOT_FOUND` after
 * a retry as success; with `execute`, the error's `mayHaveRun` tells.
 *
 * All others create something, or their effect is not documented: `createInvites`, above all, sends a second invite.
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
