import { createHash, randomUUID } from 'node:crypto'
import { readFileSync, readlinkSync } from 'node:fs'
import { link, open, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'

/** How often a holder touches its lock, in milliseconds. */
const beatMs = 500

/** How long a lock may go untouched before its holder is taken for dead, in milliseconds. */
const silenceMs = 5000

/** A lock that is held. */
export interface Lock {
  /** Whether nobody has removed it or taken it over. */
  readonly isHeld: () => Promise<boolean>
  readonly release: () => Promise<void>
}

/** Who holds a lock, as its file says. */
interface Owner {
  /** The process table that `pid` belongs to. */
  readonly table: string
  readonly pid: number
  /** When the process started, which tells it from a later one with the same `pid`. */
  readonly started: string
  readonly id: string
}

/**
 * Takes a lock, which is a file; gives `undefined` where it is held. The file alone decides, so threads, processes,
 * containers and two copies of this package exclude each other. The lock of a dead holder is taken over.
 */
export async function lock(path: string): Promise<Lock | undefined> {
  const mine = JSON.stringify(self())
  if (!(await appear(path, mine))) {
    const found = await contentOf(path)
    // Released a moment ago.
    if (found === undefined) return lock(path)
    if (!(await isAbandoned(path, found))) return undefined
    if (!(await takeOver(path, found, mine))) return undefined
  }
  const file = await open(path, 'r+')
  const beat = setInterval(() => {
    const now = new Date()
    // Of the file that is open: another holder's lock may have its name by now.
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

/** Replaces an abandoned lock. Whoever does it holds a lock on that very lock, so that only one of several can. */
async function takeOver(path: string, abandoned: string, mine: string): Promise<boolean> {
  const name = createHash('sha256').update(abandoned).digest('hex').slice(0, 16)
  const claim = await lock(`${path}.${name}`)
  if (claim === undefined) return false
  try {
    if ((await contentOf(path)) !== abandoned) return false
    await drafted(path, mine, (draft) => rename(draft, path))
    return true
  } finally {
    await claim.release()
  }
}

/** Makes the file with its content in one step. Whether it did: the file may be there. */
async function appear(path: string, content: string): Promise<boolean> {
  try {
    await drafted(path, content, (draft) => link(draft, path))
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

async function drafted(path: string, content: string, place: (draft: string) => Promise<void>): Promise<void> {
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
  // A lock appears with its whole content: a torn one is what a power cut has left.
  if (owner === undefined) return true
  if (owner.table === table()) {
    const started = startOf(owner.pid)
    if (started === undefined) return true
    if (started !== unknown && owner.started !== unknown) {
      if (started !== owner.started) return true
      // In this process it may be a thread that has ended.
      if (owner.pid !== process.pid) return false
    }
  }
  return !(await showsLife(path))
}

function parse(content: string): Owner | undefined {
  try {
    const owner = JSON.parse(content) as Partial<Owner> | null
    return typeof owner?.pid === 'number' ? (owner as Owner) : undefined
  } catch {
    return undefined
  }
}

/** Watches whether a lock is touched, or released. Its time is compared with itself: two machines' clocks differ. */
async function showsLife(path: string): Promise<boolean> {
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

/** Opens it, since that makes a network file system ask its server. */
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

/** Two containers may have one host name, and each has a process 1. On Linux the namespace tells them apart. */
function table(): string {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    return `${boot} ${readlinkSync('/proc/self/ns/pid')}`
  } catch {
    return hostname()
  }
}

/** Stands for the start of a process where the system does not tell it. */
const unknown = 'unknown'

/** When a process started; `undefined` for one that has ended. */
function startOf(pid: number): string | undefined {
  try {
    // A container may show the processes of another one here.
    if (readlinkSync('/proc/self') !== String(process.pid)) return startUntold(pid)
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name before the last parenthesis may hold anything.
    const [state = '', ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return 'ZX'.includes(state) ? undefined : fields[18]
  } catch {
    return startUntold(pid)
  }
}

function startUntold(pid: number): string | undefined {
  try {
    process.kill(pid, 0)
    return unknown
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH' ? undefined : unknown
  }
}
