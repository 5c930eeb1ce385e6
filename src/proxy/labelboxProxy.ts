import type { TypedDocumentNode } from '@urql/core'
import { isLabelboxError, type LabelboxError } from '../core/errors.ts'
import { originOf } from '../core/origin.ts'
import { changeOf } from '../transport/change.ts'
import { connect, type Connection } from '../transport/connection.ts'
import { deliver } from '../transport/deliver.ts'
import { notify } from '../transport/observe/notify.ts'
import { secretsOf } from '../transport/request/secrets.ts'
import { controlFlowError } from '../transport/response/controlFlow.ts'
import { BrokenResponse } from '../transport/response/brokenResponse.ts'
import { readBody, usableText } from '../transport/response/readBody.ts'
import { shouldRetry } from '../transport/retry.ts'
import { Deadline } from '../transport/time/deadline.ts'
import { realTiming } from '../transport/time/timing.ts'
import { originsOf, preflightHeaders, requireForm } from './admission.ts'
import { Callers } from './callers.ts'
import { memoryOnceStore } from './memoryOnceStore.ts'
import { Once, type Sent } from './once.ts'
import { readPageRequest, type PageRequest } from './pageRequest.ts'
import {
  requireProxyOptions,
  type LabelboxProxyOptions,
  type Permission,
  type ProxiedOperation,
} from './proxyOptions.ts'
import { asRefusal, dataReply, distrust, errorReply, refusal, toResponse, type Reply } from './replies.ts'
import { documentsById } from './documentsById.ts'

/** Answers a request of a page. The second argument is that of your framework, for its `waitUntil`. */
export type LabelboxProxyHandler = (request: Request, context?: object) => Promise<Response>

/** Longest time for `caller`, `authorize` and the body of a request, each. */
const stepMs = 10_000

/**
 * Creates a handler that sends Labelbox operations for pages, so that the API key stays on the server. For any server with
 * the Fetch API: a route of Next.js, SvelteKit or Remix, Hono, a worker, Deno, Bun; for Node's `http` and Express see
 * {@link toNodeHandler}.
 *
 * A page asks for a trusted document by its id, and sends values: it can't send an operation of its own. `authorize`
 * decides for each request. In the page, `labelboxExchange` and `Labelbox` need `trustedDocuments: true`.
 *
 * The page retries, as everywhere, and the handler does not: each of the page's requests becomes one to Labelbox at most,
 * and ends before the page's own timeout. A change carries the id of its delivery. However often its request arrives, it
 * is sent once, and each of them gets the same response; if the page leaves, a change that was begun is completed, and a
 * query is aborted. With several processes, pass `redisOnceStore` as `once`.
 *
 * Refusals have codes of their own: `SIGN_IN`, `NOT_PERMITTED`, `NOT_TRUSTED`, `PROXY_BUSY`, `PROXY_FAILED`. Errors of
 * Labelbox have the code that they have anywhere, without the server's text.
 *
 * @throws LabelboxError `INVALID_INPUT` for a wrong option.
 * @example
 * export const POST = labelboxProxy({
 *   apiKey: () => process.env.LABELBOX_API_KEY ?? '',
 *   authorize: async (request, { kind }) => {
 *     const user = await userOf(request)
 *     if (user === undefined) return 'SIGN_IN'
 *     return kind === 'query' || user.isAdmin
 *   },
 * })
 */
export function labelboxProxy(options: LabelboxProxyOptions): LabelboxProxyHandler {
  requireProxyOptions(options)
  const { caller = credentialsOf, maxConcurrent = 32, maxBodyBytes = 262_144, timeoutMs = 50_000 } = options
  const onError: (error: unknown) => unknown = options.onError ?? console.error
  const report = (error: unknown): void => notify(onError, error, () => undefined)
  const connection = toConnection(options, timeoutMs)
  const origins = originsOf(options.allowedOrigins)
  const documents = documentsById(options.documents ?? [])
  const callers = new Callers(maxConcurrent)
  const once = new Once(options.once ?? memoryOnceStore(), realTiming, report)

  const reply = async (request: Request, context: object | undefined): Promise<Reply> => {
    requireForm(request)
    const leaving = [callers.enter()]
    try {
      // What the app's function returns in JavaScript may be anything.
      const name = String(await ofApp('caller', () => caller(request)))
      leaving.push(callers.enterAs(name))
      const content = await bodyOf(request, maxBodyBytes)
      const page = readPageRequest(content, await documents())
      await permit(options, request, page, name)
      const { kind, operationName } = page.prepared
      if (kind === 'query') return (await send(connection, page, request.signal, report)).reply
      const id = request.headers.get('x-delivery-id') ?? ''
      if (!deliveryIdForm.test(id)) throw distrust(noDeliveryId)
      const change = { caller: name, id, content, operationName, send: () => send(connection, page, undefined, report) }
      const made = once.run(change)
      waitUntil(context, made)
      return await made
    } finally {
      for (const leave of leaving) leave()
    }
  }

  return async (request, context) => {
    let headers = {}
    try {
      headers = origins(request)
      if (request.method === 'OPTIONS' && options.allowedOrigins !== undefined) {
        return new Response(null, { status: 204, headers: { ...headers, ...preflightHeaders(request) } })
      }
      return toResponse(await reply(request, context), headers)
    } catch (thrown) {
      const controlFlow = controlFlowError(thrown)
      if (controlFlow !== undefined) throw controlFlow
      const error = asRefusal(thrown)
      if (error.code === 'PROXY_FAILED') report(thrown)
      return toResponse(errorReply(error), { ...headers, ...(error.status === 405 && { allow: 'POST' }) })
    }
  }
}

