import {
  CancelInviteDocument,
  GetInvitesDocument,
  InviteLimitDocument,
  InviteUserDocument,
  type CreateInviteInput,
  type GetInvitesQuery,
  type InviteFragment,
  type InviteLimitQuery,
  type InviteUserMutation,
  type ProjectInviteInput,
} from '../../generated/operations.ts'
import { withDates, type WithDates } from '../dates.ts'
import { isLabelboxError, LabelboxError } from '../errors.ts'
import { originOf } from '../origin.ts'
import { byCursor, Paginated } from '../pagination.ts'
import type { RequestOptions } from '../transport/deadline.ts'
import { present, presentList, refuse, type Context } from './context.ts'
import { isSameEmail, parseEmail } from './email.ts'
import { resolveProject, type ProjectReference } from './projects.ts'
import type { PageOptions } from './relation.ts'
import { isKnownOrganizationLevel, isProjectBased, resolveRole, type RoleReference } from './roles.ts'

/** An invite as it comes back from sending it; right after that its `id` can be the word `invited`. */
export type Invite = WithDates<InviteFragment>

/** An invite that nobody has accepted yet. `projectInvites` may name projects that have been removed since. */
export type PendingInvite = WithDates<NonNullable<GetInvitesQuery['organization']>['invites']['nodes'][number]>

/** An invite, or the id of one that is pending. */
export type InviteReference = string | (Pick<Invite, 'id'> & Partial<Pick<Invite, 'inviteeEmail' | 'createdAt'>>)

/** The seats of the plan: `used` counts members and pending invites, `remaining` is `limit` less `used`. */
export type InviteLimit = NonNullable<InviteLimitQuery['invitesLimit']>

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

/** Sends an invite, once. */
export async function inviteUser(
  context: Context,
  organizationId: string,
  invite: NewInvite,
  options: RequestOptions = {},
): Promise<Invite> {
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
  const data = await send(
    context,
    [{ inviterId: inviter.id, inviteeEmail, organizationId, organizationRoleId: organizationRole.id, projects }],
    options,
  )
  const sent = data.createInvites?.[0]?.invite
  if (!sent) throw notInvited(data, inviter.email !== null && isSameEmail(inviter.email, inviteeEmail))
  return withDates(sent)
}

/** A role that was made anew under its old name has another id: what the API does not understand is not kept. */
async function send(
  context: Context,
  data: readonly CreateInviteInput[],
  options: RequestOptions,
): Promise<InviteUserMutation> {
  try {
    return await context.execute(InviteUserDocument, { data }, options)
  } catch (error) {
    if (isLabelboxError(error, 'INVALID_QUERY')) context.roles.forget()
    throw error
  }
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
  options: RequestOptions,
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

/** The API sends nothing and says nothing; here is what can be known. */
const notInvited = (data: object, isSelf: boolean): LabelboxError =>
  new LabelboxError({
    ...originOf(data),
    code: 'INVITE_REFUSED',
    operationName: name,
    message: isSelf
      ? `${name} sent no invite: the address is that of the API key's own user, who is in the organization already.`
      : `${name} sent no invite, and Labelbox gave no reason. The address may belong to a member already: look in users() and in getInvites().`,
  })

/** The invites that nobody has accepted yet. */
export function getInvites(
  { execute }: Context,
  { pageSize, signal, timeoutMs }: PageOptions = {},
): Paginated<PendingInvite> {
  const pages = byCursor<PendingInvite>('GetInvites', async (from, first) => {
    const data = await execute(GetInvitesDocument, { from, first }, { signal, timeoutMs })
    const invites = data.organization?.invites
    const items = presentList(invites?.nodes, 'GetInvites', data).map((node) => withDates(node))
    return { items, nextCursor: invites?.nextCursor ?? null }
  })
  return new Paginated(pages, pageSize)
}

/** Withdraws an invite. */
export async function cancelInvite(
  context: Context,
  invite: InviteReference,
  options: RequestOptions = {},
): Promise<void> {
  const id = await cancellableId(context, invite, options)
  const data = await context.execute(CancelInviteDocument, { id }, options)
  present(data.cancelInvite, 'CancelInvite', data)
}

/**
 * A fresh invite has a placeholder for an id, and its real one in the list: there it is the one to its address, and where
 * there are several, the one of its time.
 */
async function cancellableId(context: Context, invite: InviteReference, options: RequestOptions): Promise<string> {
  // From JavaScript anything may come.
  const given = (typeof invite === 'string' ? { id: invite } : invite) as Partial<Invite> | undefined
  const { id, inviteeEmail = null, createdAt = null } = given ?? {}
  if (typeof id !== 'string' || id === '') throw refuse('CancelInvite', 'it needs an invite, or the id of one.')
  if (id !== 'invited') return id
  if (inviteeEmail === null) {
    throw refuse(
      'CancelInvite',
      "'invited' is a placeholder and no id. Give the invite itself, or one of getInvites().",
    )
  }
  const toAddress: PendingInvite[] = []
  for await (const pending of getInvites(context, options)) {
    if (pending.inviteeEmail !== null && isSameEmail(pending.inviteeEmail, inviteeEmail)) toAddress.push(pending)
  }
  const atTime = toAddress.filter((pending) => pending.createdAt?.getTime() === createdAt?.getTime())
  const [pending, other] = atTime.length === 1 ? atTime : toAddress
  if (pending === undefined) {
    throw new LabelboxError({
      code: 'RESOURCE_NOT_FOUND',
      operationName: 'CancelInvite',
      message: 'CancelInvite was not sent: that invite is not pending. It may have been accepted, or cancelled.',
    })
  }
  if (other !== undefined) {
    throw refuse('CancelInvite', 'there are several invites to that address. Cancel those of getInvites() one by one.')
  }
  return pending.id
}

/** The seats of the plan. */
export async function inviteLimit(
  { execute }: Context,
  organizationId: string,
  options?: RequestOptions,
): Promise<InviteLimit> {
  const data = await execute(InviteLimitDocument, { organizationId }, options)
  return withDates(present(data.invitesLimit, 'InviteLimit', data))
}
