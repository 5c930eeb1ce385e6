import {
  type AnyVariables,
  type Client,
  type GraphQLRequest,
  type OperationResult,
  type TypedDocumentNode,
  createRequest,
  formatDocument,
} from '@urql/core'
import { pipe, subscribe } from 'wonka'
import { explain, type CallState } from './response/classify.ts'
import { isLabelboxError, LabelboxError } from '../core/errors.ts'
import { originOf, rememberOrigin } from '../core/origin.ts'
import { anonymous } from './response/toLabelboxError.ts'
import { newProgress } from './attempt.ts'
import { callKey, type ClientState, type FacadeCall } from './client/clients.ts'
import type { Connection } from './connection.ts'
import { resultError } from './response/controlFlow.ts'
import { aborted, outOfTime, requireCallOptions, within } from './time/deadline.ts'
import type { CallOptions } from '../core/callOptions.ts'
import { deliver } from './deliver.ts'
import type { Outcome } from './client/deliveries.ts'
import { prepare, unwritable, type Prepared } from './document.ts'
import { onAbort } from './time/onAbort.ts'
import { forScreen } from './client/shownOutcome.ts'
import { withoutSecrets } from './request/secrets.ts'
import { withoutAddedTypenames } from './request/typenames.ts'

/** Runs a typed document: what the facade stands on. Rejects with a `LabelboxError` and nothing else. */
export type Execute = <Data, Variables extends AnyVariables>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  options?: CallOptions,
) => Promise<Data>

/** Straight to the API. */
export const throughFetch =
  (connection: Connection): Execute =>
  (document, variables, options) =>
    deliver(connection, document, variables, options)

/**
 * Through an app's own urql client, so that its other exchanges see what is asked and what is answered.
 *
 * They decide when the operation reaches `labelboxExchange`, and nothing else: it sends the call's own document and
 * variables, once, and the answer goes straight to the caller. Each call is an operation of its own, as urql gives one
 * answer to all who ask alike, and it asks past the cache.
 */
export const throughClient =
  (client: Client, state: ClientState): Execute =>
  async (document, variables, options = {}) => {
    requireCallOptions(options)
    const prepared = prepare(document)
    const { deadlineMs, timing } = state.connection
    const now = timing.now()
    const endsAt = Math.min(now + (options.deadlineMs ?? deadlineMs), options.endsAt ?? Infinity)
    const request = requestOf(state, document, variables, prepared)
    const progress = newProgress(prepared)
    let isGiven = false
    let isTaken = false
    const known = (): CallState => (isGiven && !isTaken ? unsent(state, prepared) : progress)
    const limits = {
      signal: options.signal,
      ms: endsAt - now,
      aborted: (reason: unknown) => aborted(known(), reason),
      late: () => (isGiven && !isTaken ? neverReached(known()) : outOfTime(known())),
    }
    return within(
      limits,
      (signal) =>
        new Promise<DataOf<typeof document>>((resolve, reject) => {
          let delivery: Promise<Outcome> | undefined
          let hasEnded = false
          let unsubscribe = (): void => undefined
          const end = (error?: Error): void => {
            hasEnded = true
            stopListening()
            state.calls.delete(request.key)
            if (error !== undefined) reject(error)
          }
          const giveUp = (error: LabelboxError): void => {
            end(error)
            unsubscribe()
          }
          const stopListening = onAbort(signal, () => giveUp(signal.reason as LabelboxError))

          const send = async (connection: Connection, isTyped: boolean): Promise<Outcome> => {
            const sent = isTyped ? (formatDocument(document) as typeof document) : document
            try {
              const data = await deliver(connection, sent, variables, { ...options, endsAt, signal, progress })
              end()
              resolve(isTyped ? asAsked(document, data) : data)
              return forScreen({ data, error: originOf(data as object).error }, prepared)
            } catch (thrown) {
              // A framework's own error goes to the caller as it is.
              end(thrown as Error)
              const error = resultError(thrown, prepared.operationName)
              return forScreen({ data: error.data, error }, prepared)
            }
          }
          const call: FacadeCall = {
            prepared,
            signal,
            hasEnded: () => hasEnded,
            deliver(connection, query) {
              isTaken = true
              return (delivery ??= send(connection, query !== request.query))
            },
            release: () => unsubscribe(),
          }
          state.calls.set(request.key, call)
          state.byVariables.set(request.variables as object, call)

          const context = { requestPolicy: 'network-only', suspense: false, [callKey]: request.key } as const
          isGiven = true
          try {
            const operation = client.createRequestOperation(prepared.kind, request, context)
            const subscription = pipe(
              client.executeRequestOperation(operation),
              subscribe((result) => {
                if (result.stale || result.hasNext) return
                // The exchange that answered may pass the operation on in the same turn.
                void Promise.resolve().then(() => {
                  if (!isTaken && !hasEnded) giveUp(answeredFor(prepared, result))
                })
              }),
            )
            unsubscribe = () => subscription.unsubscribe()
          } catch (thrown) {
            if (!isTaken) giveUp(brokenExchange(known(), thrown))
          }
        }),
    )
  }

