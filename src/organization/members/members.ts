import {
  GetMemberDocument,
  GetMembersDocument,
  GetPermissionsDocument,
  type GetMemberQuery,
  type GetMembersQuery,
} from '../../../generated/operations.ts'
import { withDates } from '../../core/dates.ts'
import type { WithDates } from '../../core/withDates.ts'
import type { Paginated } from '../../lists/paginated.ts'
import type { CallOptions } from '../../core/callOptions.ts'
import { memberOf } from '../invites/addressee.ts'
import { startCall, type Context } from '../context.ts'
import { refuse, requireVisible, idOf, isText } from '../../core/guards.ts'
import { present, presentList } from '../answers.ts'
import { bare, parseEmail } from '../invites/email.ts'
import { relation, type ListOptions } from '../relation.ts'

/** A member with the role that it has in the organization: `None`, or null, for people who have roles in projects only. */
export type Member = WithDates<NonNullable<GetMembersQuery['organization']>['users'][number]>

/** The same, with whether it has been removed. */
export type MemberDetails = WithDates<NonNullable<GetMemberQuery['user']>>

/** A member as a record, or by its id or its address. */
export type MemberReference = string | { readonly id: string }

/** The members with their roles. */
export const getMembers = (context: Context, options: ListOptions<'users'> & CallOptions = {}): Paginated<Member> =>
  relation(context, GetMembersDocument, 'users', options, (data) => data.organization?.users)

/** One member. */
export async function getMember(
  context: Context,
  reference: MemberReference,
  options?: CallOptions,
): Promise<MemberDetails> {
  const call = startCall(context, options)
  return readMember(context, await resolveMember(context, reference, 'GetMember', call), call)
}

/** One member, by its id. */
export async function readMember(
  context: Context,
  id: string,
  options: CallOptions,
  operationName = 'GetMember',
): Promise<MemberDetails> {
  const data = await context.execute(GetMemberDocument, { id }, options)
  return withDates(present(data.user, operationName, data))
}

/** The id of a member; an address is looked for as it is given, and in lower case, and in whole answers only. */
export async function resolveMember(
  context: Context,
  reference: MemberReference,
  operationName: string,
  options: CallOptions,
): Promise<string> {
  const id = idOf(reference)
  if (id === undefined) throw refuse(operationName, 'it needs a member, or the id or the address of one.')
  if (typeof reference !== 'string') return id
  const wanted = requireVisible(operationName, 'the address or id of the member', bare(reference))
  const email = parseEmail(wanted)
  if (email === undefined) return wanted
  const member = await memberOf(context, email, { ...options, onPartialData: 'throw' })
  if (member !== undefined) return member.id
  throw refuse(operationName, 'no member has that address, or this API key may not see it.')
}

/** What a role permits: that of the key's own user, or of another one. */
export async function getPermissions(
  context: Context,
  user: MemberReference | undefined,
  options?: CallOptions,
): Promise<readonly string[]> {
  const call = startCall(context, options)
  const userId = user === undefined ? undefined : await resolveMember(context, user, 'GetPermissions', call)
  const data = await context.execute(GetPermissionsDocument, { userId }, call)
  const role = present(data.organizationRole, 'GetPermissions', data)
  return presentList(role.permissions, 'GetPermissions', data, isText)
}
