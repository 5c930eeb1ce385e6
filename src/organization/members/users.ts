import { GetUserDocument, UsersDocument, type UserFragment } from '../../../generated/operations.ts'
import { withDates, type WithDates } from '../../core/dates.ts'
import type { Paginated } from '../../lists/paginated.ts'
import type { RequestOptions } from '../../transport/time/deadline.ts'
import type { Execute } from '../../transport/execute.ts'
import { present, type Context } from '../context.ts'
import { relation, type ListOptions } from '../relation.ts'

/** A member of the organization. */
export type User = WithDates<UserFragment>

/** The organization's members. */
export const users = (context: Context, options: ListOptions<'users'> = {}): Paginated<User> =>
  relation(context, UsersDocument, 'users', options, (data) => data.organization?.users)

/** The user that the key belongs to. */
export async function getUser(execute: Execute, options?: RequestOptions): Promise<User> {
  const data = await execute(GetUserDocument, {}, options)
  return withDates(present(data.user, 'GetUser', data))
}
