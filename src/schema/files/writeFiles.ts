import { rm, writeFile } from 'node:fs/promises'
import type { Files } from '../documents/definitions.ts'
import { reasonOf } from '../unreadableError.ts'

/** A file that cannot be written. The message names the file, the reason, and the files written before it. */
export class UnwritableError extends Error {}

/**
 * Writes files in order. A file whose text is empty is deleted.
 *
 * @throws UnwritableError at the first file that fails.
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
  (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'the file or its folder does not exist' : reasonOf(error)
