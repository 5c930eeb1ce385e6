import { Labelbox } from '../dist.ts'
import { inThousands, median } from '../numbers.ts'
import { graphqlUrl, startServer } from '../processes.ts'
import type { Measurement } from '../results/measurement.ts'
import { interleaved, ratioOf } from '../rounds.ts'
import { pageAfterPage } from './pageAfterPage.ts'

/** Lengths of the list, and how often each is read. */
const lengths = [
  { members: 1000, rounds: 30 },
  { members: 10_000, rounds: 10 },
] as const
const pageSize = 100
/** Members that each way lists before its rounds. */
const warmUp = 20_000
/** Most processor time for each member, as a multiple of the loop's. */
const limit = 1.2

const loop = 'fetch, page after page'

/** Measures the processor time of a list for each member, from a server that answers at once. */
export async function measureListCost(): Promise<Measurement> {
  const costs = []
  for (const { members, rounds } of lengths) {
    for (const [name, own, basis] of await costsOf(members, rounds)) {
      costs.push({
        name: `${name}, ${inThousands(members)} members`,
        own,
        ratio: ratioOf(own, basis),
        isOurs: own !== basis,
      })
    }
  }
  return {
    tables: [
      {
        caption: `Processor time for each member of a list in pages of ${pageSize}, from a server on the same machine that answers at once: microseconds, and as a multiple of a loop by hand. Medians of ${lengths.map(({ rounds }) => rounds).join(' and ')} rounds.`,
        columns: [
          { name: 'µs', digits: 2 },
          { name: '× the loop', digits: 2 },
        ],
        rows: costs.map(({ name, own, ratio }) => ({ name, cells: [median(own), ratio] })),
      },
    ],
    targets: costs
      .filter(({ isOurs }) => isOurs)
      .map(({ name, ratio }) => ({
        what: name,
        figure: ratio,
        bound: 'at most',
        target: limit,
        unit: '×',
        comparison: 'the processor time of a loop by hand',
      })),
  }
}

/** Microseconds for each member in each round, by way, and those of the loop. */
async function costsOf(members: number, rounds: number) {
  const server = await startServer('parts/pagesServerProcess.ts', String(members))
  try {
    const connection = { endpoint: graphqlUrl(server), apiKey: 'bench-key' }
    const organization = await new Labelbox(connection).getOrganization()
    const cost = (list: () => Promise<{ readonly length: number }>) => async (): Promise<number> => {
      const before = process.cpuUsage()
      const { length } = await list()
      const { user, system } = process.cpuUsage(before)
      if (length !== members) throw new Error(`${length} of ${members} members were listed.`)
      return (user + system) / members
    }
    const ways = {
      [loop]: cost(() => pageAfterPage(connection, pageSize)),
      'labelbox-org, toArray': cost(() => organization.users({ pageSize }).toArray({ limit: Infinity })),
      'labelbox-org, for await': cost(async () => {
        const listed: unknown[] = []
        for await (const member of organization.users({ pageSize })) listed.push(member)
        return listed
      }),
    }
    await interleaved(ways, warmUp / members)
    const costs = await interleaved(ways, rounds)
    return Object.entries(costs).map(([name, own]) => [name, own, costs[loop]] as const)
  } finally {
    server.stop()
  }
}
