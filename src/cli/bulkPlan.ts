import type { BulkReport, RowOutcome, RowSource } from '../index.ts'
import { cut } from '../core/printable.ts'
import type { Columns } from './table.ts'

/** What a row would change. */
export interface Plan {
  readonly change: 'invite' | 'remove' | 'role'
  readonly role: string | null
  readonly projectRoles: readonly { readonly project: string; readonly role: string }[]
  readonly groups: readonly { readonly group: string; readonly role: string }[]
}

/** A row of a dry run that would change something. */
export interface PlannedRow extends Plan {
  readonly row: number
  readonly line: number | null
  readonly who: string
}

/** The first rows that would change something, with what that is: the report knows the rows, and the file the rest. */
export async function planOf<Row>(
  report: BulkReport<string>,
  rows: RowSource<Row>,
  plan: (row: Row) => Plan,
  most: number,
): Promise<readonly PlannedRow[]> {
  const wanted = new Map<number, RowOutcome<string>>()
  for await (const outcome of report) {
    if (outcome.outcome === 'dry-run') wanted.set(outcome.row, outcome)
    if (wanted.size === most) break
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

/** What is given by its name, or as a record. */
export function nameOf(given: unknown): string {
  if (typeof given === 'string') return given
  const { name, id } = given as { readonly name?: string; readonly id?: string }
  return name ?? id ?? ''
}

const words: Readonly<Record<Plan['change'], string>> = { invite: 'invite as', remove: 'remove', role: 'give the role' }

const inWords = ({ change, role, projectRoles, groups }: Plan): string =>
  [
    role === null ? words[change] : `${words[change]} ${role}`,
    ...projectRoles.map(({ project, role }) => `project ${project}=${role}`),
    ...groups.map(({ group, role }) => `group ${group}=${role}`),
  ].join('; ')

export const planColumns: Columns<PlannedRow> = {
  ROW: ({ row }) => row,
  LINE: ({ line }) => line,
  WHO: ({ who }) => cut(who, 60),
  WOULD: (planned) => cut(inWords(planned), 120),
}
