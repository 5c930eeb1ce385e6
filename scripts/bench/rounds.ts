import { median, shuffled } from './numbers.ts'

/**
 * Runs every way once in each round, in an order that changes from round to round, and returns the figures of each in
 * the order of the rounds. Other load on the machine then affects all ways alike.
 */
export async function interleaved<Name extends string, Figure = number>(
  ways: Readonly<Record<Name, (round: number) => Promise<Figure>>>,
  rounds: number,
): Promise<Readonly<Record<Name, readonly Figure[]>>> {
  const names = Object.keys(ways) as Name[]
  const figures = Object.fromEntries(names.map((name) => [name, [] as Figure[]])) as Record<Name, Figure[]>
  for (let round = 1; round <= rounds; round += 1) {
    for (const name of shuffled(names, round)) {
      globalThis.gc?.()
      figures[name].push(await ways[name](round))
    }
  }
  return figures
}

/** The median of ratios within a round. */
export const ratioOf = (own: readonly number[], other: readonly number[]): number =>
  median(own.map((figure, round) => figure / (other[round] ?? NaN)))

/** Milliseconds that work takes. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}
