import {
  RemoveUserDocument,
  SetProjectRoleDocument,
  UpdateOrganizationRoleDocument,
} from '../../../generated/operations.ts'
import type { CallOptions, RequestOptions } from '../../core/callOptions.ts'
import { audited, type AuditSubject } from '../audit.ts'
import { startCall, unlessDryRun, type Context } from '../context.ts'
import { refuse, idOf, isRecord } from '../../core/guards.ts'
import { presentChange } from '../answers.ts'
import { readMember, resolveMember, type MemberDetails, type MemberReference } from './members.ts'
import { resolveProject, type ProjectReference } from '../projects/projects.ts'
import { orGone, requireDone } from '../removals.ts'
import { isProjectBased, resolveRole, type RoleReference } from '../roles/roles.ts'
import type { Role } from '../../core/records.ts'

/** Removes a member from the organization. */
export async function removeUser(context: Context, user: MemberReference, options?: RequestOptions): Promise<void> {
  await unlessDryRun(removeMember(context, user, options), () => ({}))
}

/** The same; of a client that changes nothing it rejects with `DRY_RUN`. */
export function removeMember(context: Context, user: MemberReference, options?: CallOptions): Promise<object> {
  const operationName = 'RemoveUser'
  const call = startCall(context, options)
  const remove = async () => {
    const id = await resolveMember(context, user, operationName, call)
    const self = await context.currentUser.get(call)
    if (self.id === id) {
      throw refuse(operationName, "it would remove the API key's own user. Use the key of somebody else for that.")
    }
    const data = await context.execute(RemoveUserDocument, { id }, call)
    requireDone(presentChange(data.updateUser, operationName, data).deleted, operationName, data)
    return data
  }
  return audited(context, { action: 'removeUser', ...subjectOf(user) }, () => orGone(remove()))
}

/** Replaces the role in the organization. */
export async function updateOrganizationRole(
  context: Context,
  user: MemberReference,
  role: RoleReference,
  options?: RequestOptions,
): Promise<void> {
  await unlessDryRun(changeOrganizationRole(context, user, role, options), () => ({}))
}

/** The same; of a client that changes nothing it rejects with `DRY_RUN`. */
export function changeOrganizationRole(
  context: Context,
  user: MemberReference,
  role: RoleReference,
  options?: CallOptions,
): Promise<object> {
  const operationName = 'UpdateOrganizationRole'
  const call = startCall(context, options)
  const subject = { action: 'updateOrganizationRole', role: nameOf(role), ...subjectOf(user) }
  return audited(context, subject, async () => {
    const { id: roleId } = await resolveRole(context, requireRole(role, operationName), operationName, call)
    const userId = await resolveMember(context, user, operationName, call)
    const data = await context.execute(UpdateOrganizationRoleDocument, { userId, roleId }, call)
    presentChange(data.setOrganizationRole, operationName, data)
    return data
  })
}

/** Gives a role in one project. */
export async function setProjectRole(
  context: Context,
  user: MemberReference,
  project: ProjectReference,
  role: RoleReference,
  options?: RequestOptions,
): Promise<void> {
  const operationName = 'SetProjectRole'
  const call = startCall(context, options)
  const setting = inProject(
    context,
    { action: 'setProjectRole', user, project, role },
    operationName,
    call,
    (found) => {
      if (isProjectBased(found)) {
        throw refuse(operationName, 'the role NONE in a project gives nothing there. Use removeFromProject instead.')
      }
    },
  )
  await unlessDryRun(setting, () => ({}))
}

/** Takes a member out of one project, which for the API is to give the role `NONE` there. */
export async function removeFromProject(
  context: Context,
  user: MemberReference,
  project: ProjectReference,
  options?: RequestOptions,
): Promise<void> {
  const call = startCall(context, options)
  const removal = { action: 'removeFromProject', user, project, role: 'NONE' }
  await unlessDryRun(
    inProject(context, removal, 'RemoveFromProject', call, () => undefined),
    () => ({}),
  )
}

interface InProject {
  readonly action: string
  readonly user: MemberReference
  readonly project: ProjectReference
  readonly role: RoleReference
}

/** The API has no answer of its own for people whose role holds in every project: they are refused here. */
function inProject(
  context: Context,
  { action, user, project, role }: InProject,
  operationName: string,
  call: CallOptions,
  requireUsable: (role: Pick<Role, 'name'>) => void,
): Promise<object> {
  const subject = { action, role: nameOf(role), projectId: idOf(project), ...subjectOf(user) }
  return audited(context, subject, async () => {
    const found = await resolveRole(context, requireRole(role, operationName), operationName, call)
    requireUsable(found)
    if (idOf(project) === undefined) throw refuse(operationName, 'it needs a project, or the id or the name of one.')
    const userId = await resolveMember(context, user, operationName, call)
    requireProjectBased(await readMember(context, userId, call, operationName), operationName)
    const projectId = await resolveProject(context, project, operationName, call)
    const data = await context.execute(SetProjectRoleDocument, { userId, roleId: found.id, projectId }, call)
    // The answer to a removal is a membership that is there no more, and may be null.
    if (!isProjectBased(found)) presentChange(data.setProjectMembership, operationName, data)
    return data
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

function requireRole(role: RoleReference, operationName: string): RoleReference {
  if (idOf(role) !== undefined) return role
  throw refuse(operationName, "it needs a role: one of getRoles(), its name, such as 'LABELER', or its id.")
}

/** Whom a change is about, as it was given. */
function subjectOf(user: MemberReference): Omit<AuditSubject, 'action'> {
  const id = idOf(user)
  return id?.includes('@') === true ? { email: id } : { userId: id }
}

const nameOf = (role: RoleReference | undefined): string | undefined =>
  typeof role === 'string' ? role : (role?.name ?? role?.id)
