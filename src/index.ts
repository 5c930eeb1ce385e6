export { toLabelboxError } from './classify.ts'
export type { WithDates } from './dates.ts'
export {
  isLabelboxError,
  LabelboxError,
  type LabelboxErrorCode,
  type LabelboxErrorDetails,
  type ServerError,
} from './errors.ts'
export { Labelbox, type ClientOptions, type LabelboxOptions } from './labelbox.ts'
export type {
  IamIntegration,
  IamIntegrationSettings,
  UnknownIamIntegrationSettings,
} from './organization/iamIntegrations.ts'
export type {
  Invite,
  InviteLimit,
  InviteReference,
  NewInvite,
  PendingInvite,
  ProjectRole,
} from './organization/invites.ts'
export type { Organization } from './organization/organization.ts'
export type { Project, ProjectReference } from './organization/projects.ts'
export type { ListOptions, PageOptions } from './organization/relation.ts'
export type { NewResourceTag, ResourceTag } from './organization/resourceTags.ts'
export type { Role, RoleReference } from './organization/roles.ts'
export type { User } from './organization/users.ts'
export type { Webhook } from './organization/webhooks.ts'
export { originOf, type Origin } from './origin.ts'
export type { Paginated } from './pagination.ts'
export { refine, type OrderBy, type Refinement, type Relation, type Where } from './refine.ts'
export type { ConnectionOptions } from './transport/connection.ts'
export type { RequestOptions } from './transport/deadline.ts'
