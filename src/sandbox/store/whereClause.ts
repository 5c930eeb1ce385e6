import { ofUnknownStructure, refusal } from '../apiErrors.ts'
import type { Value } from './store.ts'

/** A filter as a request brings it, checked against the schema already. */
export type Where = Readonly<Record<string, unknown>>

/** A condition and what its placeholders stand for. */
export interface Condition {
  readonly sql: string
  readonly values: readonly Value[]
}

const operators: readonly (readonly [suffix: string, sql: (column: string) => string])[] = [
  ['_not', (column) => `${column} IS NOT ?`],
  ['_lte', (column) => `${column} <= ?`],
  ['_gte', (column) => `${column} >= ?`],
  ['_lt', (column) => `${column} < ?`],
  ['_gt', (column) => `${column} > ?`],
  ['_contains', (column) => `instr(lower(${column}), lower(?)) > 0`],
]

// Columns come from here and never from the request, so no text of the request becomes SQL.
const columns = new Set([
  ...['id', 'name', 'createdAt', 'updatedAt', 'deleted'],
  ...['email', 'nickname', 'picture', 'isViewer', 'isExternalUser', 'lastLoginAt'],
  ...['description', 'setupComplete', 'lastActivityTime', 'autoAuditNumberOfLabels', 'autoAuditPercentage'],
  ...['allowedMediaType', 'editorTaskType', 'dataRowCount', 'modelSetupComplete', 'uploadType'],
  ...['isBenchmarkEnabled', 'isConsensusEnabled'],
])
const renamed: ReadonlyMap<string, string> = new Map([['organizationRoleId', 'roleId']])

/** More comparisons than these make SQL that the database refuses. */
const maxComparisons = 1000

/** Every comparison of a filter, however deep its `AND`s: all of them must hold. */
export function toConditions(where: Where | null | undefined): readonly Condition[] {
  const found = comparisons(where)
  if (found.length > maxComparisons) {
    throw refusal('GRAPHQL_VALIDATION_FAILED', 'Query complexity limit exceeded')
  }
  return found.map(([member, value]) => toCondition(member, value))
}

/** One condition that holds where all of them do, halved again and again: the database bounds the depth of a chain. */
export function both(conditions: readonly Condition[]): Condition {
  const [first, ...rest] = conditions
  if (!first) return { sql: '1', values: [] }
  if (rest.length === 0) return first
  const middle = Math.ceil(conditions.length / 2)
  const [left, right] = [both(conditions.slice(0, middle)), both(conditions.slice(middle))]
  return { sql: `(${left.sql} AND ${right.sql})`, values: [...left.values, ...right.values] }
}

/** Whether a filter says anything about a field. */
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
    // The official SDK sends null; nothing tells what one would hold, and to ignore it would let everybody through.
    if (!Array.isArray(value) || value.length === 0) return always
    throw ofUnknownStructure(member)
  }
  if (member.endsWith('_in')) {
    // A list that is left out or null filters nothing; an empty one lets nothing through.
    if (!Array.isArray(value)) return always
    // As one value, because the database bounds how many a statement has.
    const list = 'IN (SELECT value FROM json_each(?))'
    const sql =
      member === 'groupId_in'
        ? `id IN (SELECT "userId" FROM group_members WHERE "groupId" ${list})`
        : `${column(member.slice(0, -3))} ${list}`
    return { sql, values: [JSON.stringify(value)] }
  }
  const operator = operators.find(([suffix]) => member.endsWith(suffix))
  if (!operator) return { sql: `${column(member)} IS ?`, values: [toValue(value)] }
  const [suffix, sql] = operator
  return { sql: sql(column(member.slice(0, -suffix.length))), values: [toValue(value)] }
}

function column(field: string): string {
  if (renamed.has(field)) return `"${renamed.get(field) ?? ''}"`
  if (!columns.has(field)) throw new Error(`The sandbox has no column for a filter on ${field}.`)
  return `"${field}"`
}

function toValue(value: unknown): Value {
  if (typeof value === 'boolean') return value ? 1 : 0
  return typeof value === 'string' || typeof value === 'number' ? value : null
}
