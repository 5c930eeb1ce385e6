import { onAbort } from '../../transport/onAbort.ts'

/** Rows that can be read more than once, from the beginning each time: those of a file, for example. */
export interface RowSource<Row> {
  readonly read: () => AsyncIterable<Row> | Iterable<Row>
}

/**
 * What a bulk call works through. All rows of an array or of a {@link RowSource} are checked before anything is sent; of
 * anything else that can be iterated, a stream or a generator, each is checked when it comes.
 */
export type Rows<Row> = readonly Row[] | RowSource<Row> | AsyncIterable<Row> | Iterable<Row>

/** Where a row stands: from 1, and in a file on which line. */
export interface Place {
  readonly row: number
  /** The line of the file, where the row says it. */
  readonly line: number | undefined
}

/** A row that can't be used. */
export interface InvalidRow extends Place {
  /** What is wrong with it, and what would be right. */
  readonly reason: string
}

/** Whether they can be read twice. */
export const isRepeatable = <Row>(rows: Rows<Row>): rows is readonly Row[] | RowSource<Row> =>
  Array.isArray(rows) || (typeof rows === 'object' && typeof (rows as Partial<RowSource<Row>>).read === 'function')

/** Whether anything can be read at all: from JavaScript anything may come. */
export const isRows = (rows: unknown): boolean => {
  if (typeof rows !== 'object' || rows === null) return false
  return isRepeatable(rows as Rows<unknown>) || Symbol.asyncIterator in rows || Symbol.iterator in rows
}

/** Each row with its place, until the signal aborts: a stream that has nothing more to give is not waited for then. */
export async function* numbered<Row>(
  rows: Rows<Row>,
  signal?: AbortSignal,
): AsyncGenerator<readonly [Row, Place], void, undefined> {
  const source = 'read' in rows && isRepeatable(rows) ? rows.read() : (rows as Iterable<Row>)
  const iterator = iteratorOf(source)
  let stopListening: (() => void) | undefined
  const end = new Promise<undefined>((resolve) => {
    if (signal !== undefined) stopListening = onAbort(signal, () => resolve(undefined))
  })
  let isOver = false
  try {
    for (let row = 1; signal?.aborted !== true; row += 1) {
      const next = await Promise.race([iterator.next(), end])
      if (next === undefined) return
      if (next.done === true) {
        isOver = true
        return
      }
      yield [next.value, { row, line: lineOf(next.value) }]
    }
  } catch (error) {
    isOver = true
    throw error
  } finally {
    stopListening?.()
    // Not waited for: a generator that is busy answers only when it has something.
    if (!isOver) void Promise.resolve(iterator.return?.()).catch(() => undefined)
  }
}

const iteratorOf = <Row>(source: AsyncIterable<Row> | Iterable<Row>): AsyncIterator<Row> | Iterator<Row> =>
  Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]()

function lineOf(row: unknown): number | undefined {
  const line = (row as { readonly line?: unknown } | null | undefined)?.line
  return typeof line === 'number' ? line : undefined
}
