import { context, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base'
import {
  ATTR_ERROR_TYPE,
  ATTR_HTTP_REQUEST_METHOD,
  ATTR_HTTP_REQUEST_RESEND_COUNT,
  ATTR_HTTP_RESPONSE_STATUS_CODE,
  ATTR_SERVER_ADDRESS,
  ATTR_SERVER_PORT,
  ATTR_URL_FULL,
} from '@opentelemetry/semantic-conventions'
import {
  ATTR_GRAPHQL_OPERATION_NAME,
  ATTR_GRAPHQL_OPERATION_TYPE,
} from '@opentelemetry/semantic-conventions/incubating'
import { afterEach, describe, expect, test } from 'vitest'
import { GetUserDocument } from '../../generated/operations.ts'
import { giving } from '../../test/support/httpServer.ts'
import { serving } from '../../test/support/serving.ts'
import { LabelboxError } from '../core/errors.ts'
import { version } from '../core/version.ts'
import { Labelbox } from '../labelbox.ts'
import type { RequestOutcome } from '../transport/observe/call.ts'
import { openTelemetry, type Call, type Tracing } from './index.ts'

const call: Call = { operationName: 'GetUser', kind: 'query', endpoint: 'https://api.labelbox.com/graphql' }

const succeeded: RequestOutcome = { status: 200, requestId: undefined, code: undefined }

const unavailable = new LabelboxError({
  code: 'INTERNAL_SERVER_ERROR',
  status: 503,
  requestId: 'r-1',
  message: 'GetUser failed: Labelbox failed.',
})

function recording() {
  const exporter = new InMemorySpanExporter()
  const tracerProvider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] })
  const spans = () => exporter.getFinishedSpans()
  return { tracerProvider, tracing: openTelemetry({ tracerProvider }), spans }
}

afterEach(() => {
  trace.disable()
  context.disable()
})

/** Traces a call whose attempts end like this. */
function traced(tracing: Tracing, outcomes: readonly RequestOutcome[], error?: LabelboxError, traced = call): void {
  const trace = tracing(traced) ?? undefined
  outcomes.forEach((outcome, index) => trace?.startAttempt?.(index + 1)?.end?.(outcome))
  trace?.end?.(error)
}

const outcomeOf = ({ status, requestId, code }: LabelboxError): RequestOutcome => ({ status, requestId, code })

describe('a call', () => {
  test('is a span by the GraphQL conventions', () => {
    const { tracing, spans } = recording()
    traced(tracing, [])
    expect(spans()).toMatchObject([
      {
        name: 'query GetUser',
        kind: SpanKind.INTERNAL,
        status: { code: SpanStatusCode.UNSET },
        ended: true,
        instrumentationScope: { name: 'labelbox-org', version },
      },
    ])
    expect(spans()[0]?.attributes).toEqual({
      [ATTR_GRAPHQL_OPERATION_TYPE]: 'query',
      [ATTR_GRAPHQL_OPERATION_NAME]: 'GetUser',
    })
  })

  test('without a name is called after its type', () => {
    const { tracing, spans } = recording()
    traced(tracing, [], undefined, { ...call, kind: 'mutation', operationName: undefined })
    expect(spans()).toMatchObject([{ name: 'mutation', attributes: { [ATTR_GRAPHQL_OPERATION_TYPE]: 'mutation' } }])
    expect(spans()[0]?.attributes).not.toHaveProperty([ATTR_GRAPHQL_OPERATION_NAME])
  })

  test('that fails has the code and the message of the error', () => {
    const { tracing, spans } = recording()
    traced(tracing, [], unavailable)
    const [span] = spans()
    expect(span?.status).toEqual({ code: SpanStatusCode.ERROR, message: unavailable.message })
    expect(span?.attributes).toMatchObject({ [ATTR_ERROR_TYPE]: 'INTERNAL_SERVER_ERROR' })
  })
})

