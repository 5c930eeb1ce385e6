import { openDB, type DBSchema, type IDBPDatabase } from 'idb'
import type {
  InviteOutcome,
  InviteRow,
  Journal,
  JournalEntry,
  RowOutcome,
} from '../../../../../organization/bulk/bulkTypes.ts'

// What the browser keeps of each run, so that a reload sends nothing twice.

/** A run as the browser keeps it. */
export interface StoredRun {
  readonly id: string
  readonly organizationId: string
  /** Name of the file, or what else the rows came from. */
  readonly source: string
  /** Milliseconds since 1970. */
  readonly createdAt: number
  readonly rows: readonly InviteRow[]
  /** Rows that were left out because of a problem. */
  readonly skipped: readonly RowOutcome<InviteOutcome>[]
}

interface RunDatabase extends DBSchema {
  runs: { key: string; value: StoredRun }
  entries: { key: number; value: { run: string; entry: JournalEntry }; indexes: { run: string } }
  outcomes: {
    key: [run: string, row: number]
    value: { run: string; row: number; outcome: RowOutcome<InviteOutcome> }
    indexes: { run: string }
  }
}

let opened: Promise<IDBPDatabase<RunDatabase>> | undefined

const database = (): Promise<IDBPDatabase<RunDatabase>> =>
  (opened ??= openDB<RunDatabase>('labelbox-org console invites', 1, {
    upgrade(found) {
      found.createObjectStore('runs', { keyPath: 'id' })
      found.createObjectStore('entries', { autoIncrement: true }).createIndex('run', 'run')
      found.createObjectStore('outcomes', { keyPath: ['run', 'row'] }).createIndex('run', 'run')
    },
  }))

export async function addRun(run: StoredRun): Promise<void> {
  await (await database()).add('runs', run)
}

export const storedRun = async (id: string): Promise<StoredRun | undefined> => (await database()).get('runs', id)

/** The runs of an organization, newest first. */
export async function storedRuns(organizationId: string): Promise<readonly StoredRun[]> {
  const runs = await (await database()).getAll('runs')
  return runs
    .filter((run) => run.organizationId === organizationId)
    .sort((one, other) => other.createdAt - one.createdAt)
}

export async function outcomesOf(id: string): Promise<readonly RowOutcome<InviteOutcome>[]> {
  const found = await (await database()).getAllFromIndex('outcomes', 'run', id)
  return found.map(({ outcome }) => outcome)
}

export async function saveOutcomes(id: string, outcomes: readonly RowOutcome<InviteOutcome>[]): Promise<void> {
  const transaction = (await database()).transaction('outcomes', 'readwrite')
  for (const outcome of outcomes) void transaction.store.put({ run: id, row: outcome.row, outcome })
  await transaction.done
}

/** Forgets a run with everything about it. */
export async function forgetRun(id: string): Promise<void> {
  const transaction = (await database()).transaction(['runs', 'entries', 'outcomes'], 'readwrite')
  await transaction.objectStore('runs').delete(id)
  for (const store of ['entries', 'outcomes'] as const) {
    const keys = await transaction.objectStore(store).index('run').getAllKeys(id)
    for (const key of keys) await transaction.objectStore(store).delete(key)
  }
  await transaction.done
}

/**
 * The journal of a run, in the browser's database. An entry is on disk before its request is sent.
 *
 * @param beforeSending - Called before each request. What it throws stops the run, and nothing more is sent.
 */
export const journalOf = (id: string, beforeSending: () => void): Journal => ({
  read: async function* () {
    for (const { entry } of await (await database()).getAllFromIndex('entries', 'run', id)) yield entry
  },
  append: async (entry) => {
    if ('sending' in entry) beforeSending()
    const transaction = (await database()).transaction('entries', 'readwrite', { durability: 'strict' })
    await transaction.store.add({ run: id, entry })
    await transaction.done
  },
})
