import { requireFault, type Fault } from './fault.ts'

interface Planned {
  readonly fault: Fault
  readonly random: () => number
  /** Matching requests that still pass. */
  skip: number
  /** Requests that it still strikes. */
  left: number
}

/**
 * Decides which request is struck by which fault. Of several faults the first that strikes a request has it, and those
 * after it do not see that request: two faults of one time each strike the first request and the second.
 */
export class Plan {
  readonly #seed: number
  #planned: readonly Planned[] = []

  constructor(seed: number, faults: readonly Fault[]) {
    this.#seed = seed
    this.set(faults)
  }

  /** Replaces what is planned. Counting and chance begin anew. */
  set(faults: readonly Fault[]): void {
    faults.forEach(requireFault)
    this.#planned = faults.map((fault, index) => ({
      fault,
      // Each has its own chance, so that one operation's requests don't move another's.
      random: mulberry32(this.#seed + index),
      skip: fault.skip ?? 0,
      left: fault.times ?? (fault.probability === undefined ? 1 : Infinity),
    }))
  }

  /** The fault that strikes this request, which counts it. */
  take(operationName: string | undefined): Fault | undefined {
    return this.#planned.find((planned) => strikes(planned, operationName))?.fault
  }
}

function strikes(planned: Planned, operationName: string | undefined): boolean {
  const { fault, random } = planned
  if (planned.left === 0 || (fault.operationName ?? operationName) !== operationName) return false
  if (planned.skip > 0) {
    planned.skip -= 1
    return false
  }
  if (random() >= (fault.probability ?? 1)) return false
  planned.left -= 1
  return true
}

/** Numbers from 0 to 1, always the same ones for a seed: Tommy Ettinger's generator of that name. */
function mulberry32(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
