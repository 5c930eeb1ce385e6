import { readFileSync } from 'node:fs'
import { stringifyDocument } from '@urql/core'
import { undiciTransport } from '../clients/nodeUndici.ts'
import { Labelbox, UsersDocument } from '../dist.ts'
import { median } from '../numbers.ts'
import type { Measurement } from '../results/measurement.ts'
import { interleaved, ratioOf, timed } from '../rounds.ts'
import { startSandbox, type RunningSandbox } from '../sandbox.ts'
import { startServer } from '../servers.ts'

const members = 10_000
const pageSize = 100
/** Simulated latency of each response, in milliseconds. */
const latencyMs = 50
const rounds = 3
/** Required speed-up over one page after another. */
const target = 6

const pageAfterPage = 'fetch, page after page'
const ours = 'labelbox-org'
const overHttp2 = 'labelbox-org on undici, TLS, HTTP/2'

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
    const timesLess = (name: string): number => ratioOf(times[pageAfterPage] ?? [], times[name] ?? [])
    return {
      tables: [
        {
          caption: `${members} members in pages of ${pageSize}, ${latencyMs} ms away: milliseconds, and how many times less than page after page. Medians of ${rounds} rounds. With TLS, a server with a private CA passes the requests on.`,
          columns: [
            { name: 'ms', digits: 0 },
            { name: 'times less', digits: 1 },
          ],
          rows: Object.entries(times).map(([name, own]) => ({ name, cells: [median(own), timesLess(name)] })),
        },
      ],
      targets: [ours, overHttp2].map((name) => ({
        what: `${name}, ${members} members: times less time than page after page`,
        figure: timesLess(name),
        bound: 'at least',
        target,
        unit: '',
      })),
    }
  } finally {
    for (const front of fronts) front.stop()
    await sandbox.stop()
  }
}

async function waysOf({ endpoint, apiKey }: RunningSandbox, [https1 = '', https2 = '']: readonly string[]) {
  const ca = readFileSync(new URL('../../../test/support/tls/certificate.pem', import.meta.url))
  const labelboxes = {
    [ours]: new Labelbox({ endpoint, apiKey }),
    'labelbox-org on undici': new Labelbox({ endpoint, apiKey, transport: undiciTransport() }),
    'labelbox-org on undici, TLS, HTTP/1.1': new Labelbox({
      endpoint: https1,
      apiKey,
      transport: undiciTransport({ ca }),
    }),
    [overHttp2]: new Labelbox({
      endpoint: https2,
      apiKey,
      transport: undiciTransport({ ca, allowH2: true, connections: 1, pipelining: 100 }),
    }),
  }
  const ways: Record<string, () => Promise<number>> = {
    [pageAfterPage]: () => timed(async () => requireAll(pageAfterPage, await throughFetch(endpoint, apiKey))),
  }
  for (const [name, labelbox] of Object.entries(labelboxes)) {
    const organization = await labelbox.getOrganization()
    ways[name] = () =>
      timed(async () => {
        const ids = new Set<string>()
        for await (const { id } of organization.users({ pageSize })) ids.add(id)
        requireAll(name, ids.size)
      })
  }
  return ways
}

function requireAll(name: string, listed: number): void {
  if (listed !== members) throw new Error(`${name}: ${listed} of ${members} members were listed.`)
}

const query = stringifyDocument(UsersDocument)

/** The loop that people write by hand. */
async function throughFetch(endpoint: string, apiKey: string): Promise<number> {
  const headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${apiKey}` }
  const ids = new Set<string>()
  for (let skip = 0; ; skip += pageSize) {
    const body = JSON.stringify({ query, variables: { skip, first: pageSize } })
    const response = await fetch(endpoint, { method: 'POST', headers, body })
    const { data } = (await response.json()) as {
      readonly data: { readonly organization: { readonly users: readonly { readonly id: string }[] } }
    }
    for (const { id } of data.organization.users) ids.add(id)
    if (data.organization.users.length < pageSize) return ids.size
  }
}
