import type { Labelbox, Organization } from 'labelbox-org'
import type { Sandbox } from '@labelbox-org/tools/sandbox'

/** The records of a sandbox that the methods work on. */
export interface Records {
  readonly memberEmail: string
  /** The project's name. */
  readonly project: string
  readonly projectId: string
  readonly tagId: string
  readonly webhookId: string
  readonly integrationId: string
  readonly groupId: string
  readonly invited: string
  readonly inviteId: string
  readonly keyId: string
}

/** Creates one record of each kind. */
export async function makeRecords(sandbox: Sandbox, labelbox: Labelbox): Promise<Records> {
  const organization = await labelbox.getOrganization()
  const [member] = await organization.users({ orderBy: 'createdAt_DESC', where: { deleted: false } }).firstPage()
  await organization.updateOrganizationRole(member ?? '', 'NONE')
  const integrationId = sandbox.addIamIntegration({ provider: 'AWS' })
  const project = await organization.createProject({ name: 'Street signs', allowedMediaType: 'IMAGE' })
  const { id: tagId } = await organization.createResourceTag({ text: 'urgent', color: 'ff8800' })
  const webhook = { url: 'https://example.com/', topics: ['LABEL_CREATED'], secret: 'secret' } as const
  const { id: webhookId } = await organization.createWebhook(webhook)
  const { id: groupId } = await organization.createUserGroup({ name: 'Readers', color: '9EC5FF' })
  const invite = await organization.inviteUser({
    email: 'pending@example.com',
    role: 'NONE',
    projectRoles: [{ project, role: 'REVIEWER' }],
  })
  const { id: keyId } = await organization.createApiKey({ name: 'spare' })
  return {
    memberEmail: member?.email ?? '',
    project: 'Street signs',
    projectId: project.id,
    tagId,
    webhookId,
    integrationId,
    groupId,
    invited: 'pending@example.com',
    inviteId: invite.id,
    keyId,
  }
}

type Call = (organization: Organization, records: Records, options: object | undefined) => unknown

/** Methods that change something, with names and addresses where they take them, so that everything is looked up. */
export const changes: Readonly<Record<string, Call>> = {
  updateOrganizationRole: (organization, { memberEmail }, options) =>
    organization.updateOrganizationRole(memberEmail, 'NONE', options),
  setProjectRole: (organization, { memberEmail, project }, options) =>
    organization.setProjectRole(memberEmail, project, 'REVIEWER', options),
  removeFromProject: (organization, { memberEmail, project }, options) =>
    organization.removeFromProject(memberEmail, project, options),
  updateOrganizationRoles: (organization, { memberEmail }, options) =>
    organization.updateOrganizationRoles([{ user: memberEmail, role: 'LABELER' }], options),
  createProject: (organization, _records, options) =>
    organization.createProject({ name: 'Faces', allowedMediaType: 'IMAGE' }, options),
  updateProject: (organization, { project }, options) =>
    organization.updateProject(project, { description: 'text' }, options),
  setProjectTags: (organization, { project, tagId }, options) => organization.setProjectTags(project, [tagId], options),
  createWebhook: (organization, { project }, options) =>
    organization.createWebhook(
      { url: 'https://example.com/', topics: ['LABEL_CREATED'], secret: 'secret', project },
      options,
    ),
  updateWebhook: (organization, { webhookId }, options) =>
    organization.updateWebhook(webhookId, { status: 'ACTIVE' }, options),
  deleteWebhook: (organization, { webhookId }, options) => organization.deleteWebhook(webhookId, options),
  createResourceTag: (organization, _records, options) =>
    organization.createResourceTag({ text: 'new', color: 'ff0000' }, options),
  updateResourceTag: (organization, { tagId }, options) =>
    organization.updateResourceTag(tagId, { text: 'newer' }, options),
  createIamIntegration: (organization, _records, options) =>
    organization.createIamIntegration({ provider: 'GCP', name: 'g', readBucket: 'images' }, options),
  updateIamIntegration: (organization, { integrationId }, options) =>
    organization.updateIamIntegration(integrationId, { name: 'new' }, options),
  validateIamIntegration: (organization, { integrationId }, options) =>
    organization.validateIamIntegration(integrationId, options),
  setDefaultIamIntegration: (organization, { integrationId }, options) =>
    organization.setDefaultIamIntegration(integrationId, options),
  createUserGroup: (organization, { memberEmail, project }, options) =>
    organization.createUserGroup(
      { name: 'new', color: '9EC5FF', projects: [project], members: [{ user: memberEmail, role: 'REVIEWER' }] },
      options,
    ),
  updateUserGroup: (organization, { groupId, project, memberEmail }, options) =>
    organization.updateUserGroup(
      groupId,
      { projects: [project], members: [{ user: memberEmail, role: 'REVIEWER' }] },
      options,
    ),
  addGroupMembers: (organization, { groupId, memberEmail }, options) =>
    organization.addGroupMembers(groupId, [{ user: memberEmail, role: 'LABELER' }], options),
  removeGroupMembers: (organization, { groupId, memberEmail }, options) =>
    organization.removeGroupMembers(groupId, [memberEmail], options),
  importGroupMembers: (organization, { groupId, memberEmail }, options) =>
    organization.importGroupMembers(groupId, { file: memberEmail, role: 'REVIEWER' }, options),
  inviteUser: (organization, { project }, options) =>
    organization.inviteUser(
      {
        email: 'ada@example.com',
        role: 'NONE',
        projectRoles: [{ project, role: 'REVIEWER' }],
        groups: [{ group: 'Readers', role: 'REVIEWER' }],
      },
      options,
    ),
  inviteUsers: (organization, { project }, options) =>
    organization.inviteUsers(
      [
        {
          email: 'grace@example.com',
          role: 'NONE',
          projectRoles: [{ project, role: 'REVIEWER' }],
          groups: [{ group: 'Readers', role: 'REVIEWER' }],
        },
      ],
      options,
    ),
  resendInvite: (organization, { invited }, options) => organization.resendInvite(invited, options),
  cancelInvitesTo: (organization, { invited }, options) => organization.cancelInvitesTo(invited, options),
  cancelInvite: (organization, { invited }, options) =>
    organization.cancelInvite({ id: 'invited', inviteeEmail: invited }, options),
  createApiKey: (organization, _records, options) =>
    organization.createApiKey({ name: 'new', role: 'LABELER' }, options),
  revokeApiKey: (organization, { keyId }, options) => organization.revokeApiKey(keyId, options),
  removeUser: (organization, { memberEmail }, options) => organization.removeUser(memberEmail, options),
  removeUsers: (organization, { memberEmail }, options) => organization.removeUsers([{ user: memberEmail }], options),
  deleteUserGroup: (organization, { groupId }, options) => organization.deleteUserGroup(groupId, options),
  deleteResourceTag: (organization, { tagId }, options) => organization.deleteResourceTag(tagId, options),
  deleteIamIntegration: (organization, { integrationId }, options) =>
    organization.deleteIamIntegration(integrationId, options),
  deleteProject: (organization, { project }, options) => organization.deleteProject(project, options),
}

