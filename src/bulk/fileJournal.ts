import { open, type FileHandle } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { LabelboxError } from '../errors.ts'
import type { Journal, JournalEntry } from '../organization/bulk/journal.ts'
import { lock } from './lock.ts'

/** A {@link Journal} in a file. */
export interface FileJournal extends Journal, AsyncDisposable {
  /** Closes the file, and lets other processes have it. */
  readonly close: () => Promise<void>
}

/**
 * A journal in a file to which lines of JSON are only ever added, each on its way to the disk before the next request.
 * What a process that was killed left half written is cut off. One process has the file at a time, by a lock beside it;
 * that of a process which is no more is taken over. The file has addresses in it, and is for its owner's eyes alone.
 *
 * @throws LabelboxError `INVALID_INPUT` for a file that another process has, or that is no journal.
 * @example
 * await using journal = await fileJournal('people.journal')
 * await organization.inviteUsers(inviteRows('people.csv'), { journal })
 */
export async function fileJournal(path: string): Promise<FileJournal> {
  const lockFile = `${resolve(path)}.lock`
  const release = await lock(lockFile)
  if (release === undefined) {
    throw refused(`another process has it. Wait for that one to end. If there is none, remove ${lockFile}`)
  }
  let file: FileHandle | undefined
  const close = async (): Promise<void> => {
    await file?.close()
    await release()
  }
  try {
    file = await open(path, 'a+', 0o600)
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
