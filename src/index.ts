export { toLabelboxError } from './toLabelboxError.ts'
export { parseDates, type WithDates } from './dates.ts'
export {
  isLabelboxError,
  LabelboxError,
  type LabelboxErrorCode,
  type LabelboxErrorDetails,
  type LabelboxErrorExtras,
  type ServerError,
} from './errors.ts'
export { Labelbox, type AuditOptions, type ClientOptions, type LabelboxOptions } from './labelbox.ts'
export type { ApiKey, ApiKeyReference, CreatedApiKey, NewApiKey } from './organization/apiKeys.ts'
export type { AuditOutcome, AuditRecord } from './organization/audit.ts'
export type { MemberBulkOptions, MemberOutcome, MemberRoleRow, MemberRow } from './organization/bulk/changeMembers.ts'
export type { InviteOutcome, InviteRow, InviteUsersOptions } from './organization/bulk/inviteUsers.ts'
export type { Journal, JournalEntry } from './organization/bulk/journal.ts'
export type { BulkProgress, BulkReport, RowOutcome } from './organization/bulk/report.ts'
export type { InvalidRow, Place, Rows, RowSource } from './organization/bulk/rows.ts'
export type { BulkOptions } from './organization/bulk/run.ts'
export type { Spool } from './organization/bulk/spool.ts'
export type { IamIntegrationReference, IamIntegrationValidation } from './organization/iamChanges.ts'
export type {
  IamIntegration,
  IamIntegrationSettings,
  UnknownIamIntegrationSettings,
} from './organization/iamIntegrations.ts'
export type { Invite, InviteLimit, InviteListOptions, InviteReference, PendingInvite } from './organization/invites.ts'
export type { IfInvited, InviteOptions } from './organization/inviteUser.ts'
export type {
  IamIntegrationChanges,
  NewAwsIamIntegration,
  NewAzureIamIntegration,
  NewGcpIamIntegration,
  NewIamIntegration,
} from './organization/newIamIntegration.ts'
export type { Member, MemberDetails, MemberReference } from './organization/members.ts'
export type { GroupRole, NewInvite, ProjectRole } from './organization/newInvite.ts'
export type { Organization } from './organization/organization.ts'
export type { NewProject, ProjectChanges } from './organization/projectChanges.ts'
export type { ProjectMember } from './organization/projectDetails.ts'
export type { Project, ProjectReference } from './organization/projects.ts'
export type { ListOptions, PageOptions } from './organization/relation.ts'
export type {
  NewResourceTag,
  ResourceTag,
  ResourceTagChanges,
  ResourceTagReference,
} from './organization/resourceTags.ts'
export type { Role, RoleReference } from './organization/roles.ts'
export type { Settlement } from './organization/settle.ts'
export type { NewUserGroupMember } from './organization/groupMembers.ts'
export type { NewUserGroup, UserGroupChanges, UserGroupColor } from './organization/userGroupChanges.ts'
export type { UserGroup, UserGroupMember, UserGroupReference } from './organization/userGroups.ts'
export type { User } from './organization/users.ts'
export type { NewWebhook, WebhookChanges, WebhookReference } from './organization/webhookChanges.ts'
export type { Webhook } from './organization/webhooks.ts'
export { originOf, type Origin } from './origin.ts'
export type { Paginated } from './pagination.ts'
export { refine, type OrderBy, type Refinement, type Relation, type Where } from './refine.ts'
export type { ConnectionOptions } from './transport/connection.ts'
export type { OnPartialData, RequestOptions } from './transport/deadline.ts'
export type { PlannedMutation } from './transport/dryRun.ts'
export type { EndpointOptions } from './transport/endpoints.ts'
export type { Hooks, Outcome, RequestEvent, ResponseEvent, RetryEvent, VariableKind } from './transport/hooks.ts'
export type { Logger, LogLevel } from './transport/logger.ts'
export { memoryStore, type RateLimitOptions, type RateLimitStore } from './transport/rateLimit.ts'
export type { RetryOptions } from './transport/retry.ts'
export type { Call, TraceAttempt, Tracing } from './transport/tracing.ts'
