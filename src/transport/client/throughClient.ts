import {
  createRequest,
  formatDocument,
  type AnyVariables,
  type Client,
  type GraphQLRequest,
  type OperationResult,
  type TypedDocumentNode,
} from '@urql/core'
import { pipe, subscribe } from 'wonka'
import { detailsOf, isLabelboxError, LabelboxError } from '../../core/errors.ts'
import { wordsOf } from '../../core/errorWords.ts'
import { originOf, rememberOrigin } from '../../core/origin.ts'
import { newProgress, type CallState } from '../callState.ts'
import type { Connection } from '../connection.ts'
import { deliver } from '../deliver.ts'
import { prepare, unwritable, type Prepared } from '../document.ts'
import type { Execute } from '../execute.ts'
import { secretsOf, withoutAnswers, withoutSecrets } from '../request/secrets.ts'
import { withoutAddedTypenames } from '../request/typenames.ts'
import { resultError } from '../response/resultError.ts'
import { foreignError } from '../response/foreignError.ts'
import { explain } from '../response/messages.ts'
import { serverErrors } from '../response/serverErrors.ts'
import { requireCallOptions } from '../requireCallOptions.ts'
import { Deadline, outOfTime, timeout } from '../time/deadline.ts'
import { onAbort } from '../time/onAbort.ts'
import type { ClientState } from './clients.ts'
import { Deliveries, type Delivered } from './deliveries.ts'
import { callKey, FacadeCalls, type FacadeCall } from './facadeCalls.ts'

/**
 * Through an app's own urql client, so that its other exchanges see the operations and their results.
 *
 * They decide when the operation reaches `labelboxExchange`, and nothing else: the exchange sends the call's own document
 * and variables, once, and the response goes straight to the caller. Each call has a key of its own, as urql gives one
 * result to all operations that are alike, and it bypasses the cache.
 */
export const throughClient =
  (client: Client, state: ClientState): Execute =>
  async (document, variables, options = {}) => {
    requireCallOptions(options)
    const prepared = prepare(document)
    const { deadlineMs, timing } = state.connection
    const calls = (state.calls ??= new FacadeCalls())
    // The exchange takes a call at once, without waiting for code.
    state.deliveries ??= new Deliveries()
    const request = requestOf(calls, document, variables, prepared)
    const progress = newProgress(prepared)
    let isGiven = false
    let isTaken = false
    const known = (): CallState => (isGiven && !isTaken ? unsent(state, prepared) : progress)
    const deadline = new Deadline(
      timing,
      { signal: options.signal, endsAt: options.endsAt, deadlineMs: options.deadlineMs ?? deadlineMs },
      known,
      (call) => (isGiven && !isTaken ? neverReached(call) : outOfTime(call)),
    )
    return deadline.run(
      (signal) =>
        new Promise<DataOf<typeof document>>((resolve, reject) => {
          let delivery: Promise<Delivered> | undefined
          let hasEnded = false
          let unsubscribe = (): void => undefined
          const end = (error?: Error): void => {
            hasEnded = true
            stopListening()
            calls.end(request.key)
            if (error !== undefined) reject(error)
          }
          const giveUp = (error: LabelboxError): void => {
            end(error)
            unsubscribe()
          }
          const stopListening = onAbort(signal, () => giveUp(signal.reason as LabelboxError))

          const send = async (connection: Connection, isTyped: boolean): Promise<Delivered> => {
            const sent = isTyped ? (formatDocument(document) as typeof document) : document
            const { endsAt } = deadline
            try {
              const data = await deliver(connection, sent, variables, { ...options, endsAt, signal, progress })
              end()
              resolve(isTyped ? asRequested(document, data) : data)
              return shownTo(prepared, data, originOf(data as object).error)
            } catch (thrown) {
              // A framework's own error goes to the caller as it is.
              end(thrown as Error)
              const error = resultError(thrown, prepared.operationName)
              return shownTo(prepared, error.data, error)
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
          calls.add(call, request)

          const context = { requestPolicy: 'network-only', suspense: false, [callKey]: request.key } as const
          isGiven = true
          try {
            const operation = client.createRequestOperation(prepared.kind, request, context)
            const subscription = pipe(
              client.executeRequestOperation(operation),
              subscribe((result) => {
                if (result.stale || result.hasNext) return
                // The exchange that answered may still pass the operation on in the same turn.
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
  calls: FacadeCalls,
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  { operationName }: Prepared,
): GraphQLRequest<Data, Variables> {
  try {
    const shown = { ...(withoutSecrets(variables, secretsOf(document).variables) as object) } as Variables
    return { ...createRequest(document, shown), key: calls.newKey() }
  } catch {
    // urql hashes the variables, and throws if they can't be written as JSON.
    throw unwritable(operationName)
  }
}

/** What the other exchanges see of a result. Secrets in it, and errors that may quote them, are for the caller alone. */
function shownTo({ document }: Prepared, data: unknown, error: LabelboxError | undefined): Delivered {
  const { answers } = secretsOf(document)
  const shown = answers.size > 0 ? withoutAnswers(data, answers) : data
  if (error === undefined) return { data: shown }
  const { cause, graphQLErrors } = error
  const response: unknown = error.response
  const extras = isLabelboxError(error, 'AUTHORIZATION') ? { missingPermission: error.missingPermission } : undefined
  const words = answers.size > 0 ? undefined : { graphQLErrors: serverErrors(graphQLErrors), response, extras }
  return {
    data: shown,
    error: new LabelboxError({
      ...detailsOf(error),
      ...words,
      ...wordsOf(error),
      data: shown,
      ...('cause' in error && { cause }),
    }),
  }
}

function asRequested<Data>(document: TypedDocumentNode<Data, never>, data: Data): Data {
  const copy = withoutAddedTypenames(document, data) as Data & object
  rememberOrigin(copy, originOf(data as object))
  return copy
}

/**
 * A call that has not reached `labelboxExchange`, and is not sent any more. Until an operation of the client reaches it,
 * another exchange in front of it may answer them all, and may have sent this one.
 */
const unsent = ({ isReached }: ClientState, { operationName, kind }: Prepared): CallState => ({
  operationName,
  kind,
  attempts: 0,
  mayHaveRun: kind === 'mutation' && !isReached,
})

const neverReached = (call: CallState): LabelboxError =>
  timeout(
    call,
    'did not reach labelboxExchange before deadlineMs. Another exchange of the urql client held it back or dropped it.',
  )

/** Whether the exchange that answered has sent the operation is not known. */
const answeredFor = ({ operationName, kind }: Prepared, { error }: OperationResult): LabelboxError =>
  new LabelboxError({
    operationName,
    code: 'BAD_RESPONSE',
    mayHaveRun: kind === 'mutation',
    message: explain(
      operationName,
      'another exchange of the urql client answered it before it reached labelboxExchange. That must be the only exchange that sends, and the others must pass on the operations of the facade.',
    ),
    ...(error && { cause: isLabelboxError(error) ? error : foreignError(error.networkError ?? error) }),
  })

/** An exchange's error may hold the headers, which are not known here. */
const brokenExchange = (call: CallState, thrown: unknown): LabelboxError =>
  isLabelboxError(thrown)
    ? thrown
    : new LabelboxError({
        ...call,
        code: 'NETWORK',
        cause: foreignError(thrown),
        message: explain(call.operationName, 'an exchange of the urql client threw an error, which is the cause.'),
      })
