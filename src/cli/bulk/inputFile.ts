import { constants } from 'node:fs'
import { access, readFile, stat } from 'node:fs/promises'
import { buffer } from 'node:stream/consumers'
import type { Io } from '../io.ts'
import { usage } from '../output/commandError.ts'
import { isSystemError, systemReason } from './systemError.ts'

/**
 * Reads a whole file, or stdin for `-`.
 *
 * @throws CommandError for a file that can't be read.
 */
export async function readInput(file: string, { stdin }: Io): Promise<Uint8Array> {
  if (file === '-') return buffer(stdin)
  try {
    return await readFile(file)
  } catch (error) {
    if (!isSystemError(error)) throw error
    throw usage(`The file ${file} can't be read: ${systemReason(error)}.`)
  }
}

/** @throws CommandError for a file that can't be read twice. */
export async function requireReadableFile(file: string): Promise<void> {
  let isFile: boolean
  try {
    await access(file, constants.R_OK)
    isFile = (await stat(file)).isFile()
  } catch (error) {
    if (!isSystemError(error)) throw error
    throw usage(`The file ${file} can't be read: ${systemReason(error)}.`)
  }
  if (!isFile) throw usage(`${file} is not a regular file. It is read twice, which a pipe does not allow.`)
}

/** @throws CommandError for a journal that is the input file, or whose lock is. */
export async function requireSeparateJournal(journal: string, file: string): Promise<void> {
  const input = await stat(file)
  for (const path of [journal, `${journal}.lock`]) {
    const found = await stat(path).catch(() => undefined)
    if (found === undefined || found.ino !== input.ino || found.dev !== input.dev) continue
    const what = path === journal ? 'is the input file' : 'has the input file as its lock'
    throw usage(`--journal ${journal} ${what}. Name another file.`)
  }
}

/** Counts the rows, for a question. */
export async function countRows(source: {
  readonly read: () => AsyncIterable<unknown> | Iterable<unknown>
}): Promise<number> {
  let rows = 0
  for await (const row of source.read()) rows += row === undefined ? 0 : 1
  return rows
}
