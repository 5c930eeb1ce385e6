import type { Contender } from './clients.ts'
import { median, percentile, shuffled } from './numbers.ts'

/** Parallel requests in the second part of a turn. */
const concurrency = 50

/** How many times {@link concurrency} requests that part sends. */
const crowdRounds = 2

/** Figures in microseconds; ratios to the baseline. */
export interface Figures {
  /** Sequential requests: median and 95th percentile. */
  readonly alone: number
  readonly alone95: number
  readonly aloneRatio: number
  /** Per request, with 50 in flight. */
  readonly together: number
  readonly togetherRatio: number
  /** CPU time of this process per request in flight. */
  readonly cpu: number
}

interface Turn {
  readonly times: readonly number[]
  readonly alone: number
  readonly together: number
  readonly cpu: number
}

/**
 * Returns medians over rounds. In each round every client has a short turn in changing order, and ratios are taken
 * within a round, so that other load affects all alike.
 */
export async function measure(
  contenders: readonly Contender[],
  baseline: string,
  { rounds, requests }: { readonly rounds: number; readonly requests: number },
): Promise<ReadonlyMap<string, Figures>> {
  const turns = new Map(contenders.map(({ name }) => [name, [] as Turn[]]))
  for (const contender of contenders) for (let i = 0; i < 10; i++) await turn(contender, 50)
  for (let round = 1; round <= rounds; round++) {
    globalThis.gc?.()
    for (const contender of shuffled(contenders, round)) {
      turns.get(contender.name)?.push(await turn(contender, requests))
    }
  }
  const basis = turns.get(baseline) ?? []
  return new Map([...turns].map(([name, own]) => [name, summary(own, basis)]))
}

async function turn({ ask }: Contender, requests: number): Promise<Turn> {
  const times: number[] = []
  for (let i = 0; i < requests; i++) {
    const start = performance.now()
    await ask(nextId())
    times.push(microsecondsSince(start))
  }

  const total = concurrency * crowdRounds
  let begun = 0
  const askInTurn = async (): Promise<void> => {
    while (begun++ < total) await ask(nextId())
  }
  const cpuBefore = process.cpuUsage()
  const start = performance.now()
  await Promise.all(Array.from({ length: concurrency }, askInTurn))
  const together = microsecondsSince(start) / total
  const { user, system } = process.cpuUsage(cpuBefore)
  return { times, alone: median(times), together, cpu: (user + system) / total }
}

/** All requests differ, so that nothing is shared or cached. */
let lastId = 0
const nextId = (): string => `ckorganization${String(++lastId).padStart(11, '0')}`

const microsecondsSince = (start: number): number => (performance.now() - start) * 1000

const summary = (turns: readonly Turn[], basis: readonly Turn[]): Figures => ({
  alone: median(turns.map(({ alone }) => alone)),
  alone95: percentile(
    turns.flatMap(({ times }) => times),
    0.95,
  ),
  aloneRatio: median(turns.map(({ alone }, round) => alone / (basis[round]?.alone ?? NaN))),
  together: median(turns.map(({ together }) => together)),
  togetherRatio: median(turns.map(({ together }, round) => together / (basis[round]?.together ?? NaN))),
  cpu: median(turns.map(({ cpu }) => cpu)),
})
