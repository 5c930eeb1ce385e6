import type {
  GetProjectUseQuery,
  GetRolePermissionsQuery,
  GetUserGroupSizesQuery,
} from '../../../generated/operations.ts'
import type { PendingInvite, User } from '../../core/records.ts'
import type { WithDates } from '../../core/withDates.ts'
import type { IamIntegrationValidation } from '../iam/iamChanges.ts'
import type { IamIntegration } from '../iam/iamIntegrations.ts'
import type { InviteLimit } from '../invites/invites.ts'
import type { ApiKey } from '../keys/apiKeys.ts'
import type { Member } from '../members/members.ts'
import type { ResourceTag } from '../tags/resourceTags.ts'
import type { Webhook } from '../webhooks/webhooks.ts'
import type { OrganizationReport, ReportFinding, ReportSubject } from './reportTypes.ts'

/** A project with its tags, and those members who show whether it has more than the people of the whole organization. */
export type ProjectUse = WithDates<NonNullable<GetProjectUseQuery['organization']>['projects'][number]>

/** A user group with the numbers of its members and projects. */
export type UserGroupSize = NonNullable<GetUserGroupSizesQuery['userGroupsV2']>['nodes'][number]

/** A role with its permissions. */
export type RolePermissions = NonNullable<GetRolePermissionsQuery['roles']>[number]

/** A member, as far as a report needs to know them: an organization can have many. */
export type ReportMember = Pick<
  Member,
  'id' | 'email' | 'name' | 'orgRole' | 'isExternalUser' | 'lastLoginAt' | 'createdAt'
>

/** What Labelbox says about somebody who owns a key and is not in the list of members. */
export type OwnerState = 'gone' | 'present' | 'unknown'

/** What was read of an organization. A part that could not be read is `undefined`. */
export interface ReportFacts {
  readonly organization: OrganizationReport['organization']
  readonly now: Date
  readonly settings: OrganizationReport['settings']
  /** The user of the API key. */
  readonly self: Pick<User, 'id'>
  /** The permissions of the API key, if the API returns them. */
  readonly ownPermissions: unknown
  /** Whether the periods count from the time at which the report is made, as those of `members list` do. */
  readonly isCurrent: boolean
  readonly seats: InviteLimit | undefined
  readonly members: readonly ReportMember[] | undefined
  readonly invites: readonly PendingInvite[] | undefined
  readonly roles: readonly RolePermissions[] | undefined
  readonly keys: readonly ApiKey[] | undefined
  /** By id, the owners of keys who are not in the list of members. */
  readonly owners: ReadonlyMap<string, OwnerState>
  readonly groups: readonly UserGroupSize[] | undefined
  readonly projects: readonly ProjectUse[] | undefined
  readonly tags: readonly ResourceTag[] | undefined
  readonly webhooks: readonly Webhook[] | undefined
  readonly iam: readonly CheckedIntegration[] | undefined
}

/** An integration, with its validation if there was one. */
export interface CheckedIntegration {
  readonly integration: IamIntegration
  readonly validation: IamIntegrationValidation | undefined
}

/** Returns a finding, unless it has no subjects. */
export const finding = (
  found: Omit<ReportFinding, 'commands'> & Partial<Pick<ReportFinding, 'commands'>>,
): readonly ReportFinding[] => (found.subjects.length === 0 ? [] : [{ commands: [], ...found }])

/** The finding's members in the order in which they are documented. */
export const subject = ({
  type,
  id,
  name,
  detail,
  commands,
}: Omit<ReportSubject, 'name'> & { name: string | null }): ReportSubject => ({
  type,
  id,
  name: name === null || name === '' ? id : name,
  detail,
  commands,
})

/** `1 person`, `3 people`. */
export const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`

/** `2026-01-31`, in UTC: a report reads the same everywhere. */
export const dateText = (date: Date | null): string =>
  date instanceof Date && !Number.isNaN(date.getTime()) ? date.toISOString().slice(0, 10) : 'an unknown date'
