/**
 * OpenTelemetry spans for calls and requests. It needs `@opentelemetry/api`.
 *
 * @packageDocumentation
 */
import {
  context,
  SpanKind,
  SpanStatusCode,
  trace,
  type Attributes,
  type Span,
  type TracerProvider,
} from '@opentelemetry/api'
import { version } from '../core/version.ts'
import type { Call, RequestOutcome } from '../transport/observe/call.ts'
import type { AttemptTrace, CallTrace, Tracing } from '../transport/observe/tracing.ts'
import { targetOf } from './target.ts'

export type { AttemptTrace, Call, CallTrace, RequestOutcome, Tracing }

/** Options of {@link openTelemetry}. */
export interface OpenTelemetryOptions {
  /** Default: the provider that is registered globally, now or later. */
  readonly tracerProvider?: TracerProvider | undefined
}

/**
 * OpenTelemetry spans for each call and each of its attempts: the `tracing` of a client. Needs `@opentelemetry/api`.
 * Without a registered SDK nothing is recorded.
 *
 * - A call's span is a child of the active one. Its name is `query GetUser` or `mutation InviteUser`, and it has
 *   `graphql.operation.type` and `graphql.operation.name`. The GraphQL conventions keep the name out of a server's spans,
 *   because any client may choose it; here it comes from the program's own documents.
 * - An attempt's span is a child of the call's. Its name is `POST`, its kind is `CLIENT`, and it has what the HTTP
 *   conventions want: `http.request.method`, `server.address`, `server.port`, `url.full` (redacted),
 *   `http.response.status_code` and, from the second attempt on, `http.request.resend_count`. `labelbox.request_id` is
 *   what Labelbox's support asks for. The span is active while `fetch` is called, so an instrumentation of `fetch`
 *   creates its spans below it.
 *
 * A failure has the status `ERROR`, and the error's `code` as `error.type`. A call that its signal aborted is not a failure,
 * as in the HTTP conventions. Spans hold no document, variable, header or body.
 *
 * @example
 * const labelbox = new Labelbox({ apiKey, tracing: openTelemetry() })
 */
export function openTelemetry(options: OpenTelemetryOptions = {}): Tracing {
  const tracer = (options.tracerProvider ?? trace).getTracer('labelbox-org', version)
  return (call) => {
    const parent = context.active()
    const span = tracer.startSpan(nameOf(call), { attributes: operationOf(call) }, parent)
    // Passed to the attempts: without a registered context manager they would not find it.
    const inCall = trace.setSpan(parent, span)
    const target = targetOf(call.endpoint)
    return {
      startAttempt(attempt) {
        const attributes = { 'http.request.method': 'POST', ...target, ...resendOf(attempt) }
        const request = tracer.startSpan('POST', { kind: SpanKind.CLIENT, attributes }, inCall)
        return {
          activate: (send) => context.with(trace.setSpan(inCall, request), send),
          end({ status, requestId, code }) {
            if (status !== undefined) request.setAttribute('http.response.status_code', status)
            // Not `http.response.header.<name>`, as the id comes in one of several headers.
            if (requestId !== undefined) request.setAttribute('labelbox.request_id', requestId)
            // The conventions want no message where the status is known.
            fail(request, code)
            request.end()
          },
        }
      },
      end(error) {
        // The message of a `LabelboxError` holds no secret.
        fail(span, error?.code, error?.message)
        span.end()
      },
    }
  }
}

function fail(span: Span, code: string | undefined, message?: string): void {
  if (code === undefined || code === 'ABORTED') return
  span.setAttribute('error.type', code)
  span.setStatus({ code: SpanStatusCode.ERROR, ...(message !== undefined && { message }) })
}

const nameOf = ({ kind, operationName }: Call): string =>
  operationName === undefined ? kind : `${kind} ${operationName}`

const operationOf = ({ kind, operationName }: Call): Attributes => ({
  'graphql.operation.type': kind,
  ...(operationName !== undefined && { 'graphql.operation.name': operationName }),
})

const resendOf = (attempt: number): Attributes => (attempt > 1 ? { 'http.request.resend_count': attempt - 1 } : {})
