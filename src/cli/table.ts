import { styleText } from 'node:util'
import width from 'fast-string-width'
import { brief } from '../core/printable.ts'

/** What a cell shows: a date to the minute, `-` for what is not there. */
export type Cell = string | number | boolean | Date | null | undefined

/** A column: its head, and what it shows of each row. */
export type Columns<Row> = Readonly<Record<string, (row: Row) => Cell>>

/** A table without lines, as text. It is as wide as its cells, of which the longest are cut. */
export function table<Row>(rows: readonly Row[], columns: Columns<Row>): string {
  if (rows.length === 0) return 'None.\n'
  const heads = Object.keys(columns).map((head) => bold(head))
  return layOut([heads, ...rows.map((row) => Object.values(columns).map((cell) => show(cell(row))))])
}

/** One thing, a line for each of its fields. */
export const fields = (record: Readonly<Record<string, Cell>>): string =>
  layOut(Object.entries(record).map(([name, value]) => [bold(name), show(value, mostInField)]))

/** Columns with two spaces between; the last one is as wide as each of its cells. */
function layOut(lines: readonly string[][]): string {
  const widths: number[] = []
  for (const line of lines) {
    line.forEach((cell, index) => (widths[index] = Math.max(widths[index] ?? 0, width(cell))))
  }
  const padded = (cell: string, index: number, { length }: readonly string[]): string =>
    index === length - 1 ? cell : cell + ' '.repeat((widths[index] ?? 0) - width(cell) + 2)
  return lines.map((line) => `${line.map(padded).join('')}\n`).join('')
}

function show(value: Cell, most = mostInCell): string {
  if (value instanceof Date) return `${value.toISOString().slice(0, 16).replace('T', ' ')}Z`
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (value === null || value === undefined || value === '') return '-'
  return withEdges(brief(String(value), most))
}

/** Longest texts that are shown; `--json` has all of them. */
const mostInCell = 200
const mostInField = 1000

/** A space at either end can't be seen in a table, so it is written as an escape. */
const withEdges = (text: string): string =>
  text.replace(/^[ \u3000]|[ \u3000]$/g, (space) => (space === ' ' ? String.raw`\u{20}` : String.raw`\u{3000}`))

/** Node leaves it plain where stdout is no terminal, and heeds NO_COLOR and FORCE_COLOR. */
const bold = (text: string): string => styleText('bold', text)
