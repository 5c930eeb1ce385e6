import {
  Client,
  makeOperation,
  type Exchange,
  type ExchangeInput,
  type Operation,
  type OperationResult,
  type TypedDocumentNode,
} from '@urql/core'
import { filter, make, merge, mergeMap, pipe, takeUntil, type Source } from 'wonka'
import type { LabelboxError } from '../core/errors.ts'
import { holdsData } from '../transport/response/classify.ts'
import { callOf, register, type ClientState, type FacadeCall } from '../transport/client/clients.ts'
import { connect, type Connection, type ConnectionOptions } from '../transport/connection.ts'
import { resultError } from '../transport/response/controlFlow.ts'
import { deliver } from '../transport/deliver.ts'
import type { Outcome } from '../transport/client/deliveries.ts'
import { prepare, type Prepared } from '../transport/document.ts'
import { headersWith } from '../transport/request/requestHeaders.ts'
import { ignoredSettings } from './ignoredSettings.ts'
import { forExchanges } from '../transport/client/shownOutcome.ts'
import { redactUrl } from '../transport/observe/redactUrl.ts'
import { withoutAnswers, withoutSecrets } from '../transport/request/secrets.ts'

/**
 * Delivers the queries and mutations of any urql client the way the facade does, in place of urql's `fetchExchange`:
 * always by POST, with a deadline over the whole answer, to the experimental endpoint where an operation lives there,
 * and with `LabelboxError` as the `error` of its results.
 *
 * The exchange's own options count. What a client or a context says of `url`, `fetch`, `fetchOptions` and
 * `preferGetMethod` is ignored, and the exchange says so once. Identical queries share one request: unsubscribing ends
 * it as soon as nobody waits for it any more.
 *
 * An exchange that sends again what has failed, such as urql's `retryExchange`, makes no second change: a mutation that
 * may have run is not sent again, and the exchange gets its first outcome. This exchange retries by itself, see `retry`.
 *
 * It must be the only exchange of the client that sends. In a page give it the address of a server of yours that holds
 * the key, never the key: whoever opens the page could read it.
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
  const noteIgnored = ignoredSettings(connection, options.fetch)
  return (input) => {
    const { client, forward } = input
    if (!(client instanceof Client)) connection.warn(secondCopy, {})
    const delivery: Delivery = {
      connection,
      state: register(client, connection),
      noteIgnored,
      dispatchDebug: (event) => input.dispatchDebug(event),
    }
    return (operations$) => {
      const results$ = pipe(
        operations$,
        filter(isOurs),
        mergeMap((operation) => {
          const results$ = resultsOf(delivery, operation)
          // A mutation that is under way can't be taken back.
          if (operation.kind === 'mutation') return results$
          const torndown$ = pipe(
            operations$,
            filter((other) => other.kind === 'teardown' && other.key === operation.key),
          )
          return pipe(results$, takeUntil(torndown$))
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
}

const secondCopy =
  'There are two copies of @urql/core: the urql client comes from another one than the copy that labelbox-org loads. labelbox-org needs @urql/core 6. Run `npm ls @urql/core` and keep one version, loaded in one way, by import or by require.'

interface Delivery {
  readonly connection: Connection
  readonly state: ClientState
  readonly noteIgnored: (operation: Operation) => void
  readonly dispatchDebug: ExchangeInput['dispatchDebug']
}

const isOurs = ({ kind }: Operation): boolean => kind === 'query' || kind === 'mutation'

/** The one result of an operation. For a query, whoever stops listening ends the request. */
function resultsOf(delivery: Delivery, operation: Operation): Source<OperationResult> {
  const { connection, state, noteIgnored } = delivery
  noteIgnored(operation)
  state.isReached = true
  return make<OperationResult>((observer) => {
    const controller = new AbortController()
    const { signal } = controller
    const found = callOf(state, operation)
    const call = found === 'ended' ? undefined : found
    const isUnwanted = (): boolean => signal.aborted || call?.signal.aborted === true
    const finish = (result?: OperationResult): void => {
      try {
        if (result !== undefined && !isUnwanted()) observer.next(result)
        observer.complete()
      } catch (thrown) {
        // Another exchange threw at the result. A caller of the facade has its answer by now.
        if (call === undefined) throw thrown
        connection.report(thrown)
      } finally {
        call?.release()
      }
    }
    // Nobody waits for a call of the facade that has ended. It is not sent; a mutation that was sent has an outcome.
    if (found === 'ended' && !state.deliveries.has(operation.context._instance)) finish()
    else void resultOf(delivery, call, operation, signal).then(finish)
    return () => controller.abort()
  })
}

