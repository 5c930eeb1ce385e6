import { format, resolveConfig } from 'prettier'
import type { Result } from './measure.ts'
import { compactTable } from './compact.ts'
import { byOperation, toMarkdown } from './table.ts'
import { summary } from './summary.ts'

const begin = '<!-- faults -->'
const end = '<!-- /faults -->'

/** Replaces the tables between the marks of the guide. */
export async function withTables(guide: string, results: readonly Result[]): Promise<string> {
  const from = guide.indexOf(begin)
  const to = guide.indexOf(end)
  if (from === -1 || to < from) throw new Error(`The guide has no place for the tables. Add ${begin} and ${end} to it.`)
  return pretty(`${guide.slice(0, from + begin.length)}\n\n${tables(results)}\n\n${guide.slice(to)}`)
}

/** Formats Markdown as the repository does. */
export async function pretty(markdown: string): Promise<string> {
  return format(markdown, { ...(await resolveConfig('docs/guide/measurements.md')), parser: 'markdown' })
}

/** Every fault of the first operation, and a summary of the others. */
function tables(results: readonly Result[]): string {
  const [first] = byOperation(results)
  if (first === undefined) throw new Error('Nothing was measured.')
  const [operation, own] = first
  return [
    [
      `\`${operation.name}\`, ${own.length} calls; those that ended alike share a row. Attempts are \`${operation.strikes}\` requests, and seconds are`,
      'medians. "Called again" is the same call once more, after the fault has passed and before anything late arrives.',
    ].join('\n'),
    toMarkdown(compactTable(operation, own)),
    `All ${results.length} calls. The command prints each of them.`,
    toMarkdown(summary(results)),
  ].join('\n\n')
}
