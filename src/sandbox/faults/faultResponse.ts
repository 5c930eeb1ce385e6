import { STATUS_CODES } from 'node:http'
import type { DocumentNode } from 'graphql'
import { jsonResponse, type HttpResponse } from '../http/httpResponse.ts'
import { quotaMessage } from '../http/requestsPerMinute.ts'
import { rootFieldsOf } from '../schema/documentInfo.ts'
import type { AnyFault } from './fault.ts'

/** The operation that a request names, and its document if it could be parsed. */
interface RequestedOperation {
  readonly document?: DocumentNode | undefined
  readonly operationName: string | undefined
}

/** The response of a fault. It may be based on the real response. Undefined for a fault without a response. */
export function faultResponse(
  fault: AnyFault,
  requested: RequestedOperation,
  real: HttpResponse | undefined,
): HttpResponse | undefined {
  switch (fault.kind) {
    case 'hang':
    case 'reset':
      return undefined
    case 'http-status':
      return statusResponse(fault)
    case 'graphql-error':
      return jsonResponse(
        fault.status ?? 200,
        { errors: [errorOf(fault, requested)], data: null },
        retryAfterHeader(fault),
      )
    case 'null-result':
      return jsonResponse(200, { data: Object.fromEntries(rootFields(requested).map((name) => [name, null])) })
    case 'endless-body':
      return { ...jsonResponse(200, {}), body: '{"data":{"endless":"' }
    case 'truncated-json':
      return real && { ...real, body: real.body.slice(0, real.body.length / 2) }
    case 'wrong-content-type':
      return real && { ...real, headers: { ...real.headers, 'content-type': fault.contentType ?? 'text/html' } }
    case 'partial':
      return real && { ...real, body: withError(real.body, errorOf(fault, requested)) }
    case 'reset-midway':
    case 'slow-body':
      return real
  }
}

const rootFields = ({ document, operationName }: RequestedOperation): readonly string[] =>
  rootFieldsOf(document, operationName)

const retryAfterHeader = ({ retryAfter }: AnyFault): Readonly<Record<string, string>> =>
  retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }

function statusResponse(fault: AnyFault): HttpResponse {
  const { status = 502, body = 'html', message } = fault
  const statusText = `${status} ${STATUS_CODES[status] ?? 'Unknown'}`
  if (body === 'json') {
    const defaultMessage = status === 429 ? quotaMessage : statusText
    return jsonResponse(status, { message: message ?? defaultMessage }, retryAfterHeader(fault))
  }
  const text = message ?? statusText
  const page = `<html><head><title>${text}</title></head><body><h1>${text}</h1></body></html>`
  return {
    status,
    headers: {
      ...(body !== 'empty' && { 'content-type': `text/${body === 'html' ? 'html' : 'plain'}` }),
      ...retryAfterHeader(fault),
    },
    body: { html: page, text, empty: '' }[body],
  }
}

function errorOf(
  { code = 'INTERNAL_SERVER_ERROR', exceptionStatus, message = 'A planned fault of the sandbox', below }: AnyFault,
  requested: RequestedOperation,
): object {
  const [field] = rootFields(requested)
  const exception = exceptionStatus !== undefined && { exception: { status: exceptionStatus, message } }
  return {
    message,
    ...(field !== undefined && { path: [field, ...pathOf(below)] }),
    ...(code !== '' && { extensions: { code, ...exception } }),
  }
}

/** Splits a path such as `0.invite.id` as GraphQL writes it: a number is an index of a list. */
const pathOf = (below: string | undefined): readonly (string | number)[] =>
  below === undefined ? [] : below.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : part))

function withError(body: string, error: object): string {
  const envelope = JSON.parse(body) as { readonly data?: unknown; readonly errors?: readonly unknown[] }
  return JSON.stringify({ ...envelope, errors: [...(envelope.errors ?? []), error] })
}
