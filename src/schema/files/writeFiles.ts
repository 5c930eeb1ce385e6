import { readFile, rm, writeFile } from 'node:fs/promises'
import type { Files } from '../documents/definitions.ts'
import { reasonOf } from '../unreadableError.ts'

/** A file that cannot be written. The message names the file, the reason, and which files are changed. */
export class UnwritableError extends Error {}

/**
 * Writes files: all, or none. A file whose text is empty is deleted.
 *
 * @throws UnwritableError at the first file that fails, after those before it have their former content again.
 */
export async function writeFiles(files: Files): Promise<void> {
  const written: (readonly [file: string, former: Uint8Array | undefined])[] = []
  for (const [file, text] of Object.entries(files)) {
    try {
      const former = await contentOf(file)
      // Before the file is changed, as it may be half written when that fails.
      written.push([file, former])
      await (text.trim() === '' ? rm(file) : writeFile(file, text))
    } catch (error) {
      const lost = await restored(written)
      const rest = lost.length === 0 ? 'Nothing was changed.' : `These are changed: ${lost.join(', ')}.`
      throw new UnwritableError(`${file} can't be written: ${reason(error)}. ${rest}`, { cause: error })
    }
  }
}

/** Gives files their former content, and returns those that cannot have it. */
async function restored(
  written: readonly (readonly [file: string, former: Uint8Array | undefined])[],
): Promise<string[]> {
  const lost: string[] = []
  for (const [file, former] of written) {
    try {
      const now = await contentOf(file)
      if (former === undefined ? now === undefined : now !== undefined && Buffer.from(former).equals(now)) continue
      await (former === undefined ? rm(file) : writeFile(file, former))
    } catch {
      lost.push(file)
    }
  }
  return lost
}

/** Undefined if the file does not exist. */
async function contentOf(file: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

const reason = (error: unknown): string =>
  (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'the file or its folder does not exist' : reasonOf(error)
