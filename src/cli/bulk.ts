import type { BulkOptions, BulkReport, RowSource, Spool } from '../index.ts'
import type { Session } from './act.ts'
import { holdsSent, openJournal, requireJournal, type BulkJournal } from './bulkJournal.ts'
import { planOf, type Plan } from './bulkPlan.ts'
import { hasLoose, shown, toResult } from './bulkResult.ts'
import { CommandError, usage } from './failure.ts'
import { countRows, requireFile, requireOtherFile } from './inputFile.ts'
import { progress } from './progress.ts'
import { openReport, type ReportFile } from './reportFile.ts'
import type { Result } from './result.ts'
import { isSystemError, systemReason } from './systemError.ts'

/** The options of every command that works through a file. */
export interface BulkFlags {
  readonly report?: string | undefined
  readonly journal?: string | undefined
  readonly resume?: boolean | undefined
  readonly skipInvalid?: boolean | undefined
  readonly dryRun?: boolean | undefined
}

/** What is to be done with a file. */
export interface BulkJob<Row, Outcome extends string> {
  readonly file: string
  readonly rows: RowSource<Row>
  /** `Inviting`. */
  readonly label: string
  /** What is asked before it is done, given how many rows there are. */
  readonly question?: (rows: number) => string
  /** The outcomes by which a row is as it should be. */
  readonly good: readonly Outcome[]
  /** What a row would change. */
  readonly plan: (row: Row) => Plan
  readonly run: (options: BulkOptions<Outcome>) => Promise<BulkReport<Outcome>>
}

/** Works through a file with a journal beside it, and says what has become of it. */
export async function runBulk<Row, Outcome extends string>(
  job: BulkJob<Row, Outcome>,
  {
    report: reportFile,
    journal: journalFile = `${job.file}.journal`,
    resume = false,
    skipInvalid = false,
    dryRun = false,
  }: BulkFlags,
  { confirm, request }: Session,
): Promise<Result> {
  const { file, question, rows } = job
  await requireFile(file)
  await requireOtherFile(journalFile, file)
  requireJournal(journalFile, { resume, dryRun })
  const others = [file, journalFile, `${journalFile}.lock`]
  const report = reportFile === undefined ? undefined : await openReport(reportFile, others)
  let journal: BulkJournal | undefined
  // What is known of an earlier run is lost by no mistake of this one.
  let isNeeded = true
  try {
    if (question !== undefined) await confirm(async () => question(await countRows(rows)))
    journal = await openJournal(journalFile, { resume, dryRun })
    const done = await work(job, { skipInvalid, journal: journal.journal, signal: request.signal })
    isNeeded = hasLoose(done)
    const reportFailure = await written(report, done, reportFile)
    return await toResult(done, {
      good: job.good,
      planned: dryRun ? await planOf(done, rows, job.plan, shown) : undefined,
      reportFile: reportFailure === undefined ? reportFile : undefined,
      reportFailure,
      journalFile: isNeeded && !dryRun ? journalFile : undefined,
    })
  } catch (error) {
    // Where nothing was sent there is nothing to go on with.
    if (journal !== undefined && !resume) isNeeded &&= await holdsSent(journal)
    throw isSystemError(error) ? fileError(error, { file, journalFile, hasSent: journal?.hasSent() === true }) : error
  } finally {
    await journal?.close(isNeeded)
  }
}

async function work<Row, Outcome extends string>(
  { label, run }: BulkJob<Row, Outcome>,
  { skipInvalid, ...options }: Pick<BulkOptions<Outcome>, 'signal' | 'journal'> & { readonly skipInvalid: boolean },
): Promise<BulkReport<Outcome>> {
  const bar = await progress(label)
  try {
    const ifInvalid = skipInvalid ? 'skip' : 'throw'
    return await run({ ...options, ifInvalid, spool: await spoolOnDisk(), onProgress: bar.update })
  } finally {
    bar.end()
  }
}

/** Memory stays the same however many rows there are; without `libsql` it does not. */
async function spoolOnDisk(): Promise<Spool | undefined> {
  try {
    const { diskSpool } = await import('../bulk/index.ts')
    return await diskSpool()
  } catch {
    return undefined
  }
}

/** Writes the report. What has been done is told also where that fails; then it says why. */
async function written(
  report: ReportFile | undefined,
  done: BulkReport<string>,
  path = '',
): Promise<string | undefined> {
  try {
    await report?.write(done)
    return undefined
  } catch (error) {
    return `The report could not be written to ${path}: ${isSystemError(error) ? systemReason(error) : 'it failed'}.`
  }
}

/** What the system says about the file, or about another one where the error says which. */
function fileError(
  error: NodeJS.ErrnoException,
  { file, journalFile, hasSent }: { readonly file: string; readonly journalFile: string; readonly hasSent: boolean },
): CommandError {
  const path = error.path ?? file
  const what = `${path} can't be used: ${systemReason(error)}.`
  const elsewhere = path === journalFile ? ' --journal FILE has the journal in another place.' : ''
  if (!hasSent) return usage(`${what} Nothing was sent.${elsewhere}`)
  return new CommandError('FILE', `${what} What had been sent by then is in the journal: go on by --resume.`)
}
