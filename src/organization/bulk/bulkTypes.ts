import type { LabelboxErrorCode } from '../../core/errors.ts'
import type { Place } from '../../core/records.ts'
import type { NewInvite } from '../invites/newInvite.ts'
import type { MemberReference } from '../members/members.ts'
import type { RoleReference } from '../roles/roles.ts'

// What callers of the bulk methods pass in and get back.

/** Rows that can be read more than once, for example those of a file. */
export interface RowSource<Row> {
  /** Returns the rows from the first one on. Called once for the check and once for the work. */
  readonly read: () => AsyncIterable<Row> | Iterable<Row>
}

/**
 * The rows of a bulk call. An array or a {@link RowSource} is checked as a whole before anything is sent. Any other
 * iterable, such as a stream or a generator, is read once, and each row is checked when it arrives.
 */
export type Rows<Row> = readonly Row[] | RowSource<Row> | AsyncIterable<Row> | Iterable<Row>

/** A row of `inviteUsers`: the person to invite. */
export interface InviteRow extends NewInvite {
  /** The line of the file that the row comes from. Errors and outcomes repeat it. */
  readonly line?: number | undefined
}

/** A row of `removeUsers`: the member to remove. */
export interface MemberRow {
  /** The member: a record, an id or an email address. */
  readonly user: MemberReference
  /** The line of the file that the row comes from. Errors and outcomes repeat it. */
  readonly line?: number | undefined
}

/** A row of `updateOrganizationRoles`: the member and the member's new role in the organization. */
export interface MemberRoleRow extends MemberRow {
  /** The role: a record, an id or a name such as `LABELER`. */
  readonly role: RoleReference
}

/**
 * How a row of `inviteUsers` ended:
 *
 * - `invited`: the invite was sent, by this call or by an earlier call with the same journal.
 * - `already-invited`: an invite to the address was pending. Nothing was sent.
 * - `already-member`: the address is a member's. Nothing was sent.
 * - `refused`: the row is invalid, or Labelbox refused the invite. Nothing was sent.
 * - `failed`: the request failed before Labelbox processed it. Nothing was sent.
 * - `unknown`: the invite may have been sent. It isn't sent again unless `onUnknown` is `resend`.
 * - `not-attempted`: the call stopped before this row, or the plan had no seat left. Nothing was sent.
 * - `dry-run`: the client has `dryRun`. Without it, the invite would have been sent.
 */
export type InviteOutcome =
  'invited' | 'already-invited' | 'already-member' | 'refused' | 'failed' | 'unknown' | 'not-attempted' | 'dry-run'

export const inviteOutcomes = [
  'invited',
  'already-invited',
  'already-member',
  'refused',
  'failed',
  'unknown',
  'not-attempted',
  'dry-run',
] as const satisfies readonly InviteOutcome[]

/**
 * How a row of `removeUsers` or `updateOrganizationRoles` ended:
 *
 * - `done`: the member was removed or has the new role.
 * - `unchanged`: the member had the role already. Nothing was sent.
 * - `not-a-member`: no member has that address or id.
 * - `refused`: the row is invalid, or Labelbox refused the change.
 * - `failed`: the request failed before Labelbox processed it.
 * - `unknown`: the change may have been made. Making it again does no harm.
 * - `not-attempted`: the call stopped before this row.
 * - `dry-run`: the client has `dryRun`. Without it, the change would have been made.
 */
export type MemberOutcome =
  'done' | 'unchanged' | 'not-a-member' | 'refused' | 'failed' | 'unknown' | 'not-attempted' | 'dry-run'

export const memberOutcomes = [
  'done',
  'unchanged',
  'not-a-member',
  'refused',
  'failed',
  'unknown',
  'not-attempted',
  'dry-run',
] as const satisfies readonly MemberOutcome[]

/** How one row ended. */
export interface RowOutcome<Outcome extends string> extends Place {
  /** The address or id that the row names. */
  readonly who: string
  readonly outcome: Outcome
  /** The code of the error that the row ended with, if any. */
  readonly code: LabelboxErrorCode | undefined
  /** Why the row was not processed, if it was not. */
  readonly reason: string | undefined
  /** The id of the pending invite or of the member, if known. */
  readonly id: string | undefined
  /** The id that Labelbox gave the request, if any. */
  readonly requestId: string | undefined
}

/** The progress of a bulk call. */
export interface BulkProgress<Outcome extends string> {
  /** The number of rows that have an outcome. */
  readonly done: number
  /** The number of all rows; `undefined` for rows from a stream. */
  readonly total: number | undefined
  /** The number of rows by outcome. */
  readonly counts: Readonly<Record<Outcome, number>>
}

/**
 * The result of a bulk call: exactly one outcome for each row. Iterating gives the outcomes in the order of the rows.
 *
 * @example
 * for (const [outcome, count] of Object.entries(report.counts)) console.log(outcome, count)
 * for await (const { row, who, outcome, reason } of report) if (outcome === 'refused') console.log(row, who, reason)
 */
export class BulkReport<Outcome extends string> implements AsyncIterable<RowOutcome<Outcome>> {
  /** The number of rows by outcome. */
  readonly counts: Readonly<Record<Outcome, number>>
  /** The number of rows that have an outcome: all rows, except when a stream was not read to its end. */
  readonly rows: number
  /** Why the call stopped early; `undefined` if every row was processed. */
  readonly stoppedBy: Error | undefined
  readonly #spool: Spool

