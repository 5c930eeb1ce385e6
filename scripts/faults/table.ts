import { storedByFirst } from './judge.ts'
import type { Result } from './measure.ts'
import type { Operation } from './operation.ts'
import { answerOf, seconds, whatCame, whenOf } from './words.ts'

/** Cells, the first row is the head. */
export type Table = readonly (readonly string[])[]

/** A table in Markdown; aligned by whoever formats it. */
export function toMarkdown([head = [], ...rows]: Table): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [head, head.map(() => '---'), ...rows].map(line).join('\n')
}

/** The results of each operation. */
export function byOperation(results: readonly Result[]): ReadonlyMap<Operation, readonly Result[]> {
  const found = new Map<Operation, Result[]>()
  for (const result of results) {
    const own = found.get(result.operation) ?? []
    found.set(result.operation, [...own, result])
  }
  return found
}

export const head = ({ stores, callsAgain }: Operation): readonly string[] => [
  'answer',
  'when',
  'attempts',
  ...(stores === undefined ? [] : [stores]),
  'seconds',
  'what the caller got',
  ...(callsAgain ? ['called again'] : []),
]

/** The cells that follow the answer and its when. */
export function cells(result: Result, time: string): readonly string[] {
  const { operation, attempts, sight, first, second, settlement } = result
  const stored = operation.kind === 'idempotent mutation' ? sight?.stored : storedByFirst(result)
  return [
    String(attempts),
    ...(stored === undefined ? [] : [String(stored)]),
    time,
    whatCame(operation, first, settlement),
    ...(second === undefined ? [] : [whatCame(operation, second)]),
  ]
}

/** One row for each call. */
export const fullTable = (operation: Operation, results: readonly Result[]): Table => [
  head(operation),
  ...results.map((result) => [
    answerOf(result.met),
    whenOf(operation, new Set([result.met.times]), result.met.processing),
    ...cells(result, seconds(result.ms)),
  ]),
]
