import { GetOrganizationDocument, type OrganizationFragment } from '../../generated/operations.ts'
import { withDates } from '../core/dates.ts'
import type { WithDates } from '../core/withDates.ts'
import type { Paginated } from '../lists/paginated.ts'
import type { RequestOptions } from '../core/callOptions.ts'
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
import {
  createApiKey,
  getApiKeys,
  revokeApiKey,
  type ApiKey,
  type ApiKeyReference,
  type CreatedApiKey,
  type NewApiKey,
} from './keys/apiKeys.ts'
import { reading, startCall, type Context } from './context.ts'
import { present } from './answers.ts'
import {
  createIamIntegration,
  deleteIamIntegration,
  setDefaultIamIntegration,
  updateIamIntegration,
  validateIamIntegration,
  type IamIntegrationReference,
  type IamIntegrationValidation,
} from './iam/iamChanges.ts'
import { getDefaultIamIntegration, getIamIntegrations, type IamIntegration } from './iam/iamIntegrations.ts'
import { cancelInvitesTo, resendInvite } from './invites/inviteChanges.ts'
import {
  cancelInvite,
  getInvites,
  inviteLimit,
  type Invite,
  type InviteLimit,
  type InviteListOptions,
  type InviteReference,
} from './invites/invites.ts'
import type { PendingInvite, Role, User } from '../core/records.ts'
import { inviteUser, type InviteOptions } from './invites/inviteUser.ts'
import type { IamIntegrationChanges, NewIamIntegration } from './iam/newIamIntegration.ts'
import { removeFromProject, removeUser, setProjectRole, updateOrganizationRole } from './members/memberChanges.ts'
import {
  getMember,
  getMembers,
  getPermissions,
  type Member,
  type MemberDetails,
  type MemberReference,
} from './members/members.ts'
import type { NewInvite } from './invites/newInvite.ts'
import {
  createProject,
  deleteProject,
  setProjectTags,
  updateProject,
  type NewProject,
  type ProjectChanges,
} from './projects/projectChanges.ts'
import { getProject, getProjectMembers, getProjectTags, type ProjectMember } from './projects/projectDetails.ts'
import { projects, type Project, type ProjectReference } from './projects/projects.ts'
import type { ListOptions, PageOptions } from './relation.ts'
import { getRoles, type RoleReference } from './roles/roles.ts'
import {
  createResourceTag,
  deleteResourceTag,
  getResourceTags,
  updateResourceTag,
  type NewResourceTag,
  type ResourceTag,
  type ResourceTagChanges,
  type ResourceTagReference,
} from './tags/resourceTags.ts'
import {
  createUserGroup,
  deleteUserGroup,
  updateUserGroup,
  type NewUserGroup,
  type UserGroupChanges,
} from './groups/userGroupChanges.ts'
import { getUserGroup, getUserGroups, type UserGroup, type UserGroupReference } from './groups/userGroups.ts'
import { users } from './members/users.ts'
import {
  createWebhook,
  deleteWebhook,
  updateWebhook,
  type NewWebhook,
  type WebhookChanges,
  type WebhookReference,
} from './webhooks/webhookChanges.ts'
import { webhooks, type Webhook } from './webhooks/webhooks.ts'

/**
 * A group of users and what they have made: the organization that the API key belongs to.
 *
 * Its fields are as they were when it was fetched; only its methods ask the API. Every method rejects with a
 * `LabelboxError` and nothing else, and takes `{ signal, timeoutMs, deadlineMs, onPartialData }`.
 *
 * @see https://labelbox-python.readthedocs.io/en/latest/labelbox/organization.html
 */
