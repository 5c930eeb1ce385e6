import type { TypedDocumentNode } from '@urql/core'
import type { CallOptions } from '../core/callOptions.ts'
import { detailsOf, isLabelboxError, LabelboxError } from '../core/errors.ts'
import { wordsOf } from '../core/errorWords.ts'
import { originOf } from '../core/origin.ts'
import { attempt, type AttemptOptions } from './attempt.ts'
import { newProgress, type Progress } from './callState.ts'
import type { Connection } from './connection.ts'
import { prepare, type Prepared } from './document.ts'
import { lazyCode, type LazyCode } from './lazyCode.ts'
import type { RequestOutcome } from './observe/call.ts'
import type { Observer } from './observe/observer.ts'
import type { Limiter } from './quota/limiter.ts'
import { queryBody } from './jsonBody.ts'
import { headersWith } from './request/requestHeaders.ts'
import type { Message } from './request/message.ts'
import { controlFlowError } from './response/controlFlow.ts'
import { retryDelay, shouldRetry } from './retry.ts'
import { Deadline, timedOutOfKey } from './time/deadline.ts'

/** Options of {@link deliver}. */
export interface DeliverOptions extends CallOptions {
  /** Updated as the call proceeds, for a caller that reports its end. */
  readonly progress?: Progress
}

/**
 * Sends an operation and returns its data: the one way to the API. The facade calls it directly, and
 * `labelboxExchange` puts it at the end of a urql client.
 *
 * Always a POST, so that no variable ends up in a log of URLs. Equal calls at the same time are sent separately.
 *
 * @throws LabelboxError, or a framework's own error as it is (see `controlFlowError`).
 */
export async function deliver<Data, Variables>(
  connection: Connection,
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  options: DeliverOptions = {},
): Promise<Data> {
  const prepared = prepare(document)
  const { timing, timeoutMs, deadlineMs, endpoint, experimentalEndpoint, onPartialData } = connection
  const { progress = newProgress(prepared), signal, endsAt } = options
  const deadline = new Deadline(
    timing,
    { signal, endsAt, deadlineMs: options.deadlineMs ?? deadlineMs },
    () => progress,
  )
  // Without a pause once they are loaded: a tracer may only know the active span of the caller until then.
  const features = connection.features.now ?? (await loaded(connection.features, prepared, deadline))
  const { limiter, observe, refuseChange, trusted } = features
  const isMutation = prepared.kind === 'mutation'
  const code = prepared.needsChangeCode ? (lazyChange.now ?? (await loaded(lazyChange, prepared, deadline))) : undefined
  let sent: Sent | undefined
  if (trusted === undefined) {
    const pages = prepared.hasPages ? (lazyPages.now ?? (await loaded(lazyPages, prepared, deadline))) : undefined
    const literal = pages?.withLiteralPages(document, variables)
    const text = literal === undefined ? prepared : prepare(literal.document)
    const values = literal === undefined ? variables : literal.variables
    if (code?.mayHaveFiles(prepared) === true) {
      const members = { query: text.query, variables: values ?? null }
      sent = await deadline.run(() => code.requestWithFiles(prepared, members))
    }
    sent ??= { body: queryBody(text, values) }
  } else {
    sent = await deadline.run(() => trusted(prepared, variables))
  }
  if (isMutation) refuseChange?.(prepared, variables)
  const changeCode = isMutation ? code : undefined
  const call: DeliveryCall = {
    body: sent.body,
    headers: sent.headers,
    toError: sent.toError,
    changeCode,
    isIdempotent: changeCode?.changeOf(document).idempotent ?? true,
    // A proxy knows by the document where it goes.
    url:
      trusted === undefined && (options.isExperimental ?? code?.isExperimentalDocument(document)) === true
        ? experimentalEndpoint
        : endpoint,
    timeoutMs: options.timeoutMs ?? timeoutMs,
    maxAttempts: options.maxAttempts ?? connection.retry.maxAttempts,
    onPartialData: options.onPartialData ?? onPartialData,
    progress,
    deadline,
  }
  const observer = observe?.({ prepared, variables }, call.url)
  try {
    const data = (await persist(connection, call, limiter, observer)) as Data
    observer?.end()
    return data
  } catch (thrown) {
    observer?.end(thrown)
    throw thrown
  }
}

/** For documents with page sizes, which are sent as literals. */
const lazyPages = /* @__PURE__ */ lazyCode(() => import('../core/literalPages.ts'))

const lazyChange = /* @__PURE__ */ lazyCode(() => import('./change.ts'))

