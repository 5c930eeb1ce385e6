import type { BulkReport, LabelboxErrorCode, RowOutcome } from '../index.ts'
import { planColumns, type PlannedRow } from './bulkPlan.ts'
import { exitCodeOf, exitCodes } from './exitCodes.ts'
import { interruptedWith } from './interruption.ts'
import type { Result } from './result.ts'
import { isSystemError, systemReason } from './systemError.ts'
import { cut } from '../core/printable.ts'
import { fields, table, type Columns } from './table.ts'
import { messageOf } from './wording.ts'

/** Rows that are shown; the report file has all of them. */
export const shown = 20

/** What is to be told beside the report itself. */
export interface Told<Outcome extends string> {
  /** The outcomes by which a row is as it should be. */
  readonly good: readonly Outcome[]
  /** The first rows that would change something; `undefined` where it is no dry run. */
  readonly planned: readonly PlannedRow[] | undefined
  readonly reportFile: string | undefined
  /** Why the report could not be written, when everything had been done. */
  readonly reportFailure: string | undefined
  /** There to go on with. */
  readonly journalFile: string | undefined
}

/** What another run could still change something about. */
export const hasLoose = ({ counts, stoppedBy }: BulkReport<string>): boolean =>
  stoppedBy !== undefined || ['unknown', 'failed', 'not-attempted'].some((outcome) => (counts[outcome] ?? 0) > 0)

/** Says what has become of a file. */
export async function toResult<Outcome extends string>(
  report: BulkReport<Outcome>,
  { good, planned, reportFile, reportFailure, journalFile }: Told<Outcome>,
): Promise<Result> {
  const { counts, rows, stoppedBy } = report
  const others: RowOutcome<Outcome>[] = []
  let count = 0
  let limited = false
  const { told, toJsonRow } = await import('./reportFile.ts')
  for await (const row of told(report)) {
    if (good.includes(row.outcome)) continue
    count += 1
    limited ||= row.code === 'USAGE_LIMIT'
    if (others.length < shown) others.push(row)
  }
  const stopped = stoppedBy && { code: codeOf(stoppedBy), message: reasonOf(stoppedBy) }
  const notes = [
    stopped?.message ?? (journalFile === undefined ? undefined : 'Not every row is settled.'),
    journalFile === undefined ? undefined : 'To go on: the same command with --resume.',
    reportFailure,
  ].filter((note) => note !== undefined)
  const exitCode = interruptedWith() ?? exitCodeFor(report, limited, count > 0)
  return {
    json: {
      rows,
      counts,
      stoppedBy: stopped ?? null,
      others: others.map(toJsonRow),
      report: reportFile ?? null,
      journal: journalFile ?? null,
      ...(planned !== undefined && { dryRun: true, planned }),
    },
    text: () => {
      if (rows === 0) return 'There are no rows in the file.\n'
      return [
        planned === undefined ? '' : 'Nothing was changed. This would have been done:\n',
        fields(Object.fromEntries(Object.entries<number>(counts).filter(([, count]) => count !== 0))),
        some(planned ?? [], planColumns, (counts as Readonly<Record<string, number>>)['dry-run'] ?? 0),
        some(others, outcomeColumns, count),
      ].join('')
    },
    ...(notes.length > 0 && { note: notes.join(' ') }),
    exitCode: reportFailure === undefined ? exitCode : Math.max(exitCode, exitCodes.failed),
  }
}

/** A table of the first rows, and how many there are beside them. */
function some<Row>(rows: readonly Row[], columns: Columns<Row>, all: number): string {
  if (rows.length === 0) return ''
  const more = all - rows.length
  return `\n${table(rows, columns)}${more > 0 ? `… and ${more} more: --report FILE has all of them.\n` : ''}`
}

const outcomeColumns: Columns<RowOutcome<string>> = {
  ROW: ({ row }) => row,
  LINE: ({ line }) => line,
  WHO: ({ who }) => cut(who, 60),
  OUTCOME: ({ outcome }) => outcome,
  WHY: ({ reason }) => cut(reason ?? '', 200),
}

/** Of an error of the system, with the file that it is about, and a full stop. */
const reasonOf = (error: Error): string =>
  isSystemError(error) ? `${error.path ?? 'A file'} can't be used: ${systemReason(error)}.` : messageOf(error)

const codeOf = (error: Error): LabelboxErrorCode | null =>
  (isSystemError(error) ? undefined : (error as { code?: LabelboxErrorCode }).code) ?? null

/** What is not known weighs more than what has not been done. */
function exitCodeFor({ counts, stoppedBy }: BulkReport<string>, limited: boolean, hasOthers: boolean): number {
  if ((counts['unknown'] ?? 0) > 0) return exitCodes.unknown
  const code = stoppedBy && codeOf(stoppedBy)
  if (code !== undefined && code !== null) return exitCodeOf({ code, mayHaveRun: false })
  if (limited) return exitCodes.limit
  return hasOthers && (counts['dry-run'] ?? 0) === 0 ? exitCodes.failed : exitCodes.done
}
