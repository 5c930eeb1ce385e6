import { randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import { access, lstat, open, realpath, rename, rm, type FileHandle } from 'node:fs/promises'
import { basename, dirname, extname, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Stringifier } from 'csv-stringify'
import type { BulkReport, RowOutcome } from '../../index.ts'
import { withoutFormulas } from '../../core/formulas.ts'
import { usage } from '../output/commandError.ts'
import { isSystemError, systemReason } from './systemError.ts'

const columns = ['row', 'line', 'who', 'outcome', 'code', 'reason', 'id', 'requestId'] as const

/** A report file, which appears under its name once it is complete. */
export interface ReportFile {
  /** Writes the outcome of every row: JSON lines for a file name in `.jsonl` or `.ndjson`, otherwise CSV. */
  readonly write: (report: BulkReport<string>) => Promise<void>
}

/**
 * Checks that a report can be written, before anything is sent. Only the owner can read it, whatever the mode of the file
 * that it replaces.
 *
 * @throws CommandError where it can't be written, or would replace one of the other files.
 */
export async function openReport(path: string, others: readonly string[]): Promise<ReportFile> {
  try {
    const target = join(await realpath(dirname(path)), basename(path))
    for (const other of others) {
      if (target === (await resolvedPath(other)))
        throw usage(`--report ${path} would replace ${other}. Name another file.`)
    }
    await requireReplaceable(target, path)
    await withDraft(target, () => Promise.resolve())
    const isJson = ['.jsonl', '.ndjson'].includes(extname(path).toLowerCase())
    return {
      write: (report) =>
        withDraft(target, async (file, draft) => {
          const stream = file.createWriteStream()
          if (isJson) await pipeline(Readable.from(jsonLines(report)), stream)
          else await pipeline(Readable.from(report), await toCsv(), stream)
          await rename(draft, target)
        }),
    }
  } catch (error) {
    throw isSystemError(error) ? usage(`The report can't be written to ${path}: ${systemReason(error)}.`) : error
  }
}

/** Works with a temporary file beside the target, and deletes it unless it was renamed. */
async function withDraft(target: string, work: (file: FileHandle, draft: string) => Promise<void>): Promise<void> {
  const draft = `${target}.${randomUUID()}.tmp`
  const file = await open(draft, 'wx', 0o600)
  try {
    await work(file, draft)
  } finally {
    await file.close()
    await rm(draft, { force: true })
  }
}

/** The path with all links followed; the file need not exist. */
async function resolvedPath(path: string): Promise<string> {
  try {
    return await realpath(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    return join(await realpath(dirname(path)), basename(path))
  }
}

/** Refuses links: in a shared folder another user may have made them. */
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

async function* jsonLines(report: BulkReport<string>): AsyncGenerator<string, void, undefined> {
  for await (const outcome of report) yield `${JSON.stringify(toReportRow(outcome))}\n`
}

/** A row's outcome for JSON. Members without a value are null. */
export const toReportRow = (outcome: RowOutcome<string>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(columns.map((column) => [column, outcome[column] ?? null]))
