import { requireFault, type Fault } from './fault.ts'

interface PlannedFault {
  readonly fault: Fault
  readonly random: () => number
  /** How many matching requests still pass. */
  skip: number
  /** How many requests it still strikes. */
  left: number
}

/**
 * Decides which fault strikes which request. The first fault that strikes a request hides it from the faults after it:
 * two faults of one time each strike the first request and the second.
 */
export class FaultPlan {
  readonly #seed: number
  #planned: readonly PlannedFault[] = []

  constructor(seed: number, faults: readonly Fault[]) {
    this.#seed = seed
    this.set(faults)
  }

  /** Replaces the planned faults, and restarts counters and random numbers. */
  set(faults: readonly Fault[]): void {
    faults.forEach(requireFault)
    this.#planned = faults.map((fault, index) => ({
      fault,
      // Each fault has its own sequence, so that the requests of one operation don't shift those of another.
      random: mulberry32(this.#seed + index),
      skip: fault.skip ?? 0,
      left: fault.times ?? (fault.probability === undefined ? 1 : Infinity),
    }))
  }

  /** The fault that strikes a request of this operation. The request counts. */
  take(operationName: string | undefined): Fault | undefined {
    return this.#planned.find((planned) => strikes(planned, operationName))?.fault
  }
}

function strikes(planned: PlannedFault, operationName: string | undefined): boolean {
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

/** Random numbers from 0 to 1, the same for the same seed: Tommy Ettinger's generator of this name. */
function mulberry32(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
