import {
  CancelInviteDocument,
  GetInvitesDocument,
  GetProjectInvitesDocument,
  InviteLimitDocument,
  type GetInvitesQuery,
  type InviteFragment,
  type InviteLimitQuery,
} from '../../../generated/operations.ts'
import { withDates } from '../../core/dates.ts'
import type { WithDates } from '../../core/withDates.ts'
import { isLabelboxError, LabelboxError } from '../../core/errors.ts'
import { byCursor } from '../../lists/byCursor.ts'
import type { Paginated } from '../../lists/paginated.ts'
import type { CallOptions, RequestOptions } from '../../core/callOptions.ts'
import { audited } from '../audit.ts'
import { startCall, unlessDryRun, type Context } from '../context.ts'
import { refuse, idOf, isText } from '../../core/guards.ts'
import { present, presentChange, presentList } from '../answers.ts'
import { isSameEmail } from './email.ts'
import { listOf, type PageOptions } from '../relation.ts'
import { keyOf, settledBy } from './unsettled.ts'
import type { PendingInvite } from '../../core/records.ts'

/**
 * An invite as it comes back from sending it. Its `id` is the one that cancels it, unless that could not be found out:
 * then it is the word `invited`, as the API gives it.
 */
export type Invite = WithDates<InviteFragment>

/** An invite, or the id of one that is pending. */
export type InviteReference =
  string | (Pick<Invite, 'id'> & Partial<Pick<Invite, 'inviteeEmail' | 'organizationRoleName' | 'createdAt'>>)

/** The seats of the plan: `used` counts members and pending invites, `remaining` is `limit` less `used`. */
export type InviteLimit = NonNullable<InviteLimitQuery['invitesLimit']>

/** How the invites are listed. */
export interface InviteListOptions extends Omit<PageOptions, 'concurrency'> {
  /** Only those that offer a role in this project: a record, or its id. */
  readonly project?: string | { readonly id: string } | undefined
}

/** The invites that nobody has accepted yet, those into one project where one is given. */
export const getInvites = (context: Context, options: InviteListOptions & CallOptions = {}): Paginated<PendingInvite> =>
  listOf(options, () => ({ pages: byCursor(...pagesOf(context, options)), pageSize: options.pageSize }))

type Connection = NonNullable<GetInvitesQuery['organization']>['invites']

function pagesOf(
  { execute }: Context,
  { project, ...options }: InviteListOptions & CallOptions,
): Parameters<typeof byCursor<PendingInvite>> {
  if (project === undefined) {
    return named('GetInvites', async (from, first) => {
      const data = await execute(GetInvitesDocument, { from, first }, options)
      return { data, invites: data.organization?.invites }
    })
  }
  const id = idOf(project)
  if (id === undefined) throw refuse('GetProjectInvites', 'project must be a project, or the id of one.')
  return named('GetProjectInvites', async (from, first) => {
    const data = await execute(GetProjectInvitesDocument, { id, from, first }, options)
    return { data, invites: data.project?.invites }
  })
}

const named = (
  name: string,
  ask: (
    from: string | null,
    first: number,
  ) => Promise<{ readonly data: object; readonly invites: Connection | undefined }>,
): Parameters<typeof byCursor<PendingInvite>> => [
  name,
  async (from, first) => {
    const { data, invites } = await ask(from, first)
    const items = presentList(invites?.nodes, name, data).map((node) => withDates(node))
    return { items, nextCursor: invites?.nextCursor ?? null }
  },
]

/** Withdraws an invite. */
export async function cancelInvite(
  context: Context,
  organizationId: string,
  invite: InviteReference,
  options?: CallOptions,
): Promise<void> {
  const call = startCall(context, options)
  const { id, inviteeEmail, organizationRoleName } = given(invite)
  const email = inviteeEmail ?? undefined
  const cancelled = audited(context, { action: 'cancelInvite', inviteId: id, email }, async () => {
    const realId = await cancellableId(context, invite, call)
    const data = await cancelById(context, realId, call)
    // An invite that somebody still waited for has come, and is gone again.
    if (email !== undefined && isText(organizationRoleName)) {
      settledBy(keyOf(organizationId, email), { id: realId, organizationRoleName })
    }
    return data
  })
  await unlessDryRun(cancelled, () => ({}))
}

/** From JavaScript anything may come. */
const given = (invite: InviteReference | null | undefined): Partial<Invite> =>
  typeof invite === 'string' ? { id: invite } : (invite ?? {})

/** Repeating it does no harm, so it is repeated; and then the invite may be gone already. */
export async function cancelById(context: Context, id: string, options: CallOptions): Promise<object> {
  try {
    const data = await context.execute(CancelInviteDocument, { id }, options)
    presentChange(data.cancelInvite, 'CancelInvite', data)
    return data
  } catch (error) {
    if (isLabelboxError(error, 'RESOURCE_NOT_FOUND') && error.mayHaveRun && error.attempts > 1) return {}
    throw error
  }
}

/**
 * A fresh invite has a placeholder for an id, and its real one in the list: there it is the one to its address, and where
 * there are several, the one of its time.
 */
async function cancellableId(context: Context, invite: InviteReference, options: CallOptions): Promise<string> {
  const { id, inviteeEmail = null, createdAt = null } = given(invite)
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
    if (isSameEmail(pending.inviteeEmail, inviteeEmail)) toAddress.push(pending)
  }
  const atTime = toAddress.filter((pending) => timeOf(pending) === timeOf({ createdAt }))
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

/** When an invite was made, in milliseconds. What is no text in an answer has not become a date. */
export const timeOf = ({ createdAt }: Pick<Invite, 'createdAt'>): number | undefined =>
  createdAt instanceof Date ? createdAt.getTime() : undefined

/** The seats of the plan. */
export async function inviteLimit(
  { execute }: Context,
  organizationId: string,
  options?: RequestOptions,
): Promise<InviteLimit> {
  const data = await execute(InviteLimitDocument, { organizationId }, options)
  return withDates(present(data.invitesLimit, 'InviteLimit', data))
}
