import type { LabelboxErrorCode } from '../../core/errors.ts'
import type { Place } from '../../core/records.ts'
import type { Spool } from './spool.ts'

/** What has become of one row. */
export interface RowOutcome<Outcome extends string> extends Place {
  /** Whom it is about, as the row says it. */
  readonly who: string
  readonly outcome: Outcome
  /** Why, where it was not simply done. */
  readonly code: LabelboxErrorCode | undefined
  readonly reason: string | undefined
  /** The id of the invite that is pending, or of the member. */
  readonly id: string | undefined
  /** The id that Labelbox gave the request. */
  readonly requestId: string | undefined
}

/** How far a bulk call has come. */
export interface BulkProgress<Outcome extends string> {
  /** Rows that have their outcome. */
  readonly done: number
  /** All rows; `undefined` where they come from a stream. */
  readonly total: number | undefined
  readonly counts: Readonly<Record<Outcome, number>>
}

/**
 * What has become of every row: exactly one outcome for each, in the order of the rows.
 *
 * @example
 * for (const [outcome, count] of Object.entries(report.counts)) console.log(outcome, count)
 * for await (const { row, who, outcome, reason } of report) if (outcome === 'refused') console.log(row, who, reason)
 */
export class BulkReport<Outcome extends string> implements AsyncIterable<RowOutcome<Outcome>> {
  /** How many rows have ended in each outcome. */
  readonly counts: Readonly<Record<Outcome, number>>
  /** Rows that have an outcome: all of them, unless they came from a stream that was not read to its end. */
  readonly rows: number
  /** What ended it before all rows had their turn; `undefined` when they had. */
  readonly stoppedBy: Error | undefined
  readonly #spool: Spool

  /** @internal */
  constructor(spool: Spool, counts: Readonly<Record<Outcome, number>>, rows: number, stoppedBy: Error | undefined) {
    this.#spool = spool
    this.counts = counts
    this.rows = rows
    this.stoppedBy = stoppedBy
  }

  /** Each row's outcome. */
  async *[Symbol.asyncIterator](): AsyncGenerator<RowOutcome<Outcome>, void, undefined> {
    for (let row = 1; row <= this.rows; row += 1) {
      const kept = this.#spool.get(outcomeKey(row))
      if (kept !== undefined) yield await Promise.resolve(JSON.parse(kept) as RowOutcome<Outcome>)
    }
  }

  /** The outcomes as an array, `limit` of them at the most. */
  async toArray({ limit }: { readonly limit: number }): Promise<readonly RowOutcome<Outcome>[]> {
    const outcomes: RowOutcome<Outcome>[] = []
    for await (const outcome of this) {
      if (outcomes.length >= limit) break
      outcomes.push(outcome)
    }
    return outcomes
  }
}

/** Under which a row's outcome is kept. */
export const outcomeKey = (row: number): string => `row ${row}`
