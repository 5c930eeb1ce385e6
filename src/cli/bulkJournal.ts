import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import type { Journal, JournalEntry } from '../index.ts'
import { usage } from './failure.ts'
import { isSystemError } from './systemError.ts'

interface JournalFlags {
  readonly resume: boolean
  readonly dryRun: boolean
}

/** The journal of one run. */
export interface BulkJournal {
  /** None in a dry run that begins anew. */
  readonly journal: Journal | undefined
  /** Whether this run was about to send something. */
  readonly hasSent: () => boolean
  /** Closes it, and removes it where nothing in it is needed any more. */
  readonly close: (isNeeded: boolean) => Promise<void>
}

/** @throws CommandError for a run that would begin anew by mistake, or go on with nothing. */
export function requireJournal(path: string, { resume, dryRun }: JournalFlags): void {
  const isThere = existsSync(path)
  if (resume && !isThere) {
    throw usage(
      `There is no journal ${path} to go on with: that run has come to its end, or never began. Leave --resume out.`,
    )
  }
  if (isThere && !resume && !dryRun) {
    throw usage(
      `${path} is there, from a run that has not come to its end. Go on with it by --resume, or remove it to begin anew.`,
    )
  }
}

/** Opens it. A dry run reads it and adds nothing. */
export async function openJournal(path: string, { resume, dryRun }: JournalFlags): Promise<BulkJournal> {
  if (dryRun && !resume) return { journal: undefined, hasSent: () => false, close: () => Promise.resolve() }
  const { fileJournal } = await import('../bulk/index.ts')
  const journal = await fileJournal(path).catch((error: unknown) => {
    throw withPath(error, path)
  })
  let hasSent = false
  const append = async (entry: JournalEntry): Promise<void> => {
    await journal.append(entry).catch((error: unknown) => {
      throw withPath(error, path)
    })
    hasSent ||= 'sending' in entry
  }
  return {
    journal: { read: journal.read, append: dryRun ? () => Promise.resolve() : append },
    hasSent: () => hasSent,
    close: async (isNeeded) => {
      // Before it is closed: until then nobody else has it.
      if (!isNeeded && !dryRun) await rm(path, { force: true })
      await journal.close()
    },
  }
}

/** Whether anything may have been sent, by this run or an earlier one. One that can't be read may hold anything. */
export async function holdsSent({ journal }: BulkJournal): Promise<boolean> {
  try {
    for await (const entry of journal?.read() ?? []) if ('sending' in entry) return true
    return false
  } catch {
    return true
  }
}

/** The error, with the file that it is about. */
const withPath = (error: unknown, path: string): unknown =>
  isSystemError(error) ? Object.assign(error, { path }) : error
