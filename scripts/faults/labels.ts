import type { Settlement } from 'labelbox-org'
import type { Outcome } from './complaints.ts'
import type { Operation } from './operation.ts'
import type { FaultCase, Processing, Times } from './caseBuilders.ts'

const processings: Readonly<Record<Processing, string>> = {
  never: 'not processed',
  before: 'after processing',
  late: 'processed 1 s later',
  'looked for': 'processed after a look',
  'long after': 'processed long after',
}

/** How often a fault strikes, and when what it strikes is carried out: of a query that is of no interest. */
export function timingLabel({ kind }: Operation, times: ReadonlySet<Times>, processing: Processing): string {
  // Three times lies between the others.
  const often = times.has('once') && times.has('for ever') ? 'once or for ever' : [...times].join(' or ')
  return kind === 'query' ? often : `${often}, ${processings[processing]}`
}

/** The answer that a call meets. */
export const answerLabel = ({ what }: FaultCase): string => what.filter((word) => word !== undefined).join(' ')

/** What the caller got. */
export function outcomeLabel({ kind }: Operation, outcome: Outcome, settlement?: Settlement): string {
  if ('value' in outcome) return 'success'
  if ('thrown' in outcome) return 'an error of another class'
  const { code, mayHaveRun } = outcome.error
  if (settlement !== undefined) return `${code}; settle() later: ${settlement.outcome}`
  return kind !== 'query' && mayHaveRun && code !== 'OUTCOME_UNKNOWN' ? `${code}, may have run` : code
}

/** Seconds as they were measured. */
export const seconds = (ms: number): string => (ms / 1000).toFixed(1)

/** Seconds that are the same in the next run: what is left to chance, or to the machine, is rounded away. */
export function roundSeconds(ms: number): string {
  if (ms < 1000) return 'under 1'
  return ms < 10_000 ? 'under 10' : String(Math.round(ms / 10_000) * 10)
}
