/** Runs several things at once, and no more than so many. */
export class Lane {
  readonly #width: number
  readonly #running = new Set<Promise<void>>()
  #failures: unknown[] = []

  constructor(width: number) {
    this.#width = width
  }

  /** Waits until there is room for one more; rejects with what has failed. */
  async room(): Promise<void> {
    while (this.#running.size >= this.#width) await Promise.race(this.#running)
    if (this.hasFailed) throw this.#failures[0]
  }

  get hasFailed(): boolean {
    return this.#failures.length > 0
  }

  begin(work: Promise<void>): void {
    const kept = work
      .catch((error: unknown) => void this.#failures.push(error))
      .finally(() => this.#running.delete(kept))
    this.#running.add(kept)
  }

  /** Waits for the rest; rejects with what has failed. */
  async end(): Promise<void> {
    await Promise.all(this.#running)
    if (this.hasFailed) throw this.#failures[0]
  }
}
