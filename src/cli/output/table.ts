import { styleText } from 'node:util'
import width from 'fast-string-width'
import { brief, cut } from '../../core/printable.ts'

/** The value of a cell. A missing one is shown as `-`, a date in the local time zone, to the minute. */
export type Cell = string | number | boolean | Date | null | undefined

/** The columns of a table: each has a head, and a value for every row. */
export type Columns<Row> = Readonly<Record<string, (row: Row) => Cell>>

/** How text is laid out. */
export interface LayoutOptions {
  readonly colors: boolean
  /** Default: the time zone of the process. */
  readonly timeZone?: string | undefined
  /** Longest line. The last columns are cut to fit. Default: no limit. */
  readonly maxWidth?: number | undefined
}

/** The renderers of everything that people read. */
export interface Layout {
  /** A table without lines. */
  readonly table: <Row>(rows: readonly Row[], columns: Columns<Row>) => string
  /** One record, a line for each field. */
  readonly fields: (record: Readonly<Record<string, Cell>>) => string
}

/** The longest texts that are shown; `--json` has all of them. */
const maxCellLength = 200
const maxFieldLength = 1000

export function layoutFor({ colors, timeZone, maxWidth = Infinity }: LayoutOptions): Layout {
  // Whether stdout shows colors is decided already.
  const bold = (text: string): string => (colors ? styleText('bold', text, { validateStream: false }) : text)
  const date = dateFormat(timeZone)
  const show = (value: Cell, maxLength = maxCellLength): string => textOf(value, date, maxLength)
  return {
    table: (rows, columns) => {
      if (rows.length === 0) return 'None.\n'
      const cells = rows.map((row) => Object.values(columns).map((cell) => show(cell(row))))
      return layOut([Object.keys(columns), ...cells], maxWidth, (cell, line) => (line === 0 ? bold(cell) : cell))
    },
    fields: (record) =>
      layOut(
        Object.entries(record).map(([name, value]) => [name, show(value, maxFieldLength)]),
        maxWidth,
        (cell, _line, column) => (column === 0 ? bold(cell) : cell),
      ),
  }
}

/** `2026-01-31 09:05`. */
const dateFormat = (timeZone: string | undefined): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short', timeZone })

function textOf(value: Cell, date: Intl.DateTimeFormat, maxLength: number): string {
  if (value instanceof Date) return date.format(value)
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (value === null || value === undefined || value === '') return '-'
  return withVisibleEdges(brief(String(value), maxLength))
}

/** Escapes a space at either end, which nobody sees in a table. */
const withVisibleEdges = (text: string): string =>
  text.replace(/^[ \u3000]|[ \u3000]$/g, (space) => (space === ' ' ? String.raw`\u{20}` : String.raw`\u{3000}`))

/** Columns with two spaces between them. */
function layOut(
  lines: readonly (readonly string[])[],
  maxWidth: number,
  style: (cell: string, line: number, column: number) => string,
): string {
  const widths = widthsOf(lines, maxWidth)
  const laidOut = (line: readonly string[], number: number): string =>
    line
      .map((cell, column) => {
        const max = widths[column] ?? 0
        const fitting = width(cell) > max ? cut(cell, Math.max(1, max)) : cell
        const padding = column === line.length - 1 ? '' : ' '.repeat(Math.max(0, max - width(fitting)) + gap)
        return style(fitting, number, column) + padding
      })
      .join('')
  return lines.map((line, number) => `${laidOut(line, number)}\n`).join('')
}

const gap = 2
const minColumnWidth = 8

/** As wide as the widest cell; where that is too much together, the widest columns become narrower. */
function widthsOf(lines: readonly (readonly string[])[], maxWidth: number): readonly number[] {
  const widths: number[] = []
  for (const line of lines) {
    line.forEach((cell, column) => (widths[column] = Math.max(widths[column] ?? 0, width(cell))))
  }
  const total = (): number => widths.reduce((sum, each) => sum + each + gap, -gap)
  while (total() > maxWidth) {
    const widest = widths.indexOf(Math.max(...widths))
    const now = widths[widest] ?? 0
    if (now <= minColumnWidth) break
    widths[widest] = now - 1
  }
  return widths
}
