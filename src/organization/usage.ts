/** Operations that each method may send, in the order in which it does. Schema changes are reported by these tables. */
export const operationsOf: Readonly<Record<string, readonly string[]>> = {
  'Labelbox.getOrganization': ['GetOrganization'],
  'Labelbox.getUser': ['GetUser'],
  'Organization.users': ['Users'],
  'Organization.getMembers': ['GetMembers'],
  'Organization.getMember': ['Users', 'GetMember'],
  'Organization.removeUser': ['Users', 'GetUser', 'RemoveUser'],
  'Organization.removeUsers': ['GetMembers', 'GetUser', 'RemoveUser'],
  'Organization.updateOrganizationRole': ['GetRoles', 'Users', 'UpdateOrganizationRole'],
  'Organization.updateOrganizationRoles': ['GetMembers', 'GetRoles', 'GetUser', 'UpdateOrganizationRole'],
  'Organization.setProjectRole': ['GetRoles', 'Users', 'GetMember', 'Projects', 'SetProjectRole'],
  'Organization.removeFromProject': ['GetRoles', 'Users', 'GetMember', 'Projects', 'SetProjectRole'],
  'Organization.getPermissions': ['Users', 'GetPermissions'],
  'Organization.getMemberProjects': ['Users', 'GetMemberProjects', 'GetMemberProjectsUnfiltered'],
  'Organization.projects': ['Projects'],
  'Organization.getProject': ['Projects', 'GetProject'],
  'Organization.getProjectMembers': ['GetProjectMembers'],
  'Organization.createProject': ['CreateProject'],
  'Organization.updateProject': ['Projects', 'UpdateProject'],
  'Organization.deleteProject': ['Projects', 'DeleteProject'],
  'Organization.getProjectTags': ['Projects', 'GetProjectTags'],
  'Organization.setProjectTags': ['Projects', 'SetProjectTags'],
  'Organization.webhooks': ['Webhooks'],
  'Organization.getWebhookCreator': ['GetWebhookCreator'],
  'Organization.createWebhook': ['Projects', 'CreateWebhook', 'CreateProjectWebhook'],
  'Organization.updateWebhook': ['UpdateWebhook', 'UpdateWebhookTopics'],
  'Organization.deleteWebhook': ['DeleteWebhook'],
  'Organization.createResourceTag': ['CreateResourceTag'],
  'Organization.updateResourceTag': ['UpdateResourceTag', 'UpdateResourceTagByWhere', 'GetResourceTags'],
  'Organization.deleteResourceTag': ['DeleteResourceTag'],
  'Organization.getResourceTags': ['GetResourceTags'],
  'Organization.getIamIntegrations': ['GetIamIntegrations'],
  'Organization.getDefaultIamIntegration': ['GetIamIntegrations'],
  'Organization.createIamIntegration': [
    'CreateAwsIamIntegration',
    'CreateGcpIamIntegration',
    'CreateAzureIamIntegration',
  ],
  'Organization.updateIamIntegration': [
    'GetIamIntegrations',
    'UpdateAwsIamIntegration',
    'UpdateGcpIamIntegration',
    'UpdateAzureIamIntegration',
  ],
  'Organization.validateIamIntegration': ['ValidateIamIntegration'],
  'Organization.setDefaultIamIntegration': ['SetDefaultIamIntegration'],
  'Organization.deleteIamIntegration': ['DeleteIamIntegration'],
  'Organization.inviteLimit': ['InviteLimit'],
  'Organization.inviteUser': [
    'GetRoles',
    'GetUser',
    'Projects',
    'GetUserGroups',
    'GetInvites',
    'Users',
    'CancelInvite',
    'InviteUser',
  ],
  'Organization.inviteUsers': [
    'GetRoles',
    'GetUser',
    'Projects',
    'GetUserGroups',
    'GetMembers',
    'GetInvites',
    'InviteLimit',
    'InviteUser',
    'Users',
    'CancelInvite',
  ],
  'Organization.getInvites': ['GetInvites', 'GetProjectInvites'],
  'Organization.cancelInvite': ['GetInvites', 'CancelInvite'],
  'Organization.cancelInvitesTo': ['GetInvites', 'CancelInvite'],
  'Organization.resendInvite': ['GetInvites', 'GetRoles', 'GetUser', 'Users', 'CancelInvite', 'InviteUser'],
  'Organization.getUserGroups': ['GetUserGroups', 'GetRoles'],
  'Organization.getUserGroup': ['GetUserGroup', 'GetRoles'],
  'Organization.createUserGroup': ['Projects', 'GetRoles', 'Users', 'GetMember', 'CreateUserGroup', 'GetUserGroup'],
  'Organization.updateUserGroup': ['GetUserGroup', 'GetRoles', 'Projects', 'Users', 'GetMember', 'UpdateUserGroup'],
  'Organization.deleteUserGroup': ['DeleteUserGroup'],
  'Organization.getGroupMembers': ['GetGroupMembers', 'GetRoles', 'GetGroupMemberPage'],
  'Organization.addGroupMembers': [
    'GetUserGroup',
    'GetRoles',
    'Users',
    'GetMember',
    'AddGroupMembers',
    'UpdateUserGroup',
  ],
  'Organization.removeGroupMembers': [
    'GetUserGroup',
    'GetRoles',
    'Users',
    'GetMember',
    'RemoveGroupMembers',
    'UpdateUserGroup',
  ],
  'Organization.importGroupMembers': ['GetRoles', 'ImportGroupMembers'],
  'Organization.exportGroupMembers': ['ExportGroupMembers'],
  'Organization.getApiKeys': ['GetApiKeys'],
  'Organization.getApiKey': ['GetApiKeys'],
  'Organization.createApiKey': ['GetUser', 'GetRoles', 'GetRolePermissions', 'CreateApiKey'],
  'Organization.revokeApiKey': ['RevokeApiKey'],
  'Organization.getRoles': ['GetRoles'],
  'Organization.report': [
    'GetUser',
    'InviteLimit',
    'GetMembers',
    'GetInvites',
    'GetRolePermissions',
    'GetApiKeys',
    'GetMember',
    'GetUserGroupSizes',
    'GetProjectUse',
    'GetResourceTags',
    'Webhooks',
    'GetIamIntegrations',
    'ValidateIamIntegration',
  ],
}

