import { readFileSync } from 'node:fs'
import type { Transport } from 'labelbox-org/undici'
import { undiciTransport } from '../clients/nodeUndici.ts'
import { Labelbox } from '../dist.ts'
import { inThousands, median } from '../numbers.ts'
import type { Measurement } from '../results/measurement.ts'
import { interleaved, ratioOf, timed } from '../rounds.ts'
import { startSandbox, type RunningSandbox } from '../sandbox.ts'
import { pageAfterPage } from './pageAfterPage.ts'
import { startServer } from '../processes.ts'

const members = 10_000
const pageSize = 100
/** Simulated latency of each response, in milliseconds. */
const latencyMs = 50
const rounds = 3
/** Connections of the row that shows what more of them give: twice the pages that a list requests ahead by default. */
const manyConnections = 16
/** Required speed-up over one page after another. */
const target = 6

const byHand = 'fetch, page after page'
const ours = 'labelbox-org'

/** Measures a long list against one page after another. */
export async function measureLists(): Promise<Measurement> {
  const sandbox = await startSandbox('--users', String(members), '--latency-ms', String(latencyMs))
  const fronts = await Promise.all(
    ['http/1.1', 'h2'].map((protocol) => startServer('parts/tlsFrontProcess.ts', protocol, sandbox.endpoint)),
  )
  try {
    const ways = await waysOf(
      sandbox,
      fronts.map(({ port }) => `https://localhost:${port}/graphql`),
    )
    // Warms up the sandbox and the client.
    for (let i = 0; i < 3; i++) await ways[ours]?.()
    const times = await interleaved(ways, rounds)
    const timesFaster = (name: string): number => ratioOf(times[byHand] ?? [], times[name] ?? [])
    return {
      tables: [
        {
          caption: `${inThousands(members)} members in pages of ${pageSize}, ${latencyMs} ms away: milliseconds, and how many times faster than page after page. Medians of ${rounds} rounds. With TLS, a server with a private CA passes the requests on.`,
          columns: [
            { name: 'ms', digits: 0 },
            { name: 'times faster', digits: 1 },
          ],
          rows: Object.entries(times).map(([name, own]) => ({ name, cells: [median(own), timesFaster(name)] })),
        },
      ],
      // HTTP/2 has none: the loop by hand goes without TLS.
      targets: [
        {
          what: `${ours}, ${inThousands(members)} members, ${latencyMs} ms away`,
          figure: timesFaster(ours),
          bound: 'at least',
          target,
          unit: 'times',
          comparison: 'faster than page after page',
        },
      ],
    }
  } finally {
    for (const front of fronts) front.stop()
    await sandbox.stop()
  }
}

async function waysOf(sandbox: RunningSandbox, [https1 = '', https2 = '']: readonly string[]) {
  const { endpoint, apiKey } = sandbox
  const ca = readFileSync(new URL('../../../test/support/tls/certificate.pem', import.meta.url))
  const clients: Readonly<Record<string, Client>> = {
    [ours]: { endpoint },
    'labelbox-org on undici': { endpoint, transport: undiciTransport() },
    [`labelbox-org on undici, ${manyConnections} connections`]: {
      endpoint,
      transport: undiciTransport({ connections: manyConnections }),
      concurrency: manyConnections,
    },
    'labelbox-org on undici, TLS, HTTP/1.1': { endpoint: https1, transport: undiciTransport({ ca }) },
    'labelbox-org on undici, TLS, HTTP/2': {
      endpoint: https2,
      transport: undiciTransport({ ca, allowH2: true, connections: 1, pipelining: 100 }),
    },
  }
  const way = (name: string, list: () => Promise<ReadonlySet<string>>) => (): Promise<number> =>
    timed(async () => {
      const { size } = await list()
      if (size !== members) throw new Error(`${name}: ${size} of ${members} members were listed.`)
    })
  const ways: Record<string, () => Promise<number>> = {
    [byHand]: way(byHand, async () => new Set((await pageAfterPage(sandbox, pageSize)).map(({ id }) => id))),
  }
  for (const [name, { concurrency, ...connection }] of Object.entries(clients)) {
    const organization = await new Labelbox({ ...connection, apiKey }).getOrganization()
    ways[name] = way(name, async () => {
      const ids = new Set<string>()
      for await (const { id } of organization.users({ pageSize, concurrency })) ids.add(id)
      return ids
    })
  }
  return ways
}

/** How a list is read. */
interface Client {
  readonly endpoint: string
  readonly transport?: Transport
  /** Pages that are requested ahead. */
  readonly concurrency?: number
}
