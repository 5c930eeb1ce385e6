import { isLabelboxError, LabelboxError } from '../../core/errors.ts'
import type { Origin } from '../../core/origin.ts'
import { controlFlowError } from '../../transport/response/controlFlow.ts'
import type { CallOptions } from '../../core/callOptions.ts'
import { startCall, type Context } from '../context.ts'
import { refuse, objectOf } from '../../core/guards.ts'
import { KnownPeople } from './known.ts'
import type { Journal, JournalEntry } from './journal.ts'
import { BulkReport, outcomeKey, type BulkProgress, type RowOutcome } from './report.ts'
import { isRepeatable, isRows, numbered, RowsBroken, type Rows } from './rows.ts'
import type { InvalidRow, Place } from '../../core/records.ts'
import { memorySpool, type Spool } from './spool.ts'

/** How to do something for many. */
export interface BulkOptions<Outcome extends string> {
  /** Ends it: what is under way is given up, and the report says what is known of it. */
  readonly signal?: AbortSignal | undefined
  /** Milliseconds for each request. Default: the client's. There is no limit for the whole: abort it by the signal. */
  readonly timeoutMs?: number | undefined
  /**
   * Milliseconds for each step: a request with its repetitions, or the reading of all members and invites, so that a list
   * without an end ends it. Default: the client's.
   */
  readonly deadlineMs?: number | undefined
  /**
   * Rows that can't be used. `throw`, the default: reject with `INVALID_ROWS`, which lists all of them, before anything
   * is sent. `skip`: report them as `refused`, and go on with the others. Those of a stream are always skipped.
   */
  readonly ifInvalid?: 'throw' | 'skip' | undefined
  /** Makes it possible to go on after the process has died. Default: none. */
  readonly journal?: Journal | undefined
  /** Where to keep what must be remembered of each row. Default: in memory. It is used up by one call. */
  readonly spool?: Spool | undefined
  /** Is told how far it is, after each request and each row that needs none. */
  readonly onProgress?: ((progress: BulkProgress<Outcome>) => void) | undefined
  /** Is told each row's outcome as soon as it is known, which is not always the order of the rows; it is waited for. */
  readonly onOutcome?: ((outcome: RowOutcome<Outcome>) => void | Promise<void>) | undefined
}

/** What one bulk call has in its hands. */
export class BulkRun<Row, Outcome extends string> {
  readonly context: Context
  readonly organizationId: string
  readonly operationName: string
  readonly rows: Rows<Row>
  readonly options: BulkOptions<Outcome>
  readonly known: KnownPeople
  /** What ended it before its time. */
  stoppedBy: Error | undefined
  /** How many rows there are, as far as that is known. */
  total: number | undefined
  readonly #spool: Spool
  readonly #counts: Record<Outcome, number>
  #done = 0
  #last = 0

  constructor(
    context: Context,
    organizationId: string,
    operationName: string,
    rows: Rows<Row>,
    options: BulkOptions<Outcome>,
    outcomes: readonly Outcome[],
  ) {
    if (!isRows(rows)) throw refuse(operationName, 'it needs rows: an array, a stream, or an object with read().')
    requireOptions(operationName, options)
    const { spool = memorySpool() } = options
    if (spool.get(usedKey) !== undefined) throw refuse(operationName, 'the spool is used up. Give it a new one.')
    spool.set(usedKey, operationName)
    this.context = context
    this.organizationId = organizationId
    this.operationName = operationName
    this.rows = rows
    this.options = options
    this.known = new KnownPeople(spool)
    this.#spool = spool
    this.#counts = Object.fromEntries(outcomes.map((outcome) => [outcome, 0])) as Record<Outcome, number>
  }

  /** The options of a step that begins now: each has a deadline of its own, and all have the signal. */
  get call(): CallOptions {
    const { signal, timeoutMs, deadlineMs } = this.options
    return startCall(this.context, { signal, timeoutMs, deadlineMs, onPartialData: 'throw' })
  }

  get isRepeatable(): boolean {
    return isRepeatable(this.rows)
  }

  get isStopped(): boolean {
    return this.stoppedBy !== undefined || this.options.signal?.aborted === true
  }

  /** Checks every row before anything is sent, where they can be read twice; gives how many can be used. */
  async checkRows(check: (row: Row, place: Place) => Promise<unknown>): Promise<number | undefined> {
    if (!this.isRepeatable) return undefined
    const invalid: InvalidRow[] = []
    try {
      for await (const [row, place] of numbered(this.rows, this.options.signal)) {
        this.total = place.row
        const reason = await reasonAgainst(() => check(row, place))
        if (reason !== undefined) invalid.push({ ...place, reason })
      }
    } catch (error) {
      throw error instanceof RowsBroken ? error.cause : error
    }
    if (invalid.length > 0 && this.options.ifInvalid !== 'skip') throw invalidRows(this.operationName, invalid)
    return (this.total ?? 0) - invalid.length
  }

