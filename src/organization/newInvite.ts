import type { CreateInviteInput, ProjectInviteInput } from '../../generated/operations.ts'
import type { LabelboxError } from '../errors.ts'
import type { CallOptions } from '../transport/deadline.ts'
import { refuse, type Context } from './context.ts'
import { parseEmail } from './email.ts'
import { resolveProject, type ProjectReference } from './projects.ts'
import { isKnownOrganizationLevel, isProjectBased, resolveRole, type RoleReference } from './roles.ts'

/** A role in one project. */
export interface ProjectRole {
  readonly project: ProjectReference
  readonly role: RoleReference
}

/** Whom to invite, and as what. */
export interface NewInvite {
  readonly email: string
  /** The role in the organization. */
  readonly role: RoleReference
  /** Roles in projects, for people whose role in the organization is `NONE`. */
  readonly projectRoles?: readonly ProjectRole[] | undefined
}

const name = 'InviteUser'

/** An invite as the API takes it, and the name of its role. */
export interface ResolvedInvite {
  readonly input: CreateInviteInput
  readonly roleName: string | null
}

/** Resolves names to ids. What can't be is refused; known names are, before anything is asked. */
export async function resolveInvite(
  context: Context,
  organizationId: string,
  invite: NewInvite,
  options: CallOptions,
): Promise<ResolvedInvite> {
  const { email, role, projectRoles = [] } = requireInvite(invite)
  const inviteeEmail = parseEmail(email)
  if (inviteeEmail === undefined) {
    throw refuse(name, "the address can't be one of email. Give one such as ada@example.com.")
  }
  if (projectRoles.length > 0 && isKnownOrganizationLevel(role)) throw organizationLevelRole()
  const organizationRole = await resolveRole(context, role, name, options)
  if (projectRoles.length > 0 && !isProjectBased(organizationRole)) throw organizationLevelRole()
  const inviter = await context.currentUser.get(options)
  const projects = await resolveProjectRoles(context, projectRoles, options)
  const organizationRoleId = organizationRole.id
  const input = { inviterId: inviter.id, inviteeEmail, organizationId, organizationRoleId, projects }
  return { input, roleName: organizationRole.name }
}

/** From JavaScript anything may come. */
function requireInvite(invite: NewInvite | undefined): NewInvite {
  const { role, projectRoles }: { role?: unknown; projectRoles?: unknown } = invite ?? {}
  const isReference = (value: unknown): boolean =>
    typeof value === 'string'
      ? value.trim() !== ''
      : typeof (value as { id?: unknown } | null | undefined)?.id === 'string'
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
  return invite
}

/** The ids of projects and roles. Which of two roles in one project would hold is not known, and None gives no access. */
async function resolveProjectRoles(
  context: Context,
  projectRoles: readonly ProjectRole[],
  options: CallOptions,
): Promise<readonly ProjectInviteInput[]> {
  const found = new Map<string, ProjectInviteInput>()
  for (const { project, role } of projectRoles) {
    const projectRole = await resolveRole(context, role, name, options)
    if (isProjectBased(projectRole)) {
      throw refuse(name, 'the role NONE in a project gives nothing there. Leave the project out instead.')
    }
    const projectId = await resolveProject(context, project, name, options)
    if (found.has(projectId)) throw refuse(name, 'a project is named twice in projectRoles. Choose one role for it.')
    found.set(projectId, { projectId, projectRoleId: projectRole.id })
  }
  return [...found.values()]
}

const organizationLevelRole = (): LabelboxError =>
  refuse(
    name,
    "roles in projects go only with the organization role NONE: any other role holds in every project already. Set role to 'NONE', or leave projectRoles out.",
  )
