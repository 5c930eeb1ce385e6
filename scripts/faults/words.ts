import type { Settlement } from 'labelbox-org'
import type { Outcome } from './judge.ts'
import type { Operation } from './operations.ts'
import type { Case, Processing, Times } from './variants.ts'

const processings: Readonly<Record<Processing, string>> = {
  never: 'not processed',
  before: 'after processing',
  late: 'processed 1 s later',
  'looked for': 'processed after a look',
  'long after': 'processed long after',
}

/** Whether a query was carried out is of no interest. */
export const whenProcessed = ({ kind }: Operation, processing: Processing): string =>
  kind === 'query' ? '' : processings[processing]

/** How often something happens: `three times` lies between the others. */
export function howOften(times: ReadonlySet<Times>): string {
  return times.has('once') && times.has('for ever') ? 'once or for ever' : [...times].join(' or ')
}

/** What a call meets. */
export function answerOf(operation: Operation, { what, times, processing }: Case): string {
  const when = whenProcessed(operation, processing)
  return `${what.filter((word) => word !== undefined).join(' ')} ${howOften(new Set([times]))}${when === '' ? '' : `, ${when}`}`
}

/** What the caller got. */
export function whatCame({ kind }: Operation, outcome: Outcome, settlement?: Settlement): string {
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
