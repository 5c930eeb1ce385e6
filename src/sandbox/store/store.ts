import { createHash } from 'node:crypto'
import { chmodSync, closeSync, existsSync, openSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import Database from 'libsql'
import { tables } from './tables.ts'

/** What a column holds. */
export type Value = string | number | null
/** A row. Columns are named after the fields of the schema, so that most fields need no resolver. */
export type Row = Readonly<Record<string, Value>>

/** Statements that are kept prepared: filters and orders make a few hundred of the lists. */
const mostStatements = 500
/** Records that are kept at hand. */
const mostRecords = 1000

/** The embedded database, in memory or in a file. Every call is synchronous, so one request never sees half of another. */
export class Store {
  readonly #database: Database.Database
  readonly #statements = new Map<string, Database.Statement>()
  /** Records by table and id, as of the last change: a page asks for the same few roles for each of its rows. */
  readonly #records = new Map<string, Row | undefined>()

  constructor(file: string | undefined) {
    this.#database = file === undefined ? open(':memory:') : openFile(file)
  }

  /** Every row that a query gives. */
  all(sql: string, ...values: readonly Value[]): readonly Row[] {
    return this.#prepared(sql).all(...values) as Row[]
  }

  /** The first row that a query gives. */
  get(sql: string, ...values: readonly Value[]): Row | undefined {
    return this.all(sql, ...values)[0]
  }

  /** The record of an id. */
  byId(table: string, id: string): Row | undefined {
    const key = `${table} ${id}`
    if (this.#records.has(key)) return this.#records.get(key)
    const row = this.get(`SELECT * FROM ${table} WHERE id = ?`, id)
    if (this.#records.size >= mostRecords) this.#records.clear()
    this.#records.set(key, row)
    return row
  }

  /** A query's single number, such as a count. */
  number(sql: string, ...values: readonly Value[]): number {
    return Number(Object.values(this.get(sql, ...values) ?? {})[0] ?? 0)
  }

  /** Runs a statement. */
  run(sql: string, ...values: readonly Value[]): void {
    this.#records.clear()
    this.#prepared(sql).run(...values)
  }

  /** Adds rows that all have the first one's columns. */
  insert(table: string, ...rows: readonly Row[]): void {
    const [first] = rows
    if (!first) return
    const columns = Object.keys(first)
    const names = columns.map((column) => `"${column}"`).join(', ')
    this.#records.clear()
    const statement = this.#prepared(`INSERT INTO ${table} (${names}) VALUES (${columns.map(() => '?').join(', ')})`)
    for (const row of rows) statement.run(...columns.map((column) => row[column] ?? null))
  }

  /** Changes the named columns of one row, and its `updatedAt`. Columns that are `undefined` stay. */
  update(table: string, id: string, changes: Readonly<Record<string, Value | undefined>>): void {
    const set = Object.entries(changes).filter((change): change is [string, Value] => change[1] !== undefined)
    if (set.length === 0) return
    const assignments = set.map(([column]) => `"${column}" = ?`).join(', ')
    this.run(`UPDATE ${table} SET ${assignments} WHERE id = ?`, ...set.map(([, value]) => value), id)
  }

  /** All of it or nothing. */
  transaction<T>(work: () => T): T {
    try {
      return this.#database.transaction(work)()
    } finally {
      // What was read on the way may have been taken back.
      this.#records.clear()
    }
  }

  /** A fact about the organization, such as its number of seats. */
  fact(name: string): string {
    return String(this.get('SELECT value FROM facts WHERE name = ?', name)?.['value'] ?? '')
  }

  /** Keeps a fact. */
  setFact(name: string, value: string): void {
    this.run(
      'INSERT INTO facts (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
      name,
      value,
    )
  }

  /** An id that no record has yet, the same in every run that does the same. */
  newId(kind: string): string {
    const count = Number(this.fact('ids') || '0') + 1
    this.setFact('ids', String(count))
    return toId(`${kind}/new`, count)
  }

  close(): void {
    this.#statements.clear()
    this.#database.close()
  }

  #prepared(sql: string): Database.Statement {
    let statement = this.#statements.get(sql)
    if (statement === undefined) {
      statement = this.#database.prepare(sql)
      if (this.#statements.size >= mostStatements) this.#statements.clear()
      this.#statements.set(sql, statement)
    }
    return statement
  }
}

function open(file: string): Database.Database {
  const database = new Database(file)
  try {
    database.pragma('journal_mode = WAL')
    // An answer is given only once its write is on the disk: what was acknowledged survives `kill -9` and a power cut.
    database.pragma('synchronous = FULL')
    database.exec(tables)
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

/** The driver's own words are of a number and of no file. */
function openFile(file: string): Database.Database {
  const folder = dirname(resolve(file))
  if (!existsSync(folder)) throw new Error(`The data file ${file} can't be opened: there is no folder ${folder}.`)
  try {
    keepPrivate(file)
    return open(file)
  } catch (cause) {
    const isNoDatabase = (cause as { readonly code?: unknown }).code === 'SQLITE_NOTADB'
    const reason = isNoDatabase ? 'it is not a database.' : 'is it a file, and may it be read and written?'
    throw new Error(`The data file ${file} can't be opened: ${reason}`, { cause })
  }
}

/** Names and addresses are in it: nobody else on the machine reads it, nor the files that SQLite puts beside it. */
function keepPrivate(file: string): void {
  closeSync(openSync(file, 'a', ownerOnly))
  for (const each of [file, `${file}-wal`, `${file}-shm`]) if (existsSync(each)) chmodSync(each, ownerOnly)
}

const ownerOnly = 0o600

/** An id that looks like Labelbox's: a `c` and 24 letters and digits. */
export function toId(kind: string, number: number): string {
  const digest = createHash('sha256').update(`${kind}/${number}`).digest('hex')
  return `c${BigInt(`0x${digest}`).toString(36).padStart(50, '0').slice(-24)}`
}

/** The same id in the form of a UUID, which those of user groups have. */
export function toUuid(id: string): string {
  const digest = createHash('sha256').update(id).digest('hex')
  return digest.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-8$4-$5')
}

/** A column that is text in every row. */
export const text = (row: Row, column: string): string => String(row[column] ?? '')

/** Now, as columns keep times: fixed-width UTC, which sorts as text. */
export const now = (): string => new Date().toISOString()
