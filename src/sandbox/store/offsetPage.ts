import { apiError } from '../apiErrors.ts'
import { allOf, type Condition, type Where } from './whereClause.ts'
import type { Row, Store } from './store.ts'

/** Arguments of a list with offset paging. */
export interface PageArguments {
  readonly where?: Where | null
  readonly skip?: number | null
  readonly first?: number | null
  readonly orderBy?: string | null
}

/** The size of a page: the requested rows, at most `max`. Default: 100. */
export const pageSizeOf = (first: number | null | undefined, max: number): number => Math.min(first ?? 100, max)

/** Tables with many rows, which have a column `deleted`. */
const longTables = new Set(['users', 'projects'])

/** Reads a page of a table. The default order is by age. The id breaks ties, so that pages never overlap. */
export function readPage(
  store: Store,
  table: string,
  conditions: readonly Condition[],
  { skip, first, orderBy }: PageArguments,
  maxPageSize: number,
): readonly Row[] {
  const offset = skip ?? 0
  if (offset < 0) throw apiError('BAD_USER_INPUT', 'skip must not be negative')
  const where = allOf(conditions)
  const [field, direction] = order(orderBy)
  // Without an index, each page of a long list would sort all of it.
  if (longTables.has(table)) {
    const compared = conditions.flatMap((condition) => condition.field ?? [])
    for (const column of [field, ...compared]) store.ensureIndex(table, column, 'id', 'deleted')
  }
  return store.all(
    `SELECT * FROM ${table} WHERE ${where.sql} ORDER BY "${field}" ${direction}, id ${direction} LIMIT ? OFFSET ?`,
    ...where.values,
    pageSizeOf(first, maxPageSize),
    offset,
  )
}

// The schema has validated the value; it is matched again because it becomes part of the SQL.
function order(orderBy: string | null | undefined): readonly [field: string, direction: string] {
  const [, field = 'createdAt', direction = 'ASC'] = /^([A-Za-z]+)_(ASC|DESC)$/.exec(orderBy ?? '') ?? []
  return [field, direction]
}
