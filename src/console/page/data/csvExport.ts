import { stringify } from 'csv-stringify/browser/esm/sync'
import { withoutFormulas } from '../../../core/formulas.ts'
import type { TableColumn } from '../parts/DataTable.tsx'

/** The rows of a table as CSV. Cells that look like formulas are escaped, as in the reports of the command. */
export function toCsv<Row>(rows: readonly Row[], columns: readonly TableColumn<Row>[]): string {
  const exported = columns.flatMap(({ title, csv }) => (csv === undefined ? [] : [{ title, csv }]))
  const lines = [exported.map(({ title }) => title), ...rows.map((row) => exported.map(({ csv }) => textOf(csv(row))))]
  return stringify(lines, { cast: { string: withoutFormulas } })
}

const textOf = (value: string | number | boolean | null | undefined): string =>
  value === null || value === undefined ? '' : String(value)

/** Lets the browser save a file. */
export function saveFile(name: string, content: string): void {
  // Spreadsheets read UTF-8 by its byte order mark.
  const url = URL.createObjectURL(new Blob(['\ufeff', content], { type: 'text/csv;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 1000)
}
