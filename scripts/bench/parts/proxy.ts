import { trustedDocuments } from '../../../generated/trustedDocuments.ts'
import { median } from '../numbers.ts'
import type { PartOptions } from '../partOptions.ts'
import type { Measurement } from '../results/measurement.ts'
import { graphqlUrl, startServer } from '../processes.ts'
import { interleaved, timed } from '../rounds.ts'

/** Microseconds that the proxy may add to a request at the median. */
const limit = 1000
/** Rounds before those that count. */
const warmUps = 10

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
  /** The median of a turn, in microseconds. */
  const turn = async (url: string, body: string): Promise<number> => {
    const headers = { 'content-type': 'application/json', 'x-labelbox-org': '1' }
    const times: number[] = []
    for (let request = 0; request < requests; request += 1) {
      const ms = await timed(async () => {
        const response = await fetch(url, { method: 'POST', headers, body })
        await response.text()
        if (!response.ok) throw new Error(`${url} answered with ${response.status}.`)
      })
      times.push(ms * 1000)
    }
    return median(times)
  }
  const straight = JSON.stringify({ query: 'query InviteLimit { a }', variables })
  const through = JSON.stringify({ documentId: inviteLimit(), variables })
  const ways = {
    straight: () => turn(api, straight),
    forwarded: () => turn(forwarder, straight),
    through: () => turn(proxy, through),
  }
  const times = await interleaved(ways, warmUps)
    .then(() => interleaved(ways, rounds))
    .finally(() => [server, front, bare].forEach((each) => each.stop()))
  const alone = median(times.straight)
  const addedBy = (own: readonly number[]): number =>
    median(own.map((time, round) => time - (times.straight[round] ?? NaN)))
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
      { what: 'labelboxProxy, added to a request', figure: added, bound: 'at most', target: limit, unit: 'µs' },
    ],
  }
}

function inviteLimit(): string {
  const found = trustedDocuments.find(({ document }) =>
    document.definitions.some((each) => each.kind === 'OperationDefinition' && each.name?.value === 'InviteLimit'),
  )
  return found?.ids[0] ?? ''
}