/** Methods that only read. */
export const reads: Readonly<Record<string, Call>> = {
  users: (organization, _records, options) => organization.users(options),
  getMembers: (organization, _records, options) => organization.getMembers(options),
  getMember: (organization, { memberEmail }, options) => organization.getMember(memberEmail, options),
  getPermissions: (organization, { memberEmail }, options) => organization.getPermissions(memberEmail, options),
  getMemberProjects: (organization, { memberEmail }, options) => organization.getMemberProjects(memberEmail, options),
  projects: (organization, _records, options) => organization.projects(options),
  getProject: (organization, { project }, options) => organization.getProject(project, options),
  getProjectMembers: (organization, { projectId }, options) => organization.getProjectMembers(projectId, options),
  getProjectTags: (organization, { project }, options) => organization.getProjectTags(project, options),
  webhooks: (organization, _records, options) => organization.webhooks(options),
  getWebhookCreator: (organization, { webhookId }, options) => organization.getWebhookCreator(webhookId, options),
  getResourceTags: (organization, _records, options) => organization.getResourceTags(options),
  getIamIntegrations: (organization, _records, options) => organization.getIamIntegrations(options),
  getDefaultIamIntegration: (organization, _records, options) => organization.getDefaultIamIntegration(options),
  inviteLimit: (organization, _records, options) => organization.inviteLimit(options),
  getInvites: (organization, _records, options) => organization.getInvites(options),
  getUserGroups: (organization, _records, options) => organization.getUserGroups(options),
  getUserGroup: (organization, { groupId }, options) => organization.getUserGroup(groupId, options),
  getGroupMembers: (organization, { groupId }, options) => organization.getGroupMembers(groupId, options),
  exportGroupMembers: (organization, { groupId }, options) => organization.exportGroupMembers(groupId, options),
  getApiKeys: (organization, _records, options) => organization.getApiKeys(options),
  getApiKey: (organization, { keyId }, options) => organization.getApiKey(keyId, options),
  getRoles: (organization, _records, options) => organization.getRoles(options),
  report: (organization, _records, options) => organization.report(options),
}
