import { isLabelboxError, type LabelboxError, type Settlement } from 'labelbox-org'
import type { Operation, StoredState } from './operation.ts'

/** How a call ended. */
export type Outcome = { readonly value: unknown } | { readonly error: LabelboxError } | { readonly thrown: unknown }

/** What happened to one call, and what the store shows of it afterwards. */
export interface Trial {
  readonly kind: Operation['kind']
  readonly first: Outcome
  readonly ms: number
  /** Milliseconds that timers were late meanwhile, at the most: one process is client and server of many calls at once. */
  readonly lateMs: number
  /** Requests that the call has sent of the kind that was struck. */
  readonly attempts: number
  /** How many of them the server has carried out. */
  readonly carriedOut: number
  /** What is stored in the end. */
  readonly state: StoredState | undefined
  /** How calling again ended, and how many requests it has sent. */
  readonly second: Outcome | undefined
  readonly sentAgain: number
  /** What `settle()` finds in the end, where there is one. */
  readonly settlement: Settlement | undefined
  /** Why a success is none. */
  readonly flaw: string | undefined
}

/** The default that calls have. */
const deadlineMs = 120_000

/** What a call may take to end beyond that, and beyond what timers are late. */
const graceMs = 500

/** How many the first call has stored, of those there are. */
export const storedByFirst = ({ state, second }: Trial): number | undefined =>
  state && state.stored - (second !== undefined && 'value' in second ? 1 : 0)

/** What a call must not do. None for one that did as it was promised. */
export function complaintsOf(trial: Trial): readonly string[] {
  const { kind, first, second, ms, lateMs, carriedOut, state, flaw } = trial
  const stored = storedByFirst(trial) ?? 0
  return [
    ...(stored > 1 ? [`one call has stored ${stored}`] : []),
    ...(kind === 'query' && stored > 0 ? ['what only reads has stored something'] : []),
    ...(kind === 'mutation' && carriedOut > 1 ? [`what may be done once was done ${carriedOut} times`] : []),
    ...(flaw === undefined ? [] : [`a success that is none: ${flaw}`]),
    ...('thrown' in first ? ['what was thrown is no LabelboxError'] : []),
    ...(ms > deadlineMs + graceMs + lateMs ? [`the caller waited ${Math.round(ms / 1000)} s`] : []),
    ...('error' in first && state !== undefined ? claims(first.error, trial, state) : []),
    ...(second === undefined ? [] : again(trial, second)),
  ]
}

/** An error that says too much. */
function claims(error: LabelboxError, trial: Trial, state: StoredState): readonly string[] {
  const isDone = trial.kind === 'idempotent mutation' ? state.isDone : (storedByFirst(trial) ?? 0) > 0
  if (!error.mayHaveRun) return isDone ? [`${error.code} says that nothing was done, and it was`] : []
  if (!isLabelboxError(error, 'OUTCOME_UNKNOWN')) return []
  const found = trial.settlement?.outcome
  return found === (isDone ? 'invited' : 'not-found') ? [] : [`settle() finds ${String(found)} in the end`]
}

/** What may come of calling again. */
function again({ first, state, sentAgain }: Trial, second: Outcome): readonly string[] {
  const stored = state?.stored ?? 0
  const came = 'value' in second ? 'success' : 'error' in second ? second.error.code : 'another error'
  const isSettled = 'error' in first && !first.error.mayHaveRun
  return [
    ...(stored > 1 ? [`two calls have stored ${stored}`] : []),
    ...(isSettled && came !== 'success' ? [`calling again gives ${came} though nothing was done`] : []),
    ...('value' in first && came !== 'ALREADY_INVITED' ? [`calling again after a success gives ${came}`] : []),
    ...(!isSettled && sentAgain > 0 ? ['calling again sends again'] : []),
    ...('thrown' in second ? ['what calling again threw is no LabelboxError'] : []),
  ]
}
