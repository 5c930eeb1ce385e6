import { constants, type Stats } from 'node:fs'
import { lstat, open, readFile, realpath, type FileHandle } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import type { LabelboxError } from '../core/errors.ts'
import { invalid } from '../core/guards.ts'
import type { Journal, JournalEntry } from '../organization/bulk/bulkTypes.ts'
import { lock } from './lock.ts'

/** A {@link Journal} in a file. */
export interface FileJournal extends Journal, AsyncDisposable {
  /** Closes the file and releases its lock. */
  readonly close: () => Promise<void>
}

/**
 * Opens a journal in a file, or creates it. Each entry is a line of JSON, and is on disk before the next request is sent.
 * A line that a killed process left incomplete is removed. The file contains email addresses, so only its owner can read
 * it; on Windows, those who may read its folder can.
 *
 * The journal is locked until it is closed, by a file beside it. The lock excludes other processes, containers, threads
 * and copies of this package. The lock of a process that has died is taken over.
 *
 * @throws LabelboxError `INVALID_INPUT` if the journal is in use, a link, another user's file, or not a journal.
 * @example
 * await using journal = await fileJournal('people.journal')
 * await organization.inviteUsers(inviteRows('people.csv'), { journal })
 */
export async function fileJournal(path: string): Promise<FileJournal> {
  const lockFile = `${resolve(path)}.lock`
  const held = await lock(lockFile)
  if (held === undefined) {
    throw invalidJournal(`it is in use. Wait until the other run has ended. If there is none, remove ${lockFile}.`)
  }
  let file: FileHandle | undefined
  const close = async (): Promise<void> => {
    await file?.close()
    await held.release()
  }
  try {
    file = await openOwned(path)
    await removeIncompleteLine(file)
    await syncFolder(resolve(path))
  } catch (error) {
    await close()
    throw error
  }
  const opened = file
  const write = async (entries: readonly JournalEntry[]): Promise<void> => {
    await opened.appendFile(entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''))
    await opened.datasync()
    // Looked at when the disk has them: a process that takes the lock over, on this machine or another, either reads these
    // entries or is noticed here.
    if (!(await held.isHeld())) throw invalidJournal('its lock was removed or taken over while it was in use.')
  }
  return {
    read: () => readEntries(opened),
    append: groupedAppend(write),
    close,
    [Symbol.asyncDispose]: close,
  }
}

/**
 * Entries that arrive while a write is under way share the next one: the disk takes as long for many as for one. They are
 * written in order, and never after a failure, which may have left an incomplete line.
 */
function groupedAppend(write: (entries: readonly JournalEntry[]) => Promise<void>): Journal['append'] {
  let last = Promise.resolve()
  let next: { readonly entries: JournalEntry[]; readonly written: Promise<void> } | undefined
  return (entry) => {
    if (next === undefined) {
      const entries: JournalEntry[] = []
      const written = last.then(() => {
        next = undefined
        return write(entries)
      })
      last = written
      next = { entries, written }
    }
    next.entries.push(entry)
    return next.written
  }
}

/** Opens or creates the file, and makes it private. Refuses links and files of other users. */
async function openOwned(path: string): Promise<FileHandle> {
  await lstat(path).then(requireFile, (error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  })
  const { O_RDWR, O_APPEND, O_CREAT } = constants
  // Windows has neither.
  const { O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants as Partial<typeof constants>
  const file = await open(path, O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK, 0o600)
  try {
    const found = await file.stat()
    requireFile(found)
    await requireOneName(path, found)
    if (process.getuid !== undefined) {
      if (found.uid !== process.geteuid?.())
        throw invalidJournal('it belongs to another user. Choose a file of your own.')
      if ((found.mode & 0o077) !== 0) await file.chmod(0o600)
    }
    return file
  } catch (error) {
    await file.close()
    throw error
  }
}

function requireFile(found: Stats): void {
  if (found.isSymbolicLink()) throw invalidJournal('it is a symbolic link. Pass the path of the file itself.')
  if (!found.isFile()) throw invalidJournal('it is not a regular file. Choose another path.')
}

/** The lock is named after the file. Under a second name, the file could be opened twice. */
async function requireOneName(path: string, { nlink }: Stats): Promise<void> {
  if (nlink > 1) throw invalidJournal('it has hard links. Choose a file that has none.')
  if (await isMountPoint(resolve(path))) throw invalidJournal('it is a mount point. Mount its folder instead.')
}

async function isMountPoint(path: string): Promise<boolean> {
  if (process.platform !== 'linux') return false
  const mounts = await readFile('/proc/self/mountinfo', 'utf8').catch(() => '')
  const real = await realpath(path)
  // The path is the fifth field, with special characters as octal numbers.
  return mounts.split('\n').some((line) => unescaped(line.split(' ')[4] ?? '') === real)
}

const unescaped = (field: string): string =>
  field.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)))

async function* readEntries(file: FileHandle): AsyncGenerator<JournalEntry, void, undefined> {
  let line = 0
  const input = file.createReadStream({ start: 0, autoClose: false, encoding: 'utf8' })
  for await (const text of createInterface({ input, crlfDelay: Infinity })) {
    line += 1
    yield parse(text, line)
  }
}

function parse(text: string, line: number): JournalEntry {
  try {
    const entry: unknown = JSON.parse(text)
    if (typeof entry === 'object' && entry !== null && ['job', 'sending', 'ended'].some((key) => key in entry)) {
      return entry as JournalEntry
    }
  } catch {
    // Reported below.
  }
  throw invalidJournal(
    `line ${line} is not a journal entry. Check the path. If the file is damaged, start a new journal.`,
  )
}

/** Removes an incomplete last line. Its request was not sent, as entries are written first. */
async function removeIncompleteLine(file: FileHandle): Promise<void> {
  const { size } = await file.stat()
  const step = 65_536
  for (let end = size; end > 0; end -= step) {
    const start = Math.max(0, end - step)
    const { buffer } = await file.read(Buffer.alloc(end - start), 0, end - start, start)
    const newline = buffer.lastIndexOf('\n')
    if (newline >= 0) {
      if (start + newline + 1 < size) await file.truncate(start + newline + 1)
      return
    }
  }
  if (size > 0) await removeIncompleteHeader(file, size)
}

/** A file without a complete line is either a journal whose first line is incomplete, or another file. */
async function removeIncompleteHeader(file: FileHandle, size: number): Promise<void> {
  const beginning = '{"job":"'
  const { buffer } = await file.read(Buffer.alloc(beginning.length), 0, beginning.length, 0)
  const begun = buffer.toString('utf8', 0, Math.min(size, beginning.length))
  if (!beginning.startsWith(begun)) throw invalidJournal('it is another kind of file. Choose another path.')
  await file.truncate(0)
}

/** Writes the folder to disk as well, as it has the name of a new file. Windows can't. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const folder = await open(dirname(path), 'r')
  await folder.sync().finally(() => folder.close())
}

const invalidJournal = (reason: string): LabelboxError => invalid(`The journal can't be used: ${reason}`)
