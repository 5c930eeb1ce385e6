import {
  CancelInviteDocument,
  GetInvitesDocument,
  InviteLimitDocument,
  InviteUserDocument,
  type GetInvitesQuery,
  type InviteFragment,
  type InviteLimitQuery,
} from '../../generated/operations.ts'
import { withDates, type WithDates } from '../dates.ts'
import { LabelboxError } from '../errors.ts'
import { originOf } from '../origin.ts'
import { byCursor, Paginated } from '../pagination.ts'
import type { RequestOptions } from '../transport/deadline.ts'
import { present, refuse, type Context } from './context.ts'
import { isSameEmail, parseEmail } from './email.ts'
import { resolveProject, type ProjectReference } from './projects.ts'
import type { PageOptions } from './relation.ts'
import { isKnownOrganizationLevel, isProjectBased, resolveRole, type RoleReference } from './roles.ts'

/** An invite as it comes back from sending it; right after that its `id` can be the word `invited`. */
export type Invite = WithDates<InviteFragment>

/** An invite that nobody has accepted yet. `projectInvites` may name projects that have been removed since. */
export type PendingInvite = WithDates<NonNullable<GetInvitesQuery['organization']>['invites']['nodes'][number]>

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
  { email, role, projectRoles = [] }: NewInvite,
  options: RequestOptions = {},
): Promise<Invite> {
  const inviteeEmail = parseEmail(email)
  if (inviteeEmail === undefined) {
    throw refuse(name, "the address can't be one of email. Give one such as ada@example.com.")
  }
  if (projectRoles.length > 0 && isKnownOrganizationLevel(role)) throw organizationLevelRole()
  const organizationRole = await resolveRole(context, role, name, options)
  if (projectRoles.length > 0 && !isProjectBased(organizationRole)) throw organizationLevelRole()
  const inviter = await context.currentUser.get(options)
  const projects = []
  for (const { project, role } of projectRoles) {
    projects.push({
      projectId: await resolveProject(context, project, name, options),
      projectRoleId: (await resolveRole(context, role, name, options)).id,
    })
  }
  const data = await context.execute(
    InviteUserDocument,
    {
      data: [
        { inviterId: inviter.id, inviteeEmail, organizationId, organizationRoleId: organizationRole.id, projects },
      ],
    },
    options,
  )
  const invite = data.createInvites?.[0]?.invite
  if (!invite) throw notInvited(data, inviter.email !== null && isSameEmail(inviter.email, inviteeEmail))
  return withDates(invite)
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
    const { nodes, nextCursor } = present(data.organization, 'GetInvites', data).invites
    return { items: nodes.map((node) => withDates(node)), nextCursor }
  })
  return new Paginated(pages, pageSize)
}

/** Withdraws an invite. */
export async function cancelInvite(
  context: Context,
  invite: string | Pick<Invite, 'id' | 'inviteeEmail'>,
  options: RequestOptions = {},
): Promise<void> {
  const id = await cancellableId(context, invite, options)
  const data = await context.execute(CancelInviteDocument, { id }, options)
  present(data.cancelInvite, 'CancelInvite', data)
}

/** A fresh invite has a placeholder for an id, and its real one in the list. */
async function cancellableId(
  context: Context,
  invite: string | Pick<Invite, 'id' | 'inviteeEmail'>,
  options: RequestOptions,
): Promise<string> {
  const { id, inviteeEmail } = typeof invite === 'string' ? { id: invite, inviteeEmail: null } : invite
  if (id !== 'invited') return id
  if (inviteeEmail === null) {
    throw refuse(
      'CancelInvite',
      "'invited' is a placeholder and no id. Give the invite itself, or one of getInvites().",
    )
  }
  const found: PendingInvite[] = []
  for await (const pending of getInvites(context, options)) {
    if (pending.inviteeEmail !== null && isSameEmail(pending.inviteeEmail, inviteeEmail)) found.push(pending)
  }
  const [pending, other] = found
  if (pending === undefined) {
    throw new LabelboxError({
      code: 'RESOURCE_NOT_FOUND',
      operationName: 'CancelInvite',
      message: 'CancelInvite was not sent: there is no pending invite to that address. It may have been accepted.',
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
  return present(data.invitesLimit, 'InviteLimit', data)
}
