/** Options of the command that parts take. */
export interface PartOptions {
  /** Rounds of the parts that compare requests. */
  readonly rounds: number
  /** Requests one by one in a turn of these rounds. */
  readonly requests: number
}
