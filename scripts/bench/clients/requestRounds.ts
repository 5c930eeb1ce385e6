import { median, percentile, shuffled } from '../numbers.ts'
import { ratioOf } from '../rounds.ts'
import type { Contender } from './fetchClients.ts'

/** Parallel requests in the second part of a turn. */
const concurrency = 50

/** How many times {@link concurrency} requests that part sends. */
const crowdRounds = 2

/** Figures of one client in one round, in microseconds. */
export interface Turn {
  /** Each request of those that were sent one by one. */
  readonly times: readonly number[]
  /** Their median. */
  readonly alone: number
  /** Per request, with 50 in flight. */
  readonly together: number
  /** Processor time of this process per request of the turn. */
  readonly cpu: number
}

export type Figure = 'alone' | 'together' | 'cpu'

/** The turns of every client, in the order of the rounds. */
export type Turns = ReadonlyMap<string, readonly Turn[]>

/**
 * In each round every client has a short turn in changing order, so that other load affects all alike. Warms up first.
 */
export async function takeTurns(
  contenders: readonly Contender[],
  { rounds, requests }: { readonly rounds: number; readonly requests: number },
): Promise<Turns> {
  const turns = new Map(contenders.map(({ name }) => [name, [] as Turn[]]))
  for (const contender of contenders) for (let i = 0; i < 10; i++) await turn(contender, 50)
  for (let round = 1; round <= rounds; round++) {
    globalThis.gc?.()
    for (const contender of shuffled(contenders, round)) {
      turns.get(contender.name)?.push(await turn(contender, requests))
    }
  }
  return turns
}

/** The median over rounds. */
export const medianOf = (turns: Turns, name: string, figure: Figure): number => median(column(turns, name, figure))

/** The 95th percentile of the requests that were sent one by one. */
export const alone95 = (turns: Turns, name: string): number =>
  percentile(
    (turns.get(name) ?? []).flatMap(({ times }) => times),
    0.95,
  )

/** The median of the ratios within a round. */
export const turnRatio = (turns: Turns, name: string, other: string, figure: Figure): number =>
  ratioOf(column(turns, name, figure), column(turns, other, figure))

const column = (turns: Turns, name: string, figure: Figure): readonly number[] =>
  (turns.get(name) ?? []).map((turn) => turn[figure])

async function turn({ ask }: Contender, requests: number): Promise<Turn> {
  const times: number[] = []
  const cpuBefore = process.cpuUsage()
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
  const start = performance.now()
  await Promise.all(Array.from({ length: concurrency }, askInTurn))
  const together = microsecondsSince(start) / total
  const { user, system } = process.cpuUsage(cpuBefore)
  return { times, alone: median(times), together, cpu: (user + system) / (requests + total) }
}

/** All requests differ, so that nothing is shared or cached. */
let lastId = 0
export const nextId = (): string => `ckorganization${String(++lastId).padStart(11, '0')}`

const microsecondsSince = (start: number): number => (performance.now() - start) * 1000
