import { fork } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import type { HeapFigures } from './memoryProcess.ts'
import { row } from './print.ts'
import { startSandbox } from './sandbox.ts'

const lengths = [10_000, 100_000] as const
/** Megabytes that the longer list may keep beyond the shorter one. */
const limit = 10

const megabyte = 1024 * 1024

/** What is alive when the last member of a list has come, none of them kept. Returns the targets that are missed. */
export async function benchMemory(): Promise<readonly string[]> {
  console.log(row('Live heap at the last member, in megabytes', ['before', 'at the end']))
  const ends: number[] = []
  for (const length of lengths) {
    const { before, end } = await heapOf(length)
    ends.push(end)
    console.log(
      row(
        `${length} members`,
        [before, end].map((bytes) => (bytes / megabyte).toFixed(2)),
      ),
    )
  }
  const [short = NaN, long = NaN] = ends
  const more = (long - short) / megabyte
  console.log(row('the longer list keeps more', ['', more.toFixed(2)]))
  return more < limit ? [] : [`A list of ${lengths[1]} keeps ${more.toFixed(2)} MB more; the limit is ${limit}.`]
}

async function heapOf(length: number): Promise<HeapFigures> {
  const sandbox = await startSandbox('--users', String(length))
  try {
    const child = fork(resolve(import.meta.dirname, 'memoryProcess.ts'), [sandbox.endpoint, sandbox.apiKey], {
      execArgv: ['--expose-gc', '--import', 'tsx'],
    })
    const ended = once(child, 'exit')
    const [figures] = (await Promise.race([once(child, 'message'), ended])) as [HeapFigures | number]
    await ended
    if (typeof figures === 'number' || figures.listed !== length) {
      throw new Error(`Not all of ${length} members were listed.`)
    }
    return figures
  } finally {
    await sandbox.stop()
  }
}