const operations = new Set(Object.values(operationsOf).flat())

/** By operation, the methods that may send it. */
export const methods: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  [...operations].map((operation) => [
    operation,
    Object.keys(operationsOf).filter((method) => operationsOf[method]?.includes(operation)),
  ]),
)

/** Methods whose callers choose the filters and the order, by list. */
const choosers: Readonly<Record<string, readonly string[]>> = {
  users: ['Organization.users', 'Organization.getMembers'],
  projects: ['Organization.projects'],
}

/** Filters by which other methods look records up, and the operations that they write them into. */
const lookups: Readonly<Record<string, readonly string[]>> = {
  'users.where.deleted': ['Users', 'GetMembers'],
  'users.where.email': ['Users'],
  'users.where.groupId_in': ['GetGroupMemberPage'],
  'projects.where.id': ['Projects'],
  'projects.where.name': ['Projects'],
}

const chosen = new Set(Object.values(choosers).flat())

/** Methods that filter or order lists: by the list if their callers choose, else by the filter. */
export const filters: Readonly<Record<string, readonly string[]>> = {
  ...choosers,
  ...Object.fromEntries(
    Object.entries(lookups).map(([filter, sent]) => {
      const senders = new Set(sent.flatMap((operation) => methods[operation] ?? []))
      return [filter, [...senders].filter((method) => !chosen.has(method))]
    }),
  ),
}

/** By generated type, the exported types that contain it. A path names the part of the type that they contain. */
export const types: Readonly<Record<string, readonly string[]>> = {
  DateTime: [
    'AnyLabelboxError',
    'ApiKey',
    'IamIntegration',
    'Invite',
    'LabelboxErrorExtras',
    'LabelboxErrorInit',
    'Member',
    'MemberDetails',
    'PendingInvite',
    'Project',
    'ProjectMember',
    'Settlement',
    'User',
    'Webhook',
  ],
  EditorTaskType: ['Project'],
  'GetApiKeysQuery.user.apiKeys': ['ApiKey'],
  'GetIamIntegrationsQuery.iamIntegrations': ['IamIntegration'],
  'GetIamIntegrationsQuery.iamIntegrations.settings': ['IamIntegrationSettings'],
  'GetInvitesQuery.organization.invites.nodes': [
    'AnyLabelboxError',
    'LabelboxErrorExtras',
    'LabelboxErrorInit',
    'PendingInvite',
    'Settlement',
  ],
  'GetMemberQuery.user': ['MemberDetails'],
  'GetMembersQuery.organization.users': ['Member'],
  'GetProjectMembersQuery.project.members': ['ProjectMember'],
  'GetResourceTagsQuery.organization.resourceTag': ['ResourceTag'],
  'GetRolesQuery.roles': ['Role'],
  IamIntegrationProvider: ['IamIntegration'],
  InviteFragment: ['Invite'],
  'InviteLimitQuery.invitesLimit': ['InviteLimit'],
  MediaType: ['NewProject', 'Project'],
  ProjectFragment: ['Project'],
  UploadType: ['Project'],
  UserFragment: ['AnyLabelboxError', 'LabelboxErrorExtras', 'LabelboxErrorInit', 'Settlement', 'User'],
  'ValidateIamIntegrationMutation.validateIamIntegration': ['IamIntegrationValidation'],
  WebhookStatus: ['Webhook', 'WebhookChanges'],
  WebhookTopic: ['NewWebhook', 'Webhook', 'WebhookChanges'],
  'WebhooksQuery.organization.webhooks': ['Webhook'],
}
