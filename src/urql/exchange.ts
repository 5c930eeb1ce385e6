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
import { isLabelboxError, type LabelboxError } from '../core/errors.ts'
import { register, type ClientState } from '../transport/client/clients.ts'
import type { Delivered } from '../transport/client/deliveries.ts'
import type { FacadeCall } from '../transport/client/facadeCalls.ts'
import { connect, type Connection, type ConnectionOptions } from '../transport/connection.ts'
import { deliver } from '../transport/deliver.ts'
import { prepare, type Prepared } from '../transport/document.ts'
import { lazyCode } from '../transport/lazyCode.ts'
import { headersWith } from '../transport/request/requestHeaders.ts'
import { cachedTypes, typesOf } from './cachedTypes.ts'
import { asCombinedError, extendCombinedError } from './combinedError.ts'
import type { Changes } from './changes.ts'
import { followQueries } from './mountedQueries.ts'
import type * as Mutations from './mutations.ts'

/**
 * Delivers the queries and mutations of any urql client the way the facade does, in place of urql's `fetchExchange`:
 * always by POST, with a deadline over the whole response, to the experimental endpoint where an operation needs it,
 * and with `LabelboxError` as the `error` of its results.
 *
 * The exchange's own options count. It ignores `url`, `fetch`, `fetchOptions` and `preferGetMethod` of a client or a
 * context, and warns about that once in development. Identical queries share one request, which is aborted as soon as
 * nobody is subscribed to it any more.
 *
 * An exchange that sends a failed operation again, such as urql's `retryExchange`, makes no second change: a mutation
 * that may have run is not sent again, and the exchange gets its first result. This exchange retries by itself, see
 * `retry`.
 *
 * It must be the only exchange of the client that sends. In a page, pass it the URL of a server of yours that holds the
 * key, never the key: anyone who opens the page could read it.
 *
 * @example
 * const client = new Client({
 *   url: '/api/labelbox', // required by urql; the exchange uses its own `endpoint`
 *   exchanges: [cacheExchange, labelboxExchange({ endpoint: '/api/labelbox', trustedDocuments: true })],
 * })
 * @throws LabelboxError `INVALID_INPUT` if an option is wrong.
 */
