import { createWriteStream } from 'node:fs'
import { extname } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { BulkReport, RowOutcome } from '../index.ts'

const columns = ['row', 'line', 'who', 'outcome', 'code', 'reason', 'id', 'requestId'] as const

/** Writes every row's outcome to a file, as CSV or, where its name says so, as lines of JSON. For its owner alone. */
export async function writeReport(path: string, report: BulkReport<string>): Promise<void> {
  const file = createWriteStream(path, { mode: 0o600 })
  const isJson = ['.jsonl', '.ndjson'].includes(extname(path).toLowerCase())
  if (isJson) {
    await pipeline(Readable.from(jsonLines(report)), file)
    return
  }
  const { stringify } = await import('csv-stringify')
  // A cell that begins like a formula is not to be one for whoever opens it as a spreadsheet.
  const csv = stringify({ header: true, columns: [...columns], escape_formulas: true })
  await pipeline(Readable.from(report), csv, file)
}

async function* jsonLines(report: BulkReport<string>): AsyncGenerator<string, void, undefined> {
  for await (const outcome of report) yield `${JSON.stringify(toJsonRow(outcome))}\n`
}

/** A row's outcome as `--json` has it: null for what is not there. */
export const toJsonRow = (outcome: RowOutcome<string>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(columns.map((column) => [column, outcome[column] ?? null]))
