import { randomUUID } from 'node:crypto'
import { link, readFile, rm, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'

/** Milliseconds after which everybody who has found an abandoned lock at the same moment has tried to take it over. */
const settlingMs = 200

/** Those that are held by this process. */
const held = new Set<string>()

/**
 * Takes a lock that is a file, and gives what sets it free; `undefined` where another process has it. One of a process that
 * is no more is taken over. It appears with its content or not at all, so that of two who try only one can.
 */
export async function lock(path: string): Promise<(() => Promise<void>) | undefined> {
  if (held.has(path)) return undefined
  const mine = JSON.stringify({ pid: process.pid, host: hostname(), id: randomUUID() })
  if (!(await appear(path, mine))) {
    const found = await contentOf(path)
    if (found !== undefined && !isAbandoned(found)) return undefined
    // Unless somebody else has taken it over meanwhile.
    if ((await contentOf(path)) === found) await rm(path, { force: true })
    if (!(await appear(path, mine))) return undefined
    await sleep(settlingMs)
    if ((await contentOf(path)) !== mine) return undefined
  }
  held.add(path)
  return async () => {
    held.delete(path)
    if ((await contentOf(path)) === mine) await rm(path, { force: true })
  }
}

/** Whether a file was made with this content: it was not where there is one already. */
async function appear(path: string, content: string): Promise<boolean> {
  const draft = `${path}.${randomUUID()}`
  try {
    await writeFile(draft, content, { mode: 0o600 })
    await link(draft, path)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  } finally {
    await rm(draft, { force: true })
  }
}

async function contentOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch {
    return undefined
  }
}

/** Whether the process that has it is gone. Of another machine's nothing can be known; what is no lock is nobody's. */
function isAbandoned(content: string): boolean {
  let owner: { readonly pid?: unknown; readonly host?: unknown } | null
  try {
    owner = JSON.parse(content) as typeof owner
  } catch {
    return true
  }
  if (typeof owner?.pid !== 'number' || owner.host !== hostname()) return typeof owner?.host !== 'string'
  // A process may have the number of the one that had it before it: the first of a container always has.
  if (owner.pid === process.pid) return true
  try {
    process.kill(owner.pid, 0)
    return false
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH'
  }
}
