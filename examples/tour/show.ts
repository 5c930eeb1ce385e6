// Prints the tour: the tables of the command, at most 100 columns wide.
import { styleText } from 'node:util'
import { isLabelboxError } from 'labelbox-org'
import { layoutFor, type Columns } from '../../src/cli/output/table.ts'

// A pipe has no width.
const width = Math.min(process.stdout.isTTY ? process.stdout.columns : 100, 100)
// Node looks at the terminal, NO_COLOR and FORCE_COLOR.
const colors = styleText('bold', ' ') !== ' '
const indent = '  '
const layout = layoutFor({ colors, maxWidth: width - indent.length })
const methodWidth = width < 80 ? 0 : 28

/** Starts a group of methods: what it shows, and why it matters. */
export function section(heading: string, sentence: string): void {
  console.log(`\n${styleText('bold', heading)}`)
  for (const row of wrapped(sentence, width)) console.log(styleText('dim', row))
  console.log()
}

/** A method that was called, and its result in a few words. */
export function step(method: string, result = ''): void {
  const rows = wrapped(result, width - Math.max(methodWidth, indent.length))
  const name = styleText('cyan', method)
  const [first = '', ...rest] = rows
  if (method.length < methodWidth) {
    console.log(`${name}${' '.repeat(methodWidth - method.length)}${first}`.trimEnd())
    for (const row of rest) console.log(' '.repeat(methodWidth) + row)
    return
  }
  console.log(name)
  for (const row of rows) console.log(`${indent}${row}`.trimEnd())
}

/** Rows that a table shows. */
const maxRows = 4

/** The first records. */
export function table<Row>(rows: readonly Row[], columns: Columns<Row>): void {
  const more = rows.length - maxRows
  const text = layout.table(rows.slice(0, maxRows), columns) + (more > 0 ? `… and ${more} more\n` : '')
  console.log(text.replace(/^(?=.)/gm, indent))
}

/** Shows the error of a call that has to fail. */
export async function failure(method: string, call: Promise<unknown>): Promise<void> {
  try {
    await call
  } catch (error) {
    if (!isLabelboxError(error)) throw error
    step(method, `${error.code}: ${error.message}`)
    return
  }
  throw new Error(`${method} should have failed.`)
}

/** A paragraph, and the commands to copy below it. */
export function suggestion(text: string, ...commands: readonly string[]): void {
  for (const row of wrapped(text, width)) console.log(row)
  for (const command of commands) console.log(`${indent}${styleText('cyan', command)}`)
  console.log()
}

/** Names after one another. */
export const list = (names: readonly (string | null | undefined)[]): string =>
  names.length === 0 ? 'none' : names.map((name) => name ?? '-').join(', ')

function wrapped(text: string, columns: number): readonly string[] {
  if (text === '') return []
  const rows: string[] = []
  for (const word of text.split(' ')) {
    const last = rows.at(-1)
    if (last !== undefined && last.length + 1 + word.length <= columns) rows[rows.length - 1] = `${last} ${word}`
    else rows.push(word)
  }
  return rows
}
