import { Readable, pipeline } from 'node:stream'
import { CsvError, parse, type CsvErrorCode, type Info, type Options } from 'csv-parse'
import { parse as parseText } from 'csv-parse/sync'
import { trimmed } from '../core/invisible.ts'
import { brief } from '../core/printable.ts'
import { unreadable, type UnreadableRow } from '../organization/bulk/rowReader.ts'
import { invalidFile } from './invalidFile.ts'
import { textOf } from './textOf.ts'

/** A column, or one of several that mean the same. */
export type Column = string | readonly string[]

/** The columns of a file that are looked at. */
export interface Columns {
  readonly required: readonly Column[]
  readonly optional: readonly string[]
}

/** The cells of a row that are not empty. */
export type Cells = Readonly<Partial<Record<'email' | 'user' | 'role' | 'projectRoles' | 'groups', string>>>

/** Characters in one row: a longer one is a mistake, and would have to be held. */
const mostCharacters = 100_000

/** What all files have in common, whoever wrote them. */
const dialect = {
  info: true,
  // How many cells a row has is looked at here.
  relax_column_count: true,
  trim: true,
  record_delimiter: ['\r\n', '\n', '\r'],
  max_record_size: mostCharacters,
} satisfies Options

/** The rows of a CSV file with a header, and the line on which each ends; of one that does not fit the header, why. */
export async function* readCsv(
  path: string,
  columns: Columns,
): AsyncGenerator<readonly [cells: Cells | UnreadableRow, line: number], void, undefined> {
  const text = textOf(path)
  const { names, delimiter, line: headerEnd } = await readHeader(text, columns)
  const parser = parse({ ...dialect, delimiter, skip_empty_lines: true })
  // An error of either is one of the parser's, and that is the one which is read.
  pipeline(Readable.from(text), parser, () => undefined)
  try {
    for await (const { record, info } of parser as AsyncIterable<Parsed>) {
      const line = headerEnd + info.lines
      const row = record.map(trimmed)
      if (row.some((cell) => cell !== '')) yield [toCells(row, names, line), line]
    }
  } catch (error) {
    throw error instanceof CsvError ? invalidFile(headerEnd + Number(error['lines'] ?? 1), reasonOf(error)) : error
  }
}

interface Parsed {
  readonly record: readonly string[]
  readonly info: Pick<Info, 'lines'>
}

/** Programs leave out empty cells at the end of a row, and add some: only a cell that has something in it is too much. */
function toCells(row: readonly string[], names: readonly (string | null)[], line: number): Cells | UnreadableRow {
  const surplus = row.findIndex((cell, index) => index >= names.length && cell !== '')
  if (surplus >= 0) {
    return unreadable(
      line,
      `the row has more cells than the header has columns: cell ${surplus + 1} is “${brief(row[surplus] ?? '', 40)}”. Put a cell with a delimiter in it into quotes.`,
    )
  }
  const cells = names.map((name, index) => [name, row[index] ?? ''] as const)
  return Object.fromEntries(cells.filter(([name, cell]) => name !== null && cell !== '')) as Cells
}

/** A header that was read. */
interface Header {
  /** Of each column, in the spelling that is looked for; null for others, which are not looked at. */
  readonly names: readonly (string | null)[]
  readonly delimiter: string
  /** The line on which it ends. */
  readonly line: number
}

/** Reads the text up to the header's end: blank lines and the lines that programs write before it are passed over. */
async function readHeader(text: AsyncGenerator<string, void, undefined>, columns: Columns): Promise<Header> {
  let line = 0
  let begins = 0
  let header = ''
  let stated: string | undefined
  for (let next = await text.next(); next.done !== true; next = await text.next()) {
    const part = next.value
    const isWhole = /[\r\n]$/.test(part)
    line += isWhole ? 1 : 0
    if (header === '') {
      stated ??= delimiterIn(part)
      begins = line + (isWhole ? 0 : 1)
      if (isBlank(part) || isPreface(part)) continue
    }
    header += part
    // A name in quotes may have a line end in it.
    if (header.length > mostCharacters || (isWhole && hasWholeQuotes(header))) break
  }
  if (header === '') throw invalidFile(1, 'there is no header. The first line names the columns.')
  return { ...choose(header, columns, stated, begins), line }
}

