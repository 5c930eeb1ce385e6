import type { TypedDocumentNode } from '@urql/core'
import { detailsOf, isLabelboxError, LabelboxError } from '../core/errors.ts'
import { originOf } from '../core/origin.ts'
import { attempt, newProgress, type Progress } from './attempt.ts'
import type { Connection } from './connection.ts'
import { aborted, outOfTime, requireCallOptions, timedOut, timedOutOfKey, within } from './time/deadline.ts'
import type { CallOptions, OnPartialData } from '../core/callOptions.ts'
import { controlFlowError } from './response/controlFlow.ts'
import { prepare, unwritable, type Prepared } from './document.ts'
import { refuseInDryRun } from './dryRun.ts'
import { headersWith } from './request/requestHeaders.ts'
import { tell, type Outcome } from './observe/hooks.ts'
import { redactUrl } from './observe/redactUrl.ts'
import { retryDelay, shouldRetry } from './retry.ts'
import { traced } from './observe/traced.ts'
import type { Call, TraceAttempt } from './observe/tracing.ts'
import { uniqueWhitespace } from './request/uniqueWhitespace.ts'
import { NotJson, onlyJson } from './request/variables.ts'

/** What the callers of {@link deliver} may add. */
export interface DeliverOptions extends CallOptions {
  /** Where to note how far the call has come, for who has to tell when it ends. */
  readonly progress?: Progress
}

/**
 * Sends an operation and returns its data: the one way to the API. The facade calls it directly, and
 * `labelboxExchange` puts it at the end of a urql client.
 *
 * Always a POST, so that no variable ends up in a log of URLs; two callers who ask the same thing at once share nothing.
 *
 * @throws {@link LabelboxError}, and nothing else but a framework's own error (see `controlFlowError`), as it is.
 */
export async function deliver<Data, Variables>(
  connection: Connection,
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  options: DeliverOptions = {},
): Promise<Data> {
  const call = startCall(connection, prepare(document), variables, options)
  if (call.prepared.kind === 'mutation') refuseInDryRun(connection, call.prepared, variables)
  const data = await traced(connection, call.told, (trace) => persist(connection, call, trace))
  return data as Data
}

/** A call: what it sends each time, how long it may take, and how far it has come. */
interface DeliveryCall {
  readonly prepared: Prepared
  /** What hooks and traces may see of it. */
  readonly told: Call
  readonly url: string
  readonly body: string
  readonly variables: unknown
  readonly signal: AbortSignal | undefined
  readonly timeoutMs: number
  readonly endsAt: number
  readonly onPartialData: OnPartialData
  readonly progress: Progress
}

function startCall(
  connection: Connection,
  prepared: Prepared,
  variables: unknown,
  options: DeliverOptions,
): DeliveryCall {
  requireCallOptions(options)
  const { timeoutMs = connection.timeoutMs, deadlineMs = connection.deadlineMs, signal } = options
  const url = prepared.experimental ? connection.experimentalEndpoint : connection.endpoint
  const { operationName, kind } = prepared
  return {
    prepared,
    told: { operationName, kind, endpoint: redactUrl(url) },
    url,
    body: encode(prepared, variables) + uniqueWhitespace(),
    variables,
    signal,
    timeoutMs,
    endsAt: Math.min(connection.timing.now() + deadlineMs, options.endsAt ?? Infinity),
    onPartialData: options.onPartialData ?? connection.onPartialData,
    progress: options.progress ?? newProgress(prepared),
  }
}

function encode({ query, operationName }: Prepared, variables: unknown): string {
  try {
    return JSON.stringify({ query, variables: variables ?? null }, onlyJson)
  } catch (thrown) {
    throw unwritable(operationName, thrown instanceof NotJson ? thrown.kind : undefined)
  }
}

/** Attempt, read, classify, decide, wait, again. */
async function persist(connection: Connection, call: DeliveryCall, trace: TraceAttempt): Promise<unknown> {
  const { timing, retry } = connection
  for (let attempts = 1; ; attempts += 1) {
    try {
      // Before the call stands in line, as the quota counts from when its request goes out.
      const headers = await (connection.asksForKey
        ? bounded(connection, call, call.timeoutMs, () => authorize(connection, call), timedOutOfKey)
        : authorize(connection, call))
      return await request(connection, call, headers, trace)
    } catch (thrown) {
      if (!isLabelboxError(thrown)) throw thrown
      const error = ofCall(thrown, call.progress)
      if (attempts >= retry.maxAttempts || !shouldRetry(call.prepared, error)) throw error
      const delayMs = retryDelay(retry, attempts, error.retryAfterMs, () => timing.random())
      // No time would be left for the request then, so who waits is told now.
      if (timing.now() + delayMs >= call.endsAt) throw error
      const { status, requestId, code } = error
      const attempt = call.progress.attempts
      tell(connection, call, 'onRetry', { ...call.told, attempt, delayMs, status, requestId, code })
      await bounded(connection, call, Infinity, (signal) => timing.sleep(delayMs, signal))
    }
  }
}

