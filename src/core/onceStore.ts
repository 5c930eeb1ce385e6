/** Remembers which changes were sent, and what came of them. */
export interface OnceStore {
  /**
   * Takes an id for the request that asks first, until `release` or the end of the time.
   *
   * @param claimant - Names the request. Kept with the id.
   * @param ms - How long the id is remembered.
   * @returns `undefined` for the first; what is known of the id for all others.
   * @throws if it can't tell. The change is then refused, and nothing is sent.
   */
  claim(id: string, claimant: string, ms: number): Promise<RememberedChange | undefined>
  /** Keeps the outcome of a change for the rest of the id's time, if the claimant has the id. */
  settle(id: string, claimant: string, outcome: string): Promise<void>
  /** Forgets an id whose change was not made, if the claimant has the id: a client may send this command late, or twice. */
  release(id: string, claimant: string): Promise<void>
  /** Reads what is known of an id. */
  read(id: string): Promise<RememberedChange | undefined>
}

/** What a {@link OnceStore} knows of an id. */
export interface RememberedChange {
  readonly claimant: string
  /** Unset while the change is under way, and if the process that made it has ended. Empty if it was not kept. */
  readonly outcome?: string | undefined
}
