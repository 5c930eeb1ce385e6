import {
  GetMemberDocument,
  GetMembersDocument,
  GetPermissionsDocument,
  GetUserDocument,
  UsersDocument,
  type GetMemberQuery,
  type GetMembersQuery,
} from '../../../generated/operations.ts'
import type { CallOptions } from '../../core/callOptions.ts'
import { withDates } from '../../core/dates.ts'
import { refuse } from '../../core/guards.ts'
import { idOf, isText, requireVisible } from '../../core/visibleText.ts'
import type { User } from '../../core/records.ts'
import type { WithDates } from '../../core/withDates.ts'
import type { Paginated } from '../../lists/paginated.ts'
import type { Execute } from '../../transport/execute.ts'
import type { Context } from '../context.ts'
import { bare, isSameEmail, normalizeEmail, parseEmail } from '../email.ts'
import { refinedList, type ListOptions } from '../resourceLists.ts'
import { requireList, requireRecord } from '../responses.ts'
import { notFound } from '../unknownIds.ts'

/** A member with their role in the organization, which is `None` or null for people who have roles in projects only. */
export interface Member extends WithDates<NonNullable<GetMembersQuery['organization']>['users'][number]> {}

/** A member with their role, and whether they were removed. */
export interface MemberDetails extends WithDates<NonNullable<GetMemberQuery['user']>> {}

/** A member: a record, an id or an email address. */
export type MemberReference = string | { readonly id: string }

export const users = (context: Context, options: ListOptions<'users'> & CallOptions = {}): Paginated<User> =>
  refinedList(context, UsersDocument, 'users', options, (data) => data.organization?.users)

export const getMembers = (context: Context, options: ListOptions<'users'> & CallOptions = {}): Paginated<Member> =>
  refinedList(context, GetMembersDocument, 'users', options, (data) => data.organization?.users)

/** Returns the user of the API key. */
export async function getUser(execute: Execute, options?: CallOptions): Promise<User> {
  const data = await execute(GetUserDocument, {}, options)
  return withDates(requireRecord(data.user, 'GetUser', data))
}

export const getMember = async (
  context: Context,
  reference: MemberReference,
  call: CallOptions,
): Promise<MemberDetails> => readMember(context, await resolveMember(context, reference, 'GetMember', call), call)

/** Returns a member by id. */
export async function readMember(
  context: Context,
  id: string,
  call: CallOptions,
  operationName = 'GetMember',
): Promise<MemberDetails> {
  const data = await context.execute(GetMemberDocument, { id }, call)
  return withDates(requireRecord(data.user, operationName, data))
}

/** Returns the id of a member. */
export async function resolveMember(
  context: Context,
  reference: MemberReference,
  operationName: string,
  call: CallOptions,
): Promise<string> {
  const id = idOf(reference)
  if (id === undefined) throw refuse(operationName, 'it needs a member: a record, an id or an email address.')
  if (typeof reference !== 'string') return id
  const wanted = requireVisible(operationName, 'the address or id of the member', bare(reference))
  const email = parseEmail(wanted)
  if (email === undefined) return wanted
  const member = await memberOf(context, email, { ...call, onPartialData: 'throw' })
  if (member !== undefined) return member.id
  throw notFound(operationName, 'no member has that address, or this API key may not see them.')
}

/**
 * Finds a member by address. The API compares addresses as text, so it looks for the given spelling, for lower case, and
 * for an ASCII domain. It can't find the reverse: a member stored with an international domain, by the ASCII form.
 */
export async function memberOf(context: Context, email: string, call: CallOptions): Promise<User | undefined> {
  for (const spelling of new Set([email, email.toLowerCase(), normalizeEmail(email)])) {
    const where = { email: spelling, deleted: false }
    const member = await users(context, { ...call, where }).first()
    // A server that does not know the filter returns some other member.
    if (isSameEmail(member?.email, email)) return member
  }
  return undefined
}

/** Whether the address is a member's in any spelling. Reads the whole list. */
export async function isMember(context: Context, email: string, call: CallOptions): Promise<boolean> {
  for await (const user of users(context, { ...call, where: { deleted: false } })) {
    if (isSameEmail(user.email, email)) return true
  }
  return false
}

export async function getPermissions(
  context: Context,
  user: MemberReference | undefined,
  call: CallOptions,
): Promise<readonly string[]> {
  const userId = user === undefined ? undefined : await resolveMember(context, user, 'GetPermissions', call)
  const data = await context.execute(GetPermissionsDocument, { userId }, call)
  const role = requireRecord(data.organizationRole, 'GetPermissions', data)
  return requireList(role.permissions, 'GetPermissions', data, isText)
}
