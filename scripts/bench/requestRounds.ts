import type { Contender } from './clients.ts'
import { median, percentile, shuffled } from './numbers.ts'

/** How many requests are on their way at the same time in the second part of a turn. */
const concurrency = 50

/** How many times {@link concurrency} requests that part sends. */
const crowdRounds = 2

/** Microseconds. Ratios are to the baseline. */
export interface Figures {
  /** One request after the other: what half of them take no longer than, and what 95 of 100 do. */
  readonly alone: number
  readonly alone95: number
  readonly aloneRatio: number
  /** Per request, with 50 on their way. */
  readonly together: number
  readonly togetherRatio: number
  /** Of this process's processor, per request of those. */
  readonly cpu: number
}

interface Turn {
  readonly times: readonly number[]
  readonly alone: number
  readonly together: number
  readonly cpu: number
}

/**
 * Medians over rounds. In each round every contender has a short turn, in an order that changes, so that what else the
 * machine does falls on all alike. Ratios are taken within a round, for the same reason, before their median is.
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
  const askOn = async (): Promise<void> => {
    while (begun++ < total) await ask(nextId())
  }
  const cpuBefore = process.cpuUsage()
  const start = performance.now()
  await Promise.all(Array.from({ length: concurrency }, askOn))
  const together = microsecondsSince(start) / total
  const { user, system } = process.cpuUsage(cpuBefore)
  return { times, alone: median(times), together, cpu: (user + system) / total }
}

/** No two requests are alike, so that nothing can be shared or answered from memory. */
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
