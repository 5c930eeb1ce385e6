import { LabelboxError } from '../errors.ts'
import type { Spool } from '../organization/bulk/spool.ts'

/** A {@link Spool} on disk. */
export interface DiskSpool extends Spool, Disposable {
  /** Takes the room on disk back. A report whose rows are there can't be read after it. */
  readonly close: () => void
}

/**
 * Keeps what a bulk call has to remember in a file of its own, which the system removes when it is closed or the process
 * ends: memory stays the same however many rows there are. It needs the package `libsql`.
 *
 * @throws LabelboxError `INVALID_INPUT` where `libsql` is not installed.
 * @example
 * using spool = await diskSpool()
 * const report = await organization.inviteUsers(inviteRows('people.csv'), { spool })
 * console.log(report.counts)
 */
export async function diskSpool(): Promise<DiskSpool> {
  const { default: Database } = await import('libsql').catch((error: unknown) => {
    throw new LabelboxError({
      code: 'INVALID_INPUT',
      cause: error,
      message: 'diskSpool() needs the package libsql, which is not installed: npm install libsql',
    })
  })
  // Without a name it is a temporary one, in a file that has no name either.
  const database = new Database('')
  database.exec('PRAGMA journal_mode = OFF')
  database.exec('PRAGMA synchronous = OFF')
  database.exec('CREATE TABLE spool (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID')
  const get = database.prepare('SELECT value FROM spool WHERE key = ?')
  const set = database.prepare('INSERT INTO spool VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value')
  const close = (): void => void database.close()
  return {
    get: (key) => (get.get(key) as { readonly value: string } | undefined)?.value,
    set: (key, value) => void set.run(key, value),
    close,
    [Symbol.dispose]: close,
  }
}
