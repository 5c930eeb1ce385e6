import type { Place } from '../../core/records.ts'
import { onAbort } from '../../transport/time/onAbort.ts'

/** Rows that can be read more than once, from the beginning each time: those of a file, for example. */
export interface RowSource<Row> {
  /** Returns all rows from the first one on, each time that it is called. */
  readonly read: () => AsyncIterable<Row> | Iterable<Row>
}

/**
 * What a bulk call works through. All rows of an array or of a {@link RowSource} are checked before anything is sent; of
 * anything else that can be iterated, a stream or a generator, each is checked when it comes.
 */
export type Rows<Row> = readonly Row[] | RowSource<Row> | AsyncIterable<Row> | Iterable<Row>

/** Whether they can be read twice. A stream of Node's has a `read` too, and is a stream all the same. */
export const isRepeatable = <Row>(rows: Rows<Row>): rows is readonly Row[] | RowSource<Row> =>
  Array.isArray(rows) || !isIterable(rows)

/** Whether anything can be read at all: from JavaScript anything may come. */
export const isRows = (rows: unknown): boolean =>
  typeof rows === 'object' &&
  rows !== null &&
  (isIterable(rows) || typeof (rows as Partial<RowSource<unknown>>).read === 'function')

const isIterable = (rows: object): rows is AsyncIterable<never> | Iterable<never> =>
  Symbol.asyncIterator in rows || Symbol.iterator in rows

/** The rows could not be read on; the cause says why. */
export class RowsBroken extends Error {}

/** Each row with its place, until the signal aborts: a stream that has nothing more to give is not waited for then. */
export async function* numbered<Row>(
  rows: Rows<Row>,
  signal?: AbortSignal,
): AsyncGenerator<readonly [Row, Place], void, undefined> {
  const iterator = begin(rows)
  let wake: (() => void) | undefined
  const stopListening = signal && onAbort(signal, () => wake?.())
  // Anew for each row: a promise that outlives them would remember them all.
  const next = (): Promise<IteratorResult<Row> | undefined> =>
    new Promise((resolve, reject) => {
      wake = () => resolve(undefined)
      Promise.resolve(iterator.next()).then(resolve, reject)
    })
  let isOver = false
  try {
    for (let row = 1; signal?.aborted !== true; row += 1) {
      const result = await next().catch((error: unknown) => {
        isOver = true
        throw broken(error)
      })
      if (result === undefined) return
      if (result.done === true) {
        isOver = true
        return
      }
      yield [result.value, { row, line: lineOf(result.value) }]
    }
  } finally {
    stopListening?.()
    // Not waited for: a generator that is busy answers only when it has something.
    if (!isOver) void Promise.resolve(iterator.return?.()).catch(() => undefined)
  }
}

function begin<Row>(rows: Rows<Row>): AsyncIterator<Row> | Iterator<Row> {
  const source = Symbol.asyncIterator in rows || Symbol.iterator in rows ? rows : read(rows)
  return Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]()
}

function read<Row>({ read }: RowSource<Row>): AsyncIterable<Row> | Iterable<Row> {
  try {
    return read()
  } catch (error) {
    throw broken(error)
  }
}

const broken = (cause: unknown): RowsBroken => new RowsBroken('The rows could not be read.', { cause })

function lineOf(row: unknown): number | undefined {
  const line = (row as { readonly line?: unknown } | null | undefined)?.line
  return typeof line === 'number' ? line : undefined
}
