import { GetOrganizationDocument, type OrganizationFragment } from '../../generated/operations.ts'
import type { CallOptions, RequestOptions } from '../core/callOptions.ts'
import { withDates } from '../core/dates.ts'
import { isRecord } from '../core/guards.ts'
import type { PendingInvite, Role, User } from '../core/records.ts'
import type { WithDates } from '../core/withDates.ts'
import { Paginated } from '../lists/paginated.ts'
import type {
  BulkReport,
  InviteOutcome,
  InviteRow,
  InviteUsersOptions,
  MemberBulkOptions,
  MemberOutcome,
  MemberRoleRow,
  MemberRow,
  Rows,
} from './bulk/bulkTypes.ts'
import { reading, startCall, type Context } from './context.ts'
import type { ExperimentalMethods } from './experimental/experimentalMethods.ts'
import type { GroupImportReport, GroupMemberFile } from './groups/groupFiles.ts'
import type { NewUserGroupMember } from './groups/groupMembers.ts'
import type { NewUserGroup, UserGroupChanges } from './groups/userGroupChanges.ts'
import type { UserGroup, UserGroupMember, UserGroupReference } from './groups/userGroups.ts'
import type { IamIntegrationReference, IamIntegrationValidation } from './iam/iamChanges.ts'
import type { IamIntegration } from './iam/iamIntegrations.ts'
import type { IamIntegrationChanges, NewIamIntegration } from './iam/newIamIntegration.ts'
import type { Invite, InviteLimit, InviteListOptions, InviteReference } from './invites/invites.ts'
import type { InviteOptions, ResendOptions } from './invites/inviteUser.ts'
import type { NewInvite } from './invites/newInvite.ts'
import type { ApiKey, ApiKeyListOptions, ApiKeyReference, CreatedApiKey, NewApiKey } from './keys/apiKeys.ts'
import { lazy, type Lazy } from './lazy.ts'
import type { Member, MemberDetails, MemberReference } from './members/members.ts'
import type { NewProject, ProjectChanges } from './projects/projectChanges.ts'
import type { Project, ProjectMember, ProjectReference } from './projects/projects.ts'
import type { OrganizationReport, ReportOptions } from './report/reportTypes.ts'
import type { CursorPageOptions, ListOptions, PageOptions } from './resourceLists.ts'
import { requireRecord } from './responses.ts'
import type { RoleReference } from './roles/roles.ts'
import type { NewResourceTag, ResourceTag, ResourceTagChanges, ResourceTagReference } from './tags/resourceTags.ts'
import type { NewWebhook, WebhookChanges } from './webhooks/webhookChanges.ts'
import type { Webhook, WebhookReference } from './webhooks/webhooks.ts'

const apiKeys = /* @__PURE__ */ lazy(() => import('./keys/apiKeys.ts'))
const bulkInvites = /* @__PURE__ */ lazy(() => import('./bulk/inviteUsers.ts'))
const bulkMemberChanges = /* @__PURE__ */ lazy(() => import('./bulk/changeMembers.ts'))
const cancelInvites = /* @__PURE__ */ lazy(() => import('./invites/cancelInvites.ts'))
const groupFiles = /* @__PURE__ */ lazy(() => import('./groups/groupFiles.ts'))
const groupMemberChanges = /* @__PURE__ */ lazy(() => import('./groups/groupMemberChanges.ts'))
const groupMemberList = /* @__PURE__ */ lazy(() => import('./groups/groupMemberList.ts'))
const iamChanges = /* @__PURE__ */ lazy(() => import('./iam/iamChanges.ts'))
const iamIntegrations = /* @__PURE__ */ lazy(() => import('./iam/iamIntegrations.ts'))
const invites = /* @__PURE__ */ lazy(() => import('./invites/invites.ts'))
const inviting = /* @__PURE__ */ lazy(() => import('./invites/inviteUser.ts'))
const memberChanges = /* @__PURE__ */ lazy(() => import('./members/memberChanges.ts'))
const memberProjects = /* @__PURE__ */ lazy(() => import('./members/memberProjects.ts'))
const members = /* @__PURE__ */ lazy(() => import('./members/members.ts'))
const projectChanges = /* @__PURE__ */ lazy(() => import('./projects/projectChanges.ts'))
const projectSharing = /* @__PURE__ */ lazy(() => import('./experimental/projectSharing.ts'))
const projects = /* @__PURE__ */ lazy(() => import('./projects/projects.ts'))
const reports = /* @__PURE__ */ lazy(() => import('./report/report.ts'))
const resourceTags = /* @__PURE__ */ lazy(() => import('./tags/resourceTags.ts'))
const roles = /* @__PURE__ */ lazy(() => import('./roles/roles.ts'))
const userGroupChanges = /* @__PURE__ */ lazy(() => import('./groups/userGroupChanges.ts'))
const userGroups = /* @__PURE__ */ lazy(() => import('./groups/userGroups.ts'))
const webhookChanges = /* @__PURE__ */ lazy(() => import('./webhooks/webhookChanges.ts'))
const webhookCreators = /* @__PURE__ */ lazy(() => import('./webhooks/webhookCreators.ts'))
const webhooks = /* @__PURE__ */ lazy(() => import('./webhooks/webhooks.ts'))

/**
 * The organization that an API key belongs to, with its members, invites, projects and settings.
 *
 * The fields are a snapshot from when it was fetched. Methods send requests, reject only with `LabelboxError`, and take
 * `{ signal, timeoutMs, deadlineMs, onPartialData }`. The code of a method is loaded with its first call.
 *
 * @see https://labelbox-python.readthedocs.io/en/latest/labelbox/organization.html
 */
export class Organization {
  readonly id: string
  readonly name: string | null
  readonly createdAt: Date | null
  readonly updatedAt: Date | null
  /** Unproven methods, such as sharing a project with another organization. Nobody has seen them work. */
  declare readonly experimental: ExperimentalMethods
  readonly #context: Context
  /** For methods that only read. */
  readonly #reading: Context

  /** @internal Use `labelbox.getOrganization()`. */
  constructor(context: Context, { id, name, createdAt, updatedAt }: WithDates<OrganizationFragment>) {
    this.#context = context
    this.#reading = reading(context)
    this.id = id
    this.name = name
    this.createdAt = createdAt
    this.updatedAt = updatedAt
    const experimental: ExperimentalMethods = {
      shareProject: (project, organizationId, options) =>
        this.#call(projectSharing, options, ({ shareProject }, call) =>
          shareProject(this.#context, project, organizationId, call),
        ),
      unshareProject: (project, organizationId, options) =>
        this.#call(projectSharing, options, ({ unshareProject }, call) =>
          unshareProject(this.#context, project, organizationId, call),
        ),
      getProjectOrganizations: (project, options) =>
        this.#call(projectSharing, options, ({ getProjectOrganizations }, call) =>
          getProjectOrganizations(this.#reading, project, call),
        ),
    }
    // Not enumerable, so that logs and copies have the fields of the organization alone.
    Object.defineProperty(this, 'experimental', { value: experimental })
  }

