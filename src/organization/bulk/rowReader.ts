import { refuse } from '../../core/guards.ts'
import type { Place } from '../../core/records.ts'
import { abortReason, orAborted } from '../../transport/time/onAbort.ts'
import type { Rows, RowSource } from './bulkTypes.ts'

/** Whether the rows can be read twice. A Node.js stream has a `read` method too, but is iterable. */
export const isRepeatable = <Row>(rows: Rows<Row>): rows is readonly Row[] | RowSource<Row> =>
  Array.isArray(rows) || !isIterable(rows)

export const isRows = (rows: unknown): boolean =>
  typeof rows === 'object' &&
  rows !== null &&
  (isIterable(rows) || typeof (rows as Partial<RowSource<unknown>>).read === 'function')

const isIterable = (rows: object): rows is AsyncIterable<never> | Iterable<never> =>
  Symbol.asyncIterator in rows || Symbol.iterator in rows

/** The source of the rows failed; `cause` says why. */
export class RowSourceError extends Error {}

/** Reads each row with its place. An abort ends the reading, even of a stream that has nothing to give. */
export async function* readRows<Row>(
  rows: Rows<Row>,
  signal?: AbortSignal,
): AsyncGenerator<readonly [Row, Place], void, undefined> {
  const iterable = iterableOf(rows)
  const iterator: RowIterator<Row> =
    Symbol.asyncIterator in iterable ? iterable[Symbol.asyncIterator]() : iterable[Symbol.iterator]()
  let isDone = false
  try {
    for (let row = 1; !isAborted(signal); row += 1) {
      const pending = next(iterator)
      // The source itself may have aborted the call, and then give nothing.
      const reading = isAborted(signal) ? Promise.reject(abortReason(signal)) : orAborted(pending, signal)
      pending.catch(() => undefined)
      const result = await reading.catch((error: unknown) => {
        if (isAborted(signal)) return undefined
        isDone = true
        throw new RowSourceError('The rows could not be read.', { cause: error })
      })
      if (result === undefined) return
      isDone = result.done === true
      if (result.done === true) return
      yield [result.value, { row, line: lineOf(result.value) }]
    }
  } finally {
    // Without await: a busy generator returns only when it has its next row, and a stream of Node when it is destroyed.
    if (!isDone) {
      void end(iterator).catch(() => undefined)
      destroy(iterable)
    }
  }
}

type RowIterator<Row> = AsyncIterator<Row> | Iterator<Row>

// Async, so that an iterator that throws rejects.
const next = async <Row>(iterator: RowIterator<Row>): Promise<IteratorResult<Row>> => iterator.next()
const end = async <Row>(iterator: RowIterator<Row>): Promise<unknown> => iterator.return?.()

const isAborted = (signal: AbortSignal | undefined): boolean => signal?.aborted === true

/** Closes a stream of Node, and with it the socket or pipe behind it. */
function destroy(iterable: object): void {
  const stream = iterable as { readonly destroy?: () => unknown }
  if (typeof stream.destroy === 'function') stream.destroy()
}

const iterableOf = <Row>(rows: Rows<Row>): AsyncIterable<Row> | Iterable<Row> =>
  isRepeatable(rows) && 'read' in rows ? read(rows) : (rows as AsyncIterable<Row> | Iterable<Row>)

function read<Row>(source: RowSource<Row>): AsyncIterable<Row> | Iterable<Row> {
  try {
    return source.read()
  } catch (error) {
    throw new RowSourceError('The rows could not be read.', { cause: error })
  }
}

function lineOf(row: unknown): number | undefined {
  const line = (row as { readonly line?: unknown } | null | undefined)?.line
  return typeof line === 'number' ? line : undefined
}

/** A symbol that both builds of this package share, and that no data read from a file can have as a key. */
const reasonKey: unique symbol = Symbol.for('labelbox-org.invalid') as never

/** Takes the place of a row that a file reader could not parse, and is reported as an invalid row. */
export interface UnreadableRow {
  readonly line: number
  readonly [reasonKey]: string
}

export const unreadable = (line: number, reason: string): UnreadableRow => ({ line, [reasonKey]: reason })

export const isUnreadable = (row: object): row is UnreadableRow => reasonKey in row

/** @throws LabelboxError `INVALID_INPUT` for a row that its reader could not parse. */
export function requireReadable(operationName: string, row: unknown): void {
  const reason = (row as Partial<UnreadableRow> | null | undefined)?.[reasonKey]
  if (reason !== undefined) throw refuse(operationName, reason)
}
