import type { BulkOptions, BulkReport, RowSource, Spool } from '../../index.ts'
import type { Invocation } from '../invocation.ts'
import { CommandError, usage } from '../output/commandError.ts'
import type { BulkJson, Plan, RunOutcome } from '../json/changeJson.ts'
import type { CommandResult } from '../output/commandResult.ts'
import { progressBar } from '../output/progressBar.ts'
import type { Session } from '../session/session.ts'
import { isIncomplete, maxShownRows, toResult } from './bulkResult.ts'
import { countRows, requireReadableFile, requireSeparateJournal } from './inputFile.ts'
import { openJournal, recordsRequests, requireFittingJournal, type JournalFile } from './journalFile.ts'
import { plannedRows } from './plannedRows.ts'
import { openReport, type ReportFile } from './reportFile.ts'
import { isSystemError, systemReason } from './systemError.ts'

/** The options of every command that reads rows from a file. */
export interface BulkFlags {
  readonly report?: string | undefined
  readonly journal?: string | undefined
  readonly resume?: boolean | undefined
  readonly skipInvalid?: boolean | undefined
  readonly dryRun?: boolean | undefined
}

/** A bulk call for the rows of a file. */
export interface BulkJob<Row, Outcome extends RunOutcome> {
  readonly file: string
  readonly rows: RowSource<Row>
  /** The label of the progress bar: `Inviting`. */
  readonly label: string
  /** Asks for confirmation, given the number of rows. Default: nobody is asked. */
  readonly question?: (rows: number) => string
  /** The outcomes that count as success. */
  readonly successes: readonly Outcome[]
  /** The change that a row asks for. */
  readonly plan: (row: Row) => Plan
  readonly run: (options: BulkOptions<Outcome>) => Promise<BulkReport<Outcome>>
}

/** Runs a bulk call with a journal beside its file, and describes the outcomes. */
export async function runBulk<Row, Outcome extends RunOutcome>(
  job: BulkJob<Row, Outcome>,
  {
    report: reportFile,
    journal: journalPath = `${job.file}.journal`,
    resume = false,
    skipInvalid = false,
    dryRun = false,
  }: BulkFlags,
  { confirm, request, invocation }: Session,
): Promise<CommandResult<BulkJson<Outcome>>> {
  const { file, question, rows } = job
  await requireReadableFile(file)
  await requireSeparateJournal(journalPath, file)
  requireFittingJournal(journalPath, { resume, dryRun })
  const otherFiles = [file, journalPath, `${journalPath}.lock`]
  const report = reportFile === undefined ? undefined : await openReport(reportFile, otherFiles)
  let journal: JournalFile | undefined
  // A failure of this run must not lose what the journal holds of an earlier one.
  let isNeeded = true
  try {
    if (question !== undefined) await confirm(async () => question(await countRows(rows)))
    journal = await openJournal(journalPath, { resume, dryRun })
    const bulkReport = await runJob(job, invocation, { skipInvalid, journal: journal.journal, signal: request.signal })
    isNeeded = isIncomplete(bulkReport)
    const reportFailure = await writeReport(report, bulkReport, reportFile)
    return await toResult(bulkReport, invocation, {
      successes: job.successes,
      planned: dryRun ? await plannedRows(bulkReport, rows, job.plan, maxShownRows) : undefined,
      reportFile: reportFailure === undefined ? reportFile : undefined,
      reportFailure,
      journalPath: isNeeded && !dryRun ? journalPath : undefined,
    })
  } catch (error) {
    // If nothing was sent there is nothing to resume.
    if (journal !== undefined && !resume) isNeeded &&= await recordsRequests(journal)
    throw isSystemError(error) ? fileError(error, { file, journalPath, hasSent: journal?.hasSent() === true }) : error
  } finally {
    await journal?.close(isNeeded)
  }
}

async function runJob<Row, Outcome extends RunOutcome>(
  { label, run }: BulkJob<Row, Outcome>,
  { io }: Invocation,
  { skipInvalid, ...options }: Pick<BulkOptions<Outcome>, 'signal' | 'journal'> & { readonly skipInvalid: boolean },
): Promise<BulkReport<Outcome>> {
  const bar = await progressBar(io, label)
  try {
    const ifInvalid = skipInvalid ? 'skip' : 'throw'
    return await run({ ...options, ifInvalid, spool: await spoolOnDisk(), onProgress: bar.update })
  } finally {
    bar.end()
  }
}

/** Keeps memory the same for any number of rows. Where the disk can't be written to, the rows stay in memory. */
async function spoolOnDisk(): Promise<Spool | undefined> {
  try {
    const { diskSpool } = await import('../../bulk/index.ts')
    return await diskSpool()
  } catch {
    return undefined
  }
}

/** Writes the report, or returns why it can't: the outcomes are printed in any case. */
async function writeReport<Outcome extends RunOutcome>(
  report: ReportFile | undefined,
  bulkReport: BulkReport<Outcome>,
  path = '',
): Promise<string | undefined> {
  try {
    await report?.write(bulkReport)
    return undefined
  } catch (error) {
    return `The report could not be written to ${path}: ${isSystemError(error) ? systemReason(error) : 'unknown reason'}.`
  }
}

/** Names the file that failed: that of the error, or the input file. */
function fileError(
  error: NodeJS.ErrnoException,
  { file, journalPath, hasSent }: { readonly file: string; readonly journalPath: string; readonly hasSent: boolean },
): CommandError {
  const path = error.path ?? file
  const failure = `${path} can't be used: ${systemReason(error)}.`
  const advice = path === journalPath ? ' Pass --journal FILE to keep the journal elsewhere.' : ''
  if (!hasSent) return usage(`${failure} Nothing was sent.${advice}`)
  return new CommandError('FILE', `${failure} The journal has the requests that were sent. Continue with --resume.`)
}
