import { format, resolveConfig } from 'prettier'
import type { Result } from './measure.ts'
import { compactTable } from './compactTable.ts'
import { byOperation, summaryTable, toMarkdown } from './table.ts'

const begin = '<!-- faults -->'
const end = '<!-- /faults -->'

/** Replaces the tables between the markers of the guide. */
export async function withTables(guide: string, results: readonly Result[]): Promise<string> {
  const from = guide.indexOf(begin)
  const to = guide.indexOf(end)
  if (from === -1 || to < from)
    throw new Error(`docs/guide/measurements.md lacks the markers for the tables: ${begin} and then ${end}.`)
  return pretty(`${guide.slice(0, from + begin.length)}\n\n${tables(results)}\n\n${guide.slice(to)}`)
}

/** Formats Markdown like the rest of the repository. */
export async function pretty(markdown: string): Promise<string> {
  return format(markdown, { ...(await resolveConfig('docs/guide/measurements.md')), parser: 'markdown' })
}

/** The tables of the guide: all calls of the first operation in short form, and a summary of all operations. */
function tables(results: readonly Result[]): string {
  const [first] = byOperation(results)
  if (first === undefined) throw new Error('Nothing was measured.')
  const [operation, own] = first
  return [
    [
      `\`${operation.name}\`, ${own.length} calls, grouped by outcome. Attempts are \`${operation.faultedOperation}\` requests; seconds are a`,
      'median. "Called again" is the same call after the fault has ended and before late processing.',
    ].join('\n'),
    toMarkdown(compactTable(operation, own)),
    `All ${results.length} calls; \`npm run faults\` prints each one:`,
    toMarkdown(summaryTable(results)),
  ].join('\n\n')
}
