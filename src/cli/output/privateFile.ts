import { randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import { access, lstat, open, realpath, rename, rm, type FileHandle } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { isSystemError, systemReason } from '../bulk/systemError.ts'
import { usage } from './commandError.ts'

/** A file that appears under its name once it is complete. */
export interface PrivateFile {
  readonly write: (work: (file: FileHandle) => Promise<void>) => Promise<void>
}

/**
 * Checks that a file can be written, before anything is sent. Only the owner can read it, whatever the mode of the file
 * that it replaces.
 *
 * @param option - The option that names the file, such as `--report`.
 * @param what - What it holds, such as `report`.
 * @throws CommandError where it can't be written, or would replace one of the other files.
 */
export async function openPrivateFile(
  path: string,
  option: string,
  what: string,
  others: readonly string[] = [],
): Promise<PrivateFile> {
  try {
    const target = join(await realpath(dirname(path)), basename(path))
    for (const other of others) {
      if (target === (await resolvedPath(other)))
        throw usage(`${option} ${path} would replace ${other}. Name another file.`)
    }
    await requireReplaceable(target, path, what)
    await withDraft(target, () => Promise.resolve())
    return {
      write: (work) =>
        withDraft(target, async (file, draft) => {
          await work(file)
          await rename(draft, target)
        }),
    }
  } catch (error) {
    throw isSystemError(error) ? usage(`The ${what} can't be written to ${path}: ${systemReason(error)}.`) : error
  }
}

/** Works with a temporary file beside the target, and deletes it unless it was renamed. */
async function withDraft(target: string, work: (file: FileHandle, draft: string) => Promise<void>): Promise<void> {
  const draft = `${target}.${randomUUID()}.tmp`
  const file = await open(draft, 'wx', 0o600)
  try {
    await work(file, draft)
  } finally {
    await file.close()
    await rm(draft, { force: true })
  }
}

/** The path with all links followed; the file need not exist. */
async function resolvedPath(path: string): Promise<string> {
  try {
    return await realpath(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    return join(await realpath(dirname(path)), basename(path))
  }
}

/** Refuses links: in a shared folder another user may have made them. */
async function requireReplaceable(target: string, path: string, what: string): Promise<void> {
  const found = await lstat(target).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  })
  if (found === undefined) return
  const reason = found.isSymbolicLink()
    ? 'it is a symbolic link. Name the file itself'
    : found.isFile()
      ? undefined
      : 'it is not a regular file'
  if (reason !== undefined) throw usage(`The ${what} can't be written to ${path}: ${reason}.`)
  await access(target, constants.W_OK)
}
