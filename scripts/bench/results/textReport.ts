import { inThousands } from '../numbers.ts'
import { row } from '../row.ts'
import { machineText } from './machine.ts'
import type { Machine, PartResult, Results, Table, Verdict } from './measurement.ts'
import { figureText, targetText, verdictsOf } from './verdict.ts'

/** The first lines of a run: what it runs on. */
export const headText = (machine: Machine): string =>
  `${machineText(machine)}.\nLoad average at the start: ${machine.load.toFixed(2)}.\n`

/** The tables of a part. */
export function partText({ part, title, tables, seconds, error }: PartResult): string {
  const body = error === undefined ? tables.map(tableText) : [`Not measured: ${error}\n`]
  return [`${part}: ${title} (${seconds.toFixed(0)} s)\n`, ...body].join('\n')
}

function tableText({ caption, columns, rows }: Table): string {
  const lines = rows.map(({ name, cells }) =>
    row(
      name,
      cells.map((cell, index) => (cell === null ? '' : inThousands(cell, columns[index]?.digits))),
    ),
  )
  const names = columns.map(({ name }) => name)
  return `${caption}\n\n${[row('', names), ...lines].join('\n')}\n`
}

/** A warning if other work keeps the machine busy. */
export const busyText = ({ load, cores }: Machine): string =>
  load > cores
    ? `Warning: the load average is ${load.toFixed(2)} with ${cores} cores, so other work affects the figures. Measure on a quiet machine.\n`
    : ''

/** A line for each target, and one that counts those that are missed. */
export function verdictsText(results: Results): string {
  const { parts } = results
  const verdicts = verdictsOf(results)
  const errors = parts.filter(({ error }) => error !== undefined)
  const width = Math.max(0, ...verdicts.map(({ what }) => what.length))
  const line = (verdict: Verdict): string =>
    `${verdict.isMet ? 'met   ' : 'MISSED'} ${verdict.what.padEnd(width)} ${figureText(verdict)} (${targetText(verdict)})`
  const missed = verdicts.filter(({ isMet }) => !isMet).length
  const seconds = parts.reduce((sum, each) => sum + each.seconds, 0)
  return [
    ...verdicts.map(line),
    ...errors.map(({ part, error }) => `FAILED ${part}: ${error}`),
    '',
    `${verdicts.length - missed} of ${verdicts.length} targets are met. The parts took ${seconds.toFixed(0)} s.`,
    '',
  ].join('\n')
}

/** Whether every part was measured and every target met. */
export const isGood = (results: Results): boolean =>
  results.parts.every(({ error }) => error === undefined) && verdictsOf(results).every(({ isMet }) => isMet)
