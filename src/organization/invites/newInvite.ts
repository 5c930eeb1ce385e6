import type { CreateInviteInput, ProjectInviteInput, UserGroupWithRoleInput } from '../../../generated/operations.ts'
import type { LabelboxError } from '../../core/errors.ts'
import type { CallOptions } from '../../core/callOptions.ts'
import type { Context } from '../context.ts'
import { refuse } from '../../core/guards.ts'
import { requireVisible, isText } from '../../core/visibleText.ts'
import { bare, parseEmail } from '../email.ts'
import { requireGroupRole } from '../groups/groupMembers.ts'
import { resolveProject, type ProjectReference } from '../projects/projects.ts'
import { isKnownOrganizationLevel, isProjectBased, resolveRole, type RoleReference } from '../roles/roles.ts'
import type { Role } from '../../core/records.ts'
import { resolveUserGroup, type UserGroupReference } from '../groups/userGroups.ts'

/** A role in a project. */
export interface ProjectRole {
  /** The project: a record, an id or a name. */
  readonly project: ProjectReference
  /** The role: a record, an id or a name such as `REVIEWER`. */
  readonly role: RoleReference
}

/** A role in the projects of a user group. */
export interface GroupRole {
  /** The group: a record, an id or a name. */
  readonly group: UserGroupReference
  /** The role: a record, an id or a name such as `REVIEWER`. */
  readonly role: RoleReference
}

/** An invite to send. */
export interface NewInvite {
  /** Email address of the person to invite. */
  readonly email: string
  /** Role in the organization. */
  readonly role: RoleReference
  /** Roles in projects, only with the organization role `NONE`. Default: none. */
  readonly projectRoles?: readonly ProjectRole[] | undefined
  /** User groups to join, only with the organization role `NONE`. Default: none. */
  readonly groups?: readonly GroupRole[] | undefined
}

const name = 'InviteUser'

/** An invite as the API takes it, with the role names that identify it among pending invites. */
export interface ResolvedInvite {
  readonly input: CreateInviteInput
  readonly roleName: string | null
  readonly projectRoles: readonly { readonly projectId: string; readonly projectRoleName: string | null }[]
}

/** Resolves references. Each rejects if there is no such record. */
export interface References {
  readonly role: (reference: RoleReference) => Promise<Pick<Role, 'id' | 'name'>>
  readonly project: (reference: ProjectReference) => Promise<string>
  readonly group: (reference: UserGroupReference) => Promise<string>
}

/** Resolves references through the API. */
export const referencesOf = (context: Context, call: CallOptions): References => ({
  role: (reference) => resolveRole(context, reference, name, call),
  project: (reference) => resolveProject(context, reference, name, call),
  group: (reference) => resolveUserGroup(context, reference, name, call),
})

/** Checks an invite and resolves its names to ids. */
export async function resolveInvite(
  context: Context,
  organizationId: string,
  invite: NewInvite,
  call: CallOptions,
  references: References = referencesOf(context, call),
): Promise<ResolvedInvite> {
  const { email, role, projectRoles = [], groups = [] } = requireInvite(invite)
  const inviteeEmail = isText(email) ? parseEmail(requireVisible(name, 'the address', bare(email))) : undefined
  if (inviteeEmail === undefined) {
    throw refuse(name, 'invalid email address. Pass one such as ada@example.com.')
  }
  const wantsNone = projectRoles.length > 0 || groups.length > 0
  if (wantsNone && isKnownOrganizationLevel(role)) throw organizationLevelRole()
  const organizationRole = await references.role(role)
  if (wantsNone && !isProjectBased(organizationRole)) throw organizationLevelRole()
  const inviter = await context.currentUser.get(call)
  const offered = await resolveProjectRoles(references, projectRoles)
  const projects = offered.map(({ projectId, projectRoleId }) => ({ projectId, projectRoleId }))
  const organizationRoleId = organizationRole.id
  const input = { inviterId: inviter.id, inviteeEmail, organizationId, organizationRoleId, projects }
  const joining = groups.length > 0 ? await resolveGroups(references, groups) : {}
  return { input: { ...input, ...joining }, roleName: organizationRole.name, projectRoles: offered }
}

function requireInvite(invite: NewInvite | undefined): NewInvite {
  const { role, projectRoles, groups }: { role?: unknown; projectRoles?: unknown; groups?: unknown } = invite ?? {}
  const isReference = (value: unknown): boolean =>
    typeof value === 'string' ? isText(value) : typeof (value as { id?: unknown } | null | undefined)?.id === 'string'
  if (invite === undefined || !isReference(role)) {
    throw refuse(name, "it needs an address and a role, such as { email: 'ada@example.com', role: 'LABELER' }.")
  }
  const isProjectRole = (value: Partial<ProjectRole> | null): boolean =>
    isReference(value?.project) && isReference(value?.role)
  if (projectRoles !== undefined && !(Array.isArray(projectRoles) && projectRoles.every(isProjectRole))) {
    throw refuse(name, "projectRoles must be a list such as [{ project: 'Street signs', role: 'REVIEWER' }].")
  }
  const isGroupRole = (value: Partial<GroupRole> | null): boolean =>
    isReference(value?.group) && isReference(value?.role)
  if (groups !== undefined && !(Array.isArray(groups) && groups.every(isGroupRole))) {
    throw refuse(name, "groups must be a list such as [{ group: 'Reviewers', role: 'REVIEWER' }].")
  }
  return invite
}

/** Refuses two roles in one project, because it is not documented which of them would hold. */
async function resolveProjectRoles(
  references: References,
  projectRoles: readonly ProjectRole[],
): Promise<readonly (ProjectInviteInput & { readonly projectRoleName: string | null })[]> {
  const found = new Map<string, ProjectInviteInput & { readonly projectRoleName: string | null }>()
  for (const { project, role } of projectRoles) {
    const projectRole = await references.role(role)
    if (isProjectBased(projectRole)) {
      throw refuse(name, 'the role NONE gives no access to a project. Omit the project instead.')
    }
    const projectId = await references.project(project)
    if (found.has(projectId)) throw refuse(name, 'projectRoles has the same project twice. Choose one role.')
    found.set(projectId, { projectId, projectRoleId: projectRole.id, projectRoleName: projectRole.name })
  }
  return [...found.values()]
}

/** The API takes both lists. They are sent only with groups, because servers from before 2026 know neither. */
async function resolveGroups(
  references: References,
  groups: readonly GroupRole[],
): Promise<Pick<CreateInviteInput, 'userGroupIds' | 'userGroupWithRoleIds'>> {
  const found = new Map<string, UserGroupWithRoleInput>()
  for (const { group, role } of groups) {
    const { id: roleId } = requireGroupRole(await references.role(role), name)
    const groupId = await references.group(group)
    if ((found.get(groupId)?.roleId ?? roleId) !== roleId) {
      throw refuse(name, 'groups has the same user group twice, with two roles. Choose one.')
    }
    found.set(groupId, { groupId, roleId })
  }
  return { userGroupIds: [...found.keys()], userGroupWithRoleIds: [...found.values()] }
}

const organizationLevelRole = (): LabelboxError =>
  refuse(
    name,
    "roles in projects and user groups need the organization role NONE, because any other role holds in every project already. Set role to 'NONE', or omit projectRoles and groups.",
  )
