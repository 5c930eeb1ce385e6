import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import type { Journal, JournalEntry } from '../../index.ts'
import { usage } from '../output/commandError.ts'
import { isSystemError } from './systemError.ts'

interface JournalFlags {
  readonly resume: boolean
  readonly dryRun: boolean
}

/** The journal file of one run. */
export interface JournalFile {
  /** `undefined` in a dry run that resumes nothing. */
  readonly journal: Journal | undefined
  /** Whether this run was about to send something. */
  readonly hasSent: () => boolean
  /** Closes the file, and deletes it if it is not needed any more. */
  readonly close: (isNeeded: boolean) => Promise<void>
}

/** @throws CommandError for `--resume` without a journal, and for a new run beside the journal of an incomplete one. */
export function requireFittingJournal(path: string, { resume, dryRun }: JournalFlags): void {
  const exists = existsSync(path)
  if (resume && !exists) {
    throw usage(`There is no journal ${path} to resume: that run is complete, or never started. Drop --resume.`)
  }
  if (exists && !resume && !dryRun) {
    throw usage(`${path} is the journal of an incomplete run. Pass --resume to continue, or delete it to start again.`)
  }
}

/** Opens the journal. A dry run reads it and writes nothing. */
export async function openJournal(path: string, { resume, dryRun }: JournalFlags): Promise<JournalFile> {
  if (dryRun && !resume) return { journal: undefined, hasSent: () => false, close: () => Promise.resolve() }
  const { fileJournal } = await import('../../bulk/index.ts')
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
      // While its lock is held, so that no other run opens it.
      if (!isNeeded && !dryRun) await rm(path, { force: true })
      await journal.close()
    },
  }
}

/** Whether this run or an earlier one may have sent something. An unreadable journal may hold anything. */
export async function recordsRequests({ journal }: JournalFile): Promise<boolean> {
  try {
    for await (const entry of journal?.read() ?? []) if ('sending' in entry) return true
    return false
  } catch {
    return true
  }
}

const withPath = (error: unknown, path: string): unknown =>
  isSystemError(error) ? Object.assign(error, { path }) : error
