import type { Exchange, Operation, OperationResult, TypedDocumentNode } from '@urql/core'
import { filter, make, merge, mergeMap, pipe, takeUntil, type Source } from 'wonka'
import type { LabelboxError } from '../errors.ts'
import { connect, type Connection, type ConnectionOptions } from './connection.ts'
import { resultError } from './controlFlow.ts'
import { deliver } from './deliver.ts'
import { prepare } from './document.ts'
import { callKey, type FacadeCall } from './execute.ts'
import { onAbort } from './onAbort.ts'
import { withoutAnswers } from './secrets.ts'

/**
 * Delivers the queries and mutations of any urql client the way the facade does, in place of urql's `fetchExchange`:
 * always by POST, with a deadline over the whole answer, to the experimental endpoint where an operation lives there,
 * and with `LabelboxError` as the `error` of its results.
 *
 * The exchange's own options count, and what a context says of `url`, `fetch`, `fetchOptions` and `preferGetMethod` does
 * not. A `signal` in there least of all: identical queries share one request, which one component's abort would end for
 * all. Unsubscribing ends a request as soon as nobody waits for it any more.
 *
 * Put no exchange beside it that sends again what has failed, such as urql's `retryExchange`: it would repeat changes
 * that may have been made. This one sends again what may be, by its option `retry`. A change that a `Labelbox` makes
 * through the client is safe from that: it is delivered again only if it is known not to have been made.
 *
 * In a page give it the address of something that holds the key, never the key: whoever opens the page could read it.
 *
 * @example
 * const client = new Client({
 *   url: '/graphql', // urql asks for one; the exchange's own `endpoint` counts
 *   exchanges: [cacheExchange, labelboxExchange({ endpoint: '/graphql' })],
 * })
 * @throws LabelboxError `INVALID_INPUT` when an option is wrong.
 */
export function labelboxExchange(options: ConnectionOptions): Exchange {
  const connection = connect(options)
  return ({ forward }) =>
    (operations$) => {
      const results$ = pipe(
        operations$,
        filter(isOurs),
        mergeMap((operation) => {
          const torndown$ = pipe(
            operations$,
            filter((other) => other.kind === 'teardown' && other.key === operation.key),
          )
          return pipe(deliverOperation(connection, operation), takeUntil(torndown$))
        }),
      )
      const others$ = pipe(
        operations$,
        filter((operation) => !isOurs(operation)),
        forward,
      )
      return merge([results$, others$])
    }
}

const isOurs = ({ kind }: Operation): boolean => kind === 'query' || kind === 'mutation'

/** One delivery as a stream: who stops listening aborts it, and urql stops listening when the last component has. */
function deliverOperation(connection: Connection, operation: Operation): Source<OperationResult> {
  return make<OperationResult>((observer) => {
    const controller = new AbortController()
    const call = (operation.context as { [callKey]?: FacadeCall })[callKey]
    call?.take()
    const abort = (): void => controller.abort(call?.signal.reason)
    // An exchange before this one may have waited, and the call have ended meanwhile: then nothing is sent.
    if (call?.signal.aborted) abort()
    const stopListening = call && onAbort(call.signal, abort)
    const finish = (answer: unknown, error?: LabelboxError): void => {
      stopListening?.()
      const data = call === undefined ? answer : passedOn(call, document, answer)
      if (!controller.signal.aborted) {
        observer.next({ operation, data, ...(error && { error }), hasNext: false, stale: false })
      }
      observer.complete()
    }
    const document = operation.query as TypedDocumentNode<unknown, unknown>
    const run = (): Promise<unknown> =>
      deliver(connection, document, operation.variables, { ...call?.options, signal: controller.signal })
    deliverOnce(call, document, run).then(finish, (thrown: unknown) => {
      const error = resultError(thrown, () => prepare(document).operationName)
      finish(error.data, error)
    })
    return abort
  })
}

/** What goes through the client of an answer: a secret in it is for the caller alone. */
function passedOn(call: FacadeCall, document: TypedDocumentNode<unknown, unknown>, data: unknown): unknown {
  const { secretAnswers } = prepare(document)
  if (secretAnswers.size === 0 || data === undefined) return data
  call.withhold(data)
  return withoutAnswers(data, secretAnswers)
}

/** Makes sure that what is sent again by an exchange before this one is no second change: it gets the answer of the first. */
async function deliverOnce(
  call: FacadeCall | undefined,
  document: TypedDocumentNode<unknown, unknown>,
  run: () => Promise<unknown>,
): Promise<unknown> {
  if (call === undefined || prepare(document).idempotent) return run()
  call.delivery ??= run().catch((error: unknown) => {
    if (!(error as LabelboxError).mayHaveRun) call.delivery = undefined
    throw error
  })
  return call.delivery
}
