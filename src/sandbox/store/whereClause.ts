import { apiError, undocumentedInput } from '../apiErrors.ts'
import type { Value } from './store.ts'

/** A `where` filter of a request. The schema has validated it. */
export type Where = Readonly<Record<string, unknown>>

/** A condition of SQL with the values of its placeholders. */
export interface Condition {
  readonly sql: string
  readonly values: readonly Value[]
  /** The column that it compares, if an index on it helps. */
  readonly field?: string
}

const operators: readonly (readonly [suffix: string, sql: (column: string) => string])[] = [
  ['_not', (column) => `${column} IS NOT ?`],
  ['_lte', (column) => `${column} <= ?`],
  ['_gte', (column) => `${column} >= ?`],
  ['_lt', (column) => `${column} < ?`],
  ['_gt', (column) => `${column} > ?`],
  ['_contains', (column) => `instr(lower(${column}), lower(?)) > 0`],
]

const equal: (typeof operators)[number] = ['', (column) => `${column} IS ?`]

// Column names come from this list and never from the request, so no text of a request becomes SQL.
const columns = new Set([
  ...['id', 'name', 'createdAt', 'updatedAt', 'deleted'],
  ...['email', 'nickname', 'picture', 'isViewer', 'isExternalUser', 'lastLoginAt'],
  ...['description', 'setupComplete', 'lastActivityTime', 'autoAuditNumberOfLabels', 'autoAuditPercentage'],
  ...['allowedMediaType', 'editorTaskType', 'dataRowCount', 'modelSetupComplete', 'uploadType'],
  ...['isBenchmarkEnabled', 'isConsensusEnabled'],
])
const renamedColumns: ReadonlyMap<string, string> = new Map([['organizationRoleId', 'roleId']])

/** Maximum comparisons of a filter. The database refuses longer SQL. */
const maxComparisons = 1000

/** Converts a filter to conditions that must all hold. Nested `AND`s are flattened. */
export function toConditions(where: Where | null | undefined): readonly Condition[] {
  const found = comparisons(where)
  if (found.length > maxComparisons) {
    throw apiError('GRAPHQL_VALIDATION_FAILED', 'Query complexity limit exceeded')
  }
  return found.map(([member, value]) => toCondition(member, value))
}

/** Joins conditions with AND, as a balanced tree because the database limits the depth of an expression. */
export function allOf(conditions: readonly Condition[]): Condition {
  const [first, ...rest] = conditions
  if (!first) return { sql: '1', values: [] }
  if (rest.length === 0) return first
  const middle = Math.ceil(conditions.length / 2)
  const [left, right] = [allOf(conditions.slice(0, middle)), allOf(conditions.slice(middle))]
  return { sql: `(${left.sql} AND ${right.sql})`, values: [...left.values, ...right.values] }
}

/** Whether a filter compares a field. */
export const mentions = (where: Where | null | undefined, field: string): boolean =>
  comparisons(where).some(([member]) => member === field)

function comparisons(where: Where | null | undefined): readonly (readonly [string, unknown])[] {
  return Object.entries(where ?? {}).flatMap(([member, value]) =>
    member === 'AND' ? ((value ?? []) as readonly Where[]).flatMap(comparisons) : [[member, value] as const],
  )
}

function toCondition(member: string, value: unknown): Condition {
  const always = { sql: '1', values: [] }
  if (member === 'complexFilters') {
    // The official SDK sends null. The structure is not documented, and ignoring it would return all rows.
    if (!Array.isArray(value) || value.length === 0) return always
    throw undocumentedInput(member)
  }
  if (member.endsWith('_in')) {
    // A missing list or null matches all rows; an empty list matches none.
    if (!Array.isArray(value)) return always
    // One value, because the database limits the number of values in a statement.
    const list = 'IN (SELECT value FROM json_each(?))'
    const values = [JSON.stringify(value)]
    if (member === 'groupId_in') {
      return { sql: `id IN (SELECT "userId" FROM group_members WHERE "groupId" ${list})`, values }
    }
    const field = column(member.slice(0, -3))
    return { sql: `"${field}" ${list}`, values, field }
  }
  const [suffix, sql] = operators.find(([suffix]) => member.endsWith(suffix)) ?? equal
  const field = column(member.slice(0, member.length - suffix.length))
  // The plus keeps SQLite from preferring an index on a column that nearly all rows agree on.
  return field === 'deleted'
    ? { sql: sql('+deleted'), values: [toValue(value)] }
    : { sql: sql(`"${field}"`), values: [toValue(value)], field }
}

function column(field: string): string {
  const name = renamedColumns.get(field) ?? field
  if (columns.has(name) || renamedColumns.has(field)) return name
  throw new Error(`The sandbox has no column to filter by ${field}.`)
}

function toValue(value: unknown): Value {
  if (typeof value === 'boolean') return value ? 1 : 0
  return typeof value === 'string' || typeof value === 'number' ? value : null
}
