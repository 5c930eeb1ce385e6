import { useEffect, useState, useSyncExternalStore } from 'react'
import { isLabelboxError, LabelboxError } from '../../../../../core/errors.ts'
import type { InviteOutcome, RowOutcome } from '../../../../../organization/bulk/bulkTypes.ts'
import { refreshActivity } from '../../../data/activity.ts'
import { consoleOrganization } from '../../../data/consoleOrganization.ts'
import { tellOtherWindows } from '../../../data/refreshing.ts'
import { withAddresses } from '../addressLocks.ts'
import { inviteList } from '../inviteList.ts'
import { journalOf, outcomesOf, saveOutcomes, storedRun, type StoredRun } from './runStore.ts'

/** Outcomes that another run of the same list would not change. */
const settled: readonly InviteOutcome[] = ['invited', 'already-invited', 'already-member', 'refused']

export const isSettled = ({ outcome }: RowOutcome<InviteOutcome>): boolean => settled.includes(outcome)

/**
 * - `loading`: it is read from the browser's database.
 * - `missing`: this browser does not have it.
 * - `running`, `stopping`: this window sends it.
 * - `elsewhere`: another window sends it.
 * - `stopped`: some rows are not settled.
 * - `done`: every row is settled.
 */
export type RunStatus = 'loading' | 'missing' | 'running' | 'stopping' | 'elsewhere' | 'stopped' | 'done'

/** What is known of a run. */
export interface RunState {
  readonly status: RunStatus
  readonly run: StoredRun | undefined
  readonly outcomes: ReadonlyMap<number, RowOutcome<InviteOutcome>>
  /** Why it stopped by itself. */
  readonly problem: LabelboxError | undefined
}

/** Smaller than that of the command, so that the table moves and a stop is quick. */
const batchSize = 50

/** How often outcomes are shown and stored, in milliseconds. */
const flushMs = 200

const channel = new BroadcastChannel('labelbox-org console invites')

/** Thrown in place of sending. */
class StopRequest extends Error {}

/** One run: sends it, stops it, and follows it while another window sends it. */
export class InviteRun {
  readonly #id: string
  #state: RunState = { status: 'loading', run: undefined, outcomes: new Map(), problem: undefined }
  readonly #listeners = new Set<() => void>()
  #isStopping = false
  #unsaved: RowOutcome<InviteOutcome>[] = []
  #flushing: ReturnType<typeof setTimeout> | undefined

