import { extname } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { RowOutcome } from '../../index.ts'
import type { ReportRow, RunOutcome } from '../json/changeJson.ts'
import { toCsv } from '../output/csvText.ts'
import { openPrivateFile } from '../output/privateFile.ts'

const columns = ['row', 'line', 'who', 'outcome', 'code', 'reason', 'id', 'requestId'] as const

type Outcomes = AsyncIterable<RowOutcome<RunOutcome>>

/** A report file, which appears under its name once it is complete. */
export interface ReportFile {
  /** Writes the outcome of every row: JSON lines for a file name in `.jsonl` or `.ndjson`, otherwise CSV. */
  readonly write: (report: Outcomes) => Promise<void>
}

/**
 * Checks that a report can be written, before anything is sent.
 *
 * @throws CommandError where it can't be written, or would replace one of the other files.
 */
export async function openReport(path: string, others: readonly string[]): Promise<ReportFile> {
  const target = await openPrivateFile(path, '--report', 'report', others)
  const isJson = ['.jsonl', '.ndjson'].includes(extname(path).toLowerCase())
  return {
    write: (report) =>
      target.write(async (file) => {
        const stream = file.createWriteStream()
        if (isJson) await pipeline(Readable.from(jsonLines(report)), stream)
        else await pipeline(Readable.from(report), await toCsv(columns), stream)
      }),
  }
}

async function* jsonLines(report: Outcomes): AsyncGenerator<string, void, undefined> {
  for await (const outcome of report) yield `${JSON.stringify(toReportRow(outcome))}\n`
}

/** A row's outcome for JSON. Members without a value are null. */
export const toReportRow = ({ row, who, outcome, ...found }: RowOutcome<RunOutcome>): ReportRow => ({
  row,
  line: found.line ?? null,
  who,
  outcome,
  code: found.code ?? null,
  reason: found.reason ?? null,
  id: found.id ?? null,
  requestId: found.requestId ?? null,
})