type DataOf<Document> = Document extends TypedDocumentNode<infer Data, never> ? Data : never

/** What the other exchanges see of a call: an operation with a key of its own, without secrets. */
function requestOf<Data, Variables extends AnyVariables>(
  state: ClientState,
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  { operationName, secretVariables }: Prepared,
): GraphQLRequest<Data, Variables> {
  try {
    const shown = { ...(withoutSecrets(variables, secretVariables) as object) } as Variables
    return { ...createRequest(document, shown), key: ++state.lastKey }
  } catch {
    // urql hashes the variables, and throws on what can't be written.
    throw unwritable(operationName)
  }
}

function asAsked<Data>(document: TypedDocumentNode<Data, never>, data: Data): Data {
  const copy = withoutAddedTypenames(document, data) as Data & object
  rememberOrigin(copy, { status: undefined, requestId: undefined, ...originOf(data as object) })
  return copy
}

/**
 * A call that has not reached `labelboxExchange`, and is not sent any more. Until an operation of the client reaches it,
 * another exchange in front of it may answer them all, and have sent this one.
 */
const unsent = ({ isReached }: ClientState, { operationName, kind }: Prepared): CallState => ({
  operationName,
  kind,
  attempts: 0,
  mayHaveRun: kind === 'mutation' && !isReached,
})

const neverReached = (call: CallState): LabelboxError =>
  new LabelboxError({
    ...call,
    code: 'TIMEOUT',
    retryable: true,
    message: `${call.operationName ?? 'The request'} did not reach labelboxExchange in the time that the call has (deadlineMs). Another exchange of the urql client held it back or dropped it.`,
  })

/** Whether the exchange that answered has sent the operation somewhere is not known. */
const answeredFor = ({ operationName, kind }: Prepared, { error }: OperationResult): LabelboxError =>
  new LabelboxError({
    operationName,
    code: 'BAD_RESPONSE',
    mayHaveRun: kind === 'mutation',
    message: `${operationName ?? 'The request'} failed: another exchange of the urql client answered it, and it did not reach labelboxExchange. That must be the only exchange that sends, and the others must pass on what the facade asks.`,
    ...(error && { cause: isLabelboxError(error) ? error : anonymous(error.networkError ?? error) }),
  })

/** What an exchange throws may hold the headers, so only its kind is kept. */
const brokenExchange = (call: CallState, thrown: unknown): LabelboxError =>
  isLabelboxError(thrown)
    ? thrown
    : new LabelboxError({
        ...call,
        code: 'NETWORK',
        cause: anonymous(thrown),
        message: explain(call.operationName, 'NETWORK', 'an exchange of the urql client threw. The cause says what.'),
      })
