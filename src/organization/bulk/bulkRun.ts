import type { CallOptions } from '../../core/callOptions.ts'
import { isLabelboxError, LabelboxError } from '../../core/errors.ts'
import { isOneOf, objectOf, refuse, requireKnown } from '../../core/guards.ts'
import type { InvalidRow, Place } from '../../core/records.ts'
import { controlFlowError } from '../../transport/response/controlFlow.ts'
import { onAbort } from '../../transport/time/onAbort.ts'
import { startCall, type Context } from '../context.ts'
import { normalizeEmail } from '../email.ts'
import { referencesOf, type References } from '../invites/newInvite.ts'
import { BulkReport, outcomeKey, type BulkOptions, type JournalEntry, type Rows, type Spool } from './bulkTypes.ts'
import { isRepeatable, isRows, readRows, RowSourceError } from './rowReader.ts'

/** What is known about the person behind an address or a member id. */
export interface Person {
  /** The first row that names the person. */
  readonly row?: number
  readonly memberId?: string
  readonly memberRole?: string | null
  /** Whether several members have this address, in different spellings. */
  readonly isAmbiguous?: boolean
  readonly inviteId?: string
  /** Whether an earlier run may have sent a request for the person, and its outcome is unknown. */
  readonly isUnsettled?: boolean
  /** The last change or outcome that the journal has. */
  readonly journaled?: string
}

/** What to report of a row besides its outcome. */
export interface OutcomeDetails {
  readonly error?: LabelboxError | undefined
  /** Default: the message of the error. */
  readonly reason?: string
  readonly id?: string | undefined
  /** Default: the one of the error. */
  readonly requestId?: string | undefined
}

interface Job<Row, Outcome extends string, Options> {
  readonly context: Context
  readonly organizationId: string
  /** The name of the method, as the journal has it. */
  readonly method: string
  readonly operationName: string
  readonly rows: Rows<Row>
  readonly options: Options
  readonly outcomes: readonly Outcome[]
}

/** One bulk call: reads and checks the rows, keeps the journal and the spool, and reports the outcomes. */
export class BulkRun<Row, Outcome extends string, Options extends BulkOptions<Outcome> = BulkOptions<Outcome>> {
  readonly context: Context
  readonly organizationId: string
  readonly operationName: string
  readonly options: Options
  readonly isRepeatable: boolean
  readonly #method: string
  readonly #rows: Rows<Row>
  readonly #spool: Spool
  readonly #counts: Record<Outcome, number>
  /** Ends the reading of rows, even of an idle stream. */
  readonly #leaving = new AbortController()
  #stoppedBy: Error | undefined
  #total: number | undefined
  #done = 0
  #lastRow = 0

  /** @throws LabelboxError `INVALID_INPUT` for rows or options that make no sense. */
  constructor({ context, organizationId, method, operationName, rows, options, outcomes }: Job<Row, Outcome, Options>) {
    // Checks the options for requests.
    startCall(context, options)
    if (!isRows(rows)) throw refuse(operationName, 'it needs rows: an array, a stream, or an object with read().')
    requireOptions(operationName, options)
    const { spool = memorySpool() } = options
    if (spool.get(usedKey) !== undefined) throw refuse(operationName, 'the spool is used already. Pass a new one.')
    spool.set(usedKey, operationName)
    this.context = context
    this.organizationId = organizationId
    this.operationName = operationName
    this.options = options
    this.isRepeatable = isRepeatable(rows)
    this.#method = method
    this.#rows = rows
    this.#spool = spool
    this.#counts = Object.fromEntries(outcomes.map((outcome) => [outcome, 0])) as Record<Outcome, number>
  }

  /** Options for the next step. Each step has a deadline of its own. */
  get call(): CallOptions {
    const { signal, timeoutMs, deadlineMs } = this.options
    return startCall(this.context, { signal, timeoutMs, deadlineMs, onPartialData: 'throw' })
  }

  get isStopped(): boolean {
    return this.#stoppedBy !== undefined || this.options.signal?.aborted === true
  }

  /** Stops the run: nothing is sent after this. */
  stop(error: unknown): void {
    const cause: unknown = error instanceof RowSourceError ? error.cause : error
    const controlFlow = controlFlowError(cause)
    if (controlFlow !== undefined) throw controlFlow
    this.#stoppedBy ??=
      cause instanceof Error ? cause : new Error('The run was stopped by a value that is not an Error.', { cause })
    this.#leaveStream()
  }

