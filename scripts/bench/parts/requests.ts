import { baseline, ours, rivals, urqlAlone, urqlWithOurs } from '../clients/fetchClients.ts'
import { nodeClients, oursOnUndici, undiciBaseline } from '../clients/nodeClients.ts'
import { startRedis } from '../clients/redis.ts'
import { alone95, medianOf, takeTurns, turnRatio, type Figure, type Turns } from '../clients/requestRounds.ts'
import type { PartOptions } from '../partOptions.ts'
import type { Measurement, Target } from '../results/measurement.ts'
import { graphqlUrl, startServer } from '../processes.ts'

/** Compares the client with a bare fetch, a bare `undici.request` and other clients. */
export async function measureRequests(options: PartOptions): Promise<Measurement> {
  const redis = await startRedis()
  const server = await startServer('serverProcess.ts')
  try {
    const turns = await takeTurns(nodeClients(graphqlUrl(server), redis?.client), options)
    return { tables: [tableOf(turns, options.rounds)], targets: targetsOf(turns) }
  } finally {
    server.stop()
    await redis?.stop()
  }
}

const tableOf = (turns: Turns, rounds: number) => ({
  caption: `A request to a server on the same machine: microseconds one by one, then for each with 50 in flight, and of processor time. The client has a deadline, a signal, retries, a rate limit and hooks. Multiples are of a bare \`fetch\`; medians of ${rounds} rounds.`,
  columns: [
    { name: 'one by one', digits: 0 },
    { name: 'p95', digits: 0 },
    { name: '× fetch', digits: 2 },
    { name: '50 at once', digits: 0 },
    { name: '× fetch', digits: 2 },
    { name: 'processor', digits: 0 },
    { name: '× fetch', digits: 2 },
  ],
  rows: [...turns.keys()].map((name) => {
    const ratio = (figure: Figure): number => turnRatio(turns, name, baseline, figure)
    return {
      name,
      cells: [
        medianOf(turns, name, 'alone'),
        alone95(turns, name),
        ratio('alone'),
        medianOf(turns, name, 'together'),
        ratio('together'),
        medianOf(turns, name, 'cpu'),
        ratio('cpu'),
      ],
    }
  }),
})

const modes = { alone: 'one by one', together: '50 at once' } as const

/** Most that a request may take, as a multiple of another client's. */
const limits: readonly {
  readonly own: string
  readonly other: string
  readonly alone: number
  readonly together: number
}[] = [
  { own: oursOnUndici, other: baseline, alone: 0.6, together: 0.5 },
  { own: oursOnUndici, other: undiciBaseline, alone: 1.25, together: 1.25 },
  { own: ours, other: baseline, alone: 1.15, together: 1.15 },
]

/** Pairs whose first has to be ahead of the second. */
const races = [...rivals.map((rival) => [ours, rival] as const), [urqlWithOurs, urqlAlone] as const]

function targetsOf(turns: Turns): readonly Target[] {
  const target = (
    [own, other]: readonly [string, string],
    figure: Figure,
    bound: Target['bound'],
    limit: number,
  ): Target => ({
    what: figure === 'cpu' ? own : `${own}, ${modes[figure]}`,
    figure: turnRatio(turns, own, other, figure),
    bound,
    target: limit,
    unit: '×',
    comparison: `the ${figure === 'cpu' ? 'processor time' : 'time'} of ${other}`,
  })
  return [
    ...limits.flatMap(({ own, other, ...limit }) =>
      (['alone', 'together'] as const).map((mode) => target([own, other], mode, 'at most', limit[mode])),
    ),
    ...races.flatMap((pair) => (['alone', 'together'] as const).map((mode) => target(pair, mode, 'below', 1))),
    target([oursOnUndici, baseline], 'cpu', 'at most', 1),
    // It calls `fetch` itself, so it can't take less.
    target([ours, baseline], 'cpu', 'at most', 1.15),
  ]
}
