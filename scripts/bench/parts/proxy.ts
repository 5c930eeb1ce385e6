import { trustedDocuments } from '../../../generated/trustedDocuments.ts'
import { median } from '../numbers.ts'
import type { PartOptions } from '../partOptions.ts'
import type { Measurement } from '../results/measurement.ts'
import { graphqlUrl, startServer } from '../servers.ts'

/** Microseconds that the proxy may add to a request at the median. */
const limit = 1000

const variables = { organizationId: 'o-1' }

/**
 * Compares one request after another through a proxy with the same straight to the API, and with a server that only passes
 * it on: what the second hop costs by itself.
 */
export async function measureProxy({ rounds, requests }: PartOptions): Promise<Measurement> {
  const server = await startServer('serverProcess.ts')
  const api = graphqlUrl(server)
  const front = await startServer('parts/proxyProcess.ts', api)
  const bare = await startServer('parts/forwarderProcess.ts', api)
  const [proxy, forwarder] = [graphqlUrl(front), graphqlUrl(bare)]
  const post = async (url: string, body: string): Promise<number> => {
    const startedAt = performance.now()
    const headers = { 'content-type': 'application/json', 'x-labelbox-org': '1' }
    const response = await fetch(url, { method: 'POST', headers, body })
    await response.text()
    if (!response.ok) throw new Error(`${url} answered with ${response.status}.`)
    return (performance.now() - startedAt) * 1000
  }
  const straight = JSON.stringify({ query: 'query InviteLimit { a }', variables })
  const through = JSON.stringify({ documentId: inviteLimit(), variables })
  const times: Record<'straight' | 'forwarded' | 'through', number[]> = { straight: [], forwarded: [], through: [] }
  try {
    for (let round = -10; round < rounds; round += 1) {
      for (let request = 0; request < requests; request += 1) {
        const took = {
          straight: await post(api, straight),
          forwarded: await post(forwarder, straight),
          through: await post(proxy, through),
        }
        // The first rounds warm up.
        if (round < 0) continue
        times.straight.push(took.straight)
        times.forwarded.push(took.forwarded)
        times.through.push(took.through)
      }
    }
  } finally {
    server.stop()
    front.stop()
    bare.stop()
  }
  const alone = median(times.straight)
  const addedBy = (all: readonly number[]): number =>
    median(all.map((time, index) => time - (times.straight[index] ?? 0)))
  const added = addedBy(times.through)
  return {
    tables: [
      {
        caption: `One request after another, straight to a server and through another one on the same machine, in microseconds. Medians of ${rounds} rounds of ${requests}.`,
        columns: ['straight', 'passed on', 'added'].map((name) => ({ name, digits: 0 })),
        rows: [
          {
            name: 'a server that only passes it on',
            cells: [alone, median(times.forwarded), addedBy(times.forwarded)],
          },
          { name: 'labelboxProxy', cells: [alone, median(times.through), added] },
        ],
      },
    ],
    targets: [
      { what: 'labelboxProxy: added to a request', figure: added, bound: 'at most', target: limit, unit: 'µs' },
    ],
  }
}

function inviteLimit(): string {
  const found = trustedDocuments.find(({ document }) =>
    document.definitions.some((each) => each.kind === 'OperationDefinition' && each.name?.value === 'InviteLimit'),
  )
  return found?.ids[0] ?? ''
}
