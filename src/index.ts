/**
 * The client: `Labelbox`, its `Organization` with a method for each task, and their types.
 *
 * @packageDocumentation
 */
export type {
  DateTime,
  EditorTaskType,
  IamIntegrationProvider,
  MediaType,
  Open,
  TypedOperation,
  UploadType,
  WebhookStatus,
  WebhookTopic,
} from '../generated/operations.ts'
export { parseDates } from './core/dates.ts'
export { withLiteralPages } from './core/literalPages.ts'
export type { WithDates } from './core/withDates.ts'
export {
  isLabelboxError,
  LabelboxError,
  type AnyLabelboxError,
  type LabelboxErrorCode,
  type LabelboxErrorDetails,
  type LabelboxErrorExtras,
  type LabelboxErrorHint,
  type LabelboxErrorInit,
  type LabelboxErrorOf,
  type ServerError,
} from './core/errors.ts'
export { Labelbox, type AuditOptions, type ClientOptions, type LabelboxOptions } from './labelbox.ts'
export type {
  ApiKey,
  ApiKeyListOptions,
  ApiKeyReference,
  CreatedApiKey,
  NewApiKey,
} from './organization/keys/apiKeys.ts'
export type { AuditedUser, AuditOutcome, AuditRecord } from './organization/audit.ts'
export type {
  BulkOptions,
  BulkProgress,
  BulkReport,
  InviteOutcome,
  InviteRow,
  InviteUsersOptions,
  Journal,
  JournalEntry,
  MemberBulkOptions,
  MemberOutcome,
  MemberRoleRow,
  MemberRow,
  RowOutcome,
  Rows,
  RowSource,
  Spool,
} from './organization/bulk/bulkTypes.ts'
export type { InvalidRow, PendingInvite, Role, Settlement, User } from './core/records.ts'
export type { ExperimentalMethods, SharedOrganization } from './organization/experimental/experimentalMethods.ts'
export type { IamIntegrationReference, IamIntegrationValidation } from './organization/iam/iamChanges.ts'
export type {
  IamIntegration,
  IamIntegrationSettings,
  UnknownIamIntegrationSettings,
} from './organization/iam/iamIntegrations.ts'
export type { Invite, InviteLimit, InviteListOptions, InviteReference } from './organization/invites/invites.ts'
export type { IfInvited, InviteOptions, ResendOptions } from './organization/invites/inviteUser.ts'
export type {
  IamIntegrationChanges,
  NewAwsIamIntegration,
  NewAzureIamIntegration,
  NewGcpIamIntegration,
  NewIamIntegration,
} from './organization/iam/newIamIntegration.ts'
export type { Member, MemberDetails, MemberReference } from './organization/members/members.ts'
export type { GroupRole, NewInvite, ProjectRole } from './organization/invites/newInvite.ts'
export type { Organization } from './organization/organization.ts'
export type { NewProject, ProjectChanges } from './organization/projects/projectChanges.ts'
export type { Project, ProjectMember, ProjectReference } from './organization/projects/projects.ts'
export type {
  FindingKind,
  FindingSeverity,
  NotChecked,
  OrganizationReport,
  ReportCommand,
  ReportCounts,
  ReportFinding,
  ReportOptions,
  ReportPart,
  ReportProgress,
  ReportSeats,
  ReportSubject,
} from './organization/report/reportTypes.ts'
export type { CursorPageOptions, ListOptions, PageOptions } from './organization/resourceLists.ts'
export type {
  NewResourceTag,
  ResourceTag,
  ResourceTagChanges,
  ResourceTagReference,
} from './organization/tags/resourceTags.ts'
export type { RoleName, RoleReference } from './organization/roles/roles.ts'
export type { UserGroupColor } from './organization/groups/userGroupColors.ts'
export type { GroupImportReport, GroupImportRow, GroupMemberFile } from './organization/groups/groupFiles.ts'
export type { NewUserGroupMember } from './organization/groups/groupMembers.ts'
export type { NewUserGroup, UserGroupChanges } from './organization/groups/userGroupChanges.ts'
export type { UserGroup, UserGroupMember, UserGroupReference } from './organization/groups/userGroups.ts'
export type { NewWebhook, WebhookChanges } from './organization/webhooks/webhookChanges.ts'
export type { Webhook, WebhookReference } from './organization/webhooks/webhooks.ts'
export { originOf, type Origin } from './core/origin.ts'
export type { Paginated } from './lists/paginated.ts'
export {
  refine,
  refineBy,
  type FilterName,
  type FilterVariables,
  type OrderBy,
  type Refinement,
  type Relation,
  type ResultOf,
  type VariablesOf,
  type Where,
} from './lists/refine.ts'
export type { ConnectionOptions } from './transport/connection.ts'
export type { IncomingResponse, OutgoingRequest, Transport } from './transport/transport.ts'
export type { ProjectOrder, ProjectWhere, UserOrder, UserWhere } from '../generated/filters.ts'
export type { OnPartialData, RequestOptions } from './core/callOptions.ts'
export type { PlannedMutation } from './transport/dryRun.ts'
export type { ApiKeySource, EndpointOptions, HeaderSource } from './transport/endpoints.ts'
export type { Hooks, RequestEvent, ResponseEvent, RetryEvent, VariableKind } from './transport/observe/hooks.ts'
export type { Logger, LogLevel } from './transport/observe/logger.ts'
export { memoryStore, type MemoryStore } from './transport/quota/memoryStore.ts'
export type { RateLimitOptions, RateLimitStore } from './transport/quota/options.ts'
export type { RetryOptions } from './transport/retry.ts'
export type { Call, RequestOutcome } from './transport/observe/call.ts'
export type { AttemptTrace, CallTrace, Tracing } from './transport/observe/tracing.ts'
