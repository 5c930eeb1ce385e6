import type { BulkReport, LabelboxErrorCode, RowOutcome } from '../../index.ts'
import { cut } from '../../core/printable.ts'
import { exitCodeOf, exitCodes } from '../exitCodes.ts'
import type { Invocation } from '../invocation.ts'
import type { BulkJson, PlannedRow, RunOutcome } from '../json/changeJson.ts'
import type { CommandResult } from '../output/commandResult.ts'
import { messageOf } from '../output/errorMessages.ts'
import type { Columns, Layout } from '../output/table.ts'
import { planColumns } from './plannedRows.ts'
import { toReportRow } from './reportFile.ts'
import { isSystemError, systemReason } from './systemError.ts'

/** The number of rows that are printed; the report file has all of them. */
export const maxShownRows = 20

/** What the result says besides the outcomes. */
export interface BulkResultDetails<Outcome extends string> {
  /** The outcomes that count as success. */
  readonly successes: readonly Outcome[]
  /** The first rows that would be sent; `undefined` unless it is a dry run. */
  readonly planned: readonly PlannedRow[] | undefined
  readonly reportFile: string | undefined
  /** Why the report could not be written. */
  readonly reportFailure: string | undefined
  /** The journal to resume from. */
  readonly journalPath: string | undefined
}

/** Whether another run could still change something. */
export const isIncomplete = ({ counts, stoppedBy }: BulkReport<string>): boolean =>
  stoppedBy !== undefined || ['unknown', 'failed', 'not-attempted'].some((outcome) => (counts[outcome] ?? 0) > 0)

/** The outcomes of a bulk call as a result of the command. */
export async function toResult<Outcome extends RunOutcome>(
  report: BulkReport<Outcome>,
  invocation: Invocation,
  { successes, planned, reportFile, reportFailure, journalPath }: BulkResultDetails<Outcome>,
): Promise<CommandResult<BulkJson<Outcome>>> {
  const { rows, stoppedBy } = report
  const counts: Readonly<Record<string, number>> = report.counts
  const others: RowOutcome<Outcome>[] = []
  let count = 0
  let isLimited = false
  for await (const row of report) {
    if (successes.includes(row.outcome)) continue
    count += 1
    isLimited ||= row.code === 'USAGE_LIMIT'
    if (others.length < maxShownRows) others.push(row)
  }
  const stopped = stoppedBy && { code: codeOf(stoppedBy), message: reasonOf(stoppedBy, invocation) }
  const resend = (counts['unknown'] ?? 0) > 0 && 'invited' in counts
  const notes = [
    stopped?.message ?? (journalPath === undefined ? undefined : 'Some rows are not settled.'),
    journalPath === undefined ? undefined : 'To continue, run the same command with --resume.',
    resend ? 'Add --resend-unknown to send invites again whose outcome is unknown.' : undefined,
    reportFailure,
  ].filter((note) => note !== undefined)
  const exitCode = invocation.interruptedWith ?? exitCodeFor(report, isLimited, count > 0)
  return {
    json: {
      rows,
      counts: report.counts,
      stoppedBy: stopped ?? null,
      others: others.map(toReportRow),
      report: reportFile ?? null,
      journal: journalPath ?? null,
      ...(planned !== undefined && { dryRun: true, planned }),
    },
    text: (layout) => {
      if (rows === 0) return 'The file has no rows.\n'
      return [
        planned === undefined ? '' : 'Dry run: nothing was changed. These changes would be made:\n',
        layout.fields(Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== 0))),
        firstRows(layout, planned ?? [], planColumns, counts['dry-run'] ?? 0, reportFile),
        firstRows(layout, others, outcomeColumns, count, reportFile),
      ].join('')
    },
    ...(notes.length > 0 && { note: notes.join(' ') }),
    exitCode: reportFailure === undefined ? exitCode : Math.max(exitCode, exitCodes.failed),
  }
}

/** A table of the first rows, and where the others are. */
function firstRows<Row>(
  { table }: Layout,
  rows: readonly Row[],
  columns: Columns<Row>,
  total: number,
  reportFile?: string,
): string {
  if (rows.length === 0) return ''
  const more = total - rows.length
  const where = reportFile === undefined ? 'Pass --report FILE to get all of them.' : `${reportFile} has all of them.`
  return `\n${table(rows, columns)}${more > 0 ? `… and ${more} more. ${where}\n` : ''}`
}

const outcomeColumns: Columns<RowOutcome<string>> = {
  ROW: ({ row }) => row,
  LINE: ({ line }) => line,
  WHO: ({ who }) => cut(who, 60),
  OUTCOME: ({ outcome }) => outcome,
  REASON: ({ reason }) => reason,
}

const reasonOf = (error: Error, invocation: Invocation): string =>
  isSystemError(error)
    ? `${error.path ?? 'A file'} can't be used: ${systemReason(error)}.`
    : messageOf(error, invocation)

const codeOf = (error: Error): LabelboxErrorCode | null =>
  (isSystemError(error) ? undefined : (error as { code?: LabelboxErrorCode }).code) ?? null

/** An unknown outcome weighs more than a row that was not attempted. */
function exitCodeFor({ counts, stoppedBy }: BulkReport<string>, isLimited: boolean, hasOthers: boolean): number {
  if ((counts['unknown'] ?? 0) > 0) return exitCodes.unknown
  const code = stoppedBy && codeOf(stoppedBy)
  if (code !== undefined && code !== null) return exitCodeOf({ code, mayHaveRun: false })
  if (isLimited) return exitCodes.limit
  return hasOthers && (counts['dry-run'] ?? 0) === 0 ? exitCodes.failed : exitCodes.done
}
