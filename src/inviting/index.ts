/**
 * The state of a form that invites people, for a page with a urql client and any framework.
 *
 * @packageDocumentation
 */
export type { LabelboxError } from '../core/errors.ts'
export type { PendingInvite, User } from '../core/records.ts'
export type { Invite } from '../organization/invites/invites.ts'
export type { IfInvited } from '../organization/invites/inviteUser.ts'
export type { GroupRole, NewInvite, ProjectRole } from '../organization/invites/newInvite.ts'
export type { RoleReference } from '../organization/roles/roles.ts'
export type { InviteFormOptions, InviteState } from './inviteState.ts'
export { createInviting, type Inviting } from './inviting.ts'
