/** How a change ended, in the words of the audit. `running`: no response yet. */
export type ActivityOutcome = 'running' | 'done' | 'refused' | 'unknown'

/** One change that was made in the console. */
export interface ActivityRecord {
  readonly id: string
  /** When the change was sent, as an ISO date. */
  readonly at: string
  /** Name of the operation, such as `RemoveUser`. */
  readonly operation: string
  /** Whom or what it changed, by name where the console has seen one. */
  readonly subject: string | undefined
  /** Further facts by name: role, project. */
  readonly details: Readonly<Record<string, string>>
  readonly outcome: ActivityOutcome
  /** Code of the error that ended the change. */
  readonly code: string | undefined
  readonly requestId: string | undefined
}

const maxRecords = 2000

/** The changes of one run of the console, the newest first. All windows show the same ones. */
export class ActivityLog {
  #records: readonly ActivityRecord[] = []

  get records(): readonly ActivityRecord[] {
    return this.#records
  }

  has(id: string): boolean {
    return this.#records.some((record) => record.id === id)
  }

  add(record: ActivityRecord): void {
    this.#records = [record, ...this.#records].slice(0, maxRecords)
  }

  /** Sets the outcome of a change that was added before. */
  end(id: string, ending: Pick<ActivityRecord, 'outcome' | 'code' | 'requestId'>): void {
    this.#records = this.#records.map((record) => (record.id === id ? { ...record, ...ending } : record))
  }
}
