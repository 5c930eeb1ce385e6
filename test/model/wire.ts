/** Loaded once for all calls of a client, so that the end of one call does not end it. */
const shared: readonly (string | undefined)[] = ['GetRoles', 'GetUser']

/** The requests of one call as its client sends them. */
export class Wire {
  /** Whether a mutation was among them. */
  hasSentChange = false
  /** Those whose response has not begun. */
  readonly underWay = new Set<Promise<unknown>>()
  /** The operations that were open when the call ended. */
  readonly late: string[] = []
  #hasEnded = false

  readonly onRequest = (body: string, answer: Promise<unknown>): void => {
    const [, kind, operation] = /^\{"query":"(query|mutation) (\w+)/.exec(body) ?? []
    if (shared.includes(operation)) return
    this.hasSentChange ||= kind === 'mutation'
    if (this.#hasEnded) this.late.push(String(operation))
    this.underWay.add(answer)
    const end = (): void => void this.underWay.delete(answer)
    answer.then(end, end)
  }

  /** Marks the end of the call. */
  end(): void {
    this.#hasEnded = true
  }
}