  constructor(id: string) {
    this.#id = id
    void this.load()
    channel.addEventListener('message', ({ data }) => {
      if (data === id && !this.#isMine) void this.load()
    })
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  readonly getState = (): RunState => this.#state

  get #isMine(): boolean {
    return this.#state.status === 'running' || this.#state.status === 'stopping'
  }

  /** Reads what the browser has of the run. */
  async load(): Promise<void> {
    const run = await storedRun(this.#id)
    if (run === undefined) {
      this.#set({ status: 'missing', run: undefined })
      return
    }
    const outcomes = new Map((await outcomesOf(this.#id)).map((outcome) => [outcome.row, outcome]))
    const { held = [] } = await navigator.locks.query()
    if (this.#isMine) return
    const isElsewhere = held.some(({ name }) => name === this.#lockName)
    this.#set({ run, outcomes, status: isElsewhere ? 'elsewhere' : this.#restingStatus(run, outcomes) })
  }

  /**
   * Sends what is not settled. Does nothing while it is sent, here or in another window.
   *
   * @param onUnknown - What to do about addresses that an earlier attempt may have invited.
   */
  async send(onUnknown: 'report' | 'resend' = 'report'): Promise<void> {
    if (this.#state.status === 'loading') await this.load()
    const { run } = this.#state
    if (run === undefined || this.#isMine) return
    this.#isStopping = false
    const outcomes = new Map([...this.#state.outcomes].filter(([, outcome]) => isSettled(outcome)))
    this.#set({ status: 'running', outcomes, problem: undefined })
    await navigator.locks.request(this.#lockName, { ifAvailable: true }, async (lock) => {
      if (lock === null) {
        this.#set({ status: 'elsewhere' })
        return
      }
      const problem = await this.#sendAll(run, onUnknown)
      await this.#flush()
      this.#set({ status: this.#restingStatus(run, this.#state.outcomes), problem })
    })
    channel.postMessage(this.#id)
    inviteList.refresh()
    tellOtherWindows()
    refreshActivity()
  }

  /** Stops after the requests that are under way. */
  readonly stop = (): void => {
    if (this.#state.status !== 'running') return
    this.#isStopping = true
    this.#set({ status: 'stopping' })
  }

  async #sendAll(run: StoredRun, onUnknown: 'report' | 'resend'): Promise<LabelboxError | undefined> {
    try {
      const organization = await consoleOrganization()
      const emails = run.rows.map(({ email }) => email)
      const report = await withAddresses(emails, () =>
        organization.inviteUsers(run.rows, {
          journal: journalOf(run.id, () => {
            if (this.#isStopping) throw new StopRequest('The run was stopped.')
          }),
          ifInvalid: 'skip',
          ifSeatsShort: 'fill',
          onUnknown,
          batchSize,
          onOutcome: (outcome) => this.#add(outcome),
        }),
      )
      const { stoppedBy } = report
      return stoppedBy === undefined || stoppedBy instanceof StopRequest ? undefined : toProblem(stoppedBy)
    } catch (error) {
      return toProblem(error)
    }
  }

  #add(outcome: RowOutcome<InviteOutcome>): void {
    this.#unsaved.push(outcome)
    this.#flushing ??= setTimeout(() => void this.#flush(), flushMs)
  }

  async #flush(): Promise<void> {
    clearTimeout(this.#flushing)
    this.#flushing = undefined
    const added = this.#unsaved
    if (added.length === 0) return
    this.#unsaved = []
    const outcomes = new Map(this.#state.outcomes)
    for (const outcome of added) outcomes.set(outcome.row, outcome)
    this.#set({ outcomes })
    await saveOutcomes(this.#id, added)
    channel.postMessage(this.#id)
  }

  get #lockName(): string {
    return `labelbox-org console run ${this.#id}`
  }

  #restingStatus(run: StoredRun, outcomes: RunState['outcomes']): RunStatus {
    const isDone = run.rows.every((_, index) => {
      const outcome = outcomes.get(index + 1)
      return outcome !== undefined && isSettled(outcome)
    })
    return isDone ? 'done' : 'stopped'
  }

  #set(change: Partial<RunState>): void {
    this.#state = { ...this.#state, ...change }
    for (const listener of this.#listeners) listener()
  }
}

const toProblem = (error: unknown): LabelboxError =>
  isLabelboxError(error)
    ? error
    : new LabelboxError({
        code: 'INVALID_INPUT',
        message: 'The run stopped: the browser’s database failed.',
        cause: error,
      })

const runs = new Map<string, InviteRun>()

/** The run with an id: one object for the whole page, so that it goes on when its place is left. */
export function inviteRun(id: string): InviteRun {
  const known = runs.get(id)
  if (known !== undefined) return known
  const run = new InviteRun(id)
  runs.set(id, run)
  return run
}

export const dropRun = (id: string): void => void runs.delete(id)

/** A run and what is known of it. While another window sends it, the state follows. */
export function useInviteRun(id: string): readonly [RunState, InviteRun] {
  const [run] = useState(() => inviteRun(id))
  const state = useSyncExternalStore(run.subscribe, run.getState)
  const isElsewhere = state.status === 'elsewhere'
  useEffect(() => {
    if (!isElsewhere) return undefined
    // A window that was closed tells nobody.
    const timer = setInterval(() => void run.load(), 2000)
    return () => clearInterval(timer)
  }, [isElsewhere, run])
  return [state, run]
}