  /** Works through the rows, one after the other, and as far as they can be read: what has been done stays so. */
  async eachRow(take: (row: Row, place: Place) => Promise<void>): Promise<void> {
    try {
      // Those of an array or a file are all accounted for; a stream may have no end.
      for await (const [row, place] of numbered(this.rows, this.isRepeatable ? undefined : this.options.signal)) {
        await take(row, place)
        if (this.isStopped && !this.isRepeatable) break
      }
    } catch (error) {
      if (!(error instanceof RowsBroken)) throw error
      this.stop(error)
    }
  }

  /** Nothing is sent after this. */
  stop(error: unknown): void {
    const cause: unknown = error instanceof RowsBroken ? error.cause : error
    const controlFlow = controlFlowError(cause)
    if (controlFlow !== undefined) throw controlFlow
    this.stoppedBy ??=
      cause instanceof Error ? cause : new Error('It was ended by something that is no error.', { cause })
  }

  /** A row has its outcome. */
  async end(
    { row, line }: Place,
    who: string,
    outcome: Outcome,
    details: {
      readonly error?: LabelboxError | undefined
      readonly reason?: string
      readonly id?: string | undefined
    } & Partial<Origin> = {},
  ): Promise<void> {
    const { error, reason = error?.reason, id, requestId = error?.requestId } = details
    const ended: RowOutcome<Outcome> = { row, line, who, outcome, code: error?.code, reason, id, requestId }
    this.#spool.set(outcomeKey(row), JSON.stringify(ended))
    this.#counts[outcome] += 1
    this.#done += 1
    this.#last = Math.max(this.#last, row)
    await this.options.onOutcome?.(ended)
    this.options.onProgress?.({ done: this.#done, total: this.total, counts: { ...this.#counts } })
  }

  /** Whether the journal has it. Without a journal it need not; with one that fails nothing more is sent. */
  async append(entry: JournalEntry): Promise<boolean> {
    try {
      await this.options.journal?.append(entry)
      return true
    } catch (error) {
      this.stop(error)
      return false
    }
  }

  /** Tells the journal what it is of, or refuses one of something else; gives its entries. */
  async *entries(job: string): AsyncGenerator<JournalEntry, void, undefined> {
    const { journal } = this.options
    if (journal === undefined) return
    let isNew = true
    for await (const entry of journal.read()) {
      if (isNew && !('job' in entry && entry.job === job && entry.organizationId === this.organizationId)) {
        throw refuse(
          this.operationName,
          'the journal is that of another method or another organization. Give it the one with which this work began, or a new one.',
        )
      }
      isNew = false
      yield entry
    }
    if (isNew) await journal.append({ job, organizationId: this.organizationId })
  }

  report(): BulkReport<Outcome> {
    const { signal } = this.options
    if (signal?.aborted === true) {
      this.stop(
        new LabelboxError({
          code: 'ABORTED',
          operationName: this.operationName,
          cause: signal.reason,
          message: `${this.operationName} was ended by its AbortSignal. The report says what has been done.`,
        }),
      )
    }
    return new BulkReport(this.#spool, this.#counts, this.#last, this.stoppedBy)
  }
}

const usedKey = 'used'

/** From JavaScript anything may come. */
function requireOptions<Outcome extends string>(
  operationName: string,
  { ifInvalid, onProgress, onOutcome, journal, spool }: BulkOptions<Outcome>,
): void {
  if (ifInvalid !== undefined && !['throw', 'skip'].includes(ifInvalid)) {
    throw refuse(operationName, "ifInvalid must be 'throw' or 'skip'.")
  }
  const hasFunctions = (object: object, ...names: readonly string[]): boolean =>
    names.every((name) => typeof (object as Record<string, unknown>)[name] === 'function')
  for (const [option, value] of Object.entries({ onProgress, onOutcome })) {
    if (value !== undefined && typeof value !== 'function') {
      throw refuse(operationName, `${option} must be a function.`)
    }
  }
  if (journal !== undefined && !hasFunctions(objectOf(journal), 'read', 'append')) {
    throw refuse(operationName, 'journal must have read and append, as fileJournal() gives one.')
  }
  if (spool !== undefined && !hasFunctions(objectOf(spool), 'get', 'set')) {
    throw refuse(operationName, 'spool must have get and set, as diskSpool() gives one.')
  }
}

async function reasonAgainst(check: () => Promise<unknown>): Promise<string | undefined> {
  try {
    await check()
    return undefined
  } catch (error) {
    const reason = reasonOf(error)
    if (reason === undefined) throw error
    return reason
  }
}

/** Rejects with all that is wrong. */
function invalidRows(operationName: string, rows: readonly InvalidRow[]): LabelboxError {
  const [first] = rows
  const where = first?.line === undefined ? `row ${first?.row ?? 0}` : `line ${first.line}`
  return new LabelboxError({
    code: 'INVALID_ROWS',
    operationName,
    message: `${operationName} has sent nothing: ${where} can't be used: ${first?.reason ?? ''}`,
    advice: rows.length > 1 ? ['see-rows', `${rows.length} rows can't be used: see \`error.rows\`.`] : undefined,
    extras: { rows },
  })
}

/** Why a row can't be used, where that is what was thrown. */
export function reasonOf(error: unknown): string | undefined {
  return isLabelboxError(error, 'INVALID_INPUT') ? error.message.replace(/^\w+ was not sent: /, '') : undefined
}
