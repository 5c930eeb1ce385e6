import type { AnyVariables, Client, GraphQLRequest, OperationResult, TypedDocumentNode } from '@urql/core'
import { createRequest } from '@urql/core'
import { filter, pipe, subscribe, take, type Source } from 'wonka'
import { explain, holdsData, type CallState } from '../classify.ts'
import { isLabelboxError, LabelboxError } from '../errors.ts'
import { rememberOrigin } from '../origin.ts'
import { anonymous, toLabelboxError } from '../toLabelboxError.ts'
import { newProgress } from './attempt.ts'
import type { Connection } from './connection.ts'
import { wrappedControlFlow } from './controlFlow.ts'
import {
  aborted,
  outOfTime,
  requireCallOptions,
  timedOut,
  within,
  type CallOptions,
  type OnPartialData,
} from './deadline.ts'
import { deliver, type DeliverOptions } from './deliver.ts'
import { prepare, unwritable } from './document.ts'
import { refuseInDryRun, type PlannedMutation } from './dryRun.ts'
import { onAbort } from './onAbort.ts'
import { realTiming } from './timing.ts'

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

/** What a facade's call leaves in the context of a urql operation, for `labelboxExchange` to find. */
export interface FacadeCall {
  readonly signal: AbortSignal
  readonly options: DeliverOptions
  /** Says that the exchange minds the limits, and keeps `options.progress`. */
  take(): void
  /** Takes an answer that holds a secret, which the exchange then passes on without: caches would keep it. */
  withhold(data: unknown): void
  /** What the exchange has delivered, and must not deliver again. */
  delivery?: Promise<unknown> | undefined
}

/** Where that is. */
export const callKey = Symbol.for('labelbox-org.call')

/** What counts for all calls through an app's client. */
export interface ClientSettings {
  readonly timeoutMs: number
  readonly deadlineMs: number
  readonly onPartialData: OnPartialData
  readonly dryRun: ((planned: PlannedMutation) => void) | undefined
}

/** Each call is an operation of its own: urql would hand one answer to all who ask alike, an abort's error included. */
let lastKey = 2 ** 32

/**
 * Through an app's own urql client, past its cache (`network-only`), though a cache may take up what comes back.
 *
 * urql never tears a mutation down, so the caller's limits travel in the context, where `labelboxExchange` finds them.
 * Another exchange knows nothing of them: it makes one request as far as can be told from here, which has `timeoutMs`,
 * and goes on with it when the call has ended.
 */
export const throughClient =
  (client: Client, settings: ClientSettings): Execute =>
  async (document, variables, options = {}) => {
    requireCallOptions(options)
    const prepared = prepare(document)
    const { kind, operationName } = prepared
    const { timeoutMs = settings.timeoutMs, deadlineMs = settings.deadlineMs, endsAt = Infinity } = options
    if (kind === 'mutation') refuseInDryRun(settings, prepared, variables)
    let state: CallState = newProgress(prepared)
    let withheld: unknown
    const limits = {
      signal: options.signal,
      ms: Math.min(deadlineMs, endsAt - realTiming.now()),
      aborted: (reason: unknown) => aborted(state, reason),
      late: () => outOfTime(state),
    }
    const result = await within(limits, async (signal) => {
      // From here on, as long as nobody keeps count, a request may be under way.
      state = { operationName, kind, attempts: 1, mayHaveRun: kind === 'mutation' }
      const request = { ...requestOf(document, variables, operationName), key: ++lastKey }
      return firstAnswer(
        signal,
        timeoutMs === Infinity ? undefined : timeoutMs,
        () => timedOut(state, timeoutMs),
        (thrown) => brokenExchange(state, thrown),
        (take) => {
          const progress = newProgress(prepared)
          const call: FacadeCall = {
            signal,
            options: { timeoutMs, deadlineMs, endsAt, onPartialData: 'throw', progress },
            take() {
              state = progress
              take()
            },
            withhold: (data) => (withheld = data),
          }
          const context = { requestPolicy: 'network-only', suspense: false, [callKey]: call } as const
          const operation = client.createRequestOperation(kind, request, context)
          return client.executeRequestOperation(operation)
        },
      )
    })
    const data: unknown = withheld ?? result.data
    if (result.error === undefined) return data as DataOf<typeof document>
    const controlFlow = wrappedControlFlow(result.error)
    if (controlFlow !== undefined) throw controlFlow
    const error = toLabelboxError(result.error, operationName, data, kind)
    if ((options.onPartialData ?? settings.onPartialData) !== 'return' || !holdsData(data)) throw error
    rememberOrigin(data, { status: error.status, requestId: error.requestId, error })
    return data as DataOf<typeof document>
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

/** What an exchange throws has the headers at hand, so only its kind is kept. */
const brokenExchange = (call: CallState, thrown: unknown): LabelboxError =>
  isLabelboxError(thrown)
    ? thrown
    : new LabelboxError({
        ...call,
        code: 'NETWORK',
        cause: anonymous(thrown),
        message: explain(call.operationName, 'NETWORK', 'an exchange of the urql client threw. The cause says what.'),
      })

/** The first whole answer. It has to come in time unless somebody takes that upon himself, and leaves nothing behind. */
function firstAnswer(
  signal: AbortSignal,
  ms: number | undefined,
  late: () => LabelboxError,
  broken: (thrown: unknown) => LabelboxError,
  ask: (take: () => void) => Source<OperationResult>,
): Promise<OperationResult> {
  return new Promise((resolve, reject) => {
    const timer = ms === undefined ? undefined : setTimeout(() => end(reject, late()), ms)
    const stopListening = onAbort(signal, () => end(reject, signal.reason))
    let stopAsking = (): void => undefined
    const end = <T>(settle: (value: T) => void, value: T): void => {
      clearTimeout(timer)
      stopListening()
      settle(value)
      stopAsking()
    }
    try {
      const subscription = pipe(
        ask(() => clearTimeout(timer)),
        filter((answer) => !answer.stale && !answer.hasNext),
        take(1),
        subscribe((answer) => end(resolve, answer)),
      )
      stopAsking = () => subscription.unsubscribe()
    } catch (thrown) {
      end(reject, broken(thrown))
    }
  })
}
