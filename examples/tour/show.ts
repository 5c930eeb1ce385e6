// How the tour prints what it gets.
import { isLabelboxError } from 'labelbox-org'

/** The name of a group of methods. */
export function heading(text: string): void {
  console.log(`\n${text}\n${'='.repeat(text.length)}`)
}

/** The method that comes next. */
export function title(text: string): void {
  console.log(`\n${text}`)
}

export function line(text: string): void {
  console.log(text)
}

/** The named columns of some records. */
export function table(rows: readonly unknown[], ...columns: string[]): void {
  if (rows.length === 0) console.log('There are none.')
  else console.table(rows.map(plain), columns.length > 0 ? columns : undefined)
}

/** Dates, lists and records as text, which `console.table` shows in one cell. */
function plain(row: unknown): object {
  return Object.fromEntries(Object.entries(row as object).map(([key, value]: [string, unknown]) => [key, cell(value)]))
}

function cell(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString()
  if (Array.isArray(value)) return value.map(cell).join(', ')
  if (typeof value !== 'object' || value === null) return value
  const { name, email, id } = value as Readonly<Record<string, unknown>>
  return name ?? email ?? id
}

/** Shows an error as a user would see it. */
export async function refusal(promise: Promise<unknown>): Promise<void> {
  try {
    await promise
  } catch (error) {
    if (!isLabelboxError(error)) throw error
    console.log(String(error))
    const { code, status, requestId, operationName, retryable } = error
    table([{ code, status, requestId, operationName, retryable }])
    return
  }
  throw new Error('This should have been refused.')
}
