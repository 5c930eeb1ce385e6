import { isLabelboxError, type LabelboxError, type Settlement } from 'labelbox-org'
import type { Operation, StoredState } from './operation.ts'

/** The outcome of a call. */
export type Outcome = { readonly value: unknown } | { readonly error: LabelboxError } | { readonly thrown: unknown }

/** What happened to one call, and the server's data afterwards. */
export interface Trial {
  readonly kind: Operation['kind']
  readonly first: Outcome
  readonly ms: number
  /**
   * Longest delay of a timer during the call, in milliseconds: one process runs the client and server of many calls.
   */
  readonly lateMs: number
  /** Requests that the call sent of the affected operation. */
  readonly attempts: number
  /** How many of them the server processed. */
  readonly carriedOut: number
  /** The server's data at the end. */
  readonly state: StoredState | undefined
  /** The outcome of calling again, and the number of requests it sent. */
  readonly second: Outcome | undefined
  readonly sentAgain: number
  /** The result of `settle()` at the end, if it applies. */
  readonly settlement: Settlement | undefined
  /** Why a reported success is wrong. */
  readonly flaw: string | undefined
}

/** The default deadline of a call. */
const deadlineMs = 120_000

/** Tolerance beyond the deadline and late timers. */
const graceMs = 500

/** How many records the first call stored. */
export const storedByFirst = ({ state, second }: Trial): number | undefined =>
  state && state.stored - (second !== undefined && 'value' in second ? 1 : 0)

/** Broken promises of a call; empty if there are none. */
export function complaintsOf(trial: Trial): readonly string[] {
  const { kind, first, second, ms, lateMs, carriedOut, state, flaw } = trial
  const stored = storedByFirst(trial) ?? 0
  return [
    ...(stored > 1 ? [`one call stored ${stored} records`] : []),
    ...(kind === 'query' && stored > 0 ? ['a read-only call stored something'] : []),
    ...(kind === 'mutation' && carriedOut > 1 ? [`a change was made ${carriedOut} times`] : []),
    ...(flaw === undefined ? [] : [`a false success: ${flaw}`]),
    ...('thrown' in first ? ['the thrown value is not a LabelboxError'] : []),
    ...(ms > deadlineMs + graceMs + lateMs ? [`the caller waited ${Math.round(ms / 1000)} s`] : []),
    ...('error' in first && state !== undefined ? falseClaims(first.error, trial, state) : []),
    ...(second === undefined ? [] : again(trial, second)),
  ]
}

/** Complaints about what an error claims. */
function falseClaims(error: LabelboxError, trial: Trial, state: StoredState): readonly string[] {
  const isDone = trial.kind === 'idempotent mutation' ? state.isDone : (storedByFirst(trial) ?? 0) > 0
  if (!error.mayHaveRun) return isDone ? [`${error.code} says that nothing changed, but it did`] : []
  if (!isLabelboxError(error, 'OUTCOME_UNKNOWN')) return []
  const found = trial.settlement?.outcome
  return found === (isDone ? 'invited' : 'not-found') ? [] : [`settle() finally finds ${String(found)}`]
}

/** Complaints about calling again. */
function again({ first, state, sentAgain }: Trial, second: Outcome): readonly string[] {
  const stored = state?.stored ?? 0
  const came = 'value' in second ? 'success' : 'error' in second ? second.error.code : 'another error'
  const isSettled = 'error' in first && !first.error.mayHaveRun
  return [
    ...(stored > 1 ? [`two calls stored ${stored} records`] : []),
    ...(isSettled && came !== 'success' ? [`calling again gives ${came} although nothing changed`] : []),
    ...('value' in first && came !== 'ALREADY_INVITED' ? [`calling again after a success gives ${came}`] : []),
    ...(!isSettled && sentAgain > 0 ? ['calling again sends again'] : []),
    ...('thrown' in second ? ['calling again threw a value that is not a LabelboxError'] : []),
  ]
}
