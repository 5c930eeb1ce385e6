import type { CsvErrorCode, Info, Options } from 'csv-parse'
import { CsvError, parse } from 'csv-parse/sync'
import { trimmed } from '../core/invisible.ts'
import { brief } from '../core/printable.ts'
import { unreadable, type UnreadableRow } from '../organization/bulk/rowReader.ts'
import { invalidLine } from './textLines.ts'

/** A column, or several names for one column. */
export type Column = string | readonly string[]

/** The columns to read from a file. */
export interface Columns {
  readonly required: readonly Column[]
  readonly optional: readonly string[]
}

/** The cells of a row, without empty ones. */
export type Cells = Readonly<Partial<Record<'email' | 'user' | 'role' | 'projectRoles' | 'groups', string>>>

/** Maximum length of a row. A longer row is a mistake, and would take too much memory. */
const maxCharacters = 100_000

/** Options for every file, whichever program wrote it. */
const dialect = {
  info: true,
  // The number of cells is checked here, as programs omit and add empty ones.
  relax_column_count: true,
  trim: true,
  record_delimiter: ['\r\n', '\n', '\r'],
  max_record_size: maxCharacters,
} satisfies Options

/** A record as `csv-parse` gives it with `info: true`. */
export interface ParsedRecord {
  readonly record: readonly string[]
  readonly info: Pick<Info, 'lines'>
}

/** Parses the records after the header. It rejects with the errors of the text and of the parser. */
export type ParseRecords = (text: AsyncIterable<string>, options: Options) => AsyncIterable<ParsedRecord>

/** Parses a text that fits into memory. */
export const parseWholeText: ParseRecords = async function* (text, options) {
  let whole = ''
  for await (const piece of text) whole += piece
  yield* parse(whole, options) as unknown as readonly ParsedRecord[]
}

/** Reads the rows of a CSV text with a header, each with the line on which it ends. */
export async function* readCsv(
  lines: AsyncGenerator<string, void, undefined>,
  columns: Columns,
  parseRecords: ParseRecords,
): AsyncGenerator<readonly [cells: Cells | UnreadableRow, line: number], void, undefined> {
  const { names, delimiter, line: headerEnd } = await readHeader(lines, columns)
  try {
    for await (const { record, info } of parseRecords(lines, { ...dialect, delimiter, skip_empty_lines: true })) {
      const line = headerEnd + info.lines
      const row = record.map(trimmed)
      if (row.some((cell) => cell !== '')) yield [toCells(row, names, line), line]
    }
  } catch (error) {
    throw error instanceof CsvError ? invalidLine(headerEnd + Number(error['lines'] ?? 1), reasonOf(error)) : error
  }
}

/** Programs omit empty cells at the end of a row, or add some. Only a surplus cell with text is a mistake. */
function toCells(row: readonly string[], names: readonly (string | null)[], line: number): Cells | UnreadableRow {
  const surplus = row.findIndex((cell, index) => index >= names.length && cell !== '')
  if (surplus >= 0) {
    return unreadable(
      line,
      `the row has more cells than the header has columns: cell ${surplus + 1} is “${brief(row[surplus] ?? '', 40)}”. Quote cells that contain the delimiter.`,
    )
  }
  const cells = names.map((name, index) => [name, row[index] ?? ''] as const)
  return Object.fromEntries(cells.filter(([name, cell]) => name !== null && cell !== '')) as Cells
}

interface Header {
  /** The name of each column, in the spelling of `Columns`; null for columns that are not read. */
  readonly names: readonly (string | null)[]
  readonly delimiter: string
  /** The last line of the header. */
  readonly line: number
}

/** Reads up to the end of the header. Skips blank lines and the lines that programs write before it. */
async function readHeader(text: AsyncGenerator<string, void, undefined>, columns: Columns): Promise<Header> {
  let line = 0
  let start = 0
  let header = ''
  let stated: string | undefined
  // Not for await, which would end the reading of the rows as well.
  for (let next = await text.next(); next.done !== true; next = await text.next()) {
    const piece = next.value
    const isLineEnd = /[\r\n]$/.test(piece)
    line += isLineEnd ? 1 : 0
    if (header === '') {
      stated ??= delimiterIn(piece)
      start = line + (isLineEnd ? 0 : 1)
      if (isBlank(piece) || isPreface(piece)) continue
    }
    header += piece
    // A quoted name may contain a line end.
    if (header.length > maxCharacters || (isLineEnd && hasClosedQuotes(header))) break
  }
  if (header === '') throw invalidLine(1, 'there is no header. The first line must name the columns.')
  return { ...parseHeader(header, columns, stated, start), line }
}

