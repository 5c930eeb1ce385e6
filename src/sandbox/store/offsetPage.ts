import { refusal } from '../apiErrors.ts'
import { both, type Condition, type Where } from './whereClause.ts'
import type { Row, Store } from './store.ts'

/** The arguments of a list that is paged by offset. */
export interface PageArguments {
  readonly where?: Where | null
  readonly skip?: number | null
  readonly first?: number | null
  readonly orderBy?: string | null
}

/** Rows granted: as many as asked for, at most the cap, and 100 when nothing is asked. */
export const granted = (first: number | null | undefined, cap: number): number => Math.min(first ?? 100, cap)

/** One page of a table. Unsorted lists go by age; the id decides between equals, so that pages never overlap. */
export function page(
  store: Store,
  table: string,
  conditions: readonly Condition[],
  { skip, first, orderBy }: PageArguments,
  cap: number,
): readonly Row[] {
  const offset = skip ?? 0
  if (offset < 0) throw refusal('BAD_USER_INPUT', 'skip must not be negative')
  const where = both(conditions)
  return store.all(
    `SELECT * FROM ${table} WHERE ${where.sql} ORDER BY ${order(orderBy)} LIMIT ? OFFSET ?`,
    ...where.values,
    granted(first, cap),
    offset,
  )
}

// The value is one of the schema's enum; its two halves are matched again, as SQL is made of them.
function order(orderBy: string | null | undefined): string {
  const [, field, direction] = /^([A-Za-z]+)_(ASC|DESC)$/.exec(orderBy ?? '') ?? []
  return field === undefined ? '"createdAt", id' : `"${field}" ${direction ?? 'ASC'}, id`
}