  /**
   * Lists the members. Operation: `Users`.
   *
   * Whether removed members are listed is decided by Labelbox. Filter with `where: { deleted: false }` to leave them out.
   *
   * @param options - `where`, `orderBy`, `pageSize`, `concurrency`; `signal`, `timeoutMs` and `deadlineMs` hold per page.
   * @throws LabelboxError `INVALID_INPUT`, when you read the list, for an unknown filter or order.
   * @example
   * for await (const user of organization.users({ where: { createdAt_gte: lastMonth }, orderBy: 'email_ASC' })) {
   *   console.log(user.email)
   * }
   */
  users(options?: ListOptions<'users'>): Paginated<User> {
    return this.#list(members, options, ({ users }) => users(this.#reading, options))
  }

  /**
   * Lists the members, each with their role in the organization. Operation: `GetMembers`.
   *
   * The role is `None` or null for people who have roles in projects only.
   *
   * @param options - As for `users`.
   */
  getMembers(options?: ListOptions<'users'>): Paginated<Member> {
    return this.#list(members, options, ({ getMembers }) => getMembers(this.#reading, options))
  }

  /**
   * Returns a member with their role. Operation: `GetMember`.
   *
   * `deleted` is true for a member who was removed.
   *
   * @param user - A record, an id or an email address.
   * @throws LabelboxError `RESOURCE_NOT_FOUND` for an id or an address that no member has.
   */
  getMember(user: MemberReference, options?: RequestOptions): Promise<MemberDetails> {
    return this.#call(members, options, ({ getMember }, call) => getMember(this.#reading, user, call))
  }

  /**
   * Removes a member. Operation: `RemoveUser`.
   *
   * To bring the person back, invite them again.
   *
   * @param user - A record, an id or an email address.
   * @throws LabelboxError `INVALID_INPUT` for the user of this API key.
   * @example
   * await organization.removeUser('ada@example.com')
   */
  removeUser(user: MemberReference, options?: RequestOptions): Promise<void> {
    return this.#call(memberChanges, options, ({ removeUser }, call) => removeUser(this.#context, user, call))
  }

