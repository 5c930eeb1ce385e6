import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import { promisify } from 'node:util'
import { installRuntime } from '../../../test/support/installed.ts'
import { ours, urqlWithOurs } from '../clients/fetchClients.ts'
import { oursOnUndici, undiciBaseline } from '../clients/nodeClients.ts'
import type { Figure } from '../clients/requestRounds.ts'
import type { PartOptions } from '../partOptions.ts'
import type { Measurement, Table } from '../results/measurement.ts'
import { graphqlUrl, startServer } from '../processes.ts'
import type { RuntimeFigures } from './requestsProcess.ts'

type RuntimeName = Parameters<typeof installRuntime>[0]

/** A runtime and the arguments before the program. */
interface Runtime {
  readonly name: string
  readonly install: RuntimeName
  readonly flags: readonly string[]
}

const node = (major: 20 | 22 | 24 | 26): Runtime => ({
  name: `Node ${major}`,
  install: `node@${major}`,
  flags: ['--expose-gc', '--import', 'tsx'],
})

const runtimes: readonly Runtime[] = [
  node(20),
  node(22),
  node(24),
  node(26),
  { name: 'Bun', install: 'bun', flags: ['run'] },
  {
    name: 'Deno',
    install: 'deno',
    flags: ['run', '--node-modules-dir=manual', '--no-check', '--allow-all'],
  },
]

/** The rows that are compared between runtimes. */
const rows = [ours, urqlWithOurs, undiciBaseline, oursOnUndici]

type Results = Readonly<Record<string, RuntimeFigures>>

/**
 * Measures the requests of `requests` in each runtime, which npm installs on first use. Node 20 runs the server for all.
 */
export async function measureRuntimes({ rounds, requests }: PartOptions): Promise<Measurement> {
  const server = await startServer('serverProcess.ts')
  try {
    const few = Math.ceil(rounds / 3)
    const results: (readonly [string, Results])[] = []
    for (const runtime of runtimes) {
      results.push([runtime.name, await resultsOf(runtime, graphqlUrl(server), few, requests)])
    }
    const table = (figure: Figure, what: string): Table => ({
      caption: `${what}: microseconds of a bare \`fetch\`, and the others as a multiple of it. Medians of ${few} rounds.`,
      columns: [{ name: 'fetch, µs', digits: 0 }, ...rows.map((name) => ({ name, digits: 2 }))],
      rows: results.map(([name, found]) => ({
        name,
        cells: [found['fetch']?.[figure].time ?? null, ...rows.map((row) => found[row]?.[figure].ratio ?? null)],
      })),
    })
    return {
      tables: [
        table('alone', 'Requests one by one'),
        table('together', '50 at once'),
        table('cpu', 'Processor time of a request'),
      ],
      targets: [],
    }
  } finally {
    server.stop()
  }
}

async function resultsOf(
  { install, flags, name }: Runtime,
  endpoint: string,
  rounds: number,
  requests: number,
): Promise<Results> {
  const executable = await installRuntime(install)
  const program = resolve(import.meta.dirname, 'requestsProcess.ts')
  const kind = name.startsWith('Node') ? 'node' : 'other'
  const args = [...flags, program, kind, endpoint, String(rounds), String(requests)]
  const { stdout } = await promisify(execFile)(executable, args, { cwd: resolve(import.meta.dirname, '../../..') })
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Results
}
