import { parseEvent, type WebhookEvent } from './event.ts'
import { requireSecrets, type WebhookSecret } from './hmac.ts'
import { readBody, tooLong } from './readBody.ts'
import { isSigned, verifySignature } from './verifySignature.ts'

/** Options of {@link webhookHandler}. */
export interface WebhookHandlerOptions {
  /**
   * The secret that the webhook was created with; several during a rotation, as any of them may have signed. A function is
   * called for each signed delivery, so that nothing is read when the module is loaded. A line break at the end is ignored.
   */
  readonly secret: WebhookSecret | (() => WebhookSecret | Promise<WebhookSecret>)
  /**
   * Is told of each event whose signature is good, the unknown ones too. It is waited for, and the answer says whether it
   * went well: where the work is long, put it in a queue. The same delivery may come more than once: `event.id` is the
   * same then.
   */
  readonly onEvent: (event: WebhookEvent) => unknown
  /**
   * Called with what `onEvent` or the function `secret` has thrown, with the refusal of an empty secret, or with the reason
   * why the body could not be read. Default: `console.error`. The sender does not learn it.
   */
  readonly onError?: ((error: unknown) => unknown) | undefined
  /** Bytes of a body. Default 10,485,760 (10 MiB): a label of many annotations is long. */
  readonly maxBodyBytes?: number | undefined
  /** Whether `X-Hub-Signature` (SHA-1) will do where `X-Hub-Signature-256` is not there. Default `true`. */
  readonly allowSha1?: boolean | undefined
}

/** A function that answers a request, as Fetch-style servers take it. */
export type WebhookHandler = (request: Request) => Promise<Response>

/**
 * Receives a webhook's deliveries, in whatever speaks Fetch: a worker, Deno, Bun, a Next.js route, Hono.
 *
 * It answers 200 when `onEvent` has gone well; 405 to another method than POST; 401 where no secret has signed; 413 to a
 * body over `maxBodyBytes`; 400 to a body that breaks off or, signed, is no JSON; 500 when `onEvent` has thrown, and when
 * there is no secret. Nothing is parsed, and `onEvent` is not called, before the signature is found good. Whether Labelbox
 * sends again what was answered with an error is not documented.
 *
 * The secret is checked when a delivery comes and not when the handler is made: frameworks load modules while they
 * build, where the setting may be missing.
 *
 * @throws TypeError, when it is made, for a wrong option.
 * @example
 * export const POST = webhookHandler({
 *   secret: () => process.env.WEBHOOK_SECRET ?? '',
 *   onEvent: (event) => {
 *     if (event.type === 'LABEL_CREATED') return queue.add(event.labelId)
 *   },
 * })
 */
export function webhookHandler(options: WebhookHandlerOptions): WebhookHandler {
  const { secret, onEvent, maxBodyBytes = 10_485_760, allowSha1 = true } = options
  const onError: (error: unknown) => unknown = options.onError ?? console.error
  if (typeof onEvent !== 'function' || typeof onError !== 'function') {
    throw new TypeError('onEvent and onError must be functions.')
  }
  if (!(Number.isSafeInteger(maxBodyBytes) && maxBodyBytes > 0)) {
    throw new TypeError('maxBodyBytes must be a whole number, 1 or more.')
  }
  const report = async (error: unknown): Promise<void> => {
    try {
      await onError(error)
    } catch {
      // There is nobody left to tell.
    }
  }
  return async (request) => {
    const { headers, method } = request
    if (method !== 'POST') return answer(405, 'Only POST is answered here.', { allow: 'POST' })
    if (!isSigned(headers, allowSha1)) return answer(401, notSigned)
    if (request.bodyUsed) {
      await report(
        new TypeError('The body of the request had been read before the handler got it, so nothing is left to check.'),
      )
      return answer(500, failed)
    }
    let secrets: readonly string[]
    try {
      secrets = requireSecrets(typeof secret === 'function' ? await secret() : secret)
    } catch (error) {
      await report(error)
      return answer(500, failed)
    }
    let body: Uint8Array | typeof tooLong
    try {
      body = await readBody(request, maxBodyBytes)
    } catch (error) {
      await report(error)
      return answer(400, 'The body broke off.')
    }
    if (body === tooLong) return answer(413, 'The body is too long.')
    if (!(await verifySignature({ body, headers, secret: secrets, allowSha1 }))) return answer(401, notSigned)
    let event: WebhookEvent
    try {
      event = parseEvent({ body, headers })
    } catch {
      return answer(400, 'The body is not JSON.')
    }
    try {
      await onEvent(event)
    } catch (error) {
      await report(error)
      return answer(500, failed)
    }
    return answer(200, 'ok')
  }
}

const notSigned = 'The signature is missing or wrong.'
const failed = 'The event could not be handled.'

const answer = (status: number, text: string, headers: Readonly<Record<string, string>> = {}): Response =>
  new Response(text, { status, headers: { 'content-type': 'text/plain; charset=utf-8', ...headers } })
