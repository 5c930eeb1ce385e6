import type { Result } from './measure.ts'
import { byOperation, type Table } from './table.ts'
import { roundSeconds } from './words.ts'

/** One row for each kind of operation. */
export const summary = (results: readonly Result[]): Table => [
  ['operation', 'calls', 'success', 'error', 'of these may have run', 'attempts, at most', 'seconds, at most'],
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