  /** Stops reading rows, even while it waits for one. A row that comes later gets no outcome. */
  leaveRows(): void {
    this.#leaving.abort()
  }

  #leaveStream(): void {
    if (!this.isRepeatable) this.leaveRows()
  }

  /**
   * Checks every row before anything is sent, unless the rows come from a stream.
   *
   * @returns The number of valid rows; `undefined` for a stream.
   * @throws LabelboxError `INVALID_ROWS`, unless invalid rows are to be skipped.
   */
  async checkRows(check: (row: Row, place: Place) => Promise<unknown>): Promise<number | undefined> {
    if (!this.isRepeatable) return undefined
    const invalid: InvalidRow[] = []
    try {
      for await (const [row, place] of readRows(this.#rows, this.options.signal)) {
        this.#total = place.row
        try {
          await check(row, place)
        } catch (error) {
          const reason = refusalReason(error)
          if (reason === undefined) throw error
          invalid.push({ ...place, reason })
        }
      }
    } catch (error) {
      throw error instanceof RowSourceError ? error.cause : error
    }
    if (invalid.length > 0 && this.options.ifInvalid !== 'skip') throw invalidRows(this.operationName, invalid)
    return (this.#total ?? 0) - invalid.length
  }

  /**
   * Reads the rows to work on. When the run stops, the remaining rows of an array or a file are still read, as each of
   * them gets an outcome. A stream may have no end, so it is left.
   */
  async *rows(): AsyncGenerator<readonly [Row, Place], void, undefined> {
    const { signal } = this.options
    const leave = (): void => this.#leaveStream()
    if (signal?.aborted === true) leave()
    const release = signal && onAbort(signal, leave)
    try {
      yield* readRows(this.#rows, this.#leaving.signal)
    } catch (error) {
      if (!(error instanceof RowSourceError)) throw error
      this.stop(error)
    } finally {
      release?.()
    }
  }

  /** What is known about the person behind an address, in any spelling, or an id. */
  person(who: string): Person {
    const stored = this.#spool.get(personKey(who))
    return stored === undefined ? {} : (JSON.parse(stored) as Person)
  }

  /** Adds to what is known about a person. Returns what was known before. */
  updatePerson(who: string, changes: Person): Person {
    const before = this.person(who)
    this.#spool.set(personKey(who), JSON.stringify({ ...before, ...changes }))
    return before
  }

  /**
   * Reads the entries of earlier runs, and begins a journal that is empty.
   *
   * @throws LabelboxError `INVALID_INPUT` for the journal of another job.
   */
  async *journalEntries(): AsyncGenerator<JournalEntry, void, undefined> {
    const { journal } = this.options
    if (journal === undefined) return
    const { organizationId } = this
    let isEmpty = true
    for await (const entry of journal.read()) {
      if (isEmpty && !('job' in entry && entry.job === this.#method && entry.organizationId === organizationId)) {
        throw refuse(
          this.operationName,
          'the journal belongs to another method or another organization. Pass the journal that this job was started with, or a new one.',
        )
      }
      isEmpty = false
      yield entry
    }
    if (isEmpty) await journal.append({ job: this.#method, organizationId })
  }

  /** Writes to the journal. Returns `false` and stops the run if that fails. */
  async writeJournal(entry: JournalEntry): Promise<boolean> {
    try {
      await this.options.journal?.append(entry)
      return true
    } catch (error) {
      this.stop(error)
      return false
    }
  }

  /** Records and reports the outcome of a row. */
  async setOutcome(place: Place, who: string, outcome: Outcome, details: OutcomeDetails = {}): Promise<void> {
    const { row, line } = place
    const { error, reason = error?.reason, id, requestId = error?.requestId } = details
    const ended = { row, line, who, outcome, code: error?.code, reason, id, requestId }
    this.#spool.set(outcomeKey(row), JSON.stringify(ended))
    this.#counts[outcome] += 1
    this.#done += 1
    this.#lastRow = Math.max(this.#lastRow, row)
    await this.options.onOutcome?.(ended)
    this.options.onProgress?.({ done: this.#done, total: this.#total, counts: { ...this.#counts } })
  }

  report(): BulkReport<Outcome> {
    const { operationName } = this
    const { signal } = this.options
    if (signal?.aborted === true) {
      const message = `${operationName} was aborted by its signal. The report says what was done.`
      this.stop(new LabelboxError({ code: 'ABORTED', operationName, cause: signal.reason, message }))
    }
    return new BulkReport(this.#spool, this.#counts, this.#lastRow, this.#stoppedBy)
  }
}

const usedKey = 'used'

/** Ids stay as they are; an address has many spellings. */
const personKey = (who: string): string => `who ${who.includes('@') ? normalizeEmail(who) : who}`

function memorySpool(): Spool {
  const values = new Map<string, string>()
  return { get: (key) => values.get(key), set: (key, value) => void values.set(key, value) }
}

/** Without one of them, more would be sent than meant, or nothing would be kept. */
const optionNames = [
  ...['signal', 'timeoutMs', 'deadlineMs', 'ifInvalid', 'ifSeatsShort', 'onUnknown', 'batchSize'],
  ...['journal', 'spool', 'onProgress', 'onOutcome'],
]

function requireOptions<Outcome extends string>(operationName: string, options: BulkOptions<Outcome>): void {
  requireKnown(options, optionNames)
  const { ifInvalid, onProgress, onOutcome, journal, spool } = options
  if (ifInvalid !== undefined && !isOneOf(['throw', 'skip'], ifInvalid)) {
    throw refuse(operationName, "ifInvalid must be 'throw' or 'skip'.")
  }
  for (const [option, value] of Object.entries({ onProgress, onOutcome })) {
    if (value !== undefined && typeof value !== 'function') throw refuse(operationName, `${option} must be a function.`)
  }
  const { read, append } = objectOf(journal)
  if (journal !== undefined && !(typeof read === 'function' && typeof append === 'function')) {
    throw refuse(operationName, 'journal must have the functions read and append, like that of fileJournal().')
  }
  const { get, set } = objectOf(spool)
  if (spool !== undefined && !(typeof get === 'function' && typeof set === 'function')) {
    throw refuse(operationName, 'spool must have the functions get and set, like that of diskSpool().')
  }
}

function invalidRows(operationName: string, rows: readonly InvalidRow[]): LabelboxError {
  const [first] = rows
  const where = first?.line === undefined ? `row ${first?.row ?? 0}` : `line ${first.line}`
  return new LabelboxError({
    code: 'INVALID_ROWS',
    operationName,
    message: `${operationName} has sent nothing: ${where} is invalid: ${first?.reason ?? ''}`,
    advice: [
      'see-rows',
      rows.length > 1
        ? `In total, ${rows.length} rows are invalid: see \`error.rows\`. Fix them, or set ifInvalid to 'skip'.`
        : "Fix it, or set ifInvalid to 'skip'.",
    ],
    extras: { rows },
  })
}

/** Whether an error is about what a row has: a wrong value, or a name that nothing has, which no response says. */
const isAboutRow = (error: unknown): error is LabelboxError =>
  isLabelboxError(error, 'INVALID_INPUT') || (isLabelboxError(error, 'RESOURCE_NOT_FOUND') && error.attempts === 0)

/** Why a row is invalid; `undefined` for any other error. */
export const refusalReason = (error: unknown): string | undefined =>
  isAboutRow(error) ? error.message.replace(/^\w+ was not sent: /, '') : undefined

/** Whether a request failed for a reason that is not in its rows: the next request would fail as well. */
export const concernsAllRows = ({ code }: LabelboxError): boolean =>
  isOneOf(['AUTHENTICATION', 'API_LIMIT', 'NETWORK', 'TIMEOUT', 'ABORTED'], code)

/** Looks up each name once, however many rows have it. Remembers names that don't exist as well. */
export function cachedReferences(run: { readonly context: Context; readonly call: CallOptions }): References {
  // Each lookup is a step with a deadline of its own.
  const references = (): References => referencesOf(run.context, run.call)
  return {
    role: cached((role) => references().role(role)),
    project: cached((project) => references().project(project)),
    group: cached((group) => references().group(group)),
  }
}

function cached<Reference, Found>(look: (reference: Reference) => Promise<Found>): typeof look {
  const lookups = new Map<Reference, Promise<Found>>()
  return (reference) => {
    // A record needs no lookup, and each row may have another object.
    if (typeof reference !== 'string') return look(reference)
    const earlier = lookups.get(reference)
    if (earlier !== undefined) return earlier
    const lookup = look(reference)
    lookups.set(reference, lookup)
    lookup.catch((error: unknown) => {
      if (!isAboutRow(error)) lookups.delete(reference)
    })
    return lookup
  }
}
