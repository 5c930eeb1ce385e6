import { isLabelboxError, LabelboxError, type LabelboxErrorCode } from '../core/errors.ts'
import type { ProxyDetails } from '../transport/response/proxyError.ts'
import { describe } from '../transport/response/reasons.ts'

/** A response as text, which a store of changes can keep. */
export interface Reply {
  readonly status: number
  readonly body: string
  readonly requestId?: string | undefined
  readonly retryAfterMs?: number | undefined
}

/** The codes that say that the proxy, not Labelbox, refused. */
const ownCodes: readonly LabelboxErrorCode[] = ['SIGN_IN', 'NOT_PERMITTED', 'NOT_TRUSTED', 'PROXY_BUSY', 'PROXY_FAILED']

/** A refusal by the proxy itself: nothing was sent to Labelbox. */
export const refusal = (
  code: 'SIGN_IN' | 'NOT_PERMITTED' | 'NOT_TRUSTED' | 'PROXY_BUSY' | 'PROXY_FAILED',
  status: number,
  message: string,
  more: { readonly retryAfterMs?: number; readonly cause?: unknown } = {},
): LabelboxError =>
  new LabelboxError({ ...more, code, status, message, retryable: code === 'PROXY_BUSY' || status === 503 })

export const distrust = (message: string, status = 400): LabelboxError => refusal('NOT_TRUSTED', status, message)

export const dataReply = (data: unknown, requestId: string | undefined): Reply => ({
  status: 200,
  body: JSON.stringify({ data }),
  requestId,
})

/**
 * An error for the page: its code and what follows from it. Texts of the server, which may repeat the key or a variable,
 * and messages that may quote them, stay here.
 */
export function errorReply(error: LabelboxError): Reply {
  const { code, status, requestId, retryable, retryAfterMs, mayHaveRun, operationName, data } = error
  const isOwn = ownCodes.includes(code)
  const message = isOwn ? error.message : describe(operationName, code).message + consequenceOf(error)
  const proxy: ProxyDetails = { status, requestId, retryable, retryAfterMs, mayHaveRun }
  const errors = [{ message, extensions: { code, proxy } }]
  return {
    status: isOwn ? (status ?? 500) : (statuses[code] ?? 422),
    body: JSON.stringify(data === undefined || data === null ? { errors } : { data, errors }),
    requestId,
    retryAfterMs,
  }
}

const consequenceOf = ({ mayHaveRun }: LabelboxError): string => (mayHaveRun ? ' The change may have been made.' : '')

/** Of a page's response. No 401 or 403: those are the proxy's own, and apps read them as such. */
const statuses: Readonly<Partial<Record<LabelboxErrorCode, number>>> = {
  API_LIMIT: 429,
  AUTHENTICATION: 502,
  BAD_RESPONSE: 502,
  HTTP_ERROR: 502,
  INTERNAL_SERVER_ERROR: 502,
  NETWORK: 502,
  SERVER_ERROR: 502,
  TIMEOUT: 504,
  ABORTED: 499,
}

/** No page shows these responses, and nothing may keep them. */
const fixedHeaders = {
  'content-type': 'application/json; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
}

export function toResponse(reply: Reply, more: Readonly<Record<string, string>>): Response {
  const { status, body, requestId, retryAfterMs } = reply
  return new Response(body, {
    status,
    headers: {
      ...fixedHeaders,
      ...more,
      ...(requestId !== undefined && { 'x-request-id': requestId }),
      ...(retryAfterMs !== undefined && { 'retry-after': String(Math.ceil(retryAfterMs / 1000)) }),
    },
  })
}

/** What was thrown, as an error for the page. */
export const asRefusal = (thrown: unknown): LabelboxError =>
  isLabelboxError(thrown)
    ? thrown
    : refusal('PROXY_FAILED', 500, 'The proxy failed, and sent nothing to Labelbox. The log of its server says why.')