/** What went wrong before a request was sent, with its key or its place in line, knows nothing of the call. */
function ofCall(error: LabelboxError, { operationName, attempts, mayHaveRun }: Progress): LabelboxError {
  const isKnown = error.operationName === operationName && error.attempts === attempts
  if (isKnown && error.mayHaveRun === mayHaveRun) return error
  const { message, cause } = error
  return new LabelboxError({ ...detailsOf(error), message, cause, operationName, attempts, mayHaveRun })
}

/** Makes one attempt when its turn has come, and tells how it ended. */
async function request(
  connection: Connection,
  call: DeliveryCall,
  headers: Readonly<Record<string, string>>,
  trace: TraceAttempt,
): Promise<unknown> {
  const { timing, limiter } = connection
  const { url, body, progress, onPartialData } = call
  const { operationName, kind, endpoint } = call.told
  const number = progress.attempts + 1
  let startedAt = NaN
  const end = ({ status, requestId, code }: Partial<Outcome>): void => {
    // A call that ended while it stood in line has sent nothing.
    if (progress.attempts < number) return
    const durationMs = timing.now() - startedAt
    const attempt = number
    tell(connection, call, 'onResponse', {
      operationName,
      kind,
      endpoint,
      attempt,
      durationMs,
      status,
      requestId,
      code,
    })
  }
  // Noted as soon as it is given: a call that ends between its turn and its request gives its place back all the same.
  let free = hasEnded(connection, call) ? undefined : limiter.tryAcquire()
  try {
    if (free === undefined) {
      await bounded(connection, call, Infinity, async (signal) => {
        free = await limiter.acquire(signal)
      })
    }
    startedAt = timing.now()
    const data = await trace(number, () =>
      bounded(connection, call, call.timeoutMs, (signal) => {
        tell(connection, call, 'onRequest', { operationName, kind, endpoint, attempt: number })
        return attempt(connection, { url, body, headers }, progress, onPartialData, signal)
      }),
    )
    const { status, requestId, error } = originOf(data as object)
    end({ status, requestId, code: error?.code })
    return data
  } catch (error) {
    // A framework's own error ends the call, as an abort does.
    end(isLabelboxError(error) ? error : { code: 'ABORTED' })
    throw error
  } finally {
    free?.()
  }
}

/** Such a call uses up no quota any more, and has no request that could be traced. */
const hasEnded = ({ timing }: Connection, { signal, endsAt }: DeliveryCall): boolean =>
  signal?.aborted === true || timing.now() >= endsAt

/** The headers of a request. A function of the user's that fails is no failure of the network. */
async function authorize(
  connection: Connection,
  { progress }: DeliveryCall,
): Promise<Readonly<Record<string, string>>> {
  let asked = 'apiKey'
  try {
    const authorization = await connection.authorization()
    asked = 'headers'
    return headersWith(authorization, await connection.headers())
  } catch (thrown) {
    if (isLabelboxError(thrown)) throw thrown
    const controlFlow = controlFlowError(thrown)
    if (controlFlow !== undefined) throw controlFlow
    throw new LabelboxError({
      ...progress,
      code: 'AUTHENTICATION',
      cause: thrown,
      message: `${progress.operationName ?? 'The request'} was not sent: the function given as ${asked} failed. The cause says why.`,
    })
  }
}

/** Runs a part of the call that may take so long, and no longer than what is left of the call's time. */
function bounded<T>(
  { timing }: Connection,
  { progress, signal, endsAt }: DeliveryCall,
  ms: number,
  run: (signal: AbortSignal) => Promise<T>,
  late = timedOut,
): Promise<T> {
  const left = endsAt - timing.now()
  return within(
    {
      signal,
      ms: Math.min(ms, left),
      aborted: (reason) => aborted(progress, reason),
      late: () => (left < ms ? outOfTime(progress) : late(progress, ms)),
    },
    run,
  )
}
