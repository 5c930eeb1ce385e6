/** Remembers which changes were sent, and what came of them. */
export interface OnceStore {
  /**
   * Takes an id for the caller that asks first, until `settle`, `release`, or the end of the time.
   *
   * @param content - Identifies what is sent under the id. Kept with it.
   * @param ms - How long the id is remembered.
   * @returns `undefined` for the first; what is known of the id for all others.
   * @throws if it can't tell. The change is then refused, and nothing is sent.
   */
  claim(id: string, content: string, ms: number): Promise<RememberedChange | undefined>
  /** Keeps the outcome of a change, for the rest of the id's time. */
  settle(id: string, outcome: string): Promise<void>
  /** Forgets an id whose change is known not to have been made. */
  release(id: string): Promise<void>
  /** Reads what is known of an id. */
  read(id: string): Promise<RememberedChange | undefined>
}

/** What a {@link OnceStore} knows of an id. */
export interface RememberedChange {
  readonly content: string
  /** Unset while the change is under way, and if the process that made it has ended. */
  readonly outcome?: string | undefined
}
