import type { ActivityRecord } from '../../../server/activityLog.ts'

/** What each operation does, for people. */
const words: Readonly<Record<string, string>> = {
  CancelInvite: 'Cancel an invite',
  CreateAwsIamIntegration: 'Create an AWS integration',
  CreateAzureIamIntegration: 'Create an Azure integration',
  CreateGcpIamIntegration: 'Create a GCP integration',
  CreateProject: 'Create a project',
  CreateProjectWebhook: 'Create a webhook of a project',
  CreateResourceTag: 'Create a tag',
  CreateUserGroup: 'Create a group',
  CreateWebhook: 'Create a webhook',
  DeleteIamIntegration: 'Delete an integration',
  DeleteProject: 'Delete a project',
  DeleteResourceTag: 'Delete a tag',
  DeleteUserGroup: 'Delete a group',
  DeleteWebhook: 'Disable a webhook',
  InviteUser: 'Invite',
  RemoveUser: 'Remove a member',
  RevokeApiKey: 'Revoke an API key',
  SetDefaultIamIntegration: 'Set the default integration',
  SetProjectRole: 'Set a role in a project',
  SetProjectTags: 'Set the tags of a project',
  UpdateAwsIamIntegration: 'Change an AWS integration',
  UpdateAzureIamIntegration: 'Change an Azure integration',
  UpdateGcpIamIntegration: 'Change a GCP integration',
  UpdateOrganizationRole: 'Set a role',
  UpdateProject: 'Change a project',
  UpdateResourceTag: 'Change a tag',
  UpdateUserGroup: 'Change a group',
  // How a webhook is enabled again, too.
  UpdateWebhook: 'Change a webhook',
  UpdateWebhookTopics: 'Change the topics of a webhook',
  ValidateIamIntegration: 'Validate an integration',
}

/** What a change does, with the role and the project that it is about. */
export function changeWords({ operation, details }: Pick<ActivityRecord, 'operation' | 'details'>): string {
  const { role, project } = details
  // The API has no removal from a project, so the role None stands for one.
  if (operation === 'SetProjectRole' && role?.toLowerCase() === 'none')
    return `Take out of a project${project === undefined ? '' : `: ${project}`}`
  const more = [role, project].filter((each) => each !== undefined).join(', ')
  return `${words[operation] ?? operation}${more === '' ? '' : `: ${more}`}`
}
