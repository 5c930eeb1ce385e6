import type { AnyVariables, Client, GraphQLRequest, OperationResult, TypedDocumentNode } from '@urql/core'
import { createRequest } from '@urql/core'
import { filter, pipe, subscribe, take, type Source } from 'wonka'
import { toLabelboxError } from '../classify.ts'
import type { Connection } from './connection.ts'
import { withDeadline, type RequestOptions } from './deadline.ts'
import { deliver } from './deliver.ts'
import { prepare, unwritable } from './document.ts'

/** Runs a typed document: what the facade stands on. Rejects with a `LabelboxError` and nothing else. */
export type Execute = <Data, Variables extends AnyVariables>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  options?: RequestOptions,
) => Promise<Data>

/** Straight to the API. */
export const throughFetch =
  (connection: Connection): Execute =>
  (document, variables, options) =>
    deliver(connection, document, variables, options)

/** Where a facade's call leaves its limits in the context of a urql operation. */
export const limitsKey = Symbol.for('labelbox-org.limits')

/** Each call is an operation of its own: urql would hand one answer to all who ask alike, an abort's error included. */
let lastKey = 2 ** 32

/**
 * Through an app's own urql client, past its cache (`network-only`), though a cache may take up what comes back.
 *
 * urql never tears a mutation down, so the caller's signal travels in the context, where `labelboxExchange` finds it;
 * another exchange goes on with the request while the call has ended.
 */
export const throughClient =
  (client: Client, timeoutMs: number): Execute =>
  async (document, variables, options = {}) => {
    const { kind, operationName } = prepare(document)
    const limits = { signal: options.signal, timeoutMs: options.timeoutMs ?? timeoutMs }
    const result = await withDeadline(limits, operationName, (signal) => {
      const request = { ...requestOf(document, variables, operationName), key: ++lastKey }
      const operation = client.createRequestOperation(kind, request, {
        requestPolicy: 'network-only',
        suspense: false,
        [limitsKey]: { signal, timeoutMs: Infinity } satisfies RequestOptions,
      })
      return firstAnswer(client.executeRequestOperation(operation), signal)
    })
    if (result.error !== undefined) throw toLabelboxError(result.error, operationName)
    return result.data as DataOf<typeof document>
  }

/** urql hashes the variables, and throws on what cannot be written. */
const requestOf: <Data, Variables extends AnyVariables>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  operationName: string | undefined,
) => GraphQLRequest<Data, Variables> = (document, variables, operationName) => {
  try {
    return createRequest(document, variables)
  } catch {
    throw unwritable(operationName)
  }
}

type DataOf<Document> = Document extends TypedDocumentNode<infer Data, never> ? Data : never

function firstAnswer(results: Source<OperationResult>, signal: AbortSignal): Promise<OperationResult> {
  return new Promise((resolve) => {
    const subscription = pipe(
      results,
      filter((answer) => !answer.stale && !answer.hasNext),
      take(1),
      subscribe(resolve),
    )
    signal.addEventListener('abort', () => subscription.unsubscribe(), { once: true })
  })
}
