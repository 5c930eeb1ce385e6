import { createHash } from 'node:crypto'
import { chmodSync, closeSync, existsSync, openSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import Database from 'libsql'
import { tables } from './tables.ts'

/** The value of a column. */
export type Value = string | number | null
/** A row of a table. Its columns have the names of the schema's fields, so most fields need no resolver. */
export type Row = Readonly<Record<string, Value>>

/** Maximum prepared statements. The filters and orders of the lists make a few hundred. */
const maxStatements = 500
/** Maximum cached records. */
const maxRecords = 1000

/** The embedded database, in memory or in a file. Calls are synchronous, so no request sees half of another's changes. */
export class Store {
  readonly #database: Database.Database
  readonly #indexes = new Set<string>()
  readonly #statements = new Map<string, Database.Statement>()
  /** Records by table and id, cleared by every change. A page reads the same few roles for each of its rows. */
  readonly #records = new Map<string, Row | undefined>()

  constructor(file: string | undefined) {
    this.#database = file === undefined ? open(':memory:') : openFile(file)
  }

  /** Returns all rows of a query. */
  all(sql: string, ...values: readonly Value[]): readonly Row[] {
    return this.#prepared(sql).all(...values) as Row[]
  }

  /** Returns the first row of a query. */
  get(sql: string, ...values: readonly Value[]): Row | undefined {
    return this.all(sql, ...values)[0]
  }

  /** Returns the record with an id. */
  byId(table: string, id: string): Row | undefined {
    const key = `${table} ${id}`
    if (this.#records.has(key)) return this.#records.get(key)
    const row = this.get(`SELECT * FROM ${table} WHERE id = ?`, id)
    if (this.#records.size >= maxRecords) this.#records.clear()
    this.#records.set(key, row)
    return row
  }

  /** Returns the single number of a query, such as a count. */
  number(sql: string, ...values: readonly Value[]): number {
    return Number(Object.values(this.get(sql, ...values) ?? {})[0] ?? 0)
  }

  /** Runs a statement. */
  run(sql: string, ...values: readonly Value[]): void {
    this.#records.clear()
    this.#prepared(sql).run(...values)
  }

  /** Inserts rows. They all have the columns of the first. */
  insert(table: string, ...rows: readonly Row[]): void {
    const [first] = rows
    if (!first) return
    const columns = Object.keys(first)
    const names = columns.map((column) => `"${column}"`).join(', ')
    this.#records.clear()
    const statement = this.#prepared(`INSERT INTO ${table} (${names}) VALUES (${columns.map(() => '?').join(', ')})`)
    for (const row of rows) statement.run(...columns.map((column) => row[column] ?? null))
  }

  /** Changes columns of one row. Columns that are `undefined` keep their values. */
  update(table: string, id: string, changes: Readonly<Record<string, Value | undefined>>): void {
    const set = Object.entries(changes).filter((change): change is [string, Value] => change[1] !== undefined)
    if (set.length === 0) return
    const assignments = set.map(([column]) => `"${column}" = ?`).join(', ')
    this.run(`UPDATE ${table} SET ${assignments} WHERE id = ?`, ...set.map(([, value]) => value), id)
  }

  /** Creates an index with the first list or filter that needs it, as each one slows changes down. */
  ensureIndex(table: string, ...columns: readonly string[]): void {
    const name = [table, 'by', ...columns].join('_')
    if (this.#indexes.has(name)) return
    this.#database.exec(
      `CREATE INDEX IF NOT EXISTS ${name} ON ${table} (${columns.map((one) => `"${one}"`).join(', ')})`,
    )
    this.#indexes.add(name)
  }

  /** Runs work in a transaction. */
  transaction<T>(work: () => T): T {
    try {
      return this.#database.transaction(work)()
    } finally {
      // The work may have cached records that were rolled back.
      this.#records.clear()
    }
  }

  /** Returns a fact about the organization, such as its number of seats; empty when it is not set. */
  fact(name: string): string {
    return String(this.get('SELECT value FROM facts WHERE name = ?', name)?.['value'] ?? '')
  }

  /** Sets a fact. */
  setFact(name: string, value: string): void {
    this.run(
      'INSERT INTO facts (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
      name,
      value,
    )
  }

  /** Returns a new id. Sandboxes that do the same get the same ids. */
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
      if (this.#statements.size >= maxStatements) this.#statements.clear()
      this.#statements.set(sql, statement)
    }
    return statement
  }
}

function open(file: string): Database.Database {
  const database = new Database(file)
  try {
    database.pragma('journal_mode = WAL')
    // A change reaches the disk before its response is sent, so it survives `kill -9` and a power cut.
    database.pragma('synchronous = FULL')
    database.exec(tables)
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

/** Opens a database file. The driver's own errors hold a number and not the file's name. */
function openFile(file: string): Database.Database {
  const folder = dirname(resolve(file))
  if (!existsSync(folder)) throw new Error(`The data file ${file} can't be opened: there is no folder ${folder}.`)
  try {
    restrictToOwner(file)
    return open(file)
  } catch (cause) {
    const isNoDatabase = (cause as { readonly code?: unknown }).code === 'SQLITE_NOTADB'
    const reason = isNoDatabase
      ? 'it is not a SQLite database.'
      : 'check that it is a file that you may read and write.'
    throw new Error(`The data file ${file} can't be opened: ${reason}`, { cause })
  }
}

/** The file holds names and email addresses: only its owner may read it and the files that SQLite puts beside it. */
function restrictToOwner(file: string): void {
  closeSync(openSync(file, 'a', ownerOnly))
  for (const each of [file, `${file}-wal`, `${file}-shm`]) if (existsSync(each)) chmodSync(each, ownerOnly)
}

const ownerOnly = 0o600

/** Returns an id in Labelbox's form: a `c` and 24 letters and digits. */
export function toId(kind: string, number: number): string {
  const digest = createHash('sha256').update(`${kind}/${number}`).digest('hex')
  return `c${BigInt(`0x${digest}`).toString(36).padStart(50, '0').slice(-24)}`
}

/** Converts an id to a UUID, the form of user group ids. */
export function toUuid(id: string): string {
  const digest = createHash('sha256').update(id).digest('hex')
  return digest.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-8$4-$5')
}

/** Returns a column as text; empty for null. */
export const text = (row: Row, column: string): string => String(row[column] ?? '')

/** The current time in the form of the columns: fixed-width UTC, which sorts as text. */
export const now = (): string => new Date().toISOString()
