import { row } from '../row.ts'
import { machineText } from './machine.ts'
import type { Machine, PartResult, Table, Verdict } from './measurement.ts'
import { figureText, targetText } from './verdict.ts'

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
      cells.map((cell, index) => cell?.toFixed(columns[index]?.digits ?? 0) ?? ''),
    ),
  )
  const names = columns.map(({ name }) => name)
  return `${caption}\n\n${[row('', names), ...lines].join('\n')}\n`
}

/** A line for each target, and one that counts those that are missed. */
export function verdictsText(results: readonly PartResult[]): string {
  const verdicts = results.flatMap((result) => result.verdicts)
  const errors = results.filter(({ error }) => error !== undefined)
  const width = Math.max(0, ...verdicts.map(({ what }) => what.length))
  const line = (verdict: Verdict): string =>
    `${verdict.isMet ? 'met   ' : 'MISSED'} ${verdict.what.padEnd(width)} ${figureText(verdict).padStart(16)}, ${targetText(verdict)}`
  const missed = verdicts.filter(({ isMet }) => !isMet).length
  const seconds = results.reduce((sum, each) => sum + each.seconds, 0)
  return [
    ...verdicts.map(line),
    ...errors.map(({ part, error }) => `FAILED ${part}: ${error}`),
    '',
    `${verdicts.length - missed} of ${verdicts.length} targets are met. The parts took ${seconds.toFixed(0)} s.`,
    '',
  ].join('\n')
}

/** Whether every part was measured and every target met. */
export const isGood = (results: readonly PartResult[]): boolean =>
  results.every(({ error, verdicts }) => error === undefined && verdicts.every(({ isMet }) => isMet))
