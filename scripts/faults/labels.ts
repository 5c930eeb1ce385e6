import type { Settlement } from 'labelbox-org'
import type { Outcome } from './complaints.ts'
import type { Operation } from './operation.ts'
import type { FaultCase, Processing, Times } from './caseBuilders.ts'

const processings: Readonly<Record<Processing, string>> = {
  never: 'not processed',
  before: 'after processing',
  late: 'processed 1 s later',
  'looked for': 'processed after a look-up',
  'long after': 'processed long after',
}

/** How often a fault occurs and when the request is processed, which does not matter for a query. */
export function timingLabel({ kind }: Operation, times: ReadonlySet<Times>, processing: Processing): string {
  // `three times` lies between the other two.
  const often = times.has('once') && times.has('forever') ? 'once or forever' : [...times].join(' or ')
  return kind === 'query' ? often : `${often}, ${processings[processing]}`
}

/** The name of the response that a call gets. */
export const answerLabel = ({ what }: FaultCase): string => what.filter((word) => word !== undefined).join(' ')

/** The outcome for the caller. */
export function outcomeLabel({ kind }: Operation, outcome: Outcome, settlement?: Settlement): string {
  if ('value' in outcome) return 'success'
  if ('thrown' in outcome) return 'an error of another class'
  const { code, mayHaveRun } = outcome.error
  if (settlement !== undefined) return `${code}; settle() later: ${settlement.outcome}`
  return kind !== 'query' && mayHaveRun && code !== 'OUTCOME_UNKNOWN' ? `${code}, may have run` : code
}

/** Seconds as measured. */
export const seconds = (ms: number): string => (ms / 1000).toFixed(1)

/** Seconds rounded so that they are equal in the next run. */
export function roundSeconds(ms: number): string {
  if (ms < 1000) return 'under 1'
  return ms < 10_000 ? 'under 10' : String(Math.round(ms / 10_000) * 10)
}