export class Organization {
  readonly id: string
  readonly name: string | null
  readonly createdAt: Date | null
  readonly updatedAt: Date | null
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
  }

  /**
   * The members. Whether removed ones are among them is the API's affair; `where: { deleted: false }` leaves them out.
   *
   * @param options - `pageSize`, `where`, `orderBy`, and `signal`, `timeoutMs`, `deadlineMs` (for each page).
   * @throws LabelboxError `INVALID_INPUT`, when the list is read, for a filter or an order that does not exist.
   * @example
   * for await (const user of organization.users({ where: { createdAt_gte: lastMonth }, orderBy: 'email_ASC' })) {
   *   console.log(user.email)
   * }
   */
  users(options?: ListOptions<'users'>): Paginated<User> {
    return users(this.#reading, options)
  }

  /**
   * The members with the role of each in the organization: `None`, or null, for people who have roles in projects only.
   *
   * @param options - As for `users`.
   */
  getMembers(options?: ListOptions<'users'>): Paginated<Member> {
    return getMembers(this.#reading, options)
  }

  /**
   * One member, by record, id or address, with the role; `deleted` is true for one who has been removed.
   *
   * @throws LabelboxError `RESOURCE_NOT_FOUND`; `INVALID_INPUT` where no member has the address.
   */
  getMember(user: MemberReference, options?: RequestOptions): Promise<MemberDetails> {
    return getMember(this.#reading, user, options)
  }

  /**
   * Removes a member, by record, id or address. Only a new invite brings somebody back.
   *
   * @throws LabelboxError `INVALID_INPUT` for the key's own user.
   * @example
   * await organization.removeUser('ada@example.com')
   */
  removeUser(user: MemberReference, options?: RequestOptions): Promise<void> {
    return removeUser(this.#context, user, options)
  }

  /**
   * Removes many members, several at once. It looks once who is a member; who is none is reported and is no error.
   *
   * @param rows - As for `inviteUsers`, each with the `user`: a record, an id or an address.
   * @param options - `ifInvalid`, `journal`, `spool`, `onProgress`, `onOutcome`, `signal`, `timeoutMs`.
   * @returns One outcome for each row.
   * @throws LabelboxError `INVALID_ROWS`, which lists them, before anything is sent.
   * @example
   * const report = await organization.removeUsers([{ user: 'ada@example.com' }, { user: 'grace@example.com' }])
   */
  async removeUsers(rows: Rows<MemberRow>, options?: MemberBulkOptions): Promise<BulkReport<MemberOutcome>> {
    const { removeUsers } = await import('./bulk/changeMembers.ts')
    return removeUsers(this.#context, this.id, rows, options)
  }

  /**
   * Replaces a member's role in the organization. With `NONE` the member has roles in projects only.
   *
   * @example
   * await organization.updateOrganizationRole('ada@example.com', 'TEAM_MANAGER')
   */
  updateOrganizationRole(user: MemberReference, role: RoleReference, options?: RequestOptions): Promise<void> {
    return updateOrganizationRole(this.#context, user, role, options)
  }

  /**
   * Gives many members a role in the organization, several at once. Who has it already is left as it is.
   *
   * @param rows - As for `inviteUsers`, each with the `user` and the `role`.
   * @param options - As for `removeUsers`.
   * @returns One outcome for each row.
   * @throws LabelboxError `INVALID_ROWS`, which lists them, before anything is sent.
   * @example
   * await organization.updateOrganizationRoles([{ user: 'ada@example.com', role: 'TEAM_MANAGER' }])
   */
  async updateOrganizationRoles(
    rows: Rows<MemberRoleRow>,
    options?: MemberBulkOptions,
  ): Promise<BulkReport<MemberOutcome>> {
    const { updateOrganizationRoles } = await import('./bulk/changeMembers.ts')
    return updateOrganizationRoles(this.#context, this.id, rows, options)
  }

  /**
   * Gives a member a role in one project, in place of the one that is there.
   *
   * @throws LabelboxError `INVALID_INPUT`, and nothing is changed, where the member's role in the organization is not
   * `NONE`: it holds in every project already; and for the role `NONE`, which is what `removeFromProject` is for.
   */
  setProjectRole(
    user: MemberReference,
    project: ProjectReference,
    role: RoleReference,
    options?: RequestOptions,
  ): Promise<void> {
    return setProjectRole(this.#context, user, project, role, options)
  }

  /**
   * Takes a member out of one project.
   *
   * @throws LabelboxError `INVALID_INPUT` where the member's role in the organization is not `NONE`.
   */
  removeFromProject(user: MemberReference, project: ProjectReference, options?: RequestOptions): Promise<void> {
    return removeFromProject(this.#context, user, project, options)
  }

  /**
   * What a role permits: that of the key's own user, or of a member. The names are Labelbox's.
   *
   * @example
   * const permissions = await organization.getPermissions()
   */
  getPermissions(user?: MemberReference, options?: RequestOptions): Promise<readonly string[]> {
    return getPermissions(this.#reading, user, options)
  }

  /**
   * The projects, without the removed ones.
   *
   * @param options - `pageSize`, `where`, `orderBy`, and `signal`, `timeoutMs`, `deadlineMs` (for each page).
   * @throws LabelboxError `INVALID_INPUT`, when the list is read, for a filter or an order that does not exist.
   * @example
   * const newest = await organization.projects({ orderBy: 'createdAt_DESC' }).firstPage()
   */
  projects(options?: ListOptions<'projects'>): Paginated<Project> {
    return projects(this.#reading, options)
  }

  /** One project, by record, id or name. */
  getProject(project: ProjectReference, options?: RequestOptions): Promise<Project> {
    return getProject(this.#reading, project, options)
  }

  /** The people who can work in a project, given as a record or an id; `accessFrom` says where that comes from. */
  getProjectMembers(project: string | { readonly id: string }, options?: PageOptions): Paginated<ProjectMember> {
    return getProjectMembers(this.#reading, project, options)
  }

  /**
   * Creates a project.
   *
   * @example
   * await organization.createProject({ name: 'Street signs', allowedMediaType: 'IMAGE' })
   */
  createProject(project: NewProject, options?: RequestOptions): Promise<Project> {
    return createProject(this.#context, project, options)
  }

  /** Changes a project's name or description. */
  updateProject(project: ProjectReference, changes: ProjectChanges, options?: RequestOptions): Promise<Project> {
    return updateProject(this.#context, project, changes, options)
  }

  /** Removes a project. Nothing shows that it can be brought back. */
  deleteProject(project: ProjectReference, options?: RequestOptions): Promise<void> {
    return deleteProject(this.#context, project, options)
  }

  /** The tags of a project. */
  getProjectTags(project: ProjectReference, options?: RequestOptions): Promise<readonly ResourceTag[]> {
    return getProjectTags(this.#reading, project, options)
  }

  /**
   * Gives a project these tags in place of those that it has.
   *
   * @throws LabelboxError `INCONSISTENT_RESPONSE` where it then has others: whether the API replaces tags or adds them is
   * not documented.
   */
  setProjectTags(
    project: ProjectReference,
    tags: readonly ResourceTagReference[],
    options?: RequestOptions,
  ): Promise<readonly ResourceTag[]> {
    return setProjectTags(this.#context, project, tags, options)
  }

  /**
   * The webhooks, those of projects among them. A removed one has the status `INACTIVE` and may still be listed.
   *
   * @param options - `pageSize`, and `signal`, `timeoutMs`, `deadlineMs` (for each page). The API neither filters nor orders webhooks.
   * @example
   * const own = (await organization.webhooks().toArray({ limit: 500 })).filter(({ project }) => project === null)
   */
  webhooks(options?: PageOptions): Paginated<Webhook> {
    return webhooks(this.#reading, options)
  }

  /**
   * Creates a webhook, for the whole organization or for one project. `labelbox-org/webhooks` receives what it sends. The
   * `secret` is in no error, no audit record and no report of a dry run.
   *
   * @throws LabelboxError `INVALID_INPUT`, and nothing is sent, for a `url` that is neither https nor on this machine, no
   * topics, an empty secret, or an unknown project.
   * @example
   * await organization.createWebhook({ url: 'https://example.com/hooks', topics: ['LABEL_CREATED'], secret })
   */
  createWebhook(webhook: NewWebhook, options?: RequestOptions): Promise<Webhook> {
    return createWebhook(this.#context, webhook, options)
  }

  /**
   * Changes a webhook's address, topics or status; what is left out stays. Its secret can't be changed: for another one,
   * create another webhook.
   *
   * @throws LabelboxError `RESOURCE_NOT_FOUND`; `INVALID_INPUT`, before any request, when there is nothing to change.
   * @example
   * await organization.updateWebhook(webhook, { topics: ['LABEL_CREATED', 'LABEL_UPDATED'] })
   */
  updateWebhook(webhook: WebhookReference, changes: WebhookChanges, options?: RequestOptions): Promise<Webhook> {
    return updateWebhook(this.#context, webhook, changes, options)
  }

  /**
   * Ends a webhook, which for the API is to make it `INACTIVE`: it may still be listed, and `updateWebhook` with `ACTIVE`
   * brings it back.
   *
   * @throws LabelboxError `RESOURCE_NOT_FOUND` when there is no such webhook.
   */
  deleteWebhook(webhook: WebhookReference, options?: RequestOptions): Promise<void> {
    return deleteWebhook(this.#context, webhook, options)
  }

  /**
   * Creates a tag for projects.
   *
   * @throws LabelboxError `INVALID_INPUT`, before any request, for an empty text or a colour that is not six hex digits;
   * what the API answers to a text that exists already is not documented.
   * @example
   * const tag = await organization.createResourceTag({ text: 'urgent', color: '#FF8800' }) // color: 'ff8800'
   */
  createResourceTag(tag: NewResourceTag, options?: RequestOptions): Promise<ResourceTag> {
    return createResourceTag(this.#context, tag, options)
  }

  /** Changes a tag's text or colour. Labelbox's own SDK writes this, but nothing shows that the API has it. */
  updateResourceTag(
    tag: ResourceTagReference,
    changes: ResourceTagChanges,
    options?: RequestOptions,
  ): Promise<ResourceTag> {
    return updateResourceTag(this.#context, tag, changes, options)
  }

  /** Removes a tag, from projects too. */
  deleteResourceTag(tag: ResourceTagReference, options?: RequestOptions): Promise<void> {
    return deleteResourceTag(this.#context, tag, options)
  }

  /** All tags, by one request. */
  getResourceTags(options?: RequestOptions): Promise<readonly ResourceTag[]> {
    return getResourceTags(this.#reading, options)
  }

  /**
   * All IAM integrations, by one request.
   *
   * @example
   * for (const { name, settings } of await organization.getIamIntegrations()) {
   *   if (settings?.__typename === 'AwsIamIntegrationSettings') console.log(name, settings.roleArn)
   * }
   */
  getIamIntegrations(options?: RequestOptions): Promise<readonly IamIntegration[]> {
    return getIamIntegrations(this.#reading, options)
  }

  /**
   * The default IAM integration, `null` when there is none.
   *
   * @throws LabelboxError `INCONSISTENT_RESPONSE` when the API reports more than one.
   */
  getDefaultIamIntegration(options?: RequestOptions): Promise<IamIntegration | null> {
    return getDefaultIamIntegration(this.#reading, options)
  }

  /**
   * Registers access to storage in AWS, Google Cloud or Azure; `provider` tells them apart.
   *
   * @throws LabelboxError `INVALID_INPUT`, before any request, for a member that is missing, wrong, or another provider's.
   * @example
   * const roleArn = 'arn:aws:iam::123456789012:role/labelbox'
   * const integration = await organization.createIamIntegration({ provider: 'AWS', name: 'Images', roleArn })
   */
  createIamIntegration(integration: NewIamIntegration, options?: RequestOptions): Promise<IamIntegration> {
    return createIamIntegration(this.#context, integration, options)
  }

  /**
   * Changes an integration. The API takes only all of it at once, so this reads it, puts the changes in, and sends the
   * whole: what somebody else changes at that moment may be lost.
   *
   * @returns The integration as it was read, with the changes. The API's own list may lag behind for a while.
   * @throws LabelboxError `RESOURCE_NOT_FOUND`; `INVALID_INPUT` for members that its provider does not have.
   * @example
   * await organization.updateIamIntegration(integration, { name: 'Images of 2026' })
   */
  updateIamIntegration(
    integration: IamIntegrationReference,
    changes: IamIntegrationChanges,
    options?: RequestOptions,
  ): Promise<IamIntegration> {
    return updateIamIntegration(this.#context, integration, changes, options)
  }

  /**
   * Has Labelbox try whether it gets at the storage. That it does not is no error: it is `valid: false`, and `checks` says why.
   *
   * @throws LabelboxError `DRY_RUN` where the client changes nothing: no result is made up.
   * @example
   * const { valid, checks } = await organization.validateIamIntegration(integration)
   * for (const { name, success, message } of checks) if (!success) console.warn(name, message)
   */
  validateIamIntegration(
    integration: IamIntegrationReference,
    options?: RequestOptions,
  ): Promise<IamIntegrationValidation> {
    return validateIamIntegration(this.#context, integration, options)
  }

  /** Makes an integration the organization's default in place of the one that was. */
  setDefaultIamIntegration(integration: IamIntegrationReference, options?: RequestOptions): Promise<void> {
    return setDefaultIamIntegration(this.#context, integration, options)
  }

  /**
   * Removes an integration. What becomes of the data that was read through it is not documented.
   *
   * @throws LabelboxError `RESOURCE_NOT_FOUND` when there is no such integration.
   */
  deleteIamIntegration(integration: IamIntegrationReference, options?: RequestOptions): Promise<void> {
    return deleteIamIntegration(this.#context, integration, options)
  }

  /**
   * The seats of the plan: `used` counts members and pending invites.
   *
   * @example
   * const { remaining } = await organization.inviteLimit()
   */
  inviteLimit(options?: RequestOptions): Promise<InviteLimit> {
    return inviteLimit(this.#reading, this.id, options)
  }

  /**
   * Invites somebody by email: **at most once, unless proven unprocessed; never a success that isn't.**
   *
   * It looks first whether the address has been invited, or is a member's. It sends again only what is known not to have
   * been carried out. After a failure that leaves open whether it was (a gateway's 502, a broken connection, a timeout) it
   * reads the invites back, and gives the one that is there, or says that the outcome is unknown. That holds for one
   * process at a time, and of it one thread, as each worker has its own memory: the API knows no idempotency key, so two
   * processes or threads that invite one address at the same moment may both do so.
   *
   * Where the runtime may send a request twice by itself (a browser, React Native), it also looks for a second invite with
   * the same roles and cancels it: one more request. The audit has a `cancelInvite` with `isRepeated`. If that fails, the
   * invite is a success all the same, and `originOf(invite).error` says why a second one is left.
   *
   * The current user and the roles that it needs to know are asked for once for each client.
   *
   * @param invite - `email`; `role`, a role or its name in any usual spelling; for people with the role `NONE` also
   * `projectRoles`, each a project (a record, id or name) and a role, and `groups`, each a user group and a role.
   * @param options - `ifInvited`, what to do when the address has been invited already, by default to refuse;
   * `onUnknown`; `signal`, `timeoutMs` (for each request), `deadlineMs` (for all of it).
   * @returns The invite, with the id that cancels it.
   * @throws LabelboxError `INVALID_INPUT`, and nothing is sent, for an address that can't be one, an unknown role or
   * project or group, or project or group roles beside a role for the whole organization; `ALREADY_INVITED`, with the `invite`;
   * `ALREADY_MEMBER`, as for one's own address; `INVITE_REFUSED` where the API answers with no invite and nothing explains
   * it; `USAGE_LIMIT` when there is no seat left; `OUTCOME_UNKNOWN`, with `settle()`, also where the signal or the deadline
   * ends the call while the invite is under way.
   * @example
   * await organization.inviteUser({ email: 'ada@example.com', role: 'LABELER' })
   * await organization.inviteUser({
   *   email: 'grace@example.com',
   *   role: 'NONE',
   *   projectRoles: [{ project: 'Street signs', role: 'REVIEWER' }],
   * }, { ifInvited: 'replace' })
   */
  inviteUser(invite: NewInvite, options?: InviteOptions): Promise<Invite> {
    return inviteUser(this.#context, this.id, invite, options)
  }

  /**
   * Invites many, with the promise of `inviteUser` for each: **at most once, unless proven unprocessed; never a success
   * that isn't.** Members and those with a pending invite are left as they are.
   *
   * It looks once at all members and invites, checks the seats, and sends many invites in one request. A request that is
   * refused as a whole is sent again in halves, so that one bad row never fails its neighbours. Where nobody can tell what
   * has become of a request, it reads back. What could not be found out stays `unknown`, and is not sent again.
   *
   * With a `journal` it can be killed at any moment, and goes on from there when it is called again with the same rows.
   * It covers one process at a time, and of it one thread: another process or worker that invites the same addresses
   * meanwhile may double them.
   *
   * The code of it is loaded with the first call.
   *
   * @param rows - An array, or an object whose `read()` gives the rows anew each time: all rows are checked before
   * anything is sent. Or a stream, of which each row is checked when it comes.
   * @param options - `ifInvalid`, `ifSeatsShort`, `onUnknown`, `batchSize`, `journal`, `spool`, `onProgress`, `onOutcome`,
   * `signal` (what was not sent then is `not-attempted`, and the report says so), `timeoutMs` (for each request) and
   * `deadlineMs` (for each step: a request with its repetitions, or the reading of all members and invites).
   * @returns One outcome for each row, and in `stoppedBy` what kept it from going on to the end.
   * @throws LabelboxError `INVALID_ROWS`, which lists them, or `USAGE_LIMIT` where there are too few seats: nothing has
   * been sent then. Whatever keeps it from looking first, too. Once something may have been sent, it does not reject,
   * unless one of the functions that it was given does.
   * @example
   * const report = await organization.inviteUsers([
   *   { email: 'ada@example.com', role: 'LABELER' },
   *   { email: 'grace@example.com', role: 'NONE', projectRoles: [{ project: 'Street signs', role: 'REVIEWER' }] },
   * ])
   * console.log(report.counts)
   * for await (const { row, who, outcome, reason } of report) console.log(row, who, outcome, reason)
   */
  async inviteUsers(rows: Rows<InviteRow>, options?: InviteUsersOptions): Promise<BulkReport<InviteOutcome>> {
    const { inviteUsers } = await import('./bulk/inviteUsers.ts')
    return inviteUsers(this.#context, this.id, rows, options)
  }

  /**
   * The invites that nobody has accepted yet.
   *
   * @param options - `project`, for those that offer a role in it; `pageSize`, and `signal`, `timeoutMs`, `deadlineMs` (for
   * each page).
   */
  getInvites(options?: InviteListOptions): Paginated<PendingInvite> {
    return getInvites(this.#reading, options)
  }

  /**
   * Withdraws an invite: one of `getInvites()`, one that `inviteUser` has returned, or its id. The id that comes with a
   * fresh invite can be a placeholder; the real one is then looked up by the address and the time.
   *
   * @throws LabelboxError `RESOURCE_NOT_FOUND` when it is not pending any more; `INVALID_INPUT` when a placeholder could
   * be any of several invites to its address.
   */
  cancelInvite(invite: InviteReference, options?: RequestOptions): Promise<void> {
    return cancelInvite(this.#context, this.id, invite, options)
  }

  /**
   * Withdraws every invite to an address.
   *
   * @returns Those that were withdrawn; one that is accepted meanwhile is not among them. Where one of several fails, those
   * before it are withdrawn already, and the message says how many.
   * @throws LabelboxError `RESOURCE_NOT_FOUND` when none is pending.
   */
  cancelInvitesTo(email: string, options?: RequestOptions): Promise<readonly PendingInvite[]> {
    return cancelInvitesTo(this.#context, this.id, email, options)
  }

  /**
   * Sends the invite to an address once more, with the roles that it has. The API has no such thing: it is withdrawn and
   * sent anew, as by `inviteUser` with `ifInvited: 'replace'`, and several to one address become one. Groups are not
   * offered again, because a pending invite doesn't tell them.
   *
   * @throws LabelboxError `RESOURCE_NOT_FOUND` when none is pending; else as `inviteUser`.
   */
  resendInvite(email: string, options?: Omit<InviteOptions, 'ifInvited'>): Promise<Invite> {
    return resendInvite(this.#context, this.id, email, options)
  }

  /**
   * The user groups, with their projects and their members' roles.
   *
   * @param options - `pageSize`, and `signal`, `timeoutMs`, `deadlineMs` (for each page).
   * @example
   * for await (const { name, members } of organization.getUserGroups()) console.log(name, members.length)
   */
  getUserGroups(options?: PageOptions): Paginated<UserGroup> {
    return getUserGroups(this.#reading, options)
  }

  /**
   * One user group, with its projects and its members' roles.
   *
   * @throws LabelboxError `RESOURCE_NOT_FOUND` when there is no such group.
   */
  getUserGroup(group: UserGroupReference, options?: RequestOptions): Promise<UserGroup> {
    return getUserGroup(this.#reading, group, options)
  }

  /**
   * Creates a user group. Only people whose role in the organization is `NONE` can be in one, each with one role, which is
   * neither `NONE` nor `TENANT_ADMIN`.
   *
   * @throws LabelboxError `INVALID_INPUT`, and nothing is sent, for a colour that is none of the nine, an unknown project,
   * user or role, or one that can't be in a group; `RESOURCE_CONFLICT` for a name that exists.
   * @example
   * const members = [{ user: 'ada@example.com', role: 'REVIEWER' }]
   * await organization.createUserGroup({ name: 'Reviewers', color: '9EC5FF', projects: ['Street signs'], members })
   */
  createUserGroup(group: NewUserGroup, options?: RequestOptions): Promise<UserGroup> {
    return createUserGroup(this.#context, group, options)
  }

  /**
   * Changes a user group. **The API replaces everything**, so this reads the group, puts the changes in, and sends the
   * whole: what is not named stays, and what somebody else changes at that moment may be lost. A list that is given is all
   * that there is from then on.
   *
   * @throws LabelboxError `INVALID_INPUT`, as for `createUserGroup`; `RESOURCE_NOT_FOUND`; `INCONSISTENT_RESPONSE`, and
   * nothing is sent, where the API does not show the whole group, as the rest would be lost.
   * @example
   * const members = [{ user: 'ada@example.com', role: 'REVIEWER' }, { user: 'grace@example.com', role: 'LABELER' }]
   * await organization.updateUserGroup(group, { members })
   */
  updateUserGroup(group: UserGroupReference, changes: UserGroupChanges, options?: RequestOptions): Promise<UserGroup> {
    return updateUserGroup(this.#context, group, changes, options)
  }

  /**
   * Removes a user group; its members stay in the organization.
   *
   * @throws LabelboxError `RESOURCE_NOT_FOUND` when there is no such group; `OPERATION_NOT_ALLOWED` when the API says no.
   */
  deleteUserGroup(group: UserGroupReference, options?: RequestOptions): Promise<void> {
    return deleteUserGroup(this.#context, group, options)
  }

  /**
   * The API keys of the user whose key this client has, and those of others that the user may see. Keys are shown when they
   * are made, and never again.
   *
   * @example
   * const soon = (await organization.getApiKeys()).filter(({ expiresAt }) => expiresAt !== null && expiresAt < nextWeek)
   */
  getApiKeys(options?: RequestOptions): Promise<readonly ApiKey[]> {
    return getApiKeys(this.#reading, options)
  }

  /**
   * Makes an API key, for oneself or for another member. **The key is shown this once**, as the result's `key`, which is
   * not enumerable: neither `console.log` nor `JSON.stringify` nor a copy of the result has it. It is in no log, error,
   * audit record, hook or span.
   *
   * @throws LabelboxError `INVALID_INPUT`, before any request, for a life shorter than a minute or longer than 25 weeks, or
   * an unknown role. Where `mayHaveRun` says that the key may have been made, look for it in `getApiKeys()` and revoke it.
   * @example
   * const { key } = await organization.createApiKey({ name: 'Nightly export', role: 'LABELER', validitySeconds: 86_400 })
   */
  createApiKey(apiKey: NewApiKey, options?: RequestOptions): Promise<CreatedApiKey> {
    return createApiKey(this.#context, apiKey, options)
  }

  /**
   * Revokes an API key, the one of this client too. Nothing shows that it can be undone.
   *
   * @throws LabelboxError `RESOURCE_NOT_FOUND` when there is no such key.
   */
  revokeApiKey(apiKey: ApiKeyReference, options?: RequestOptions): Promise<void> {
    return revokeApiKey(this.#context, apiKey, options)
  }

  /** The roles that people can have, built-in and custom. Ids differ between deployments: store names. */
  async getRoles(options?: RequestOptions): Promise<readonly Role[]> {
    return getRoles(this.#context.read, startCall(this.#context, options))
  }
}

/** Fetches the key's organization. */
export async function getOrganization(context: Context, options?: RequestOptions): Promise<Organization> {
  const data = await context.read(GetOrganizationDocument, {}, options)
  return new Organization(context, withDates(present(data.organization, 'GetOrganization', data)))
}
