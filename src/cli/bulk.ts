import { existsSync } from 'node:fs'
import { access, rm } from 'node:fs/promises'
import type { BulkOptions, BulkReport, LabelboxErrorCode, RowOutcome, Spool } from '../index.ts'
import { exitCodeOf, exitCodes } from './exitCodes.ts'
import { usage } from './failure.ts'
import { interruptedWith } from './interruption.ts'
import { progress } from './progress.ts'
import type { Result } from './result.ts'

/** The options of every command that works through a file. */
export interface BulkFlags {
  readonly report?: string | undefined
  readonly resume?: boolean | undefined
  readonly skipInvalid?: boolean | undefined
  readonly dryRun?: boolean | undefined
}

/** What is to be done with a file. */
export interface BulkJob<Outcome extends string> {
  readonly file: string
  /** `Inviting`. */
  readonly label: string
  /** The outcomes by which a row is as it should be. */
  readonly good: readonly Outcome[]
  readonly run: (options: BulkOptions<Outcome>) => Promise<BulkReport<Outcome>>
}

/** Rows that are shown; the report file has all of them. */
const shown = 20

/** Works through a file with a journal beside it, and says what has become of it. */
export async function runBulk<Outcome extends string>(
  job: BulkJob<Outcome>,
  { report: reportFile, resume = false, skipInvalid, dryRun = false }: BulkFlags,
  signal: AbortSignal,
): Promise<Result> {
  await requireFile(job.file)
  const journalFile = `${job.file}.journal`
  if (!dryRun && !resume && existsSync(journalFile)) {
    throw usage(
      `${journalFile} is there, from a run that has not come to its end. Go on with it by --resume, or remove it to begin anew.`,
    )
  }
  const { diskSpool, fileJournal } = await import('../bulk/index.ts')
  const journal = dryRun ? undefined : await fileJournal(journalFile)
  const bar = await progress(job.label)
  try {
    const report = await job.run({
      signal,
      journal,
      spool: await spoolOnDisk(diskSpool),
      ifInvalid: skipInvalid === true ? 'skip' : 'throw',
      onProgress: bar.update,
    })
    bar.end()
    if (reportFile !== undefined) await (await import('./reportFile.ts')).writeReport(reportFile, report)
    const isComplete = !hasLoose(report)
    // All that it could be needed for is done.
    if (isComplete && !dryRun) await rm(journalFile, { force: true })
    return await toResult(job, report, { reportFile, journalFile: isComplete || dryRun ? undefined : journalFile })
  } catch (error) {
    // Nothing was sent, where the rows were refused: there is nothing to go on with.
    if (isRefusal(error) && !resume && !dryRun) await rm(journalFile, { force: true })
    throw error
  } finally {
    bar.end()
    await journal?.close()
  }
}

/** Memory stays the same however many rows there are; without `libsql` it does not. */
async function spoolOnDisk(diskSpool: () => Promise<Spool>): Promise<Spool | undefined> {
  try {
    return await diskSpool()
  } catch {
    return undefined
  }
}

/** @throws CommandError where it can't be read. */
export async function requireFile(file: string): Promise<void> {
  try {
    await access(file)
  } catch {
    throw usage(`The file ${file} is not there, or can't be read.`)
  }
}

const isRefusal = (error: unknown): boolean =>
  ['INVALID_ROWS', 'INVALID_INPUT', 'USAGE_LIMIT'].includes(String((error as { code?: unknown }).code))

/** What another run could still change something about. */
const hasLoose = ({ counts, stoppedBy }: BulkReport<string>): boolean =>
  stoppedBy !== undefined || ['unknown', 'failed', 'not-attempted'].some((outcome) => (counts[outcome] ?? 0) > 0)

interface Files {
  readonly reportFile: string | undefined
  readonly journalFile: string | undefined
}

async function toResult<Outcome extends string>(
  { good }: BulkJob<Outcome>,
  report: BulkReport<Outcome>,
  { reportFile, journalFile }: Files,
): Promise<Result> {
  const { counts, rows, stoppedBy } = report
  const others: RowOutcome<Outcome>[] = []
  let limited = false
  for await (const row of report) {
    if (good.includes(row.outcome)) continue
    limited ||= row.code === 'USAGE_LIMIT'
    if (others.length < shown) others.push(row)
  }
  const { toJsonRow } = await import('./reportFile.ts')
  const stopped = stoppedBy && { code: codeOf(stoppedBy), message: stoppedBy.message }
  const loose = journalFile === undefined ? '' : ` To go on: the same command with --resume.`
  return {
    json: {
      rows,
      counts,
      stoppedBy: stopped ?? null,
      others: others.map(toJsonRow),
      report: reportFile ?? null,
      journal: journalFile ?? null,
    },
    text: async () => {
      const { fields, table } = await import('./table.ts')
      const some = Object.entries(counts).filter(([, count]) => count !== 0)
      const rest = others.length === 0 ? '' : `\n${table(others, outcomeColumns)}`
      return `${fields(Object.fromEntries(some) as Record<string, number>)}${rest}`
    },
    ...((stopped !== undefined || loose !== '') && {
      note: `${stopped?.message ?? 'Not every row is settled.'}${loose}`,
    }),
    tellsPlan: true,
    exitCode: interruptedWith() ?? exitCodeFor(report, limited, others.length > 0),
  }
}

const outcomeColumns = {
  ROW: ({ row }: RowOutcome<string>) => row,
  LINE: ({ line }: RowOutcome<string>) => line,
  WHO: ({ who }: RowOutcome<string>) => who,
  OUTCOME: ({ outcome }: RowOutcome<string>) => outcome,
  WHY: ({ reason }: RowOutcome<string>) => reason,
}

const codeOf = (error: Error): LabelboxErrorCode | null => (error as { code?: LabelboxErrorCode }).code ?? null

/** What is not known weighs more than what has not been done. */
function exitCodeFor({ counts, stoppedBy }: BulkReport<string>, limited: boolean, hasOthers: boolean): number {
  if ((counts['unknown'] ?? 0) > 0) return exitCodes.unknown
  const code = stoppedBy && codeOf(stoppedBy)
  if (code !== undefined && code !== null) return exitCodeOf({ code, mayHaveRun: false })
  if (limited) return exitCodes.limit
  return hasOthers && (counts['dry-run'] ?? 0) === 0 ? exitCodes.failed : exitCodes.done
}

/** Says how many rows there are, for a question. */
export async function countRows(source: {
  readonly read: () => AsyncIterable<unknown> | Iterable<unknown>
}): Promise<number> {
  let rows = 0
  for await (const row of source.read()) rows += row === undefined ? 0 : 1
  return rows
}
