import type { BulkReport, RowOutcome, RowSource } from '../../index.ts'
import { cut } from '../../core/printable.ts'
import type { Plan, PlannedRow } from '../json/changeJson.ts'
import type { Columns } from '../output/table.ts'

/** The first rows that a dry run did not send. Their numbers come from the report, their content from the file. */
export async function plannedRows<Row>(
  report: BulkReport<string>,
  rows: RowSource<Row>,
  plan: (row: Row) => Plan,
  max: number,
): Promise<readonly PlannedRow[]> {
  const wanted = new Map<number, RowOutcome<string>>()
  for await (const outcome of report) {
    if (outcome.outcome === 'dry-run') wanted.set(outcome.row, outcome)
    if (wanted.size === max) break
  }
  const planned: PlannedRow[] = []
  let number = 0
  if (wanted.size === 0) return planned
  for await (const row of rows.read()) {
    number += 1
    const outcome = wanted.get(number)
    if (outcome === undefined) continue
    planned.push({ row: number, line: outcome.line ?? null, who: outcome.who, ...plan(row) })
    if (planned.length === wanted.size) break
  }
  return planned
}

/** The name of a role, project or group. A row holds the name itself, or a record. */
export function nameOf(reference: unknown): string {
  if (typeof reference === 'string') return reference
  const { name, id } = reference as { readonly name?: string; readonly id?: string }
  return name ?? id ?? ''
}

const verbs: Readonly<Record<Plan['change'], string>> = { invite: 'invite as', remove: 'remove', role: 'set the role' }

const describe = ({ change, role, projectRoles, groups }: Plan): string =>
  [
    role === null ? verbs[change] : `${verbs[change]} ${role}`,
    ...projectRoles.map(({ project, role }) => `project ${project}=${role}`),
    ...groups.map(({ group, role }) => `group ${group}=${role}`),
  ].join('; ')

export const planColumns: Columns<PlannedRow> = {
  ROW: ({ row }) => row,
  LINE: ({ line }) => line,
  WHO: ({ who }) => cut(who, 60),
  CHANGE: (planned) => cut(describe(planned), 120),
}
