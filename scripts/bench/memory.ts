import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { SandboxOptions } from 'labelbox-org/sandbox'
import { row } from './row.ts'
import { startCountingSandbox } from './sandbox.ts'

/** The figures that a process reports. */
export interface HeapFigures {
  /** Live heap in bytes. */
  readonly before: number
  readonly end: number
  /** Resident memory in bytes, including native code. */
  readonly rssBefore: number
  readonly rssEnd: number
  readonly seconds: number
  /** Number of processed items. */
  readonly count: number
}

/** Work whose memory is measured, in a separate process. */
interface Work {
  readonly name: (length: number) => string
  readonly file: string
  readonly sandbox: (length: number) => SandboxOptions
  /** Arguments of the process besides the sandbox. */
  readonly args?: (length: number, folder: string) => readonly string[]
  /** Whether the longer run must not retain more than the shorter one. */
  readonly isHeld: boolean
}

const lengths = [10_000, 100_000] as const
/** Megabytes of live heap that the longer run may retain in addition. */
const limit = 10
/** Megabytes of resident memory for 100 MB of values in a disk spool. */
const spoolLimit = 30

const megabyte = 1024 * 1024

const inviting = (where: string, isHeld: boolean): Work => ({
  name: (length) => `${length} rows invited, spool ${where === 'disk' ? 'on disk' : 'in memory'}`,
  file: 'bulkMemoryProcess.ts',
  sandbox: (length) => ({ invites: 0, seats: length + 10 }),
  args: (length, folder) => [folder, String(length), where],
  isHeld,
})

const works: readonly Work[] = [
  {
    name: (length) => `${length} members listed`,
    file: 'listMemoryProcess.ts',
    sandbox: (length) => ({ users: length }),
    isHeld: true,
  },
  inviting('disk', true),
  inviting('memory', false),
]

/**
 * Measures live heap and resident memory after listing members without keeping them, and after inviting all rows of a
 * file with the report still readable. Returns missed targets.
 */
export async function benchMemory(): Promise<readonly string[]> {
  console.log(row('Megabytes', ['heap', 'at the end', 'RSS', 'at the end', 'seconds']))
  const misses: string[] = []
  for (const work of works) {
    const ends: number[] = []
    for (const length of lengths) {
      const { before, end, rssBefore, rssEnd, seconds } = await heapOf(work, length)
      ends.push(end)
      console.log(row(work.name(length), [...[before, end, rssBefore, rssEnd].map(megabytes), seconds.toFixed(1)]))
    }
    const [short = NaN, long = NaN] = ends
    console.log(row('retained more by the longer run', ['', megabytes(long - short)]))
    if (work.isHeld && !((long - short) / megabyte < limit)) {
      misses.push(`${work.name(lengths[1])}: ${megabytes(long - short)} MB more are retained; the limit is ${limit}.`)
    }
  }
  return [...misses, ...(await benchSpool())]
}

/** Stores 100 MB in a disk spool, in a separate process. */
async function benchSpool(): Promise<readonly string[]> {
  const { rssBefore, rssEnd, seconds } = await figuresOf('spoolMemoryProcess.ts', [])
  const name = '100 MB of values in diskSpool'
  console.log(row(name, ['', '', megabytes(rssBefore), megabytes(rssEnd), seconds.toFixed(1)]))
  const more = rssEnd - rssBefore
  console.log(row('growth of the process', ['', '', '', megabytes(more)]))
  return more / megabyte < spoolLimit ? [] : [`${name}: ${megabytes(more)} MB more of RSS; the limit is ${spoolLimit}.`]
}

const megabytes = (bytes: number): string => (bytes / megabyte).toFixed(2)

async function heapOf(work: Work, length: number): Promise<HeapFigures> {
  const sandbox = await startCountingSandbox(work.sandbox(length))
  const folder = await mkdtemp(join(tmpdir(), 'labelbox-org-bench-'))
  try {
    const args = [sandbox.endpoint, sandbox.apiKey, ...(work.args?.(length, folder) ?? [])]
    const figures = await figuresOf(work.file, args)
    if (figures.count !== length) throw new Error(`${work.name(length)}: not all items were processed.`)
    return figures
  } finally {
    await sandbox.stop()
    await rm(folder, { recursive: true })
  }
}

/** Runs a file of this folder in a separate process. */
async function figuresOf(file: string, args: readonly string[]): Promise<HeapFigures> {
  const execArgv = ['--expose-gc', '--import', 'tsx']
  const child = fork(resolve(import.meta.dirname, file), args, { execArgv })
  const ended = once(child, 'exit')
  const [figures] = (await Promise.race([once(child, 'message'), ended])) as [HeapFigures | number]
  await ended
  if (typeof figures === 'number') throw new Error(`${file} ended with ${figures}.`)
  return figures
}
