import { createHash, randomUUID } from 'node:crypto'
import { readFileSync, readlinkSync } from 'node:fs'
import { link, open, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'

/** How often an owner touches its lock file, in milliseconds. */
const beatMs = 500

/** After this many milliseconds without a touch, the owner of a lock is considered dead. */
const silenceMs = 5000

export interface Lock {
  /** Whether the lock file is still this owner's: others may remove it or take it over. */
  readonly isHeld: () => Promise<boolean>
  readonly release: () => Promise<void>
}

/** The content of a lock file. */
interface Owner {
  /** The process table that has `pid`: that of a machine or of a container. */
  readonly table: string
  readonly pid: number
  /** When the process started, as a later process may have the same `pid`. */
  readonly started: string
  readonly id: string
}

/**
 * Takes a lock. As the lock is a file, it excludes threads, processes, containers and copies of this package alike. The
 * lock of a dead owner is taken over.
 *
 * @returns `undefined` if the lock is taken.
 */
export async function lock(path: string): Promise<Lock | undefined> {
  const mine = JSON.stringify(self())
  if (!(await create(path, mine))) {
    const found = await contentOf(path)
    // Released in the meantime.
    if (found === undefined) return lock(path)
    if (!(await isAbandoned(path, found))) return undefined
    if (!(await takeOver(path, found, mine))) return undefined
  }
  const file = await open(path, 'r+')
  const beat = setInterval(() => {
    const now = new Date()
    // By handle: the path may belong to the lock of another owner by now.
    file.utimes(now, now).catch(() => undefined)
  }, beatMs)
  beat.unref()
  const isHeld = async (): Promise<boolean> => (await contentOf(path)) === mine
  const release = async (): Promise<void> => {
    clearInterval(beat)
    await file.close()
    if (await isHeld()) await rm(path, { force: true })
  }
  return { isHeld, release }
}

/** Replaces an abandoned lock, under a lock on that lock, so that only one process can. */
async function takeOver(path: string, abandoned: string, mine: string): Promise<boolean> {
  const name = createHash('sha256').update(abandoned).digest('hex').slice(0, 16)
  const claim = await lock(`${path}.${name}`)
  if (claim === undefined) return false
  try {
    if ((await contentOf(path)) !== abandoned) return false
    await withDraft(path, mine, (draft) => rename(draft, path))
    return true
  } finally {
    await claim.release()
  }
}

/** Creates the file with its content in one step. Returns `false` if it exists. */
async function create(path: string, content: string): Promise<boolean> {
  try {
    await withDraft(path, content, (draft) => link(draft, path))
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

async function withDraft(path: string, content: string, place: (draft: string) => Promise<void>): Promise<void> {
  const draft = `${path}.${randomUUID()}`
  try {
    await writeFile(draft, content, { mode: 0o600, flag: 'wx' })
    await place(draft)
  } finally {
    await rm(draft, { force: true })
  }
}

async function contentOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT'

/** A holder that this process can see is looked up; any other has to show that it lives. */
async function isAbandoned(path: string, content: string): Promise<boolean> {
  const owner = parse(content)
  // Locks are created with their content. An incomplete one is left by a power failure.
  if (owner === undefined) return true
  if (owner.table === table()) {
    const started = startOf(owner.pid)
    if (started === undefined) return true
    if (started !== unknown && owner.started !== unknown) {
      if (started !== owner.started) return true
      // In this process, the owner may be a thread that has ended.
      if (owner.pid !== process.pid) return false
    }
  }
  return !(await isTouched(path))
}

function parse(content: string): Owner | undefined {
  try {
    const owner = JSON.parse(content) as Partial<Owner> | null
    return typeof owner?.pid === 'number' ? (owner as Owner) : undefined
  } catch {
    return undefined
  }
}

/** Waits for the lock to be touched or released. Compares the file's times only, as the clocks of two machines differ. */
async function isTouched(path: string): Promise<boolean> {
  try {
    const first = await touchedAt(path)
    for (let waited = 0; waited < silenceMs; waited += beatMs) {
      await new Promise((resolve) => setTimeout(resolve, beatMs))
      if ((await touchedAt(path)) !== first) return true
    }
    return false
  } catch (error) {
    if (isMissing(error)) return true
    throw error
  }
}

/** Opens the file, which makes a network file system ask its server. */
async function touchedAt(path: string): Promise<number> {
  const file = await open(path)
  try {
    return (await file.stat()).mtimeMs
  } finally {
    await file.close()
  }
}

const self = (): Owner => ({
  table: table(),
  pid: process.pid,
  started: startOf(process.pid) ?? unknown,
  id: randomUUID(),
})

/** Two containers may have the same host name, and each has a process 1. On Linux, their namespaces differ. */
function table(): string {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    return `${boot} ${readlinkSync('/proc/self/ns/pid')}`
  } catch {
    return hostname()
  }
}

/** The start of a process on systems that don't report it. */
const unknown = 'unknown'

/** When a process started; `undefined` if it has ended. */
function startOf(pid: number): string | undefined {
  try {
    // In a container, /proc may show the processes of another one.
    if (readlinkSync('/proc/self') !== String(process.pid)) return unknownIfRunning(pid)
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name, before the last parenthesis, may contain any character.
    const [state = '', ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return 'ZX'.includes(state) ? undefined : fields[18]
  } catch {
    return unknownIfRunning(pid)
  }
}

function unknownIfRunning(pid: number): string | undefined {
  try {
    process.kill(pid, 0)
    return unknown
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH' ? undefined : unknown
  }
}
