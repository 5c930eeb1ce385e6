import { toMarkdown } from '../../docs/markdownTable.ts'
import { withBlock } from '../../docs/markedBlock.ts'
import { inThousands } from '../numbers.ts'
import { machineText } from './machine.ts'
import type { PartResult, Results, Table } from './measurement.ts'
import { figureText, targetText, verdictsOf } from './verdict.ts'

/** Replaces the tables of the benchmarks in the guide. */
export const withBenchTables = (guide: string, results: Results): Promise<string> =>
  withBlock(guide, 'bench', tables(results))

function tables(results: Results): string {
  const { parts } = results
  const rows = verdictsOf(results).map((verdict) => [
    verdict.what,
    figureText(verdict),
    targetText(verdict),
    verdict.isMet ? 'met' : '**missed**',
  ])
  return [
    '## Targets',
    machines(parts),
    toMarkdown([['what', 'measured', 'target', ''], ...rows]),
    ...parts.map(section),
  ].join('\n\n')
}

/** Where the parts ran: in one sentence if that was the same machine. */
function machines(parts: readonly PartResult[]): string {
  const groups = new Map<string, PartResult[]>()
  for (const part of parts) {
    const text = machineText(part.machine)
    groups.set(text, [...(groups.get(text) ?? []), part])
  }
  return [...groups]
    .map(([text, own]) => {
      const names = groups.size === 1 ? '' : `${own.map(({ part }) => `\`${part}\``).join(', ')}: `
      const loads = own.map(({ machine }) => machine.load)
      const dates = own.map(({ date }) => date.slice(0, 10)).sort()
      const span = [...new Set([dates[0], dates.at(-1)])].join(' to ')
      return `${names}${text}; ${span}. The load average was ${Math.min(...loads).toFixed(1)} to ${Math.max(...loads).toFixed(1)} when the parts began.`
    })
    .join('\n\n')
}

function section({ part, title, tables, error }: PartResult): string {
  const body = error === undefined ? tables.flatMap(tableMarkdown) : [`It could not be measured: ${error}`]
  return [`## ${title}`, `\`npm run bench -- ${part}\``, ...body].join('\n\n')
}

const tableMarkdown = ({ caption, columns, rows }: Table): readonly string[] => [
  caption,
  toMarkdown([
    ['', ...columns.map(({ name }) => name)],
    ...rows.map(({ name, cells }) => [
      name,
      ...cells.map((cell, index) => (cell === null ? '' : inThousands(cell, columns[index]?.digits))),
    ]),
  ]),
]
