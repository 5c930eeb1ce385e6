import { baseline, ours } from '../clients/fetchClients.ts'
import { oursOnUndici } from '../clients/nodeClients.ts'
import { inProcess } from '../processes.ts'
import type { Measurement } from '../results/measurement.ts'
import { graphqlUrl, startServer } from '../servers.ts'
import type { CallHeap } from './heapProcess.ts'

const calls = 100_000
/** Megabytes that may be alive more after all calls than after a tenth of them. */
const limit = 1

const megabyte = 1024 * 1024

/** Measures what stays alive after many calls, 50 at once. */
export async function measureHeap(): Promise<Measurement> {
  const server = await startServer('serverProcess.ts')
  const heaps = new Map<string, CallHeap>()
  try {
    for (const name of [baseline, ours, oursOnUndici]) {
      heaps.set(name, await inProcess<CallHeap>('parts/heapProcess.ts', graphqlUrl(server), name, String(calls)))
    }
  } finally {
    server.stop()
  }
  const more = ({ early, late }: CallHeap): number => (late - early) / megabyte
  return {
    tables: [
      {
        caption: `Megabytes of live heap after calls, 50 at once, each client in a process of its own.`,
        columns: [
          { name: `after ${calls / 10} calls`, digits: 2 },
          { name: `after ${calls} calls`, digits: 2 },
          { name: 'more', digits: 2 },
        ],
        rows: [...heaps].map(([name, heap]) => ({
          name,
          cells: [heap.early / megabyte, heap.late / megabyte, more(heap)],
        })),
      },
    ],
    targets: [ours, oursOnUndici].map((name) => ({
      what: `${name}: live heap, more after ${calls} calls than after ${calls / 10}`,
      figure: more(heaps.get(name) ?? { early: NaN, late: NaN }),
      bound: 'below',
      target: limit,
      unit: 'MB',
    })),
  }
}
