import type { Result } from './measure.ts'
import type { Operation } from './operation.ts'
import type { MarkdownTable } from '../docs/markdownTable.ts'
import { cells, head } from './table.ts'
import { roundSeconds, timingLabel } from './labels.ts'

/** One row for calls with the same outcome, with their faults listed side by side. */
export function compactTable(operation: Operation, results: readonly Result[]): MarkdownTable {
  const alike = groupBy(results, (result) => JSON.stringify([...cells(result, ''), result.ms > 30_000]))
  return [
    head(operation),
    ...[...alike.values()].flatMap((group) =>
      linesOf(operation, group).map(({ answer, when, results }) => [
        answer,
        when,
        ...cells(results[0], roundSeconds(median(results.map(({ ms }) => ms)))),
      ]),
    ),
  ]
}

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((one, other) => one - other)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}

interface Line {
  readonly answer: string
  readonly when: string
  readonly results: Group<Result>
}

/** Groups by response and count, then joins responses with the same timing. */
function linesOf(operation: Operation, results: readonly Result[]): readonly Line[] {
  const byAnswer = groupBy(results, ({ faultCase: { what, processing } }) =>
    JSON.stringify([what.slice(0, 2), processing]),
  )
  const byTime = groupBy([...byAnswer.values()], (own) =>
    timingLabel(operation, new Set(own.map(({ faultCase: { times } }) => times)), own[0].faultCase.processing),
  )
  return [...byTime].flatMap(([when, answers]) => {
    const families = groupBy(answers, ([{ faultCase }]) => faultCase.what[0])
    return inLines([...families].map(([common, own]) => ({ answer: list(common, own), when, results: flat(own) })))
  })
}

/** `HTTP 500, 502`: names the family once. */
const list = (common: string, own: readonly Group<Result>[]): string =>
  `${common} ${own.flatMap(([{ faultCase }]) => faultCase.what[1] ?? []).join(', ')}`.trim()

const room = 100

/** Joins entries up to the maximum length. */
function inLines(parts: readonly Line[]): readonly Line[] {
  const lines: Line[] = []
  for (const part of parts) {
    const last = lines.at(-1)
    if (last !== undefined && last.answer.length + part.answer.length < room) {
      const answer = `${last.answer}; ${part.answer}`
      lines[lines.length - 1] = { ...part, answer, results: flat([last.results, part.results]) }
    } else lines.push(part)
  }
  return lines
}

/** A group with at least one item. */
type Group<T> = readonly [T, ...T[]]

const flat = <T>([[first, ...others], ...groups]: Group<Group<T>>): Group<T> => [first, ...others, ...groups.flat()]

/** Groups in order of appearance. */
function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, Group<T>> {
  const groups = new Map<string, [T, ...T[]]>()
  for (const item of items) {
    const group = groups.get(keyOf(item))
    if (group === undefined) groups.set(keyOf(item), [item])
    else group.push(item)
  }
  return groups
}