/** The id of a delivery: a UUID, or another id that nobody guesses. */
const deliveryIdForm = /^[\w-]{16,64}$/

const noDeliveryId =
  'A change needs the header x-delivery-id, a UUID that all requests of the same change have. labelboxExchange sends it.'

/** One attempt for each request: the page retries. */
const toConnection = (options: LabelboxProxyOptions, timeoutMs: number): Connection =>
  connect({
    apiKey: options.apiKey,
    endpoint: options.endpoint,
    experimentalEndpoint: options.experimentalEndpoint,
    fetch: options.fetch,
    transport: options.transport,
    allowInsecureHttp: options.allowInsecureHttp,
    rateLimit: options.rateLimit,
    hooks: options.hooks,
    tracing: options.tracing,
    logger: options.logger,
    logLevel: options.logLevel,
    timeoutMs,
    // With the wait for quota.
    deadlineMs: timeoutMs * 1.1,
    retry: false,
  })

const credentialsOf = ({ headers }: Request): string =>
  `${headers.get('authorization') ?? ''}\n${headers.get('cookie') ?? ''}`

/** Runs what an app's function or a page's body may delay. */
async function inTime<T>(
  step: (signal: AbortSignal) => Promise<T>,
  late: () => LabelboxError,
  signal?: AbortSignal,
): Promise<T> {
  const call = { operationName: undefined, attempts: 0, mayHaveRun: false }
  return new Deadline(realTiming, { signal }, () => call).run(step, stepMs, late)
}

/** Runs a function of the app. Even an error of Labelbox that it throws is not about the page's request. */
const ofApp = (name: string, step: () => unknown): Promise<unknown> =>
  inTime(
    async () => {
      try {
        return await step()
      } catch (cause) {
        throw new Error(`The function given as ${name} failed.`, { cause })
      }
    },
    () =>
      refusal('PROXY_FAILED', 503, slowApp, { retryAfterMs: 1000, cause: `${name} took longer than ${stepMs} ms.` }),
  )

const slowApp = 'The proxy took too long to decide who may do what, and sent nothing. Try again.'

async function bodyOf(request: Request, maxBytes: number): Promise<string> {
  const tooLarge = (): LabelboxError => distrust(`The body has more than ${maxBytes} bytes.`, 413)
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw tooLarge()
  try {
    const late = (): LabelboxError => distrust('The body did not arrive in time.', 408)
    return await usableText(
      await inTime((signal) => readBody(request, maxBytes, signal), late, request.signal),
      maxBytes,
    )
  } catch (thrown) {
    if (thrown instanceof BrokenResponse) throw tooLarge()
    if (isLabelboxError(thrown)) throw thrown
    throw distrust('The body is incomplete, or was read before.')
  }
}

/** @throws LabelboxError `SIGN_IN`, `NOT_PERMITTED`. */
async function permit(
  { authorize = readOnly, secretOperations = [] }: LabelboxProxyOptions,
  request: Request,
  { document, prepared, variables, refinements }: PageRequest,
  caller: string,
): Promise<void> {
  const { kind } = prepared
  const operationName = prepared.operationName ?? ''
  const operation: ProxiedOperation = { operationName, kind, variables, refinements, caller }
  // Only `true` permits: what JavaScript returns may be anything.
  const permission = await ofApp('authorize', () => authorize(request, operation))
  if (permission === 'SIGN_IN') throw refusal('SIGN_IN', 401, 'Sign in first.')
  const isSecret = changeOf(document).fields.includes('createApiKey') || secretsOf(document).answers.size > 0
  if (permission !== true || (isSecret && !secretOperations.includes(operationName))) {
    throw refusal('NOT_PERMITTED', 403, `You are not permitted ${operationName || 'this operation'}.`)
  }
}

const readOnly = (_request: Request, { kind }: ProxiedOperation): Permission => kind === 'query'

/** Sends an operation to Labelbox, once. */
async function send(
  connection: Connection,
  { document, variables }: PageRequest,
  signal: AbortSignal | undefined,
  report: (error: unknown) => void,
): Promise<Sent> {
  const isSecret = secretsOf(document).answers.size > 0
  try {
    const sendable = document as TypedDocumentNode<object, Readonly<Record<string, unknown>>>
    const data = await deliver(connection, sendable, variables, { signal })
    return { reply: dataReply(data, originOf(data).requestId), mayRepeat: false, isSecret }
  } catch (thrown) {
    if (!isLabelboxError(thrown)) throw thrown
    const error = ofProxy(thrown)
    const reply = errorReply(error)
    // What the page's user can't mend. An operation that Labelbox doesn't understand is its developer's.
    if (reply.status >= 500 || error.code === 'INVALID_QUERY') report(thrown)
    return { reply, mayRepeat: shouldRetry({ isIdempotent: changeOf(document).idempotent }, error), isSecret }
  }
}

/** An error from before the request is about this server, not Labelbox. */
function ofProxy(error: LabelboxError): LabelboxError {
  if (error.code === 'ABORTED' || error.attempts > 0) return error
  if (error.retryable) return refusal('PROXY_BUSY', 503, longQueue, { retryAfterMs: 5000 })
  return asRefusal(undefined)
}

const longQueue = 'The proxy waited too long for its key or its quota at Labelbox, and sent nothing.'

/** Tells a worker not to end before the change is made, even if the page has left. */
function waitUntil(context: object | undefined, made: Promise<unknown>): void {
  const { waitUntil } = (context ?? {}) as { readonly waitUntil?: unknown }
  if (typeof waitUntil === 'function')
    waitUntil.call(
      context,
      made.catch(() => undefined),
    )
}
