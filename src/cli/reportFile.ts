import { randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import { access, lstat, open, realpath, rename, rm, type FileHandle } from 'node:fs/promises'
import { basename, dirname, extname, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Stringifier } from 'csv-stringify'
import type { BulkReport, RowOutcome } from '../index.ts'
import { usage } from './failure.ts'
import { isSystemError, systemReason } from './systemError.ts'
import { inCommandWords } from './wording.ts'

const columns = ['row', 'line', 'who', 'outcome', 'code', 'reason', 'id', 'requestId'] as const

/** A report that is put in its place when it is complete. */
export interface ReportFile {
  /** Writes every row's outcome, as CSV or, where its name says so, as lines of JSON. */
  readonly write: (report: BulkReport<string>) => Promise<void>
}

/**
 * Makes sure that a report can be written before there is anything to report. Only its owner can read it, whatever was
 * there before.
 *
 * @throws CommandError where it can't, or where it would replace one of the other files.
 */
export async function openReport(path: string, others: readonly string[]): Promise<ReportFile> {
  try {
    const target = join(await realpath(dirname(path)), basename(path))
    for (const other of others) {
      if (target === (await placeOf(other))) throw usage(`--report ${path} would replace ${other}. Name another file.`)
    }
    await requireReplaceable(target, path)
    await beside(target, () => Promise.resolve())
    const isJson = ['.jsonl', '.ndjson'].includes(extname(path).toLowerCase())
    return {
      write: (report) =>
        beside(target, async (file, draft) => {
          const stream = file.createWriteStream()
          if (isJson) await pipeline(Readable.from(jsonLines(report)), stream)
          else await pipeline(Readable.from(told(report)), await toCsv(), stream)
          await rename(draft, target)
        }),
    }
  } catch (error) {
    throw isSystemError(error) ? usage(`The report can't be written to ${path}: ${systemReason(error)}.`) : error
  }
}

/** Works with a new file beside a place, of which nothing is left unless it is moved. */
async function beside(target: string, work: (file: FileHandle, draft: string) => Promise<void>): Promise<void> {
  const draft = `${target}.${randomUUID()}.tmp`
  const file = await open(draft, 'wx', 0o600)
  try {
    await work(file, draft)
  } finally {
    await file.close()
    await rm(draft, { force: true })
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

/** Not through a link: in a shared folder somebody else may have put it there. */
async function requireReplaceable(target: string, path: string): Promise<void> {
  const found = await lstat(target).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  })
  if (found === undefined) return
  const reason = found.isSymbolicLink()
    ? 'it is a symbolic link. Name the file itself'
    : found.isFile()
      ? undefined
      : 'it is not a regular file'
  if (reason !== undefined) throw usage(`The report can't be written to ${path}: ${reason}.`)
  await access(target, constants.W_OK)
}

async function toCsv(): Promise<Stringifier> {
  const { stringify } = await import('csv-stringify')
  return stringify({ header: true, columns: [...columns], cast: { string: withoutFormulas } })
}

/** What a spreadsheet may take for the end of a cell, or of a line: which of them it is depends on its country. */
const cellEnds = /([;,|\t\n\v\f\r\u0085\u2028\u2029])/

/** What begins a formula, in any width, behind what is not seen or counts as quotes. */
const formula =
  /^[\s\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800"'`]*[=+\-@\uff0b\uff0d\uff1d\uff20\ufe62\ufe63\ufe66\ufe6b\u2212]/u

/** The text with an apostrophe before whatever a spreadsheet might read as a formula. */
export const withoutFormulas = (text: string): string =>
  text
    .split(cellEnds)
    .map((part) => (formula.test(part) ? `'${part}` : part))
    .join('')

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