  /**
   * Removes many members, several at the same time. Operation: `RemoveUser`, one per member.
   *
   * It reads the members once. A row whose person is not a member gets an outcome that says so, not an error.
   *
   * @param rows - As for `inviteUsers`. Each row has a `user`: a record, an id or an email address.
   * @param options - `ifInvalid`, `journal`, `spool`, `onProgress`, `onOutcome`, `signal`, `timeoutMs`.
   * @returns One outcome per row.
   * @throws LabelboxError `INVALID_ROWS`, which lists the invalid rows, before anything is sent.
   * @example
   * const report = await organization.removeUsers([{ user: 'ada@example.com' }, { user: 'grace@example.com' }])
   */
  async removeUsers(rows: Rows<MemberRow>, options?: MemberBulkOptions): Promise<BulkReport<MemberOutcome>> {
    const { removeUsers } = await bulkMemberChanges(this.#context, options)
    return removeUsers(this.#context, this.id, rows, options)
  }

  /**
   * Replaces a member's role in the organization. Operation: `UpdateOrganizationRole`.
   *
   * With the role `NONE` a member can only have roles in projects and groups. A member keeps their roles in projects while they
   * have another organization role. So setting `NONE` may restore old access.
   *
   * @param role - A role of `getRoles()`, its name or its id.
   * @throws LabelboxError `RESOURCE_NOT_FOUND` for an unknown member; `INVALID_INPUT` for an unknown role.
   * @example
   * await organization.updateOrganizationRole('ada@example.com', 'TEAM_MANAGER')
   */
  updateOrganizationRole(user: MemberReference, role: RoleReference, options?: RequestOptions): Promise<void> {
    return this.#call(memberChanges, options, ({ updateOrganizationRole }, call) =>
      updateOrganizationRole(this.#context, user, role, call),
    )
  }

  /**
   * Sets the roles of many members, several at the same time. Operation: `UpdateOrganizationRole`, one per member.
   *
   * A member who has the role already is not changed. Another role for the key's own user is refused, as the key may then not
   * be allowed to change the others. Setting `NONE` may restore old access to projects, see `updateOrganizationRole`.
   *
   * @param rows - As for `inviteUsers`. Each row has a `user` and a `role`.
   * @param options - As for `removeUsers`.
   * @returns One outcome per row.
   * @throws LabelboxError `INVALID_ROWS`, which lists the invalid rows, before anything is sent.
   * @example
   * await organization.updateOrganizationRoles([{ user: 'ada@example.com', role: 'TEAM_MANAGER' }])
   */
  async updateOrganizationRoles(
    rows: Rows<MemberRoleRow>,
    options?: MemberBulkOptions,
  ): Promise<BulkReport<MemberOutcome>> {
    const { updateOrganizationRoles } = await bulkMemberChanges(this.#context, options)
    return updateOrganizationRoles(this.#context, this.id, rows, options)
  }

  /**
   * Sets a member's role in a project. Operation: `SetProjectRole`.
   *
   * @throws LabelboxError `INVALID_INPUT`, before the change is sent, if the member's role in the organization is not
   * `NONE`, because any other role holds in every project already. Also for the role `NONE`: use `removeFromProject`.
   */
  setProjectRole(
    user: MemberReference,
    project: ProjectReference,
    role: RoleReference,
    options?: RequestOptions,
  ): Promise<void> {
    return this.#call(memberChanges, options, ({ setProjectRole }, call) =>
      setProjectRole(this.#context, user, project, role, call),
    )
  }

  /**
   * Removes a member from a project. Operation: `SetProjectRole`, with the role `NONE`.
   *
   * @throws LabelboxError `INVALID_INPUT` if the member's role in the organization is not `NONE`.
   */
  removeFromProject(user: MemberReference, project: ProjectReference, options?: RequestOptions): Promise<void> {
    return this.#call(memberChanges, options, ({ removeFromProject }, call) =>
      removeFromProject(this.#context, user, project, call),
    )
  }

  /**
   * Returns the permissions of a member's role, by the names that Labelbox gives them. Operation: `GetPermissions`.
   *
   * @param user - A record, an id or an email address. Default: the user of this API key.
   * @example
   * const permissions = await organization.getPermissions()
   */
  getPermissions(user?: MemberReference, options?: RequestOptions): Promise<readonly string[]> {
    return this.#call(members, options, ({ getPermissions }, call) => getPermissions(this.#reading, user, call))
  }

  /**
   * Lists the projects that a member can work in, without deleted ones. Operation: `GetMemberProjects`.
   *
   * The list has no roles; `getProjectMembers` has them. For a member with an organization role other than `NONE`, no source
   * says whether the API lists all projects, or only those that they were added to.
   *
   * A filter leaves out deleted projects. If the API refuses this filter, the client sends `GetMemberProjectsUnfiltered`
   * instead, and deleted projects may be listed.
   *
   * @param user - A record, an id or an email address.
   * @param options - `pageSize`, `concurrency`; `signal`, `timeoutMs` and `deadlineMs` hold per page.
   * @throws LabelboxError `RESOURCE_NOT_FOUND`, when you read the list, for an id or an address that no member has.
   * @example
   * for await (const { name } of organization.getMemberProjects('ada@example.com')) console.log(name)
   */
  getMemberProjects(user: MemberReference, options?: PageOptions): Paginated<Project> {
    return this.#list(memberProjects, options, ({ getMemberProjects }) =>
      getMemberProjects(this.#reading, user, options),
    )
  }

  /**
   * Lists the projects, without deleted ones. Operation: `Projects`.
   *
   * @param options - As for `users`.
   * @throws LabelboxError `INVALID_INPUT`, when you read the list, for an unknown filter or order.
   * @example
   * const newest = await organization.projects({ orderBy: 'createdAt_DESC' }).firstPage()
   */
  projects(options?: ListOptions<'projects'>): Paginated<Project> {
    return this.#list(projects, options, ({ projects }) => projects(this.#reading, options))
  }

  /**
   * Returns a project. Operation: `GetProject`.
   *
   * @param project - A record, an id or a name.
   * @throws LabelboxError `RESOURCE_NOT_FOUND` if no project has that id or name; `INVALID_INPUT` if several have the name.
   */
  getProject(project: ProjectReference, options?: RequestOptions): Promise<Project> {
    return this.#call(projects, options, ({ getProject }, call) => getProject(this.#reading, project, call))
  }

  /**
   * Lists the people with access to a project. Operation: `GetProjectMembers`.
   *
   * @param project - A record or an id, not a name.
   * @param options - `pageSize`, `concurrency`; `signal`, `timeoutMs` and `deadlineMs` hold per page.
   * @throws LabelboxError `RESOURCE_NOT_FOUND`, when you read the list, if no project has that id.
   */
  getProjectMembers(project: string | { readonly id: string }, options?: PageOptions): Paginated<ProjectMember> {
    return this.#list(projects, options, ({ getProjectMembers }) => getProjectMembers(this.#reading, project, options))
  }

  /**
   * Creates a project. Operation: `CreateProject`.
   *
   * @throws LabelboxError `INVALID_INPUT`, before any request, without a name or a media type.
   * @example
   * await organization.createProject({ name: 'Street signs', allowedMediaType: 'IMAGE' })
   */
  createProject(project: NewProject, options?: RequestOptions): Promise<Project> {
    return this.#call(
      projectChanges,
      options,
      ({ createProject }, call, given) => createProject(this.#context, given, call),
      project,
    )
  }

  /**
   * Changes the name or the description of a project. Operation: `UpdateProject`.
   *
   * @throws LabelboxError `RESOURCE_NOT_FOUND` if no project has that id or name; `INVALID_INPUT`, before the change is sent, if
   * several have the name, or without something to change.
   */
  updateProject(project: ProjectReference, changes: ProjectChanges, options?: RequestOptions): Promise<Project> {
    return this.#call(
      projectChanges,
      options,
      ({ updateProject }, call, given) => updateProject(this.#context, project, given, call),
      changes,
    )
  }

  /**
   * Deletes a project, which can't be undone as far as is known. Operation: `DeleteProject`.
   *
   * @throws LabelboxError `RESOURCE_NOT_FOUND` if no project has that id or name; `INVALID_INPUT`, before the change is sent, if
   * several have the name.
   */
  deleteProject(project: ProjectReference, options?: RequestOptions): Promise<void> {
    return this.#call(projectChanges, options, ({ deleteProject }, call) => deleteProject(this.#context, project, call))
  }

  /**
   * Returns the tags of a project. Operation: `GetProjectTags`.
   *
   * @throws LabelboxError `RESOURCE_NOT_FOUND` if no project has that id or name; `INVALID_INPUT` if several have the name.
   */
  getProjectTags(project: ProjectReference, options?: RequestOptions): Promise<readonly ResourceTag[]> {
    return this.#call(projects, options, ({ getProjectTags }, call) => getProjectTags(this.#reading, project, call))
  }

  /**
   * Replaces the tags of a project. Operation: `SetProjectTags`.
   *
   * @param tags - All tags that the project will have: records or ids.
   * @throws LabelboxError `INCONSISTENT_RESPONSE` if the project then has other tags. Whether the API replaces tags or adds
   * them is not documented.
   */
  setProjectTags(
    project: ProjectReference,
    tags: readonly ResourceTagReference[],
    options?: RequestOptions,
  ): Promise<readonly ResourceTag[]> {
    return this.#call(
      projectChanges,
      options,
      ({ setProjectTags }, call, given) => setProjectTags(this.#context, project, given, call),
      tags,
    )
  }

  /**
   * Lists the webhooks of the organization and of its projects. Operation: `Webhooks`.
   *
   * A deleted webhook has the status `INACTIVE` and may still be listed. The API neither filters nor orders webhooks.
   *
   * @param options - `pageSize`, `concurrency`; `signal`, `timeoutMs` and `deadlineMs` hold per page.
   * @example
   * const own = (await organization.webhooks().toArray({ limit: 500 })).filter(({ project }) => project === null)
   */
  webhooks(options?: PageOptions): Paginated<Webhook> {
    return this.#list(webhooks, options, ({ webhooks }) => webhooks(this.#reading, options))
  }

  /**
   * Returns the user who created a webhook, or `null` if the API does not say. Operation: `GetWebhookCreator`.
   *
   * @param webhook - A record or an id.
   * @throws LabelboxError `RESOURCE_NOT_FOUND` if there is no such webhook.
   * @example
   * const creator = await organization.getWebhookCreator(webhook)
   * console.log(creator?.email ?? 'unknown')
   */
  getWebhookCreator(webhook: WebhookReference, options?: RequestOptions): Promise<User | null> {
    return this.#call(webhookCreators, options, ({ getWebhookCreator }, call) =>
      getWebhookCreator(this.#reading, webhook, call),
    )
  }

  /**
   * Creates a webhook for the organization or for a project. Operation: `CreateWebhook` or `CreateProjectWebhook`.
   *
   * Receive its events with `labelbox-org/webhooks`. Errors, audit records and dry runs do not contain the `secret`.
   *
   * @throws LabelboxError `INVALID_INPUT`, before the change is sent, for a `url` that is neither https nor on this
   * machine, for no topics, or for an empty secret; `RESOURCE_NOT_FOUND` for an unknown project.
   * @example
   * await organization.createWebhook({ url: 'https://example.com/hooks', topics: ['LABEL_CREATED'], secret })
   */
  createWebhook(webhook: NewWebhook, options?: RequestOptions): Promise<Webhook> {
    return this.#call(
      webhookChanges,
      options,
      ({ createWebhook }, call, given) => createWebhook(this.#context, given, call),
      webhook,
    )
  }

  /**
   * Changes the URL, topics or status of a webhook. Operation: `UpdateWebhook` or `UpdateWebhookTopics`.
   *
   * The secret can't be changed: create another webhook instead.
   *
   * @throws LabelboxError `RESOURCE_NOT_FOUND`; `INVALID_INPUT`, before any request, without something to change.
   * @example
   * await organization.updateWebhook(webhook, { topics: ['LABEL_CREATED', 'LABEL_UPDATED'] })
   */
  updateWebhook(webhook: WebhookReference, changes: WebhookChanges, options?: RequestOptions): Promise<Webhook> {
    return this.#call(
      webhookChanges,
      options,
      ({ updateWebhook }, call, given) => updateWebhook(this.#context, webhook, given, call),
      changes,
    )
  }

  /**
   * Deletes a webhook. Operation: `DeleteWebhook`.
   *
   * The API does this by making it `INACTIVE`, so it may still be listed. `updateWebhook` with `ACTIVE` restores it.
   *
   * @throws LabelboxError `RESOURCE_NOT_FOUND` if there is no such webhook.
   */
  deleteWebhook(webhook: WebhookReference, options?: RequestOptions): Promise<void> {
    return this.#call(webhookChanges, options, ({ deleteWebhook }, call) => deleteWebhook(this.#context, webhook, call))
  }

  /**
   * Creates a tag for projects. Operation: `CreateResourceTag`.
   *
   * What the API does with a text that exists already is not documented.
   *
   * @throws LabelboxError `INVALID_INPUT`, before any request, for an empty text or a color without six hex digits.
   * @example
   * const tag = await organization.createResourceTag({ text: 'urgent', color: '#FF8800' }) // color: 'ff8800'
   */
  createResourceTag(tag: NewResourceTag, options?: RequestOptions): Promise<ResourceTag> {
    return this.#call(
      resourceTags,
      options,
      ({ createResourceTag }, call, given) => createResourceTag(this.#context, given, call),
      tag,
    )
  }

  /**
   * Changes the text or the color of a tag. Operation: `UpdateResourceTag`.
   *
   * Labelbox's own SDK sends this, but no source proves that the API supports it.
   *
   * @throws LabelboxError `RESOURCE_NOT_FOUND` if there is no such tag; `INVALID_INPUT`, before any request, without
   * something to change, for an empty text, or for a color without six hex digits.
   */
  updateResourceTag(
    tag: ResourceTagReference,
    changes: ResourceTagChanges,
    options?: RequestOptions,
  ): Promise<ResourceTag> {
    return this.#call(
      resourceTags,
      options,
      ({ updateResourceTag }, call, given) => updateResourceTag(this.#context, tag, given, call),
      changes,
    )
  }

  /**
   * Deletes a tag, and removes it from all projects. Operation: `DeleteResourceTag`.
   *
   * @throws LabelboxError `RESOURCE_NOT_FOUND` if there is no such tag.
   */
  deleteResourceTag(tag: ResourceTagReference, options?: RequestOptions): Promise<void> {
    return this.#call(resourceTags, options, ({ deleteResourceTag }, call) =>
      deleteResourceTag(this.#context, tag, call),
    )
  }

  /** Returns all tags, with one request. Operation: `GetResourceTags`. */
  getResourceTags(options?: RequestOptions): Promise<readonly ResourceTag[]> {
    return this.#call(resourceTags, options, ({ getResourceTags }, call) => getResourceTags(this.#reading, call))
  }

  /**
   * Returns all IAM integrations, with one request. Operation: `GetIamIntegrations`.
   *
   * @example
   * for (const { name, settings } of await organization.getIamIntegrations()) {
   *   if (settings?.__typename === 'AwsIamIntegrationSettings') console.log(name, settings.roleArn)
   * }
   */
  getIamIntegrations(options?: RequestOptions): Promise<readonly IamIntegration[]> {
    return this.#call(iamIntegrations, options, ({ getIamIntegrations }, call) =>
      getIamIntegrations(this.#reading, call),
    )
  }

  /**
   * Returns the default IAM integration, or `null` if there is none. Operation: `GetIamIntegrations`.
   *
   * @throws LabelboxError `INCONSISTENT_RESPONSE` if the API reports more than one.
   */
  getDefaultIamIntegration(options?: RequestOptions): Promise<IamIntegration | null> {
    return this.#call(iamIntegrations, options, ({ getDefaultIamIntegration }, call) =>
      getDefaultIamIntegration(this.#reading, call),
    )
  }

  /**
   * Creates an IAM integration with storage in AWS, Google Cloud or Azure; `provider` tells them apart. Operation:
   * `CreateAwsIamIntegration`, `CreateGcpIamIntegration` or `CreateAzureIamIntegration`.
   *
   * @throws LabelboxError `INVALID_INPUT`, before any request, for a field that is missing, invalid, or another provider's.
   * @example
   * const roleArn = 'arn:aws:iam::123456789012:role/labelbox'
   * const integration = await organization.createIamIntegration({ provider: 'AWS', name: 'Images', roleArn })
   */
  createIamIntegration(integration: NewIamIntegration, options?: RequestOptions): Promise<IamIntegration> {
    return this.#call(
      iamChanges,
      options,
      ({ createIamIntegration }, call, given) => createIamIntegration(this.#context, given, call),
      integration,
    )
  }

  /**
   * Changes an IAM integration. Operation: `UpdateAwsIamIntegration`, `UpdateGcpIamIntegration` or
   * `UpdateAzureIamIntegration`.
   *
   * The API takes all fields at once, so this reads the integration and sends it back with the changes. A change that
   * somebody else makes at the same time may be lost.
   *
   * @returns The integration as it was read, with the changes. The API's own list may lag behind.
   * @throws LabelboxError `RESOURCE_NOT_FOUND`; `INVALID_INPUT` for fields that its provider does not have.
   * @example
   * await organization.updateIamIntegration(integration, { name: 'Images of 2026' })
   */
  updateIamIntegration(
    integration: IamIntegrationReference,
    changes: IamIntegrationChanges,
    options?: RequestOptions,
  ): Promise<IamIntegration> {
    return this.#call(
      iamChanges,
      options,
      ({ updateIamIntegration }, call, given) => updateIamIntegration(this.#context, integration, given, call),
      changes,
    )
  }

  /**
   * Makes Labelbox check whether it can access the storage of an IAM integration. Operation: `ValidateIamIntegration`.
   *
   * If it can't, the result has `valid: false`, and `checks` says why.
   *
   * @throws LabelboxError `DRY_RUN` in a dry run, because a validation can't be planned.
   * @example
   * const { valid, checks } = await organization.validateIamIntegration(integration)
   * for (const { name, success, message } of checks) if (!success) console.warn(name, message)
   */
  validateIamIntegration(
    integration: IamIntegrationReference,
    options?: RequestOptions,
  ): Promise<IamIntegrationValidation> {
    return this.#call(iamChanges, options, ({ validateIamIntegration }, call) =>
      validateIamIntegration(this.#context, integration, call),
    )
  }

  /**
   * Makes an IAM integration the default of the organization. Operation: `SetDefaultIamIntegration`.
   *
   * @throws LabelboxError `RESOURCE_NOT_FOUND` if there is no such integration.
   */
  setDefaultIamIntegration(integration: IamIntegrationReference, options?: RequestOptions): Promise<void> {
    return this.#call(iamChanges, options, ({ setDefaultIamIntegration }, call) =>
      setDefaultIamIntegration(this.#context, integration, call),
    )
  }

  /**
   * Deletes an IAM integration. Operation: `DeleteIamIntegration`.
   *
   * What happens to data that Labelbox reads through it is not documented.
   *
   * @throws LabelboxError `RESOURCE_NOT_FOUND` if there is no such integration.
   */
  deleteIamIntegration(integration: IamIntegrationReference, options?: RequestOptions): Promise<void> {
    return this.#call(iamChanges, options, ({ deleteIamIntegration }, call) =>
      deleteIamIntegration(this.#context, integration, call),
    )
  }

  /**
   * Returns the seats of the plan. Operation: `InviteLimit`.
   *
   * `used` counts members and pending invites.
   *
   * @example
   * const { remaining } = await organization.inviteLimit()
   */
  inviteLimit(options?: RequestOptions): Promise<InviteLimit> {
    return this.#call(invites, options, ({ inviteLimit }, call) => inviteLimit(this.#reading, this.id, call))
  }

  /**
   * Invites a person by email, **at most once unless the invite is proven unprocessed; a success is always a sent
   * invite.** Operation: `InviteUser`.
   *
   * It first looks the address up among pending invites and members. It retries only requests that are known not to have
   * run. After an ambiguous failure (a gateway's 502, a broken connection, a timeout) it reads the invites back, and
   * returns the one that was sent or says that the outcome is unknown.
   *
   * The promise holds within one process, and one worker thread of it. The API has no idempotency keys, so two processes
   * that invite an address at the same moment may both send.
   *
   * Browsers and React Native may send a request twice on their own. There it also looks for a duplicate with the same
   * roles, and cancels it, for one more request. The audit record of that is a `cancelInvite` with `isRepeated`. If it
   * fails, `inviteUser` still succeeds, and `originOf(invite).error` says why the duplicate is left.
   *
   * The current user and the roles are loaded once per client.
   *
   * @param invite - `email`; `role`, a role or its name in any usual spelling. With the role `NONE` also `projectRoles`,
   * each with a project (a record, an id or a name) and a role, and `groups`, each with a user group and a role.
   * @param options - `ifInvited`, what to do when an invite is pending (default: refuse); `onUnknown`; `signal`,
   * `timeoutMs` per request, and `deadlineMs` in all.
   * @returns The invite, with the id that cancels it.
   * @throws LabelboxError Before anything is sent: `INVALID_INPUT`, for an invalid address, an unknown role, or for roles in
   * projects or groups beside an organization role other than `NONE`; `RESOURCE_NOT_FOUND`, for an unknown project or group;
   * `ALREADY_INVITED`, with the pending `invite`; `ALREADY_MEMBER`, for your own address too.
   * Later: `USAGE_LIMIT` without a free seat; `INVITE_REFUSED` if the API sends no invite for an unknown reason;
   * `OUTCOME_UNKNOWN`, with `settle()`, also if the signal or the deadline ends the call while the invite is being sent.
   * @example
   * await organization.inviteUser({ email: 'ada@example.com', role: 'LABELER' })
   * await organization.inviteUser({
   *   email: 'grace@example.com',
   *   role: 'NONE',
   *   projectRoles: [{ project: 'Street signs', role: 'REVIEWER' }],
   * }, { ifInvited: 'replace' })
   */
  inviteUser(invite: NewInvite, options?: InviteOptions): Promise<Invite> {
    return this.#call(
      inviting,
      options,
      ({ inviteUser }, call, given) => inviteUser(this.#context, this.id, given, { ...options, ...call }),
      invite,
    )
  }

  /**
   * Invites many people, with the promise of `inviteUser` for each: **at most once unless the invite is proven
   * unprocessed; a success is always a sent invite.** Operation: `InviteUser`, one per batch.
   *
   * It reads all members and invites once, checks the seats, and sends the invites in batches. Members and people with a
   * pending invite are left as they are. A batch that is refused as a whole is split, so a bad row never fails others.
   * After an ambiguous failure it reads the invites back. A row whose outcome stays unknown is not sent again.
   *
   * With a `journal` the process can be killed at any moment: call it again with the same rows, and it continues. The
   * promise holds within one process, and one worker thread of it: another one that invites the same addresses at the same
   * time may send duplicates.
   *
   * @param rows - An array, or an object whose `read()` returns the rows, each time from the start: all rows are checked
   * before anything is sent. Or a stream, whose rows are checked as they arrive.
   * @param options - `ifInvalid`, `ifSeatsShort`, `onUnknown`, `batchSize`, `journal`, `spool`, `onProgress`, `onOutcome`;
   * `signal`, after which rows that were not sent are `not-attempted`; `timeoutMs` per request; `deadlineMs` per step, which
   * is a request with its retries, or the reading of all members and invites.
   * @returns One outcome per row, and in `stoppedBy` why the run stopped early.
   * @throws LabelboxError Before anything is sent: `INVALID_ROWS`, which lists the invalid rows; `USAGE_LIMIT` without
   * enough seats; any failure to read members and invites. Later it rejects only if a function that you passed does.
   * @example
   * const report = await organization.inviteUsers([
   *   { email: 'ada@example.com', role: 'LABELER' },
   *   { email: 'grace@example.com', role: 'NONE', projectRoles: [{ project: 'Street signs', role: 'REVIEWER' }] },
   * ])
   * console.log(report.counts)
   * for await (const { row, who, outcome, reason } of report) console.log(row, who, outcome, reason)
   */
  async inviteUsers(rows: Rows<InviteRow>, options?: InviteUsersOptions): Promise<BulkReport<InviteOutcome>> {
    const { inviteUsers } = await bulkInvites(this.#context, options)
    return inviteUsers(this.#context, this.id, rows, options)
  }

  /**
   * Lists the pending invites. Operation: `GetInvites` or `GetProjectInvites`.
   *
   * @param options - `project`, to list only invites that offer a role in it; `pageSize`; `signal`, `timeoutMs` and
   * `deadlineMs` hold per page.
   * @throws LabelboxError `RESOURCE_NOT_FOUND`, when you read the list, if no project has that id.
   */
  getInvites(options?: InviteListOptions): Paginated<PendingInvite> {
    return this.#list(invites, options, ({ getInvites }) => getInvites(this.#reading, options))
  }

  /**
   * Cancels a pending invite. Operation: `CancelInvite`.
   *
   * An invite that was just sent may have a placeholder for an id. The real id is then looked up by address and time.
   *
   * @param invite - One of `getInvites()`, one that `inviteUser` returned, or an id.
   * @throws LabelboxError `RESOURCE_NOT_FOUND` if it is no longer pending; `INVALID_INPUT` if a placeholder may stand for
   * several invites.
   */
  cancelInvite(invite: InviteReference, options?: RequestOptions): Promise<void> {
    return this.#call(cancelInvites, options, ({ cancelInvite }, call) =>
      cancelInvite(this.#context, this.id, invite, call),
    )
  }

  /**
   * Cancels every pending invite to an address. Operation: `CancelInvite`, one per invite.
   *
   * @returns The cancelled invites. One that is accepted in the meantime is left out.
   * @throws LabelboxError `RESOURCE_NOT_FOUND` if no invite is pending. If one of several fails, those before it are cancelled,
   * and the message says how many.
   */
  cancelInvitesTo(email: string, options?: RequestOptions): Promise<readonly PendingInvite[]> {
    return this.#call(cancelInvites, options, ({ cancelInvitesTo }, call) =>
      cancelInvitesTo(this.#context, this.id, email, call),
    )
  }

  /**
   * Sends the invite to an address again, with the same roles. Operations: `CancelInvite`, then `InviteUser`.
   *
   * The API can't resend, so this replaces the invite, as `inviteUser` does with `ifInvited: 'replace'`. Several invites to
   * the address become one. User groups are not offered again, because pending invites do not show them.
   *
   * @throws LabelboxError `RESOURCE_NOT_FOUND` if no invite is pending; otherwise as `inviteUser`.
   */
  resendInvite(email: string, options?: ResendOptions): Promise<Invite> {
    return this.#call(inviting, options, ({ resendInvite }, call) =>
      resendInvite(this.#context, this.id, email, { ...options, ...call }),
    )
  }

  /**
   * Lists the user groups, with their projects and their members' roles. Operation: `GetUserGroups`.
   *
   * @param options - `pageSize`; `signal`, `timeoutMs` and `deadlineMs` hold per page.
   * @example
   * for await (const { name, members } of organization.getUserGroups()) console.log(name, members.length)
   */
  getUserGroups(options?: CursorPageOptions): Paginated<UserGroup> {
    return this.#list(userGroups, options, ({ getUserGroups }) => getUserGroups(this.#reading, options))
  }

  /**
   * Returns a user group, with its projects and its members' roles. Operation: `GetUserGroup`.
   *
   * @throws LabelboxError `RESOURCE_NOT_FOUND` if there is no such group.
   */
  getUserGroup(group: UserGroupReference, options?: RequestOptions): Promise<UserGroup> {
    return this.#call(userGroups, options, ({ getUserGroup }, call) => getUserGroup(this.#reading, group, call))
  }

  /**
   * Creates a user group. Operation: `CreateUserGroup`.
   *
   * Its members must have the organization role `NONE`. Each gets one role in the group, but not `NONE` or
   * `TENANT_ADMIN`.
   *
   * @throws LabelboxError Before the change is sent: `INVALID_INPUT` for a color that is not one of the nine, for an unknown role,
   * or for a member or role that can't be in a group; `RESOURCE_NOT_FOUND` for an unknown project or member. Later:
   * `RESOURCE_CONFLICT` for a name that exists.
   * @example
   * const members = [{ user: 'ada@example.com', role: 'REVIEWER' }]
   * await organization.createUserGroup({ name: 'Reviewers', color: '9EC5FF', projects: ['Street signs'], members })
   */
  createUserGroup(group: NewUserGroup, options?: RequestOptions): Promise<UserGroup> {
    return this.#call(
      userGroupChanges,
      options,
      ({ createUserGroup }, call, given) => createUserGroup(this.#context, given, call),
      group,
    )
  }

  /**
   * Changes a user group. Operation: `UpdateUserGroup`.
   *
   * **The API replaces all fields**, so this reads the group and sends it back with the changes. Omitted fields stay; a list
   * that you pass replaces the whole list. A change that somebody else makes at the same time may be lost. Unless you pass
   * both lists, the group is read again before each retry, and nothing is sent again that may have run. To change some members, use `addGroupMembers` and `removeGroupMembers`.
   *
   * @throws LabelboxError `INVALID_INPUT`, as for `createUserGroup`; `RESOURCE_NOT_FOUND`; `INCONSISTENT_RESPONSE`, before
   * the change is sent, if the API does not return the whole group, because the rest would be lost.
   * @example
   * const members = [{ user: 'ada@example.com', role: 'REVIEWER' }, { user: 'grace@example.com', role: 'LABELER' }]
   * await organization.updateUserGroup(group, { members })
   */
  updateUserGroup(group: UserGroupReference, changes: UserGroupChanges, options?: RequestOptions): Promise<UserGroup> {
    return this.#call(
      userGroupChanges,
      options,
      ({ updateUserGroup }, call, given) => updateUserGroup(this.#context, group, given, call),
      changes,
    )
  }

  /**
   * Deletes a user group. Its members stay in the organization. Operation: `DeleteUserGroup`.
   *
   * @throws LabelboxError `RESOURCE_NOT_FOUND` if there is no such group; `OPERATION_NOT_ALLOWED` if the API refuses.
   */
  deleteUserGroup(group: UserGroupReference, options?: RequestOptions): Promise<void> {
    return this.#call(userGroupChanges, options, ({ deleteUserGroup }, call) =>
      deleteUserGroup(this.#context, group, call),
    )
  }

  /**
   * Lists the members of a user group, with their roles. Operations: `GetGroupMembers`; `GetGroupMemberPage` for members that
   * the first one leaves out.
   *
   * The first request usually returns all members. Reading further pages then sends no request.
   *
   * @param options - `pageSize`; `concurrency` for the pages after the first; `signal`, `timeoutMs` and `deadlineMs` hold per
   * page.
   * @throws LabelboxError `RESOURCE_NOT_FOUND` if there is no such group; `INCONSISTENT_RESPONSE`, after the members that were
   * read, if Labelbox counts more members than it returns.
   * @example
   * for await (const { email, role } of organization.getGroupMembers(group)) console.log(email, role?.name)
   */
  getGroupMembers(group: UserGroupReference, options?: PageOptions): Paginated<UserGroupMember> {
    return this.#list(groupMemberList, options, ({ getGroupMembers }) => getGroupMembers(this.#reading, group, options))
  }

  /**
   * Adds members to a user group, or changes the role of its members. Operation: `AddGroupMembers`, or `UpdateUserGroup` if
   * the API refuses that one.
   *
   * Only the people in `members` change. `AddGroupMembers` sends only those who do not have the role yet, and nothing if all
   * have it.
   *
   * `UpdateUserGroup` replaces the whole group. The client reads the group again just before, and starts over if somebody has
   * changed it. A change that somebody makes after that is lost, and the client cannot notice it. Calls of one client for one
   * group then run one after another.
   *
   * @param members - As for `createUserGroup`.
   * @returns The group as it is stored now.
   * @throws LabelboxError `INVALID_INPUT`, before the change is sent, as for `createUserGroup`; `RESOURCE_NOT_FOUND`;
   * `OPERATION_NOT_ALLOWED` if Labelbox calls it a failure, with its reason as the `cause`, and how many people are as they
   * should be, because a part may be changed; `INCONSISTENT_RESPONSE` if people do not have
   * their role afterwards. Where the group must be replaced, also `INCONSISTENT_RESPONSE`, before anything is sent, if the API
   * does not show that it returned the whole group, or somebody keeps changing it.
   * @example
   * await organization.addGroupMembers(group, [{ user: 'ada@example.com', role: 'REVIEWER' }])
   */
  addGroupMembers(
    group: UserGroupReference,
    members: readonly NewUserGroupMember[],
    options?: RequestOptions,
  ): Promise<UserGroup> {
    return this.#call(
      groupMemberChanges,
      options,
      ({ addGroupMembers }, call, given) => addGroupMembers(this.#context, group, given, call),
      members,
    )
  }

  /**
   * Removes members from a user group. They stay in the organization. Operation: `RemoveGroupMembers`, or `UpdateUserGroup`
   * if the API refuses that one.
   *
   * Nobody else in the group changes, with the same exception as for `addGroupMembers`. People who are not in the group are
   * not sent.
   *
   * @param users - Records, ids or addresses of members.
   * @returns The group as it is stored now.
   * @throws LabelboxError As `addGroupMembers`; `RESOURCE_NOT_FOUND` for an id or an address that no member has.
   * @example
   * await organization.removeGroupMembers(group, ['ada@example.com'])
   */
  removeGroupMembers(
    group: UserGroupReference,
    users: readonly MemberReference[],
    options?: RequestOptions,
  ): Promise<UserGroup> {
    return this.#call(
      groupMemberChanges,
      options,
      ({ removeGroupMembers }, call, given) => removeGroupMembers(this.#context, group, given, call),
      users,
    )
  }

  /**
   * Adds the people of a CSV file to a user group, all with one role. Operation: `ImportGroupMembers`.
   *
   * **Labelbox adds only members of the organization** whose organization role is `NONE`. The report says for each row what
   * Labelbox did. Labelbox does not document a limit for the size of a file. The client sends it in one request.
   * A file can't be sent through a proxy (`trustedDocuments`), so import on your server.
   *
   * @param file - `file`: text, a `Blob` or bytes with one address in each line; `role`.
   * @returns Labelbox's report.
   * @throws LabelboxError `INVALID_INPUT`, before the file is sent, for a role that can't be in a group, or a file that is
   * not one column of addresses in UTF-8; `RESOURCE_NOT_FOUND`. If an error has `mayHaveRun`, import the same file again: the report then says who was
   * already in the group.
   * @example
   * const { rows } = await organization.importGroupMembers(group, { file: 'email\nada@example.com\n', role: 'REVIEWER' })
   * for (const { email, error } of rows) if (error !== null) console.log(email, error)
   */
  importGroupMembers(
    group: UserGroupReference,
    file: GroupMemberFile,
    options?: RequestOptions,
  ): Promise<GroupImportReport> {
    return this.#call(
      groupFiles,
      options,
      ({ importGroupMembers }, call, given) => importGroupMembers(this.#context, group, given, call),
      file,
    )
  }

  /**
   * Returns the addresses of a user group's members as CSV: a header, then an address in each line. Operation:
   * `ExportGroupMembers`.
   *
   * The text is Labelbox's, without roles. `getGroupMembers` returns the roles too.
   *
   * @throws LabelboxError `RESOURCE_NOT_FOUND` if there is no such group.
   * @example
   * await writeFile('reviewers.csv', await organization.exportGroupMembers(group))
   */
  exportGroupMembers(group: UserGroupReference, options?: RequestOptions): Promise<string> {
    return this.#call(groupFiles, options, ({ exportGroupMembers }, call) =>
      exportGroupMembers(this.#reading, group, call),
    )
  }

  /**
   * Returns the API keys of this key's user, and those of others that the user may see, without expired ones. Operation:
   * `GetApiKeys`.
   *
   * It lists revoked keys, with `revoked: true`, and keys whose expiry the API does not return. The clock of this machine
   * decides which keys are expired. The keys themselves are not returned: Labelbox shows a key only when it is created.
   *
   * @param options - `includeExpired`, and the options of every call.
   * @example
   * const soon = (await organization.getApiKeys()).filter(({ expiresAt }) => expiresAt !== null && expiresAt < nextWeek)
   * const all = await organization.getApiKeys({ includeExpired: true })
   */
  getApiKeys(options?: ApiKeyListOptions): Promise<readonly ApiKey[]> {
    return this.#call(apiKeys, options, ({ getApiKeys }, call) => getApiKeys(this.#reading, { ...options, ...call }))
  }

  /**
   * Returns an API key, even if it is expired or revoked. Operation: `GetApiKeys`, as the API has no request for one key.
   *
   * @param apiKey - A record or an id.
   * @throws LabelboxError `RESOURCE_NOT_FOUND` if there is no such key, or your role may not see it.
   * @example
   * const { name, expiresAt, revoked } = await organization.getApiKey(id)
   */
  getApiKey(apiKey: ApiKeyReference, options?: RequestOptions): Promise<ApiKey> {
    return this.#call(apiKeys, options, ({ getApiKey }, call) => getApiKey(this.#reading, apiKey, call))
  }

  /**
   * Creates an API key for yourself or for another member. Operation: `CreateApiKey`.
   *
   * **The key is shown this once**, as `key` of the result. That property is not enumerable, so `console.log`,
   * `JSON.stringify` and copies leave it out. Logs, errors, audit records, hooks and spans do not contain it.
   *
   * If you pass a `role`, the client first compares its permissions with yours. If the API does not return permissions within
   * ten seconds, the client sends the request, and the API decides.
   *
   * @throws LabelboxError `INVALID_INPUT`, before the change is sent, for a lifetime under a minute or over 25 weeks, for an
   * unknown role, or for a role with permissions that you don't have; the message names them. If an error has `mayHaveRun`,
   * look for the key in `getApiKeys()` and revoke it.
   * @example
   * const { key } = await organization.createApiKey({ name: 'Nightly export', role: 'LABELER', validitySeconds: 86_400 })
   */
  createApiKey(apiKey: NewApiKey, options?: RequestOptions): Promise<CreatedApiKey> {
    return this.#call(
      apiKeys,
      options,
      ({ createApiKey }, call, given) => createApiKey(this.#context, given, call),
      apiKey,
    )
  }

  /**
   * Revokes an API key, even the one of this client. Operation: `RevokeApiKey`.
   *
   * It can't be undone as far as is known.
   *
   * @throws LabelboxError `RESOURCE_NOT_FOUND` if there is no such key.
   */
  revokeApiKey(apiKey: ApiKeyReference, options?: RequestOptions): Promise<void> {
    return this.#call(apiKeys, options, ({ revokeApiKey }, call) => revokeApiKey(this.#context, apiKey, call))
  }

  /**
   * Returns the roles that people can have, built-in and custom. Operation: `GetRoles`.
   *
   * The ids of roles differ between deployments, so store names.
   */
  getRoles(options?: RequestOptions): Promise<readonly Role[]> {
    return this.#call(roles, options, ({ getRoles }, call) => getRoles(this.#context.read, call))
  }

  /**
   * Reports the state of the organization: seats, and findings that an administrator should look at. A finding has the
   * commands of `labelbox-org` that put it right, where nobody has to decide. Operations: `GetUser`, `InviteLimit`,
   * `GetMembers`, `GetInvites`, `GetRolePermissions`, `GetApiKeys`, `GetMember`, `GetUserGroupSizes`, `GetProjectUse`,
   * `GetResourceTags`, `Webhooks`, `GetIamIntegrations`; with `validate` also `ValidateIamIntegration`.
   *
   * It finds people who do not log in, and roles that permit everything. It finds invites that are old, repeated or not
   * needed, and API keys without an end or an owner. It also finds groups, projects, tags, webhooks and integrations that are
   * unused or do not work.
   *
   * It changes nothing, and reads the lists at the same time. `notChecked` has each part that this key may not read, or that
   * the API lacks, with the reason. A response with only a part of the data counts as not read, whatever the client's
   * `onPartialData` is.
   *
   * @param options - `inactiveForDays`, `waitingForDays`, `keysEndingInDays`, `validate`, `pageSize`, `concurrency`,
   * `onProgress`, `now`; `signal`, `timeoutMs` and `deadlineMs` for the whole report.
   * @throws LabelboxError `INVALID_INPUT` for a period that is not a whole number of days. It also rejects if the API refuses
   * the key, the connection fails, or the deadline has passed.
   * @example
   * const { seats, findings, notChecked } = await organization.report({ inactiveForDays: 60 })
   * for (const { message, subjects } of findings) console.log(message, subjects.map(({ name }) => name))
   */
  report(options?: ReportOptions): Promise<OrganizationReport> {
    return this.#call(
      reports,
      options,
      ({ report }, call, given) => report(this.#context, this, given, call),
      options ?? {},
    )
  }

  /** @param input - Passed to `run` as it is now: the caller may change it for the next call while the code is loaded. */
  async #call<Code, Result, Input>(
    code: Lazy<Code>,
    options: CallOptions | undefined,
    run: (code: Code, call: CallOptions, given: Input) => Promise<Result>,
    input?: Input,
  ): Promise<Result> {
    const call = startCall(this.#context, options)
    const given = copyOf(input as Input)
    return run(await code(this.#context, call), call, given)
  }

  #list<Code, Item>(
    code: Lazy<Code>,
    options: CallOptions | undefined,
    list: (code: Code) => Paginated<Item>,
  ): Paginated<Item> {
    return new Paginated(async () => list(await code(this.#context, options)))
  }
}

/** Fetches the organization of the API key. */
export async function getOrganization(context: Context, options?: RequestOptions): Promise<Organization> {
  const data = await context.read(GetOrganizationDocument, {}, options)
  return new Organization(context, withDates(requireRecord(data.organization, 'GetOrganization', data)))
}

/** Copies a list or a plain object. Others may have getters, which a copy would lack. */
function copyOf<T>(given: T): T {
  if (Array.isArray(given)) return given.slice() as T
  if (!isRecord(given)) return given
  const prototype: unknown = Object.getPrototypeOf(given)
  return prototype === null || Object.getPrototypeOf(prototype) === null ? { ...given } : given
}
