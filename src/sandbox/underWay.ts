/** What is being done, and what is to be done later: the database may be closed only when neither is left. */
export class UnderWay {
  readonly #work = new Set<Promise<unknown>>()
  readonly #timers = new Set<NodeJS.Timeout>()

  /** Keeps account of work that has begun. */
  now(work: Promise<unknown>): void {
    const kept = work.finally(() => this.#work.delete(kept))
    this.#work.add(kept)
  }

  /** Begins work after some milliseconds. */
  later(begin: () => Promise<unknown>, delayMs: number): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer)
      this.now(begin())
    }, delayMs)
    this.#timers.add(timer)
  }

  /** Drops what has not begun, and waits for what has. */
  async end(): Promise<void> {
    while (this.#work.size > 0 || this.#timers.size > 0) {
      for (const timer of this.#timers) clearTimeout(timer)
      this.#timers.clear()
      await Promise.allSettled(this.#work)
    }
  }
}
