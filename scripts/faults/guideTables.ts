import { toMarkdown } from '../docs/markdownTable.ts'
import { withBlock } from '../docs/markedBlock.ts'
import type { Result } from './measure.ts'
import { compactTable } from './compactTable.ts'
import { byOperation, summaryTable } from './table.ts'

/** Replaces the tables between the markers of the guide. */
export const withTables = (guide: string, results: readonly Result[]): Promise<string> =>
  withBlock(guide, 'faults', tables(results))

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
