import { parseEvent, type WebhookEvent } from './event.ts'
import { requireSecrets, type WebhookSecret } from './signature.ts'
import { readRequestBody, tooLong } from './limitedBody.ts'
import { isSigned, verifySignature } from './verifySignature.ts'

/** Options of {@link webhookHandler}. */
export interface WebhookHandlerOptions {
  /**
   * The secret that the webhook was created with; during a rotation, the old and the new one. A function is called for
   * each signed delivery, so the secret may be missing when the module is loaded. A line break at the end is ignored.
   */
  readonly secret: WebhookSecret | (() => WebhookSecret | Promise<WebhookSecret>)
  /**
   * Called with each event whose signature is valid, including unknown ones. The response waits for the returned promise;
   * put long work in a queue. Labelbox promises no order of events, and a delivery may arrive more than once: see
   * {@link newestById}.
   */
  readonly onEvent: (event: WebhookEvent) => unknown
  /**
   * Called with errors of `onEvent`, of the function `secret`, of an empty secret, and of reading the body. The response
   * doesn't contain them. Default: `console.error`.
   */
  readonly onError?: ((error: unknown) => unknown) | undefined
  /**
   * Maximum size of a body, in bytes; a larger one is refused with 413. Default: 10,485,760 (10 MiB). Labelbox has no limit
   * for its payloads. With `Infinity` the handler has none either: then set one in your server, because a body is read into
   * memory before its signature is verified.
   */
  readonly maxBodyBytes?: number | undefined
  /** Whether to accept `X-Hub-Signature` (SHA-1) if there is no `X-Hub-Signature-256`. Default: `true`. */
  readonly allowSha1?: boolean | undefined
}

/** A request handler for servers with the Fetch API. */
export type WebhookHandler = (request: Request) => Promise<Response>

/**
 * Creates a handler that receives webhook deliveries, for any server with the Fetch API: a worker, Deno, Bun, a Next.js
 * route, Hono.
 *
 * The signature is verified before the body is parsed. The handler responds with
 *
 * - 200 if `onEvent` succeeds,
 * - 400 if the body is incomplete, or signed but not JSON,
 * - 401 if the signature is missing or wrong,
 * - 405 for methods other than POST,
 * - 413 if the body is larger than `maxBodyBytes`,
 * - 500 if `onEvent` throws, or the secret is empty.
 *
 * Labelbox promises no order of deliveries. Whether it retries one after an error is not documented.
 *
 * The secret is checked for each delivery, not when the handler is created, because frameworks load modules during a
 * build, where the setting may be missing.
 *
 * @throws TypeError for invalid options.
 * @example
 * export const POST = webhookHandler({
 *   secret: () => process.env.WEBHOOK_SECRET ?? '',
 *   onEvent: (event) => {
 *     if (event.type === 'LABEL_CREATED') return queue.add(event.labelIds)
 *   },
 * })
 */
export function webhookHandler(options: WebhookHandlerOptions): WebhookHandler {
  const { secret, onEvent, onError: given, maxBodyBytes = 10_485_760, allowSha1 = true, ...others } = options
  const onError: (error: unknown) => unknown = given ?? console.error
  const [unknown] = Object.keys(others)
  if (unknown !== undefined) throw new TypeError(`There is no option ${unknown}.`)
  if (typeof onEvent !== 'function' || typeof onError !== 'function') {
    throw new TypeError('onEvent and onError must be functions.')
  }
  if (!(maxBodyBytes > 0)) throw new TypeError('maxBodyBytes must be a number above 0.')
  const report = async (error: unknown): Promise<void> => {
    try {
      await onError(error)
    } catch {
      // An error handler that fails has nobody to report to.
    }
  }
  return async (request) => {
    const { headers, method } = request
    if (method !== 'POST') return respond(405, 'Only POST is allowed.', { allow: 'POST' })
    if (!isSigned(headers, allowSha1)) return respond(401, notSigned)
    if (request.bodyUsed) {
      await report(
        new TypeError('The body was already read. Pass the request to the handler before anything reads its body.'),
      )
      return respond(500, failed)
    }
    let secrets: readonly string[]
    try {
      secrets = requireSecrets(typeof secret === 'function' ? await secret() : secret)
    } catch (error) {
      await report(error)
      return respond(500, failed)
    }
    let body: Uint8Array | typeof tooLong
    try {
      body = await readRequestBody(request, maxBodyBytes)
    } catch (error) {
      await report(error)
      return respond(400, 'The body is incomplete.')
    }
    if (body === tooLong) return respond(413, 'The body is too long.')
    if (!(await verifySignature({ body, headers, secret: secrets, allowSha1 }))) return respond(401, notSigned)
    let event: WebhookEvent
    try {
      event = parseEvent({ body, headers })
    } catch {
      return respond(400, 'The body is not JSON.')
    }
    try {
      await onEvent(event)
    } catch (error) {
      await report(error)
      return respond(500, failed)
    }
    return respond(200, 'ok')
  }
}

const notSigned = 'The signature is missing or wrong.'
const failed = 'The event could not be handled.'

const respond = (status: number, text: string, headers: Readonly<Record<string, string>> = {}): Response =>
  new Response(text, { status, headers: { 'content-type': 'text/plain; charset=utf-8', ...headers } })
