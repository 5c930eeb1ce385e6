import { constants, type Stats } from 'node:fs'
import { lstat, open, readFile, realpath, type FileHandle } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { LabelboxError } from '../core/errors.ts'
import type { Journal, JournalEntry } from '../organization/bulk/bulkTypes.ts'
import { lock } from './lock.ts'

/** A {@link Journal} in a file. */
export interface FileJournal extends Journal, AsyncDisposable {
  /** Closes the file, so that others can use it. */
  readonly close: () => Promise<void>
}

/**
 * A journal in a file, as lines of JSON. Each entry is on the disk before the next request goes out; a line that a killed
 * process left half written is cut off. The file holds addresses, so only its owner can read it. One caller has it at a
 * time, by a lock beside it: no other process, container, thread or copy of this package. The lock of a process that has
 * died is taken over.
 *
 * @throws LabelboxError `INVALID_INPUT` for a journal in use, a link, another user's file, or a file that is no journal.
 * @example
 * await using journal = await fileJournal('people.journal')
 * await organization.inviteUsers(inviteRows('people.csv'), { journal })
 */
export async function fileJournal(path: string): Promise<FileJournal> {
  const lockFile = `${resolve(path)}.lock`
  const held = await lock(lockFile)
  if (held === undefined) {
    throw refused(`it is in use. Wait until the other run has ended. If there is none, remove ${lockFile}`)
  }
  let file: FileHandle | undefined
  const close = async (): Promise<void> => {
    await file?.close()
    await held.release()
  }
  try {
    file = await openOwn(path)
    await cutTornLine(file)
    await syncFolder(resolve(path))
  } catch (error) {
    await close()
    throw error
  }
  const opened = file
  const write = async (entry: JournalEntry): Promise<void> => {
    await opened.appendFile(`${JSON.stringify(entry)}\n`)
    await opened.datasync()
    // After the write: whoever takes the lock over either reads this entry, or is seen here.
    if (!(await held.isHeld())) throw refused('its lock was removed or taken over while it was in use')
  }
  let last = Promise.resolve()
  return {
    read: () => entries(opened),
    // One after the other, and none after one that failed: it may have left half a line.
    append: (entry) => (last = last.then(() => write(entry))),
    close,
    [Symbol.asyncDispose]: close,
  }
}

/** Opens the file, or makes it, and keeps it to its owner: no link that leads elsewhere, and nobody else's file. */
async function openOwn(path: string): Promise<FileHandle> {
  await lstat(path).then(requireFile, (error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  })
  const { O_RDWR, O_APPEND, O_CREAT } = constants
  // Windows has neither of these.
  const { O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants as Partial<typeof constants>
  const file = await open(path, O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK, 0o600)
  try {
    const found = await file.stat()
    requireFile(found)
    await requireOneName(path, found)
    if (process.getuid !== undefined) {
      if (found.uid !== process.geteuid?.()) throw refused('it belongs to another user. Name a file of your own')
      if ((found.mode & 0o077) !== 0) await file.chmod(0o600)
    }
    return file
  } catch (error) {
    await file.close()
    throw error
  }
}

function requireFile(found: Stats): void {
  if (found.isSymbolicLink()) throw refused('it is a symbolic link. Name the file itself')
  if (!found.isFile()) throw refused('it is not a regular file. Name another one')
}

/** The lock stands beside the file under one name: under a second one the file could be in use twice. */
async function requireOneName(path: string, { nlink }: Stats): Promise<void> {
  if (nlink > 1) throw refused('it has several names, as hard links. Name a file that has one')
  if (await isMountPoint(resolve(path))) throw refused('it is mounted by itself. Mount its folder instead')
}

async function isMountPoint(path: string): Promise<boolean> {
  if (process.platform !== 'linux') return false
  const mounts = await readFile('/proc/self/mountinfo', 'utf8').catch(() => '')
  const real = await realpath(path)
  // The path is the fifth field, with spaces and the like as octal numbers.
  return mounts.split('\n').some((line) => decoded(line.split(' ')[4] ?? '') === real)
}

const decoded = (field: string): string =>
  field.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)))

/** The lines of the file, from its beginning. */
async function* entries(file: FileHandle): AsyncGenerator<JournalEntry, void, undefined> {
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
    // Said below.
  }
  throw refused(
    `line ${line} of it is none of a journal. Is it the right file? If it has been damaged, begin a new one.`,
  )
}

/** The end of a line that was never finished: what it was about has not been done, as that is written down first. */
async function cutTornLine(file: FileHandle): Promise<void> {
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
  if (size > 0) await requireTorn(file, size)
}

/** A file without a whole line is a journal that was hardly begun, or something else. */
async function requireTorn(file: FileHandle, size: number): Promise<void> {
  const beginning = '{"job":"'
  const { buffer } = await file.read(Buffer.alloc(beginning.length), 0, beginning.length, 0)
  const begun = buffer.toString('utf8', 0, Math.min(size, beginning.length))
  if (!beginning.startsWith(begun)) throw refused('it is something else. Give another file.')
  await file.truncate(0)
}

/** The name of a new file is in its folder, which has to reach the disk as well. Windows has no such thing. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const folder = await open(dirname(path), 'r')
  await folder.sync().finally(() => folder.close())
}

const refused = (reason: string): LabelboxError =>
  new LabelboxError({ code: 'INVALID_INPUT', message: `The journal can't be used: ${reason}` })
