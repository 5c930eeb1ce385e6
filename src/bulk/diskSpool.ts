import { LabelboxError } from '../core/errors.ts'
import type { Spool } from '../organization/bulk/bulkTypes.ts'

/** A {@link Spool} on disk. */
export interface DiskSpool extends Spool, Disposable {
  /** Deletes the file. The outcomes of a report that uses this spool can't be read afterwards. */
  readonly close: () => void
}

/**
 * Stores the state of a bulk call in a temporary file, so that memory use doesn't grow with the number of rows. Requires
 * the package `libsql`.
 *
 * The file has no name, only its owner can read it, and the system removes it when the process ends. Its folder is
 * `SQLITE_TMPDIR`, else `TMPDIR`, else `/var/tmp`.
 *
 * @throws LabelboxError `INVALID_INPUT` if `libsql` is not installed.
 * @example
 * using spool = await diskSpool()
 * const report = await organization.inviteUsers(inviteRows('people.csv'), { spool })
 * console.log(report.counts)
 */
export async function diskSpool(): Promise<DiskSpool> {
  // Hidden from bundlers: the package is optional, and its binary can't be bundled.
  const { default: Database } = await import(
    /* webpackIgnore: true */ /* turbopackIgnore: true */ /* @vite-ignore */ 'libsql'
  ).catch((error: unknown) => {
    throw new LabelboxError({
      code: 'INVALID_INPUT',
      cause: error,
      message: 'diskSpool() needs the package libsql, which is not installed. Run npm install libsql.',
    })
  })
  // libsql keeps temporary databases in memory by default. SQLite unlinks the file as soon as it is open.
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

/** Requests may have been sent before the disk fails, so the error has `mayHaveRun`. */
function onDisk<T>(use: () => T): T {
  try {
    return use()
  } catch (cause) {
    throw new LabelboxError({
      code: 'INVALID_INPUT',
      mayHaveRun: true,
      cause,
      message: `diskSpool() can't use its temporary file: ${(cause as Error).message}. Free some space on that disk, or set SQLITE_TMPDIR to another folder. Then call the method again with the same journal.`,
    })
  }
}