export function labelboxExchange(options: ConnectionOptions): Exchange {
  const connection = connect(options)
  extendCombinedError()
  return (input) => {
    const { client, forward } = input
    const state = register(client, connection)
    state.refresh = followQueries(client)
    const delivery: Delivery = {
      connection,
      state,
      changes: undefined,
      inDevelopment: developing(client, connection, options, (event) => input.dispatchDebug(event)),
    }
    return (operations$) => {
      const results$ = pipe(
        operations$,
        filter(isOurs),
        mergeMap((operation) => {
          const results$ = resultsOf(delivery, operation)
          // A mutation under way can't be undone.
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

interface Delivery {
  readonly connection: Connection
  readonly state: ClientState
  /** From the first mutation on. */
  changes: Changes | undefined
  readonly inDevelopment: InDevelopment | undefined
}

/** Warns about ignored settings and tells urql's devtools about an operation, and about its result if there is one. */
type InDevelopment = (operation: Operation, prepared: Prepared, result?: Delivered) => void

/** Loaded by urql's development build alone. */
function developing(
  client: Client,
  connection: Connection,
  options: ConnectionOptions,
  dispatchDebug: ExchangeInput['dispatchDebug'],
): InDevelopment | undefined {
  if (client.subscribeToDebugTarget === undefined) return undefined
  const headers = headersWith(connection.hasKey ? 'Bearer [redacted]' : undefined)
  const loaded = import('./development.ts').then(({ debug, settingsWarner, warnAboutCopies }) => {
    if (!(client instanceof Client)) warnAboutCopies(connection)
    const warnAbout = settingsWarner(connection, options)
    return (...[operation, prepared, result]: Parameters<InDevelopment>): void => {
      warnAbout(operation)
      debug(connection, headers, dispatchDebug, operation, prepared, result)
    }
  })
  // Until there is an operation, nobody waits for it.
  loaded.catch(() => undefined)
  return (...about) => void loaded.then((tell) => tell(...about)).catch(connection.report)
}

const isOurs = ({ kind }: Operation): boolean => kind === 'query' || kind === 'mutation'

/**
 * The result of an operation. A query that a mutation has overtaken has another one, because the first may be outdated.
 * A query's request is aborted when nobody is subscribed any more.
 */
function resultsOf(delivery: Delivery, operation: Operation): Source<OperationResult> {
  const { connection, state } = delivery
  state.isReached = true
  return make<OperationResult>((observer) => {
    const controller = new AbortController()
    const { signal } = controller
    const found = state.calls?.of(operation)
    const call = found === 'ended' ? undefined : found
    const isUnwanted = (): boolean => signal.aborted || call?.signal.aborted === true
    const finish = (result?: OperationResult): void => {
      try {
        if (result !== undefined && !isUnwanted()) observer.next(result)
        observer.complete()
      } catch (thrown) {
        // Another exchange threw at the result. A caller of the facade has its response by now.
        if (call === undefined) throw thrown
        connection.report(thrown)
      } finally {
        call?.release()
      }
    }
    const run = async (): Promise<void> => {
      const count = delivery.changes?.count ?? 0
      const result = await resultOf(delivery, call, operation, signal)
      const types = result.operation.context.additionalTypenames ?? []
      const isOutdated = (): boolean => delivery.changes?.hasSince(count, types) === true
      if (operation.kind === 'mutation') delivery.changes?.made(types)
      // The facade gets the API's own answer, once.
      else if (call === undefined && result.error === undefined && isOutdated() && !isUnwanted()) {
        observer.next({ ...result, stale: true })
        return run()
      }
      finish(result)
    }
    // A call of the facade that has ended is not sent. A mutation that was sent has a result.
    if (found === 'ended' && !state.deliveries?.has(operation.context._instance)) finish()
    else void run()
    return () => controller.abort()
  })
}

async function resultOf(
  delivery: Delivery,
  call: FacadeCall | undefined,
  operation: Operation,
  signal: AbortSignal,
): Promise<OperationResult> {
  const { connection, state, inDevelopment } = delivery
  const { kind, context, variables } = operation
  const document = operation.query as TypedDocumentNode<unknown, unknown>
  let prepared: Prepared
  try {
    prepared = call?.prepared ?? prepare(document)
  } catch (error) {
    return toResult(operation, { error: error as LabelboxError })
  }
  const run = async (): Promise<Delivered> => {
    inDevelopment?.(operation, prepared)
    const { data, error } =
      call === undefined
        ? await settled(deliver(connection, document, variables, kind === 'query' ? { signal } : {}))
        : await call.deliver(connection, document)
    const result: Delivered =
      error === undefined ? { data } : { data, error: await errorOf(error, prepared, call !== undefined) }
    inDevelopment?.(operation, prepared, result)
    return result
  }
  const { operationName } = prepared
  if (kind === 'query') return toResult(operation, await run(), cachedTypes(prepared))
  try {
    // A call of the facade, which has them, is taken at once. Others that wait for the code at the same time share them.
    if (state.deliveries === undefined) {
      const { Deliveries } = await mutationCode(operationName)
      state.deliveries ??= new Deliveries()
    }
  } catch (error) {
    return toResult(operation, { error: await errorOf(error, prepared, false) })
  }
  const result = await state.deliveries.once(context._instance, operationName, run)
  // Without it, a change of the facade is made as well, and the cache keeps what it has.
  const code = await mutationCode(operationName).catch(() => undefined)
  if (code === undefined) return toResult(operation, result)
  delivery.changes ??= new code.Changes()
  return toResult(operation, result, typesOf(code.typesChanged, code.changeOf(document).fields))
}

const mutations = /* @__PURE__ */ lazyCode(() => import('./mutations.ts'))

const mutationCode = async (operationName: string | undefined): Promise<typeof Mutations> =>
  mutations.now ?? mutations.load(operationName)

async function settled(data: Promise<unknown>): Promise<{ readonly data?: unknown; readonly error?: unknown }> {
  try {
    return { data: await data }
  } catch (error) {
    return { data: isLabelboxError(error) ? error.data : undefined, error }
  }
}

const failedResults = /* @__PURE__ */ lazyCode(() => import('./failedResult.ts'))

/** The error of a result. If its code can't be loaded, no exchange gets to see that a mutation could be sent again. */
async function errorOf(thrown: unknown, prepared: Prepared, isOfFacade: boolean): Promise<LabelboxError> {
  try {
    const { failedResult } = failedResults.now ?? (await failedResults.load())
    return failedResult(thrown, prepared, isOfFacade)
  } catch (notLoaded) {
    const error = isLabelboxError(thrown) ? thrown : (notLoaded as LabelboxError)
    return prepared.kind === 'query' ? error : Object.assign(error, { networkError: undefined })
  }
}

/** The types tell urql's document cache what to refetch: see `cachedTypes.ts`. */
function toResult(operation: Operation, { data, error }: Delivered, types: readonly string[] = []): OperationResult {
  const { kind, context } = operation
  const additionalTypenames = [...new Set([...(context.additionalTypenames ?? []), ...types])]
  return {
    operation: makeOperation(kind, operation, { ...context, additionalTypenames }),
    data,
    ...(error && { error: asCombinedError(error) }),
    hasNext: false,
    stale: false,
  }
}
