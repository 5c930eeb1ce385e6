import { baseline, ours } from '../clients/fetchClients.ts'
import { oursOnUndici } from '../clients/nodeClients.ts'
import { inThousands } from '../numbers.ts'
import { graphqlUrl, inProcess, startServer } from '../processes.ts'
import type { Measurement } from '../results/measurement.ts'
import type { CallHeap } from './heapProcess.ts'

const calls = 100_000
/** Megabytes that the heap may grow more than with a bare fetch, from a tenth of the calls to all. */
const limit = 1

const names = [baseline, ours, oursOnUndici]

const megabyte = 1024 * 1024

/** Measures what stays alive after many calls, 50 at once. */
export async function measureHeap(): Promise<Measurement> {
  const server = await startServer('serverProcess.ts')
  let heaps
  try {
    // All at once: other load costs time and no memory.
    heaps = await Promise.all(
      names.map(async (name) => {
        const heap = await inProcess<CallHeap>('parts/heapProcess.ts', graphqlUrl(server), name, String(calls))
        const [early, late] = [heap.early / megabyte, heap.late / megabyte]
        return { name, early, late, growth: late - early }
      }),
    )
  } finally {
    server.stop()
  }
  const bareGrowth = heaps.find(({ name }) => name === baseline)?.growth ?? NaN
  return {
    tables: [
      {
        caption: `Megabytes of live heap after calls, 50 at once, each client in a process of its own.`,
        columns: [
          { name: `after ${inThousands(calls / 10)} calls`, digits: 2 },
          { name: `after ${inThousands(calls)} calls`, digits: 2 },
          { name: 'growth', digits: 2 },
        ],
        rows: heaps.map(({ name, early, late, growth }) => ({ name, cells: [early, late, growth] })),
      },
    ],
    targets: heaps
      .filter(({ name }) => name !== baseline)
      .map(({ name, growth }) => ({
        what: `${name}, live heap after ${inThousands(calls)} calls`,
        figure: growth - bareGrowth,
        bound: 'at most',
        target: limit,
        unit: 'MB',
        comparison: `more growth than with ${baseline}`,
      })),
  }
}
