import { makeOperation, type Exchange, type Operation, type OperationResult } from '@urql/core'
import { delay, filter, fromValue, makeSubject, merge, mergeMap, pipe, type Source } from 'wonka'

/** Ways to alter an operation on its way to the API. */
const ways: readonly ((operation: Operation) => Source<Operation>)[] = [
  fromValue,
  fromValue,
  // Delayed: the call may have ended by then.
  (operation) => pipe(fromValue(operation), delay(5)),
  (operation) => pipe(fromValue(operation), delay(25)),
  (operation) => merge([fromValue(operation), pipe(fromValue(operation), delay(3))]),
  (operation) => merge([fromValue(operation), fromValue(makeOperation('teardown', operation))]),
  (operation) => fromValue(makeOperation(operation.kind, { ...operation, variables: { other: 1 } })),
  (operation) =>
    fromValue(makeOperation(operation.kind, operation, JSON.parse(JSON.stringify(operation.context)) as object)),
  ({ kind, context: { url }, ...operation }) =>
    fromValue(makeOperation(kind, operation, { url, requestPolicy: 'network-only' })),
]

/** Ways to alter its result on the way back; the caller must see none of them. */
const returns: readonly ((result: OperationResult) => Source<OperationResult>)[] = [
  fromValue,
  (result) => fromValue({ ...result, data: { other: 1 } }),
  (result) => fromValue({ ...result, data: undefined, error: new Error('The meddler has made it fail.') as never }),
  (result) => merge([fromValue(result), fromValue(result)]),
  (result) => pipe(fromValue(result), delay(10)),
]

/** An exchange that alters each operation and result in turn, and sends some operations again. */
export const meddler: Exchange =
  ({ forward }) =>
  (operations$) => {
    let turn = 0
    const again = makeSubject<Operation>()
    const results$ = pipe(
      merge([operations$, again.source]),
      mergeMap((operation) => {
        const way = operation.kind === 'teardown' ? undefined : ways[(turn += 1) % ways.length]
        return way?.(operation) ?? fromValue(operation)
      }),
      forward,
    )
    return pipe(
      results$,
      filter(({ operation, error }) => {
        turn += 1
        const isSentAgain = error !== undefined && turn % 3 === 0
        // In a later turn, when its call has ended.
        if (isSentAgain) setImmediate(() => again.next(operation))
        return !isSentAgain
      }),
      mergeMap((result) => returns[turn % returns.length]?.(result) ?? fromValue(result)),
    )
  }
