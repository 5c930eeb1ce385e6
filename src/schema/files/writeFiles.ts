import { rm, writeFile } from 'node:fs/promises'
import type { Files } from '../documents/definitions.ts'
import { reasonOf } from '../unreadableError.ts'

/** A file that can't be written; the message is for who named it, and says what was written before. */
export class UnwritableError extends Error {}

/**
 * Writes files, one after the other; one that has nothing left in it is removed.
 *
 * @throws UnwritableError at the first that can't be.
 */
export async function writeFiles(files: Files): Promise<void> {
  const written: string[] = []
  for (const [file, text] of Object.entries(files)) {
    try {
      await (text.trim() === '' ? rm(file) : writeFile(file, text))
    } catch (error) {
      const before = written.length === 0 ? 'Nothing was written.' : `Written before it: ${written.join(', ')}.`
      throw new UnwritableError(`${file} can't be written: ${reason(error)}. ${before}`, { cause: error })
    }
    written.push(file)
  }
}

const reason = (error: unknown): string =>
  (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'it, or its folder, is not there' : reasonOf(error)
