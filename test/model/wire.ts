/** Asked for once for all calls of a client, so that no call's end ends it. */
const shared: readonly (string | undefined)[] = ['GetRoles', 'GetUser']

/** The requests of one call, as they leave its client. */
export class Wire {
  /** Whether a change was among them, whatever has become of it. */
  hasSentChange = false
  /** Those whose answer has not begun. */
  readonly underWay = new Set<Promise<unknown>>()
  /** The operations that were sent when the call had ended. */
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

  /** The call has ended. */
  end(): void {
    this.#hasEnded = true
  }
}
