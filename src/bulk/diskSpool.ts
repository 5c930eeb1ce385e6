import { LabelboxError } from '../core/errors.ts'
import type { Spool } from '../organization/bulk/bulkTypes.ts'

/** A {@link Spool} on disk. */
export interface DiskSpool extends Spool, Disposable {
  /** Frees the space on disk. A report whose rows are there can't be read afterwards. */
  readonly close: () => void
}

/**
 * Keeps what a bulk call has to remember in a temporary file, so that memory stays the same for any number of rows. Only
 * its owner can read the file, it has no name, and the system removes it when the process ends. The folder is that of
 * `SQLITE_TMPDIR` or `TMPDIR`, by default `/var/tmp`. It needs the package `libsql`.
 *
 * @throws LabelboxError `INVALID_INPUT` where `libsql` is not installed.
 * @example
 * using spool = await diskSpool()
 * const report = await organization.inviteUsers(inviteRows('people.csv'), { spool })
 * console.log(report.counts)
 */
export async function diskSpool(): Promise<DiskSpool> {
  // Bundlers leave it to the runtime: it may be missing, and it has a binary file that can't be bundled.
  const { default: Database } = await import(
    /* webpackIgnore: true */ /* turbopackIgnore: true */ /* @vite-ignore */ 'libsql'
  ).catch((error: unknown) => {
    throw new LabelboxError({
      code: 'INVALID_INPUT',
      cause: error,
      message: 'diskSpool() needs the package libsql, which is not installed: npm install libsql',
    })
  })
  // libsql keeps a temporary database in memory unless it is told otherwise. SQLite unlinks the file as soon as it is open.
  const database = new Database('')
  database.exec('PRAGMA temp_store = FILE')
  database.exec('CREATE TEMP TABLE spool (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID')
  const get = database.prepare('SELECT value FROM spool WHERE key = ?')
  const set = database.prepare('INSERT INTO spool VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value')
  const close = (): void => void database.close()
  return {
    get: (key) => onDisk(() => get.get(key) as { readonly value: string } | undefined)?.value,
    set: (key, value) => onDisk(() => void set.run(key, value)),
    close,
    [Symbol.dispose]: close,
  }
}

/** What a bulk call has sent by then is in its journal. */
function onDisk<T>(use: () => T): T {
  try {
    return use()
  } catch (cause) {
    throw new LabelboxError({
      code: 'INVALID_INPUT',
      mayHaveRun: true,
      cause,
      message: `diskSpool() can't use its temporary file: ${(cause as Error).message}. Free space on that disk, or name another folder in SQLITE_TMPDIR, and run it again with the same journal.`,
    })
  }
}
