import { fork } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { baseline, contenders, ours, rivals } from './clients.ts'
import { row } from './row.ts'
import { startRedis } from './redis.ts'
import { measure, type Figures } from './requestRounds.ts'

/** Maximum ratio to a bare fetch. */
const limits = { alone: 1.1, together: 1.35 }

/** Compares the client with a bare fetch and other clients. Returns missed targets. */
export async function benchRequests(rounds: number, requests: number): Promise<readonly string[]> {
  const redis = await startRedis()
  const server = fork(resolve(import.meta.dirname, 'serverProcess.ts'), { execArgv: ['--import', 'tsx'] })
  try {
    const [port] = (await once(server, 'message')) as [number]
    const endpoint = `http://127.0.0.1:${port}/graphql`
    const figures = await measure(contenders(endpoint, redis?.client), baseline, { rounds, requests })
    print(figures, rounds)
    return missesOf(figures)
  } finally {
    server.disconnect()
    await redis?.stop()
  }
}

function print(figures: ReadonlyMap<string, Figures>, rounds: number): void {
  console.log(`Medians of ${rounds} rounds, in microseconds per request; ratios to ${baseline}.\n`)
  console.log(row('', ['sequential', 'p95', 'ratio', '50 at once', 'ratio', 'CPU']))
  for (const [name, { alone, alone95, aloneRatio, together, togetherRatio, cpu }] of figures) {
    const cells = [alone, alone95, aloneRatio.toFixed(2), together, togetherRatio.toFixed(2), cpu]
    console.log(row(name, cells))
  }
}

function missesOf(figures: ReadonlyMap<string, Figures>): readonly string[] {
  const own = figures.get(ours)
  if (own === undefined) throw new Error(`${ours} was not measured.`)
  const parts = [
    { part: 'sequential', figure: 'aloneRatio', limit: limits.alone },
    { part: '50 at once', figure: 'togetherRatio', limit: limits.together },
  ] as const
  return parts.flatMap(({ part, figure, limit }) => {
    const ratio = own[figure]
    const ahead = rivals.filter((name) => (figures.get(name)?.[figure] ?? 0) <= ratio)
    return [
      ...(ratio <= limit
        ? []
        : [`${part}: ${ours} takes ${ratio.toFixed(3)} times a bare fetch; the limit is ${limit}.`]),
      ...ahead.map((name) => `${part}: ${name} is faster than ${ours}.`),
    ]
  })
}
