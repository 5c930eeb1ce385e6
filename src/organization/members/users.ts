import { GetUserDocument, UsersDocument } from '../../../generated/operations.ts'
import { withDates } from '../../core/dates.ts'
import type { Paginated } from '../../lists/paginated.ts'
import type { RequestOptions } from '../../core/callOptions.ts'
import type { Execute } from '../../transport/execute.ts'
import type { Context } from '../context.ts'
import { present } from '../answers.ts'
import { relation, type ListOptions } from '../relation.ts'
import type { User } from '../../core/records.ts'

/** The organization's members. */
export const users = (context: Context, options: ListOptions<'users'> = {}): Paginated<User> =>
  relation(context, UsersDocument, 'users', options, (data) => data.organization?.users)

/** The user that the key belongs to. */
export async function getUser(execute: Execute, options?: RequestOptions): Promise<User> {
  const data = await execute(GetUserDocument, {}, options)
  return withDates(present(data.user, 'GetUser', data))
}
