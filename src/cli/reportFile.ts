import { randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import { access, open, realpath, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, extname, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Stringifier } from 'csv-stringify'
import type { BulkReport, RowOutcome } from '../index.ts'
import { usage } from './failure.ts'
import { isSystemError, systemReason } from './systemError.ts'
import { inCommandWords } from './wording.ts'

const columns = ['row', 'line', 'who', 'outcome', 'code', 'reason', 'id', 'requestId'] as const

/** A report that is written beside its place, and put there when it is whole. */
export interface ReportFile {
  /** Writes every row's outcome, as CSV or, where its name says so, as lines of JSON. */
  readonly write: (report: BulkReport<string>) => Promise<void>
  /** Leaves nothing behind of one that was not written. */
  readonly discard: () => Promise<void>
}

/**
 * Makes sure that a report can be written before there is anything to report. It is for its owner alone, whatever was
 * there before.
 *
 * @throws CommandError where it can't, or where it would take the place of one of the other files.
 */
export async function openReport(path: string, others: readonly string[]): Promise<ReportFile> {
  try {
    const target = await placeOf(path)
    for (const other of others) {
      if (target === (await placeOf(other)))
        throw usage(`--report ${path} would take the place of ${other}. Name another file.`)
    }
    await requireWritable(target, path)
    const beside = `${target}.${randomUUID()}.tmp`
    const file = await open(beside, 'wx', 0o600)
    const discard = async (): Promise<void> => {
      await file.close()
      await rm(beside, { force: true })
    }
    const write = async (report: BulkReport<string>): Promise<void> => {
      const isJson = ['.jsonl', '.ndjson'].includes(extname(path).toLowerCase())
      const stream = file.createWriteStream()
      if (isJson) await pipeline(Readable.from(jsonLines(report)), stream)
      else await pipeline(Readable.from(told(report)), await toCsv(), stream)
      await rename(beside, target)
    }
    return { write, discard }
  } catch (error) {
    throw isSystemError(error) ? usage(`The report can't be written to ${path}: ${systemReason(error)}.`) : error
  }
}

/** Where a file is, or will be, when all links are followed. */
async function placeOf(path: string): Promise<string> {
  try {
    return await realpath(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    return join(await realpath(dirname(path)), basename(path))
  }
}

async function requireWritable(target: string, path: string): Promise<void> {
  const before = await stat(target).catch(() => undefined)
  if (before === undefined) return
  if (!before.isFile()) throw usage(`The report can't be written to ${path}: it is no regular file.`)
  await access(target, constants.W_OK)
}

async function toCsv(): Promise<Stringifier> {
  const { stringify } = await import('csv-stringify')
  // A cell that begins like a formula is not to be one for whoever opens it as a spreadsheet.
  return stringify({ header: true, columns: [...columns], escape_formulas: true })
}

/** The outcomes of all rows, each with its reason in the words of the command line. */
export async function* told<Outcome extends string>(
  report: BulkReport<Outcome>,
): AsyncGenerator<RowOutcome<Outcome>, void, undefined> {
  for await (const row of report) {
    yield row.reason === undefined ? row : { ...row, reason: inCommandWords(row.reason) }
  }
}

async function* jsonLines(report: BulkReport<string>): AsyncGenerator<string, void, undefined> {
  for await (const outcome of told(report)) yield `${JSON.stringify(toJsonRow(outcome))}\n`
}

/** A row's outcome as `--json` has it: null for what is not there. */
export const toJsonRow = (outcome: RowOutcome<string>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(columns.map((column) => [column, outcome[column] ?? null]))
