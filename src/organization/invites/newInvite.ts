import type { CreateInviteInput, ProjectInviteInput, UserGroupWithRoleInput } from '../../../generated/operations.ts'
import type { LabelboxError } from '../../core/errors.ts'
import type { CallOptions } from '../../core/callOptions.ts'
import type { Context } from '../context.ts'
import { refuse, requireVisible, isText } from '../../core/guards.ts'
import { bare, parseEmail } from './email.ts'
import { requireGroupRole } from '../groups/groupMembers.ts'
import { resolveProject, type ProjectReference } from '../projects/projects.ts'
import { isKnownOrganizationLevel, isProjectBased, resolveRole, type RoleReference } from '../roles/roles.ts'
import type { Role } from '../../core/records.ts'
import { resolveUserGroup, type UserGroupReference } from '../groups/userGroups.ts'

/** A role in one project. */
export interface ProjectRole {
  readonly project: ProjectReference
  readonly role: RoleReference
}

/** A role by a user group, in the group's projects. */
export interface GroupRole {
  /** The group as a record, by its id or by its name. */
  readonly group: UserGroupReference
  readonly role: RoleReference
}

/** Whom to invite, and as what. */
export interface NewInvite {
  readonly email: string
  /** The role in the organization. */
  readonly role: RoleReference
  /** Roles in projects, for people whose role in the organization is `NONE`. */
  readonly projectRoles?: readonly ProjectRole[] | undefined
  /** User groups to join, for people whose role in the organization is `NONE`. */
  readonly groups?: readonly GroupRole[] | undefined
}

const name = 'InviteUser'

/** An invite as the API takes it, and the names of its roles, by which a pending invite is known. */
export interface ResolvedInvite {
  readonly input: CreateInviteInput
  readonly roleName: string | null
  readonly projectRoles: readonly { readonly projectId: string; readonly projectRoleName: string | null }[]
}

/** Finds what references are to: each rejects with `INVALID_INPUT` where there is no such thing. */
export interface References {
  readonly role: (reference: RoleReference) => Promise<Pick<Role, 'id' | 'name'>>
  readonly project: (reference: ProjectReference) => Promise<string>
  readonly group: (reference: UserGroupReference) => Promise<string>
}

/** Asks the API for what is not known by its id. */
export const referencesOf = (context: Context, options: CallOptions): References => ({
  role: (reference) => resolveRole(context, reference, name, options),
  project: (reference) => resolveProject(context, reference, name, options),
  group: (reference) => resolveUserGroup(context, reference, name, options),
})

/** Resolves names to ids. What can't be is refused; known names are, before anything is asked. */
export async function resolveInvite(
  context: Context,
  organizationId: string,
  invite: NewInvite,
  options: CallOptions,
  references: References = referencesOf(context, options),
): Promise<ResolvedInvite> {
  const { email, role, projectRoles = [], groups = [] } = requireInvite(invite)
  const inviteeEmail = isText(email) ? parseEmail(requireVisible(name, 'the address', bare(email))) : undefined
  if (inviteeEmail === undefined) {
    throw refuse(name, "the address can't be one of email. Give one such as ada@example.com.")
  }
  const wantsNone = projectRoles.length > 0 || groups.length > 0
  if (wantsNone && isKnownOrganizationLevel(role)) throw organizationLevelRole()
  const organizationRole = await references.role(role)
  if (wantsNone && !isProjectBased(organizationRole)) throw organizationLevelRole()
  const inviter = await context.currentUser.get(options)
  const offered = await resolveProjectRoles(references, projectRoles)
  const projects = offered.map(({ projectId, projectRoleId }) => ({ projectId, projectRoleId }))
  const organizationRoleId = organizationRole.id
  const input = { inviterId: inviter.id, inviteeEmail, organizationId, organizationRoleId, projects }
  const joining = groups.length > 0 ? await resolveGroups(references, groups) : {}
  return { input: { ...input, ...joining }, roleName: organizationRole.name, projectRoles: offered }
}

/** From JavaScript anything may come. */
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
    throw refuse(
      name,
      "projectRoles is a list of projects with roles: [{ project: 'Street signs', role: 'REVIEWER' }].",
    )
  }
  const isGroupRole = (value: Partial<GroupRole> | null): boolean =>
    isReference(value?.group) && isReference(value?.role)
  if (groups !== undefined && !(Array.isArray(groups) && groups.every(isGroupRole))) {
    throw refuse(name, "groups is a list of user groups with roles: [{ group: 'Reviewers', role: 'REVIEWER' }].")
  }
  return invite
}

/** The ids of projects and roles. Which of two roles in one project would hold is not known, and None gives no access. */
async function resolveProjectRoles(
  references: References,
  projectRoles: readonly ProjectRole[],
): Promise<readonly (ProjectInviteInput & { readonly projectRoleName: string | null })[]> {
  const found = new Map<string, ProjectInviteInput & { readonly projectRoleName: string | null }>()
  for (const { project, role } of projectRoles) {
    const projectRole = await references.role(role)
    if (isProjectBased(projectRole)) {
      throw refuse(name, 'the role NONE in a project gives nothing there. Leave the project out instead.')
    }
    const projectId = await references.project(project)
    if (found.has(projectId)) throw refuse(name, 'a project is named twice in projectRoles. Choose one role for it.')
    found.set(projectId, { projectId, projectRoleId: projectRole.id, projectRoleName: projectRole.name })
  }
  return [...found.values()]
}

/** The ids of groups and roles: the API wants both lists. Servers of before 2026 know neither, so they are sent only then. */
async function resolveGroups(
  references: References,
  groups: readonly GroupRole[],
): Promise<Pick<CreateInviteInput, 'userGroupIds' | 'userGroupWithRoleIds'>> {
  const found = new Map<string, UserGroupWithRoleInput>()
  for (const { group, role } of groups) {
    const { id: roleId } = requireGroupRole(await references.role(role), name)
    const groupId = await references.group(group)
    if ((found.get(groupId)?.roleId ?? roleId) !== roleId) {
      throw refuse(name, 'a user group is named twice in groups, with two roles. Choose one role for it.')
    }
    found.set(groupId, { groupId, roleId })
  }
  return { userGroupIds: [...found.keys()], userGroupWithRoleIds: [...found.values()] }
}

const organizationLevelRole = (): LabelboxError =>
  refuse(
    name,
    "roles in projects and in user groups go only with the organization role NONE: any other role holds in every project already. Set role to 'NONE', or leave projectRoles and groups out.",
  )