/** Nothing, or empty cells. */
const isBlank = (line: string): boolean => trimmed(line.replaceAll(/[,;"]/g, '')) === ''

/** `sep=;`, as spreadsheets have it, with empty cells behind it where one has saved it again. */
const delimiterIn = (line: string): string | undefined => /^"?sep=([^"\w\r\n])[",;|\s]*$/i.exec(line)?.[1]

/** The delimiter for a spreadsheet, PowerShell's name of a type, the version of a bulk file of Entra ID. */
const isPreface = (line: string): boolean =>
  delimiterIn(line) !== undefined || /^"?#TYPE /.test(line) || /^"?version:v\d/i.test(line)

const hasWholeQuotes = (text: string): boolean => text.split('"').length % 2 === 1

/** The delimiter is the one that yields the required columns. */
function choose(header: string, columns: Columns, stated: string | undefined, line: number): Omit<Header, 'line'> {
  const delimiters = [...new Set([...(stated === undefined ? [] : [stated]), ',', ';', '\t'])]
  const readings = delimiters.map((delimiter) => ({ delimiter, ...readAs(header, delimiter) }))
  for (const { names, delimiter } of readings) {
    const found = names && namesOf(names, columns)
    if (found !== undefined && missingIn(found, columns) === undefined) {
      requireOnce(found, line)
      return { names: found, delimiter }
    }
  }
  // What is said is of the reading with most columns.
  const [best] = readings.sort((one, other) => (other.names?.length ?? 0) - (one.names?.length ?? 0))
  if (best?.names === undefined) throw invalidFile(line, best?.reason ?? reasonOf())
  throw invalidFile(line, missingText(best.names, columns))
}

/** The cells of a header, or why it can't be read with that delimiter. */
function readAs(header: string, delimiter: string): { readonly names?: readonly string[]; readonly reason?: string } {
  try {
    const [first] = parseText(header, { ...dialect, delimiter, to: 1 }) as unknown as readonly Parsed[]
    return { names: (first?.record ?? []).map(trimmed) }
  } catch (error) {
    if (error instanceof CsvError) return { reason: reasonOf(error) }
    throw error
  }
}

function namesOf(names: readonly string[], { required, optional }: Columns): readonly (string | null)[] {
  const known = new Map([...required.flat(), ...optional].map((name) => [plain(name), name]))
  return names.map((name) => known.get(plain(name)) ?? null)
}

const missingIn = (found: readonly (string | null)[], { required }: Columns): readonly string[] | undefined =>
  required.map((column) => [column].flat()).find((wanted) => !wanted.some((name) => found.includes(name)))

function missingText(names: readonly string[], columns: Columns): string {
  const wanted = missingIn(namesOf(names, columns), columns) ?? []
  const named = names.filter((name) => name !== '')
  const more = named.length > 10 ? ` and ${named.length - 10} more` : ''
  const has = named.slice(0, 10).map((name) => brief(name, 60))
  return `there is no column ${wanted.join(' or ')}. The first line names the columns; it has ${has.join(', ')}${more}.`
}

function requireOnce(found: readonly (string | null)[], line: number): void {
  const twice = found.find((name, index) => name !== null && found.indexOf(name) !== index)
  if (typeof twice === 'string') throw invalidFile(line, `there are two columns ${twice}.`)
}

/** `Project roles`, `project_roles` and `projectRoles` are one. */
const plain = (name: string): string => name.toLowerCase().replaceAll(/[\s_-]/g, '')

const strayQuote = 'something other than a delimiter follows a closing quote. Write a quote inside a cell twice.'

const reasons: Partial<Record<CsvErrorCode, string>> = {
  CSV_MAX_RECORD_SIZE: `the row has more than ${mostCharacters.toLocaleString('en')} characters. Is a quote missing?`,
  CSV_QUOTE_NOT_CLOSED: 'a quote is opened, and the file ends before it is closed.',
  CSV_INVALID_CLOSING_QUOTE: strayQuote,
  CSV_NON_TRIMABLE_CHAR_AFTER_CLOSING_QUOTE: strayQuote,
  INVALID_OPENING_QUOTE:
    'a quote stands in the middle of a cell. Put the cell into quotes, and write that quote twice.',
}

const reasonOf = (error?: CsvError): string => (error && reasons[error.code]) ?? 'the row is not CSV.'
