import { STATUS_CODES } from 'node:http'
import type { DocumentNode } from 'graphql'
import type { Fault } from './fault.ts'
import { quotaMessage } from '../http/requestsPerMinute.ts'
import type { Answer } from '../http/requestLog.ts'
import { rootFieldsOf } from '../schema/executableSchema.ts'

/** What a request asked for, as far as it could be read. */
export interface Asked {
  readonly document?: DocumentNode | undefined
  readonly operationName: string | undefined
}

/** The answer of a fault, made of the true one where it spoils that; undefined where there is none to see. */
export function faultAnswer(fault: Fault, asked: Asked, truth: Answer | undefined): Answer | undefined {
  switch (fault.kind) {
    case 'hang':
    case 'reset':
      return undefined
    case 'http-status':
      return statusAnswer(fault)
    case 'graphql-error':
      return json({ errors: [errorOf(fault, asked)], data: null }, fault.status, fault.retryAfter)
    case 'null-result':
      return json({ data: Object.fromEntries(rootFields(asked).map((name) => [name, null])) })
    case 'endless-body':
      return { ...json({}), body: '{"data":{"endless":"' }
    case 'truncated-json':
      return truth && { ...truth, body: truth.body.slice(0, truth.body.length / 2) }
    case 'wrong-content-type':
      return truth && { ...truth, headers: { ...truth.headers, 'content-type': fault.contentType ?? 'text/html' } }
    case 'partial':
      return truth && { ...truth, body: withError(truth.body, errorOf(fault, asked)) }
    case 'reset-midway':
    case 'slow-body':
      return truth
  }
}

const rootFields = ({ document, operationName }: Asked): readonly string[] => rootFieldsOf(document, operationName)

function json(body: unknown, status = 200, retryAfter?: number | string): Answer {
  return { status, headers: { 'content-type': 'application/json', ...wait(retryAfter) }, body: JSON.stringify(body) }
}

const wait = (retryAfter: number | string | undefined): Readonly<Record<string, string>> =>
  retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }

function statusAnswer({ status = 502, body = 'html', message, retryAfter }: Fault): Answer {
  const words = `${status} ${STATUS_CODES[status] ?? 'Unknown'}`
  if (body === 'json') {
    return json({ message: message ?? (status === 429 ? quotaMessage : words) }, status, retryAfter)
  }
  const text = message ?? words
  const page = `<html><head><title>${text}</title></head><body><h1>${text}</h1></body></html>`
  return {
    status,
    headers: {
      ...(body !== 'empty' && { 'content-type': `text/${body === 'html' ? 'html' : 'plain'}` }),
      ...wait(retryAfter),
    },
    body: { html: page, text, empty: '' }[body],
  }
}

function errorOf({ code = 'INTERNAL_SERVER_ERROR', exceptionStatus, message, below }: Fault, asked: Asked): object {
  const words = message ?? 'The sandbox was told to fail'
  const [field] = rootFields(asked)
  const exception = exceptionStatus !== undefined && { exception: { status: exceptionStatus, message: words } }
  return {
    message: words,
    ...(field !== undefined && { path: [field, ...pathOf(below)] }),
    ...(code !== '' && { extensions: { code, ...exception } }),
  }
}

/** `0.invite.id` as GraphQL writes it: numbers are places in a list. */
const pathOf = (below: string | undefined): readonly (string | number)[] =>
  below === undefined ? [] : below.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : part))

function withError(body: string, error: object): string {
  const envelope = JSON.parse(body) as { readonly data?: unknown; readonly errors?: readonly unknown[] }
  return JSON.stringify({ ...envelope, errors: [...(envelope.errors ?? []), error] })
}