const isBlank = (line: string): boolean => trimmed(line.replaceAll(/[,;"]/g, '')) === ''

/** The delimiter in `sep=;`, a line that Excel reads. Programs that save it again add empty cells. */
const delimiterIn = (line: string): string | undefined => /^"?sep=([^"\w\r\n])[",;|\s]*$/i.exec(line)?.[1]

/** Lines before the header: the delimiter, the type name of PowerShell, the version of an Entra ID file. */
const isPreface = (line: string): boolean =>
  delimiterIn(line) !== undefined || /^"?#TYPE /.test(line) || /^"?version:v\d/i.test(line)

const hasClosedQuotes = (text: string): boolean => text.split('"').length % 2 === 1

/** Finds the delimiter that yields the required columns. */
function parseHeader(header: string, columns: Columns, stated: string | undefined, line: number): Omit<Header, 'line'> {
  const delimiters = [...new Set([...(stated === undefined ? [] : [stated]), ',', ';', '\t'])]
  const readings = delimiters.map((delimiter) => ({ delimiter, ...splitHeader(header, delimiter) }))
  for (const { names, delimiter } of readings) {
    const found = names && knownNames(names, columns)
    if (found !== undefined && missingIn(found, columns) === undefined) {
      requireOnce(found, line)
      return { names: found, delimiter }
    }
  }
  // The error describes the delimiter that yields most columns.
  const [best] = readings.sort((one, other) => (other.names?.length ?? 0) - (one.names?.length ?? 0))
  if (best?.names === undefined) throw invalidLine(line, best?.reason ?? reasonOf())
  throw invalidLine(line, missingText(best.names, columns))
}

/** The cells of a header, or why it can't be parsed with this delimiter. */
function splitHeader(
  header: string,
  delimiter: string,
): { readonly names?: readonly string[]; readonly reason?: string } {
  try {
    const [first] = parse(header, { ...dialect, delimiter, to: 1 }) as unknown as readonly ParsedRecord[]
    return { names: (first?.record ?? []).map(trimmed) }
  } catch (error) {
    if (error instanceof CsvError) return { reason: reasonOf(error) }
    throw error
  }
}

function knownNames(names: readonly string[], { required, optional }: Columns): readonly (string | null)[] {
  const known = new Map([...required.flat(), ...optional].map((name) => [plain(name), name]))
  return names.map((name) => known.get(plain(name)) ?? null)
}

const missingIn = (found: readonly (string | null)[], { required }: Columns): readonly string[] | undefined =>
  required.map((column) => [column].flat()).find((wanted) => !wanted.some((name) => found.includes(name)))

function missingText(names: readonly string[], columns: Columns): string {
  const wanted = missingIn(knownNames(names, columns), columns) ?? []
  const named = names.filter((name) => name !== '')
  const more = named.length > 10 ? ` and ${named.length - 10} more` : ''
  const has = named.slice(0, 10).map((name) => brief(name, 60))
  return `there is no column ${wanted.join(' or ')}. The first line must name the columns; it has ${has.join(', ')}${more}.`
}

function requireOnce(found: readonly (string | null)[], line: number): void {
  const twice = found.find((name, index) => name !== null && found.indexOf(name) !== index)
  if (typeof twice === 'string') throw invalidLine(line, `there are two columns ${twice}. Remove one of them.`)
}

/** `Project roles`, `project_roles` and `projectRoles` name one column. */
const plain = (name: string): string => name.toLowerCase().replaceAll(/[\s_-]/g, '')

const strayQuote = 'a closing quote is not followed by a delimiter. Double each quote inside a quoted cell.'

const reasons: Partial<Record<CsvErrorCode, string>> = {
  CSV_MAX_RECORD_SIZE: `the row has more than ${maxCharacters.toLocaleString('en')} characters. Check for a missing quote.`,
  CSV_QUOTE_NOT_CLOSED: 'a quote is opened and never closed.',
  CSV_INVALID_CLOSING_QUOTE: strayQuote,
  CSV_NON_TRIMABLE_CHAR_AFTER_CLOSING_QUOTE: strayQuote,
  INVALID_OPENING_QUOTE: 'a cell has a quote in the middle. Quote the cell, and double the quotes in it.',
}

const reasonOf = (error?: CsvError): string => (error && reasons[error.code]) ?? 'the row is not valid CSV.'
