import { delayOf, type Fault } from '../faults/fault.ts'

interface Waiting {
  readonly begin: () => Promise<unknown>
  /** The operation whose answer it waits for, or else the timer. */
  readonly operationName?: string
  readonly timer?: NodeJS.Timeout
}

/** What is being done, and what is to be done later: the database may be closed only when neither is left. */
export class UnderWay {
  readonly #work = new Set<Promise<unknown>>()
  readonly #waiting = new Set<Waiting>()

  /** Keeps account of work that has begun. */
  now(work: Promise<unknown>): void {
    const kept = work.finally(() => this.#work.delete(kept))
    this.#work.add(kept)
  }

  /** Begins work when the fault says so: after an answer to some operation, or after some time. */
  later(begin: () => Promise<unknown>, fault: Fault): void {
    const { lateAfter } = fault
    const waiting: Waiting =
      lateAfter === undefined
        ? { begin, timer: setTimeout(() => this.#begin(waiting), delayOf(fault)) }
        : { begin, operationName: lateAfter }
    this.#waiting.add(waiting)
  }

  /** Begins what waits for an answer to this operation. */
  answered(operationName: string | undefined): void {
    if (operationName === undefined) return
    for (const waiting of this.#waiting) if (waiting.operationName === operationName) this.#begin(waiting)
  }

  /** Drops what has not begun, and waits for what has. */
  async end(): Promise<void> {
    do {
      for (const { timer } of this.#waiting) clearTimeout(timer)
      this.#waiting.clear()
      await Promise.allSettled(this.#work)
      // What had begun may have planned more.
    } while (this.#work.size > 0 || this.#waiting.size > 0)
  }

  #begin(waiting: Waiting): void {
    this.#waiting.delete(waiting)
    this.now(waiting.begin())
  }
}
