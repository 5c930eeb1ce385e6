import { constants } from 'node:fs'
import { access, stat } from 'node:fs/promises'
import { usage } from './failure.ts'
import { isSystemError, systemReason } from './systemError.ts'

/** @throws CommandError where it can't be read, and from its beginning more than once. */
export async function requireFile(file: string): Promise<void> {
  let isFile: boolean
  try {
    await access(file, constants.R_OK)
    isFile = (await stat(file)).isFile()
  } catch (error) {
    if (!isSystemError(error)) throw error
    throw usage(`The file ${file} can't be read: ${systemReason(error)}.`)
  }
  if (!isFile) throw usage(`${file} is no regular file: it is read twice, and a pipe or a folder can't be.`)
}

/** @throws CommandError for a journal that is the file of rows itself, or whose lock is. */
export async function requireOtherFile(journal: string, file: string): Promise<void> {
  const rows = await stat(file)
  for (const path of [journal, `${journal}.lock`]) {
    const found = await stat(path).catch(() => undefined)
    if (found === undefined || found.ino !== rows.ino || found.dev !== rows.dev) continue
    const what = path === journal ? 'is' : 'has for its lock'
    throw usage(`--journal ${journal} ${what} the file of rows itself. Name another file.`)
  }
}

/** Says how many rows there are, for a question. */
export async function countRows(source: {
  readonly read: () => AsyncIterable<unknown> | Iterable<unknown>
}): Promise<number> {
  let rows = 0
  for await (const row of source.read()) rows += row === undefined ? 0 : 1
  return rows
}