describe('an attempt', () => {
  test('is a span by the HTTP conventions, with the request id, below its call', () => {
    const { tracing, spans } = recording()
    traced(tracing, [{ ...succeeded, requestId: 'r-1' }])
    const [request, parent] = spans()
    expect(request).toMatchObject({ name: 'POST', kind: SpanKind.CLIENT, status: { code: SpanStatusCode.UNSET } })
    expect(request?.attributes).toEqual({
      [ATTR_HTTP_REQUEST_METHOD]: 'POST',
      [ATTR_SERVER_ADDRESS]: 'api.labelbox.com',
      [ATTR_SERVER_PORT]: 443,
      [ATTR_URL_FULL]: 'https://api.labelbox.com/graphql',
      [ATTR_HTTP_RESPONSE_STATUS_CODE]: 200,
      'labelbox.request_id': 'r-1',
    })
    expect(request?.parentSpanContext?.spanId).toBe(parent?.spanContext().spanId)
    expect(parent?.parentSpanContext).toBeUndefined()
  })

  test('that failed has a code and no message, and the next one counts it', () => {
    const { tracing, spans } = recording()
    traced(tracing, [outcomeOf(unavailable), succeeded])
    const [first, second, parent] = spans()
    expect(first?.status).toEqual({ code: SpanStatusCode.ERROR })
    expect(first?.attributes).toMatchObject({
      [ATTR_ERROR_TYPE]: 'INTERNAL_SERVER_ERROR',
      [ATTR_HTTP_RESPONSE_STATUS_CODE]: 503,
      'labelbox.request_id': 'r-1',
    })
    expect(first?.attributes).not.toHaveProperty([ATTR_HTTP_REQUEST_RESEND_COUNT])
    expect(second?.attributes).toMatchObject({ [ATTR_HTTP_REQUEST_RESEND_COUNT]: 1 })
    expect(second?.attributes).not.toHaveProperty([ATTR_ERROR_TYPE])
    expect(second?.attributes).not.toHaveProperty(['labelbox.request_id'])
    // The call does not fail if a retry succeeds.
    expect(parent?.status).toEqual({ code: SpanStatusCode.UNSET })
    expect(parent?.attributes).not.toHaveProperty([ATTR_ERROR_TYPE])
  })
})

describe('the spans of a call and its attempt', () => {
  test('have no status code without a response', () => {
    const { tracing, spans } = recording()
    const error = new LabelboxError({ code: 'NETWORK', message: 'GetUser failed.' })
    traced(tracing, [outcomeOf(error)], error)
    expect(spans()).toHaveLength(2)
    for (const span of spans()) {
      expect(span.attributes).toMatchObject({ [ATTR_ERROR_TYPE]: 'NETWORK' })
      expect(span.attributes).not.toHaveProperty([ATTR_HTTP_RESPONSE_STATUS_CODE])
    }
  })

  test('are not errors when the caller aborts', () => {
    const { tracing, spans } = recording()
    const error = new LabelboxError({ code: 'ABORTED', message: 'GetUser was aborted.' })
    traced(tracing, [outcomeOf(error)], error)
    expect(spans()).toHaveLength(2)
    for (const span of spans()) {
      expect(span.status).toEqual({ code: SpanStatusCode.UNSET })
      expect(span.attributes).not.toHaveProperty([ATTR_ERROR_TYPE])
    }
  })
})

describe('parents of spans', () => {
  test('are the same without a context manager, and wherever the attempt is started', () => {
    const { tracing, spans } = recording()
    const started = tracing(call) ?? undefined
    expect(trace.getActiveSpan()).toBeUndefined()
    for (const attempt of [1, 2]) {
      context.with(ROOT_CONTEXT, () => started?.startAttempt?.(attempt)?.end?.(succeeded))
    }
    started?.end?.(undefined)
    const [first, second, parent] = spans()
    const id = parent?.spanContext().spanId
    expect(id).toMatch(/^[0-9a-f]{16}$/)
    expect([first, second].map((span) => span?.parentSpanContext?.spanId)).toEqual([id, id])
  })

  test('are the active span, then the call, then the attempt, in which fetch runs', async () => {
    context.setGlobalContextManager(new AsyncLocalStorageContextManager())
    const { tracing, tracerProvider, spans } = recording()
    const tracer = tracerProvider.getTracer('app')
    const server = await serving(giving({ user: null }))
    const instrumented: typeof fetch = async (...request) => {
      await Promise.resolve()
      tracer.startSpan('fetch').end()
      return fetch(...request)
    }
    const labelbox = new Labelbox({ endpoint: server.origin, apiKey: 'key', fetch: instrumented, tracing })
    await tracer.startActiveSpan('app', async (app) => {
      await labelbox.execute(GetUserDocument, {})
      expect(trace.getActiveSpan()).toBe(app)
      app.end()
    })
    const parents = Object.fromEntries(
      spans().map(({ name, parentSpanContext }) => [
        name,
        spans().find((span) => span.spanContext().spanId === parentSpanContext?.spanId)?.name,
      ]),
    )
    expect(parents).toEqual({ app: undefined, 'query GetUser': 'app', POST: 'query GetUser', fetch: 'POST' })
  })
})

describe('without a provider of its own', () => {
  test('nothing happens until a provider is registered', () => {
    expect(() => traced(openTelemetry(), [succeeded, outcomeOf(unavailable)], unavailable)).not.toThrow()
  })

  test('the global one is used, even if it comes later', () => {
    const tracing = openTelemetry()
    const { tracerProvider, spans } = recording()
    trace.setGlobalTracerProvider(tracerProvider)
    traced(tracing, [succeeded])
    expect(spans().map(({ name }) => name)).toEqual(['POST', 'query GetUser'])
  })
})
