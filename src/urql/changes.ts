/** A mutation whose types are not known may have changed any. */
const anyType = '*'

/**
 * Counts the changes that the mutations of a client make, by type. A query that was sent before a change and answered
 * after it may show what was there before: nobody knows which of them the server ran first.
 */
export class Changes {
  #count = 0
  readonly #latest = new Map<string, number>()

  get count(): number {
    return this.#count
  }

  made(types: readonly string[]): void {
    this.#count += 1
    for (const type of types.length > 0 ? types : [anyType]) this.#latest.set(type, this.#count)
  }

  /** Whether one of the types has changed since the count was that. */
  hasSince(count: number, types: readonly string[]): boolean {
    return [anyType, ...types].some((type) => (this.#latest.get(type) ?? 0) > count)
  }
}
