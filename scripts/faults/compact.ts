import type { Result } from './measure.ts'
import type { Operation } from './operations.ts'
import { cells, head, type Table } from './table.ts'
import type { What } from './variants.ts'
import { howOften, roundSeconds, whenProcessed } from './words.ts'

/** One row for calls that ended alike: what they met is put together, as far as there is room. */
export function compactTable(operation: Operation, results: readonly Result[]): Table {
  const alike = groupBy(results, (result) => JSON.stringify([...cells(result, ''), result.ms > 30_000]))
  return [
    head(operation),
    ...[...alike.values()].flatMap((group) => {
      const ending = cells(group[0], roundSeconds(median(group.map(({ ms }) => ms))))
      return answers(operation, group).map((answer) => [answer, ...ending])
    }),
  ]
}

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((one, other) => one - other)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}

/** First how often each happens, then what happens as often and is carried out at the same time. */
function answers(operation: Operation, results: readonly Result[]): readonly string[] {
  const whats = groupBy(results, ({ met: { what, processing } }) => JSON.stringify([what.slice(0, 2), processing]))
  const lines = groupBy([...whats.values()], (own) => {
    const times = howOften(new Set(own.map(({ met: { times } }) => times)))
    return [times, whenProcessed(operation, own[0].met.processing)].filter((word) => word !== '').join(', ')
  })
  return [...lines].flatMap(([when, line]) =>
    inLines(families(line.map(([first]) => first.met.what))).map((list) => `${list} ${when}`),
  )
}

/** `HTTP 500, 502`: what is common is said once. */
const families = (whats: readonly What[]): readonly string[] =>
  [...groupBy(whats, ([common]) => common)].map(([common, own]) =>
    `${common} ${own.flatMap(([, rest]) => rest ?? []).join(', ')}`.trim(),
  )

const room = 100

/** Puts as many side by side as there is room for. */
function inLines(parts: readonly string[]): readonly string[] {
  const lines: string[] = []
  for (const part of parts) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + part.length < room) lines[lines.length - 1] = `${last}; ${part}`
    else lines.push(part)
  }
  return lines
}

/** In order of appearance; no group is empty. */
function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly [T, ...T[]]> {
  const groups = new Map<string, [T, ...T[]]>()
  for (const item of items) {
    const group = groups.get(keyOf(item))
    if (group === undefined) groups.set(keyOf(item), [item])
    else group.push(item)
  }
  return groups
}
