/**
 * OpenTelemetry spans for calls and requests. It needs `@opentelemetry/api`.
 *
 * @packageDocumentation
 */
import { context, SpanKind, trace, type Attributes, type TracerProvider } from '@opentelemetry/api'
import type { Call, TraceAttempt, Tracing } from '../transport/observe/tracing.ts'
import { version } from '../core/version.ts'
import { callEndings, requestEndings, runAs } from './run.ts'
import { targetOf } from './target.ts'

export type { Call, TraceAttempt, Tracing }

/** Options of {@link openTelemetry}. */
export interface OpenTelemetryOptions {
  /** Whose spans these are. Default: the provider that is registered globally, before or after. */
  readonly tracerProvider?: TracerProvider | undefined
}

/**
 * OpenTelemetry spans for each call and each of its requests: the `tracing` of a client. Needs `@opentelemetry/api`;
 * as long as no SDK is registered, nothing is recorded.
 *
 * - A call's span is a child of the active one, is called `query GetUser` or `mutation InviteUser`, and has
 *   `graphql.operation.type` and `graphql.operation.name`. The GraphQL conventions keep the name out of what a server
 *   calls its spans, because any client may choose it; here it is one of the program's own documents.
 * - A request's span is a child of the call's, is called `POST`, of kind `CLIENT`, and has what the HTTP conventions
 *   want: `http.request.method`, `server.address`, `server.port`, `url.full` (without what may be secret in it),
 *   `http.response.status_code` and, from the second request on, `http.request.resend_count`. `labelbox.request_id` is
 *   what Labelbox's support asks for. It is active while the request runs: what instruments `fetch` puts its spans below.
 *
 * A failure has the status `ERROR`, and as `error.type` the error's `code`, or `_OTHER` for what is no `LabelboxError`.
 * A call that its signal ended is no failure, as the HTTP conventions have it. No document, variable, header or body is
 * in any span.
 *
 * @example
 * const labelbox = new Labelbox({ apiKey, tracing: openTelemetry() })
 */
export function openTelemetry(options: OpenTelemetryOptions = {}): Tracing {
  const tracer = (options.tracerProvider ?? trace).getTracer('labelbox-org', version)
  return (call, run) => {
    const parent = context.active()
    const span = tracer.startSpan(nameOf(call), { attributes: operationOf(call) }, parent)
    // Handed to the requests: where no context manager is registered, they would look for it in vain.
    const inCall = trace.setSpan(parent, span)
    const target = targetOf(call.endpoint)
    const traceAttempt: TraceAttempt = (attempt, send) => {
      const attributes = { 'http.request.method': 'POST', ...target, ...resendOf(attempt) }
      const request = tracer.startSpan('POST', { kind: SpanKind.CLIENT, attributes }, inCall)
      return runAs(request, inCall, requestEndings, send)
    }
    return runAs(span, parent, callEndings, () => run(traceAttempt))
  }
}

const nameOf = ({ kind, operationName }: Call): string =>
  operationName === undefined ? kind : `${kind} ${operationName}`

const operationOf = ({ kind, operationName }: Call): Attributes => ({
  'graphql.operation.type': kind,
  ...(operationName !== undefined && { 'graphql.operation.name': operationName }),
})

const resendOf = (attempt: number): Attributes => (attempt > 1 ? { 'http.request.resend_count': attempt - 1 } : {})