async function resultOf(
  delivery: Delivery,
  call: FacadeCall | undefined,
  operation: Operation,
  signal: AbortSignal,
): Promise<OperationResult> {
  const { connection, state } = delivery
  const { kind, context, variables } = operation
  const document = operation.query as TypedDocumentNode<unknown, unknown>
  let prepared: Prepared
  try {
    prepared = call?.prepared ?? prepare(document)
  } catch (error) {
    return toResult(operation, { error: error as LabelboxError })
  }
  const run = async (): Promise<Outcome> => {
    const tell = debugging(delivery, operation, prepared)
    tell()
    const outcome =
      call === undefined
        ? await outcomeOf(deliver(connection, document, variables, kind === 'query' ? { signal } : {}), prepared)
        : await call.deliver(connection, document)
    tell(outcome)
    return outcome
  }
  const { operationName, cachedTypes } = prepared
  const outcome = kind === 'mutation' ? state.deliveries.once(context._instance, operationName, run) : run()
  return toResult(operation, await outcome, cachedTypes)
}

async function outcomeOf(answer: Promise<unknown>, prepared: Prepared): Promise<Outcome> {
  try {
    return { data: await answer }
  } catch (thrown) {
    const error = resultError(thrown, prepared.operationName)
    return { data: error.data, error: forExchanges(error, prepared, false) }
  }
}

/** The types tell urql's document cache what to ask for again: see `cachedTypes.ts`. */
function toResult(operation: Operation, { data, error }: Outcome, types: readonly string[] = []): OperationResult {
  const { kind, context } = operation
  const additionalTypenames = [...new Set([...(context.additionalTypenames ?? []), ...types])]
  return {
    operation: makeOperation(kind, operation, { ...context, additionalTypenames }),
    data,
    ...(error && { error }),
    hasNext: false,
    stale: false,
  }
}

/** Tells urql's devtools of a request and of its outcome, as urql's own `fetchExchange` does, without the key. */
function debugging(
  { connection, dispatchDebug }: Delivery,
  operation: Operation,
  prepared: Prepared,
): (outcome?: Outcome) => void {
  const url = redactUrl(prepared.experimental ? connection.experimentalEndpoint : connection.endpoint)
  const fetchOptions = {
    method: 'POST',
    headers: headersWith(connection.hasKey ? 'Bearer [redacted]' : undefined),
    // Written when somebody looks: in production nobody does.
    get body() {
      const variables = withoutSecrets(operation.variables, prepared.secretVariables)
      return JSON.stringify({ query: prepared.query, variables })
    },
  }
  const event = { operation, source: 'labelboxExchange' } as const
  return (outcome) => {
    if (outcome === undefined) {
      const message = 'A fetch request is being executed.'
      dispatchDebug({ ...event, type: 'fetchRequest', message, data: { url, fetchOptions } })
      return
    }
    const { data, error } = outcome
    if (error !== undefined && !holdsData(data)) {
      const message = 'A failed fetch response has been returned.'
      dispatchDebug({ ...event, type: 'fetchError', message, data: { url, fetchOptions, value: error } })
      return
    }
    const message = 'A successful fetch response has been returned.'
    const value = { data: withoutAnswers(data, prepared.secretAnswers) }
    dispatchDebug({ ...event, type: 'fetchSuccess', message, data: { url, fetchOptions, value } })
  }
}
