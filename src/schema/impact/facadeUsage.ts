import type { ListQuery } from '../files/listQueries.ts'

/**
 * What depends on the operations: methods, by operation, and exported types, by generated type or a part of it:
 * `UserFragment`, `GetMembersQuery.organization.users`.
 */
export interface Usage {
  readonly methods: Readonly<Record<string, readonly string[]>>
  readonly types: Readonly<Record<string, readonly string[]>>
  /**
   * Methods that filter or order a list: by the list (`users`) if callers choose, by the filter (`users.where.email`) if
   * the method itself looks something up.
   */
  readonly filters?: Readonly<Record<string, readonly string[]>>
  /** The queries with all filters and orders. Default: none, as documents of others write theirs down. */
  readonly lists?: readonly ListQuery[]
}