/** Loads code within the time of a call. A call that has ended is traced too. */
const loaded = <Code>(code: LazyCode<Code>, { operationName }: Prepared, deadline: Deadline): Promise<Code> =>
  deadline.hasEnded ? code.load(operationName) : deadline.run(() => code.load(operationName))

/** What a request says, besides the headers of all requests. */
interface Sent extends Pick<Message, 'body' | 'toError'> {
  readonly headers?: Message['headers'] | undefined
}

/** A call: what it sends each time, how long it may take, and how far it has come. */
interface DeliveryCall extends AttemptOptions, Sent {
  /** Whether running it twice is the same as running it once. */
  readonly isIdempotent: boolean
  readonly url: string
  readonly timeoutMs: number
  readonly maxAttempts: number
  readonly deadline: Deadline
}

/** Attempts, and retries after a backoff, until the call succeeds or must not go on. */
async function persist(
  connection: Connection,
  call: DeliveryCall,
  limiter: Limiter | undefined,
  observer: Observer | undefined,
): Promise<unknown> {
  const { timing, retry } = connection
  const { deadline, progress } = call
  for (let attempts = 1; ; attempts += 1) {
    try {
      // Before the call waits for quota: the request must follow its place in the quota at once.
      const common =
        connection.fixedHeaders ??
        (await deadline.run(() => authorize(connection, progress), call.timeoutMs, timedOutOfKey))
      const headers = call.headers === undefined ? common : { ...common, ...call.headers }
      return await request(connection, call, headers, limiter, observer)
    } catch (thrown) {
      if (!isLabelboxError(thrown)) throw thrown
      const error = ofCall(thrown, progress)
      if (attempts >= call.maxAttempts || !shouldRetry(call, error)) throw error
      const delayMs = retryDelay(retry, attempts, error.retryAfterMs, () => timing.random())
      // The next attempt would have no time left.
      if (timing.now() + delayMs >= deadline.endsAt) throw error
      observer?.retry(progress.attempts, delayMs, toOutcome(error))
      await deadline.run((signal) => timing.sleep(delayMs, signal))
    }
  }
}

/** Adds the state of the call to an error from before the request: of the key, or while waiting for quota. */
function ofCall(error: LabelboxError, { operationName, attempts, mayHaveRun }: Progress): LabelboxError {
  const isKnown = error.operationName === operationName && error.attempts === attempts
  if (isKnown && error.mayHaveRun === mayHaveRun) return error
  const cause = 'cause' in error && { cause: error.cause }
  return new LabelboxError({ ...detailsOf(error), ...wordsOf(error), ...cause, operationName, attempts, mayHaveRun })
}

/** Waits for quota, makes one attempt, and reports its outcome to the observer. */
async function request(
  connection: Connection,
  call: DeliveryCall,
  headers: Readonly<Record<string, string>>,
  limiter: Limiter | undefined,
  observer: Observer | undefined,
): Promise<unknown> {
  const { timing } = connection
  const { url, body, toError, timeoutMs, progress, deadline } = call
  const number = progress.attempts + 1
  // Stored at once, so that a call that ends before its request still frees its place in the quota.
  let free = deadline.hasEnded ? undefined : limiter?.tryAcquire()
  try {
    if (limiter !== undefined && free === undefined) {
      await deadline.run(async (signal) => {
        free = await limiter.acquire(signal)
      })
    }
    const startedAt = timing.now()
    const observed = deadline.hasEnded ? undefined : observer?.startAttempt(number)
    // A call that ended before its request has sent nothing.
    const end = (outcome: RequestOutcome): void =>
      observed?.end(outcome, progress.attempts < number ? undefined : timing.now() - startedAt)
    try {
      const data = await deadline.run(
        (signal) => attempt(connection, { url, body, headers, toError }, call, signal, observed),
        timeoutMs,
      )
      const { status, requestId, error } = originOf(data as object)
      end({ status, requestId, code: error?.code })
      return data
    } catch (thrown) {
      // A framework's own error ends the call, as an abort does.
      end(isLabelboxError(thrown) ? toOutcome(thrown) : { status: undefined, requestId: undefined, code: 'ABORTED' })
      throw thrown
    }
  } finally {
    free?.()
  }
}

const toOutcome = ({ status, requestId, code }: LabelboxError): RequestOutcome => ({ status, requestId, code })

/** The headers of all requests, from the user's functions. If one of these fails, the network did not. */
async function authorize(connection: Connection, progress: Progress): Promise<Readonly<Record<string, string>>> {
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