  /** @internal */
  constructor(spool: Spool, counts: Readonly<Record<Outcome, number>>, rows: number, stoppedBy: Error | undefined) {
    this.#spool = spool
    this.counts = counts
    this.rows = rows
    this.stoppedBy = stoppedBy
  }

  /** The outcome of each row, in the order of the rows. */
  async *[Symbol.asyncIterator](): AsyncGenerator<RowOutcome<Outcome>, void, undefined> {
    for (let row = 1; row <= this.rows; row += 1) {
      const stored = this.#spool.get(outcomeKey(row))
      if (stored !== undefined) yield await Promise.resolve(JSON.parse(stored) as RowOutcome<Outcome>)
    }
  }

  /**
   * Returns the outcomes as an array.
   *
   * @param options - `limit`: the maximum number of outcomes. `Infinity` returns all of them.
   */
  async toArray({ limit }: { readonly limit: number }): Promise<readonly RowOutcome<Outcome>[]> {
    const outcomes: RowOutcome<Outcome>[] = []
    for await (const outcome of this) {
      if (outcomes.length >= limit) break
      outcomes.push(outcome)
    }
    return outcomes
  }
}

/** The spool key of a row's outcome. */
export const outcomeKey = (row: number): string => `row ${row}`

/** Options of every bulk call. */
export interface BulkOptions<Outcome extends string> {
  /** Stops the call: requests in progress are aborted, and the report says what is known about them. */
  readonly signal?: AbortSignal | undefined
  /** Timeout for each request, in milliseconds. Default: the client's `timeoutMs`. */
  readonly timeoutMs?: number | undefined
  /**
   * Deadline for each step, in milliseconds. A step is one request with its retries, or reading all members and invites.
   * Default: the client's `deadlineMs`. The call as a whole has no deadline; use `signal` to limit it.
   */
  readonly deadlineMs?: number | undefined
  /**
   * What to do with invalid rows. `throw` rejects with `INVALID_ROWS`, which lists all of them, before anything is sent.
   * `skip` reports them as `refused` and processes the others. Rows of a stream are always skipped. Default: `throw`.
   */
  readonly ifInvalid?: 'throw' | 'skip' | undefined
  /** Records the progress, so that a call whose process died can be resumed. Default: no journal. */
  readonly journal?: Journal | undefined
  /** Stores the state of each row. Each call needs a new one. Default: memory. */
  readonly spool?: Spool | undefined
  /** Called with the progress each time a row has its outcome. */
  readonly onProgress?: ((progress: BulkProgress<Outcome>) => void) | undefined
  /**
   * Called with the outcome of each row as soon as it is known, which is not always in the order of the rows. The call
   * waits for the returned promise. An error that it throws rejects the call.
   */
  readonly onOutcome?: ((outcome: RowOutcome<Outcome>) => void | Promise<void>) | undefined
}

/** Options of `inviteUsers`. */
export interface InviteUsersOptions extends BulkOptions<InviteOutcome> {
  /**
   * Maximum number of invites in one request. Labelbox documents no limit: when it refuses a request because of its size,
   * later requests are smaller. Default: 100.
   */
  readonly batchSize?: number | undefined
  /**
   * What to do when the plan has fewer seats left than there are people to invite. `refuse` rejects with `USAGE_LIMIT`
   * before anything is sent. `fill` invites as many as there are seats. Rows of a stream always fill the seats.
   * Default: `refuse`.
   */
  readonly ifSeatsShort?: 'refuse' | 'fill' | undefined
  /**
   * What to do about an address that an earlier call may have invited. `report` reports it as `unknown`. `resend` sends an
   * invite, at the risk of a second one. Default: `report`.
   */
  readonly onUnknown?: 'report' | 'resend' | undefined
}

/** Options of `removeUsers` and `updateOrganizationRoles`. */
export type MemberBulkOptions = BulkOptions<MemberOutcome>

/**
 * An entry of a {@link Journal}. `sending` comes before each request that may change something, `ended` when the outcome
 * of the request is known.
 */
export type JournalEntry =
  | {
      /** The name of the method. With `organizationId` it keeps the journals of different jobs apart. */
      readonly job: string
      /** The id of the organization that the rows are for. */
      readonly organizationId: string
    }
  | {
      /** Addresses or member ids, each with the role or the change that was requested. */
      readonly sending: readonly (readonly [who: string, change: string | null])[]
      /** Milliseconds since 1970. */
      readonly at: number
    }
  | {
      /** Addresses or member ids, each with its outcome. */
      readonly ended: readonly (readonly [who: string, outcome: string])[]
    }

/**
 * Records what a bulk call does, so that it can be resumed after its process died: called again with the same journal, it
 * continues where it stopped and invites no address twice. `fileJournal()` of `labelbox-org/bulk` writes to a file; you
 * can implement others. A journal contains email addresses and never the API key.
 */
export interface Journal {
  /** Returns all entries, oldest first. */
  readonly read: () => AsyncIterable<JournalEntry> | Iterable<JournalEntry>
  /** Stores an entry. Resolve only when the entry would survive a crash of the process and of the machine. */
  readonly append: (entry: JournalEntry) => Promise<void>
}

/**
 * Stores the state of each address and each row during a bulk call. In memory, that takes some hundred bytes for each.
 * `diskSpool()` of `labelbox-org/bulk` stores it on disk, so that memory use doesn't grow with the number of rows.
 */
export interface Spool {
  /** Returns the stored value, or `undefined`. */
  readonly get: (key: string) => string | undefined
  /** Stores a value, in place of one with the same key. */
  readonly set: (key: string, value: string) => void
}
