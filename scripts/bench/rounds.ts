import { median, percentile, shuffled } from './numbers.ts'
import type { Turn } from './turn.ts'

/** Microseconds. Ratios are to the baseline. */
export interface Figures {
  /** One request after the other: what half of them take no longer than, and what 95 of 100 do. */
  readonly alone: number
  readonly alone95: number
  readonly aloneRatio: number
  /** Per request, with 50 on their way. */
  readonly together: number
  readonly togetherRatio: number
  /** Of its process's processor, per request of those. */
  readonly cpu: number
}

/** Who takes a turn in each round. */
export interface Contestant {
  readonly name: string
  readonly turn: (requests: number) => Promise<Turn>
}

/**
 * Medians over rounds. In each round every contestant has a short turn, in an order that changes, so that what else the
 * machine does falls on all alike. Ratios are taken within a round, for the same reason, before their median is.
 */
export async function measure(
  contestants: readonly Contestant[],
  baseline: string,
  { rounds, requests }: { readonly rounds: number; readonly requests: number },
): Promise<ReadonlyMap<string, Figures>> {
  const turns = new Map(contestants.map(({ name }) => [name, [] as Turn[]]))
  for (let round = 1; round <= rounds; round++) {
    for (const contestant of shuffled(contestants, round)) {
      turns.get(contestant.name)?.push(await contestant.turn(requests))
    }
  }
  const basis = turns.get(baseline) ?? []
  return new Map([...turns].map(([name, own]) => [name, summary(own, basis)]))
}

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
