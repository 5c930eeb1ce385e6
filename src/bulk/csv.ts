import { Readable, pipeline } from 'node:stream'
import { CsvError, parse, type CsvErrorCode, type Info } from 'csv-parse'
import { unreadable, type UnreadableRow } from '../organization/bulk/invalid.ts'
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

/** Characters in one row: what is longer is no person's, and would have to be held. */
const mostCharacters = 100_000

/** The rows of a CSV file with a header, and the line on which each ends; of one that does not fit the header, why. */
export async function* readCsv(
  path: string,
  columns: Columns,
): AsyncGenerator<readonly [cells: Cells | UnreadableRow, line: number], void, undefined> {
  const text = textOf(path)
  const header = await headerOf(text)
  const parser = parse({
    delimiter: delimiterOf(header),
    columns: (names: string[]) => namesOf(names, columns),
    info: true,
    // Such a row says it by itself, and the next ones are read.
    relax_column_count: true,
    trim: true,
    skip_empty_lines: true,
    skip_records_with_empty_values: true,
    max_record_size: mostCharacters,
  })
  // An error of either is one of the parser's, and that is the one which is read.
  pipeline(Readable.from(chain(header, text)), parser, () => undefined)
  try {
    for await (const { record, info } of parser as AsyncIterable<{ readonly record: Cells; readonly info: Told }>) {
      if (info.error === undefined) yield [filled(record), info.lines]
      else yield [unreadable(info.lines, reasonOf(info.error)), info.lines]
    }
  } catch (error) {
    throw error instanceof CsvError ? invalidFile(Number(error['lines'] ?? 1), reasonOf(error)) : error
  }
}

/** What the parser says of a row. */
type Told = Pick<Info, 'lines'> & { readonly error?: CsvError }

const filled = (record: Cells): Cells => Object.fromEntries(Object.entries(record).filter(([, cell]) => cell !== ''))

/** The text up to the first line that has something in it, and that line too. */
async function headerOf(text: AsyncGenerator<string, void, undefined>): Promise<string> {
  let header = ''
  for (let next = await text.next(); next.done !== true; next = await text.next()) {
    header += next.value
    if (header.trim() !== '' || header.length > mostCharacters) break
  }
  if (header.trim() === '') throw invalidFile(1, 'there is no header. The first line names the columns.')
  return header
}

/** Text by lines: an end of line ends each piece. */
async function* chain(header: string, text: AsyncIterable<string>): AsyncGenerator<string, void, undefined> {
  yield header
  yield* text
}

/** What stands between the columns: spreadsheets of some countries write semicolons. */
const delimiterOf = (header: string): string => [',', ';', '\t'].find((delimiter) => header.includes(delimiter)) ?? ','

/** The names of the columns, in the spelling that is looked for; null for others, which are not looked at. */
function namesOf(names: readonly string[], { required, optional }: Columns): (string | null)[] {
  const known = new Map([...required.flat(), ...optional].map((name) => [plain(name), name]))
  const found = names.map((name) => known.get(plain(name)) ?? null)
  for (const column of required) {
    const wanted = [column].flat()
    if (!wanted.some((name) => found.includes(name))) {
      const has = names.map((name) => name.slice(0, 30)).join(', ')
      throw invalidFile(
        1,
        `there is no column ${wanted.join(' or ')}. The first line names the columns; it has ${has}.`,
      )
    }
  }
  const twice = found.find((name, index) => name !== null && found.indexOf(name) !== index)
  if (typeof twice === 'string') throw invalidFile(1, `there are two columns ${twice}.`)
  return found
}

/** `Project roles`, `project_roles` and `projectRoles` are one. */
const plain = (name: string): string => name.toLowerCase().replaceAll(/[\s_-]/g, '')

const reasons: Partial<Record<CsvErrorCode, string>> = {
  CSV_MAX_RECORD_SIZE: `the row has more than ${mostCharacters.toLocaleString('en')} characters. Is a quote missing?`,
  CSV_QUOTE_NOT_CLOSED: 'a quote is opened, and the file ends before it is closed.',
  CSV_INVALID_CLOSING_QUOTE:
    'something other than a delimiter follows a closing quote. A quote inside of a cell is written twice.',
  CSV_NON_TRIMABLE_CHAR_AFTER_CLOSING_QUOTE:
    'something other than a delimiter follows a closing quote. A quote inside of a cell is written twice.',
  INVALID_OPENING_QUOTE:
    'a quote stands in the middle of a cell. Put the cell into quotes, and write that quote twice.',
  CSV_RECORD_INCONSISTENT_COLUMNS: 'the row has another number of cells than the header. Is a comma not in quotes?',
}

const reasonOf = ({ code }: CsvError): string => reasons[code] ?? 'the row is no CSV.'
