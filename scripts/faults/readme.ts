import { format, resolveConfig } from 'prettier'
import type { Result } from './measure.ts'
import { compactTable } from './compactTable.ts'
import { byOperation, summaryTable, toMarkdown } from './table.ts'

const begin = '<!-- faults -->'
const end = '<!-- /faults -->'

/** Puts the tables between the marks of a README. */
export async function withTables(readme: string, results: readonly Result[]): Promise<string> {
  const from = readme.indexOf(begin)
  const to = readme.indexOf(end)
  if (from === -1 || to < from) throw new Error(`README.md has no place for the tables: ${begin} and then ${end}.`)
  return pretty(`${readme.slice(0, from + begin.length)}\n\n${tables(results)}\n\n${readme.slice(to)}`)
}

/** Markdown as the repository has it. */
export async function pretty(markdown: string): Promise<string> {
  return format(markdown, { ...(await resolveConfig('README.md')), parser: 'markdown' })
}

/** What stands in the README: the operation that is at stake with all its answers, and the others in short. */
function tables(results: readonly Result[]): string {
  const [first] = byOperation(results)
  if (first === undefined) throw new Error('Nothing was measured.')
  const [operation, own] = first
  return [
    [
      `\`${operation.name}\`, ${own.length} calls, those that ended alike together. Attempts are \`${operation.strikes}\` requests; seconds are the`,
      'median, as measured; called again is the same call once more, when the fault has passed and before what comes late.',
    ].join('\n'),
    toMarkdown(compactTable(operation, own)),
    `All ${results.length} calls, each of which the command prints:`,
    toMarkdown(summaryTable(results)),
  ].join('\n\n')
}
