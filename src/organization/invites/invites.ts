import {
  GetInvitesDocument,
  GetProjectInvitesDocument,
  InviteLimitDocument,
  type GetInvitesQuery,
  type InviteFragment,
  type InviteLimitQuery,
} from '../../../generated/operations.ts'
import type { CallOptions } from '../../core/callOptions.ts'
import { withDates } from '../../core/dates.ts'
import { refuse } from '../../core/guards.ts'
import { idOf } from '../../core/visibleText.ts'
import type { PendingInvite } from '../../core/records.ts'
import type { WithDates } from '../../core/withDates.ts'
import { byCursor } from '../../lists/byCursor.ts'
import type { Paginated } from '../../lists/paginated.ts'
import type { Context } from '../context.ts'
import { isSameEmail } from '../email.ts'
import { listOf, type CursorPageOptions } from '../resourceLists.ts'
import { requireList, requireRecord } from '../responses.ts'
import { unknownId } from '../unknownIds.ts'

/**
 * An invite that was sent. Its `id` cancels it, unless the id could not be found out: then it is the placeholder
 * `invited`, as the API returns it.
 */
export interface Invite extends WithDates<InviteFragment> {}

/** An invite: a record, or the id of a pending one. */
export type InviteReference =
  | string
  | {
      readonly id: string
      readonly inviteeEmail?: string | null
      readonly organizationRoleName?: string | null
      readonly createdAt?: Date | null
    }

type WireInviteLimit = NonNullable<InviteLimitQuery['invitesLimit']>

/** The seats of the plan. `used` counts members and pending invites; `remaining` is `limit` minus `used`. */
export interface InviteLimit extends WireInviteLimit {}

/** Options of the list of invites. */
export interface InviteListOptions extends CursorPageOptions {
  /** List only invites that offer a role in this project: a record or an id, not a name. Default: all invites. */
  readonly project?: string | { readonly id: string } | undefined
}

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
  if (id === undefined) throw refuse('GetProjectInvites', 'project must be a project, or its id.')
  const [name, fetchPage] = named('GetProjectInvites', async (from, first) => {
    const data = await execute(GetProjectInvitesDocument, { id, from, first }, options)
    return { data, invites: data.project?.invites }
  })
  return [
    name,
    (from, first) =>
      fetchPage(from, first).catch((error: unknown) => {
        throw unknownId(error, project, 'project')
      }),
  ]
}

const named = (
  name: string,
  fetchPage: (
    from: string | null,
    first: number,
  ) => Promise<{ readonly data: object; readonly invites: Connection | undefined }>,
): Parameters<typeof byCursor<PendingInvite>> => [
  name,
  async (from, first) => {
    const { data, invites } = await fetchPage(from, first)
    const items = requireList(invites?.nodes, name, data).map((node) => withDates(node))
    return { items, nextCursor: invites?.nextCursor ?? null }
  },
]

/** Returns the pending invites to an address, oldest first. Reads the whole list. */
export async function invitesTo(context: Context, email: string, call: CallOptions): Promise<readonly PendingInvite[]> {
  const found: PendingInvite[] = []
  for await (const invite of getInvites(context, call)) {
    if (isSameEmail(invite.inviteeEmail, email)) found.push(invite)
  }
  return found
}

/** Returns when an invite was made, in milliseconds, if the API returned a date. */
export const timeOf = ({ createdAt }: Pick<Invite, 'createdAt'>): number | undefined =>
  createdAt instanceof Date ? createdAt.getTime() : undefined

export async function inviteLimit(
  { execute }: Context,
  organizationId: string,
  call: CallOptions,
): Promise<InviteLimit> {
  const data = await execute(InviteLimitDocument, { organizationId }, call)
  return withDates(requireRecord(data.invitesLimit, 'InviteLimit', data))
}
