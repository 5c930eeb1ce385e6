import { delayOf, type AnyFault } from '../faults/fault.ts'

interface Scheduled {
  readonly start: () => Promise<unknown>
  /** Starts after a response to this operation; without one, when the timer fires. */
  readonly operationName?: string
  readonly timer?: NodeJS.Timeout
}

/** Work that is running or scheduled. The database may be closed only when neither is left. */
export class PendingWork {
  readonly #running = new Set<Promise<unknown>>()
  readonly #scheduled = new Set<Scheduled>()

  /** Tracks work that has started. */
  track(work: Promise<unknown>): void {
    const tracked = work.finally(() => this.#running.delete(tracked))
    this.#running.add(tracked)
  }

  /** Starts work when the fault says: after the response to an operation, or after a delay. */
  schedule(start: () => Promise<unknown>, fault: AnyFault): void {
    const { lateAfter } = fault
    const scheduled: Scheduled =
      lateAfter === undefined
        ? { start, timer: setTimeout(() => this.#start(scheduled), delayOf(fault)) }
        : { start, operationName: lateAfter }
    this.#scheduled.add(scheduled)
  }

  /** Starts the work that waits for a response to this operation. */
  responded(operationName: string | undefined): void {
    if (operationName === undefined) return
    for (const scheduled of this.#scheduled) if (scheduled.operationName === operationName) this.#start(scheduled)
  }

  /** Drops scheduled work, and waits for running work. */
  async end(): Promise<void> {
    do {
      for (const { timer } of this.#scheduled) clearTimeout(timer)
      this.#scheduled.clear()
      await Promise.allSettled(this.#running)
      // Running work may have scheduled more.
    } while (this.#running.size > 0 || this.#scheduled.size > 0)
  }

  #start(scheduled: Scheduled): void {
    this.#scheduled.delete(scheduled)
    this.track(scheduled.start())
  }
}
