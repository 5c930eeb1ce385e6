import type { MarkdownTable } from '../docs/markdownTable.ts'
import { storedByFirst } from './complaints.ts'
import type { Result } from './measure.ts'
import type { Operation } from './operation.ts'
import { answerLabel, outcomeLabel, roundSeconds, seconds, timingLabel } from './labels.ts'

/** Groups results by operation. */
export function byOperation(results: readonly Result[]): ReadonlyMap<Operation, readonly Result[]> {
  const found = new Map<Operation, Result[]>()
  for (const result of results) {
    const own = found.get(result.operation) ?? []
    found.set(result.operation, [...own, result])
  }
  return found
}

export const head = ({ storedTitle, callsAgain }: Operation): readonly string[] => [
  'response',
  'when',
  'attempts',
  ...(storedTitle === undefined ? [] : [storedTitle]),
  'seconds',
  'what the caller got',
  ...(callsAgain ? ['called again'] : []),
]

/** The cells after the response and its timing. */
export function cells(result: Result, time: string): readonly string[] {
  const { operation, attempts, state, first, second, settlement } = result
  const stored = operation.kind === 'idempotent mutation' ? state?.stored : storedByFirst(result)
  return [
    String(attempts),
    ...(stored === undefined ? [] : [String(stored)]),
    time,
    outcomeLabel(operation, first, settlement),
    ...(second === undefined ? [] : [outcomeLabel(operation, second)]),
  ]
}

/** One row for each call. */
export const fullTable = (operation: Operation, results: readonly Result[]): MarkdownTable => [
  head(operation),
  ...results.map((result) => [
    answerLabel(result.faultCase),
    timingLabel(operation, new Set([result.faultCase.times]), result.faultCase.processing),
    ...cells(result, seconds(result.ms)),
  ]),
]

/** One row for each kind of operation. */
export const summaryTable = (results: readonly Result[]): MarkdownTable => [
  ['operation', 'calls', 'success', 'error', 'errors that may have run', 'max. attempts', 'max. seconds'],
  ...[...byOperation(results)].map(([{ name, kind }, own]) => {
    const errors = own.flatMap(({ first }) => ('error' in first ? [first.error] : []))
    return [
      name,
      String(own.length),
      String(own.length - errors.length),
      String(errors.length),
      kind === 'query' ? '' : String(errors.filter(({ mayHaveRun }) => mayHaveRun).length),
      String(Math.max(...own.map(({ attempts }) => attempts))),
      roundSeconds(Math.max(...own.map(({ ms }) => ms))),
    ]
  }),
]
