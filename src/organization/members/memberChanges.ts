import {
  RemoveUserDocument,
  SetProjectRoleDocument,
  UpdateOrganizationRoleDocument,
} from '../../../generated/operations.ts'
import type { CallOptions } from '../../core/callOptions.ts'
import { isRecord, refuse } from '../../core/guards.ts'
import { idOf } from '../../core/visibleText.ts'
import type { Role } from '../../core/records.ts'
import type { AuditSubject } from '../audit.ts'
import type { Context } from '../context.ts'
import { resolveProject, type ProjectReference } from '../projects/projects.ts'
import { confirmed, requireChanged, requireRemoved } from '../responses.ts'
import { isProjectBased, resolveRole, roleNameOf, type RoleReference } from '../roles/roles.ts'
import { nothing, orRemoved, runChange, type Change } from '../runChange.ts'
import { readMember, resolveMember, type MemberDetails, type MemberReference } from './members.ts'

export async function removeUser(context: Context, user: MemberReference, call: CallOptions): Promise<void> {
  await runChange(context, call, { ...removal(context, user), planned: nothing })
}

/** Removes a member; a dry run rejects with `DRY_RUN`. */
export const removeMember = (context: Context, user: MemberReference, call: CallOptions): Promise<object> =>
  runChange(context, call, removal(context, user))

function removal(context: Context, user: MemberReference): Change<string, object> {
  const operationName = 'RemoveUser'
  return {
    subject: { action: 'removeUser', ...subjectOf(user) },
    prepare: async (call) => {
      const id = await resolveMember(context, user, operationName, call)
      const self = await context.currentUser.get(call)
      if (self.id !== id) return id
      throw refuse(operationName, "it would remove the API key's own user. Use the key of another user.")
    },
    send: (id, call) =>
      orRemoved(context.execute(RemoveUserDocument, { id }, call), (data) =>
        requireRemoved(requireChanged(data.updateUser, operationName, data).deleted, operationName, data),
      ),
  }
}

export async function updateOrganizationRole(
  context: Context,
  user: MemberReference,
  role: RoleReference,
  call: CallOptions,
): Promise<void> {
  await runChange(context, call, { ...roleChange(context, user, role), planned: nothing })
}

/** Changes a member's role in the organization; a dry run rejects with `DRY_RUN`. */
export const changeOrganizationRole = (
  context: Context,
  user: MemberReference,
  role: RoleReference,
  call: CallOptions,
): Promise<object> => runChange(context, call, roleChange(context, user, role))

function roleChange(context: Context, user: MemberReference, role: RoleReference) {
  const operationName = 'UpdateOrganizationRole'
  return {
    subject: { action: 'updateOrganizationRole', role: roleNameOf(role), ...subjectOf(user) },
    prepare: async (call: CallOptions) => {
      const { id: roleId } = await resolveRole(context, requireRole(role, operationName), operationName, call)
      return { userId: await resolveMember(context, user, operationName, call), roleId }
    },
    send: (variables: { readonly userId: string; readonly roleId: string }, call: CallOptions) =>
      confirmed(context.execute(UpdateOrganizationRoleDocument, variables, call), (data) =>
        requireChanged(data.setOrganizationRole, operationName, data),
      ),
  }
}

export const setProjectRole = (
  context: Context,
  user: MemberReference,
  project: ProjectReference,
  role: RoleReference,
  call: CallOptions,
): Promise<void> => changeInProject(context, { action: 'setProjectRole', user, project, role }, 'SetProjectRole', call)

/** The API removes a member from a project by setting the role `NONE` there. */
export const removeFromProject = (
  context: Context,
  user: MemberReference,
  project: ProjectReference,
  call: CallOptions,
): Promise<void> =>
  changeInProject(context, { action: 'removeFromProject', user, project, role: 'NONE' }, 'RemoveFromProject', call)

interface InProject {
  readonly action: 'setProjectRole' | 'removeFromProject'
  readonly user: MemberReference
  readonly project: ProjectReference
  readonly role: RoleReference
}

/** The API does not say what it does for members whose role holds in every project, so they are refused here. */
async function changeInProject(
  context: Context,
  { action, user, project, role }: InProject,
  operationName: string,
  options: CallOptions,
): Promise<void> {
  await runChange(context, options, {
    subject: { action, role: roleNameOf(role), projectId: idOf(project), ...subjectOf(user) },
    prepare: async (call) => {
      const found = await resolveRole(context, requireRole(role, operationName), operationName, call)
      if (action === 'setProjectRole' && isProjectBased(found)) {
        throw refuse(operationName, 'the role NONE gives no access to a project. Use removeFromProject instead.')
      }
      if (idOf(project) === undefined) throw refuse(operationName, 'it needs a project: a record, an id or a name.')
      const userId = await resolveMember(context, user, operationName, call)
      requireProjectBased(await readMember(context, userId, call, operationName), operationName)
      return { userId, roleId: found.id, projectId: await resolveProject(context, project, operationName, call) }
    },
    send: async (variables, call) => {
      const data = await context.execute(SetProjectRoleDocument, variables, call)
      // After a removal there is no membership to return, so null is fine.
      if (action === 'setProjectRole') requireChanged(data.setProjectMembership, operationName, data)
      return data
    },
    planned: nothing,
  })
}

function requireProjectBased({ orgRole }: Pick<MemberDetails, 'orgRole'>, operationName: string): void {
  if (!isRecord(orgRole) || isProjectBased(orgRole)) return
  throw refuse(
    operationName,
    "the member's role in the organization already applies to every project. Project roles need the organization role NONE.",
    ['set-organization-role', 'Set it first, with updateOrganizationRole.'],
  )
}

function requireRole(role: Pick<Role, 'id' | 'name'> | string, operationName: string): RoleReference {
  if (idOf(role) !== undefined) return role
  throw refuse(operationName, "it needs a role: one of getRoles(), its name, such as 'LABELER', or its id.")
}

function subjectOf(user: MemberReference): Omit<AuditSubject, 'action'> {
  const id = idOf(user)
  return id?.includes('@') === true ? { email: id } : { userId: id }
}
