import type { Contender } from './clients.ts'
import { median } from './numbers.ts'

/** How many requests are on their way at the same time in the second part of a turn. */
const crowd = 50

/** How many times {@link crowd} requests that part sends. */
const crowds = 2

/** What one turn took, in microseconds. */
export interface Turn {
  readonly times: readonly number[]
  readonly alone: number
  readonly together: number
  readonly cpu: number
}

/** Sends requests one after the other, and then in a crowd. */
export async function turn({ ask }: Contender, requests: number): Promise<Turn> {
  const times: number[] = []
  for (let i = 0; i < requests; i++) {
    const start = performance.now()
    await ask(nextId())
    times.push(microsecondsSince(start))
  }

  const total = crowd * crowds
  let begun = 0
  const askOn = async (): Promise<void> => {
    while (begun++ < total) await ask(nextId())
  }
  const cpuBefore = process.cpuUsage()
  const start = performance.now()
  await Promise.all(Array.from({ length: crowd }, askOn))
  const together = microsecondsSince(start) / total
  const { user, system } = process.cpuUsage(cpuBefore)
  return { times, alone: median(times), together, cpu: (user + system) / total }
}

/** No two requests are alike, so that nothing can be shared or answered from memory. */
let lastId = 0
const nextId = (): string => `ckorganization${String(++lastId).padStart(11, '0')}`

const microsecondsSince = (start: number): number => (performance.now() - start) * 1000
