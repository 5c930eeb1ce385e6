import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SandboxOptions } from '@labelbox-org/tools/sandbox'
import { inThousands } from '../numbers.ts'
import { inProcess } from '../processes.ts'
import type { Measurement, Row, Target } from '../results/measurement.ts'
import { startCountingSandbox } from '../sandbox.ts'

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
  name: (length) => `${inThousands(length)} rows invited, spool ${where === 'disk' ? 'on disk' : 'in memory'}`,
  file: 'bulkMemoryProcess.ts',
  sandbox: (length) => ({ invites: 0, seats: length + 10 }),
  args: (length, folder) => [folder, String(length), where],
  isHeld,
})

const works: readonly Work[] = [
  {
    name: (length) => `${inThousands(length)} members listed`,
    file: 'listMemoryProcess.ts',
    sandbox: (length) => ({ users: length }),
    isHeld: true,
  },
  inviting('disk', true),
  inviting('memory', false),
]

/**
 * Measures live heap and resident memory after listing members without keeping them, and after inviting all rows of a
 * file with the report still readable.
 */
export async function measureMemory(): Promise<Measurement> {
  const rows: Row[] = []
  const targets: Target[] = []
  for (const work of works) {
    const ends: number[] = []
    for (const length of lengths) {
      const figures = await heapOf(work, length)
      ends.push(figures.end)
      rows.push(rowOf(work.name(length), figures))
    }
    const [short = NaN, long = NaN] = ends
    rows.push({ name: 'more after the longer run', cells: [null, megabytes(long - short), null, null, null] })
    if (work.isHeld) {
      targets.push({
        what: `${work.name(lengths[1])}, live heap`,
        figure: megabytes(long - short),
        bound: 'below',
        target: limit,
        unit: 'MB',
        comparison: `more than after ${inThousands(lengths[0])}`,
      })
    }
  }
  const spool = await inProcess<HeapFigures>('parts/spoolMemoryProcess.ts')
  const spoolName = '100 MB of values in diskSpool'
  rows.push(rowOf(spoolName, spool))
  targets.push({
    what: `${spoolName}, memory of the process`,
    figure: megabytes(spool.rssEnd - spool.rssBefore),
    bound: 'below',
    target: spoolLimit,
    unit: 'MB',
    comparison: 'more than before',
  })
  return {
    tables: [
      {
        caption: 'Megabytes of live heap and of the process (RSS) before the work and at its end, and its seconds.',
        columns: [
          ...['heap', 'at the end', 'RSS', 'at the end'].map((name) => ({ name, digits: 1 })),
          { name: 'seconds', digits: 1 },
        ],
        rows,
      },
    ],
    targets,
  }
}

const rowOf = (name: string, { before, end, rssBefore, rssEnd, seconds }: HeapFigures): Row => ({
  name,
  cells: [...[before, end, rssBefore, rssEnd].map(megabytes), seconds],
})

const megabytes = (bytes: number): number => bytes / megabyte

async function heapOf(work: Work, length: number): Promise<HeapFigures> {
  const sandbox = await startCountingSandbox(work.sandbox(length))
  const folder = await mkdtemp(join(tmpdir(), 'labelbox-org-bench-'))
  try {
    const args = [sandbox.endpoint, sandbox.apiKey, ...(work.args?.(length, folder) ?? [])]
    const figures = await inProcess<HeapFigures>(`parts/${work.file}`, ...args)
    if (figures.count !== length) throw new Error(`${work.name(length)}: not all items were processed.`)
    return figures
  } finally {
    await sandbox.stop()
    await rm(folder, { recursive: true })
  }
}
