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
  ERROR_TYPE_VALUE_OTHER,
} from '@opentelemetry/semantic-conventions'
import {
  ATTR_GRAPHQL_OPERATION_NAME,
  ATTR_GRAPHQL_OPERATION_TYPE,
} from '@opentelemetry/semantic-conventions/incubating'
import { afterEach, describe, expect, test } from 'vitest'
import { rejection } from '../../test/support/roads.ts'
import { LabelboxError } from '../core/errors.ts'
import { rememberOrigin } from '../core/origin.ts'
import { version } from '../core/version.ts'
import { openTelemetry, type Call } from './index.ts'

const call: Call = { operationName: 'GetUser', kind: 'query', endpoint: 'https://api.labelbox.com/graphql' }

/** Data that came in an answer. */
function answered(requestId?: string): object {
  const data = { user: null }
  rememberOrigin(data, { status: 200, requestId })
  return data
}

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

describe('a call', () => {
  test('is a span by the GraphQL conventions', async () => {
    const { tracing, spans } = recording()
    await tracing(call, async () => Promise.resolve(answered()))
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

  test('without a name is called after its type', async () => {
    const { tracing, spans } = recording()
    await tracing({ ...call, kind: 'mutation', operationName: undefined }, async () => Promise.resolve(answered()))
    expect(spans()).toMatchObject([{ name: 'mutation', attributes: { [ATTR_GRAPHQL_OPERATION_TYPE]: 'mutation' } }])
    expect(spans()[0]?.attributes).not.toHaveProperty([ATTR_GRAPHQL_OPERATION_NAME])
  })

  test('that fails says which error it was, and why', async () => {
    const { tracing, spans } = recording()
    expect(await rejection(tracing(call, () => Promise.reject(unavailable)))).toBe(unavailable)
    const [span] = spans()
    expect(span?.status).toEqual({ code: SpanStatusCode.ERROR, message: unavailable.message })
    expect(span?.attributes).toMatchObject({ [ATTR_ERROR_TYPE]: 'INTERNAL_SERVER_ERROR' })
  })
})

describe('a request', () => {
  test('is a span by the HTTP conventions, with the request id, below its call', async () => {
    const { tracing, spans } = recording()
    const data = answered('r-1')
    expect(await tracing(call, (attempt) => attempt(1, () => Promise.resolve(data)))).toBe(data)
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

  test('that failed is an error with a status and no words, and the next one counts it', async () => {
    const { tracing, spans } = recording()
    await tracing(call, async (attempt) => {
      expect(await rejection(attempt(1, () => Promise.reject(unavailable)))).toBe(unavailable)
      return attempt(2, () => Promise.resolve(answered()))
    })
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
    // What a later request made good is no failure of the call.
    expect(parent?.status).toEqual({ code: SpanStatusCode.UNSET })
    expect(parent?.attributes).not.toHaveProperty([ATTR_ERROR_TYPE])
  })
})

describe('what ends both', () => {
  const foreign = new Error('planted')

  test('an answer that never came has no status', async () => {
    const { tracing, spans } = recording()
    const error = new LabelboxError({ code: 'NETWORK', message: 'GetUser failed.' })
    await rejection(tracing(call, (attempt) => attempt(1, () => Promise.reject(error))))
    expect(spans()).toHaveLength(2)
    for (const span of spans()) {
      expect(span.attributes).toMatchObject({ [ATTR_ERROR_TYPE]: 'NETWORK' })
      expect(span.attributes).not.toHaveProperty([ATTR_HTTP_RESPONSE_STATUS_CODE])
    }
  })

  test('the caller’s abort is no error', async () => {
    const { tracing, spans } = recording()
    const error = new LabelboxError({ code: 'ABORTED', message: 'GetUser was ended.' })
    expect(await rejection(tracing(call, (attempt) => attempt(1, () => Promise.reject(error))))).toBe(error)
    expect(spans()).toHaveLength(2)
    for (const span of spans()) {
      expect(span.status).toEqual({ code: SpanStatusCode.UNSET })
      expect(span.attributes).not.toHaveProperty([ATTR_ERROR_TYPE])
    }
  })

  test.each([
    ['rejects', () => Promise.reject(foreign)],
    [
      'throws at once',
      () => {
        throw foreign
      },
    ],
  ])('another error, of what %s, is passed on and not described', async (_how, run: () => Promise<object>) => {
    const { tracing, spans } = recording()
    expect(await rejection(tracing(call, (attempt) => attempt(1, run)))).toBe(foreign)
    expect(spans()).toHaveLength(2)
    for (const span of spans()) {
      expect(span.status).toEqual({ code: SpanStatusCode.ERROR })
      expect(span.attributes).toMatchObject({ [ATTR_ERROR_TYPE]: ERROR_TYPE_VALUE_OTHER })
      expect(span.events).toEqual([])
    }
  })
})

describe('who is whose parent', () => {
  test('does not hang on a context manager, nor on who runs the request', async () => {
    const { tracing, spans } = recording()
    await tracing(call, async (attempt) => {
      expect(trace.getActiveSpan()).toBeUndefined()
      const sent = [1, 2].map((number) => context.with(ROOT_CONTEXT, () => attempt(number, () => Promise.resolve({}))))
      return Promise.all(sent)
    })
    const [first, second, parent] = spans()
    const id = parent?.spanContext().spanId
    expect(id).toMatch(/^[0-9a-f]{16}$/)
    expect([first, second].map((span) => span?.parentSpanContext?.spanId)).toEqual([id, id])
  })

  test('is the span that was active, then the call, then the request, which fetch runs in', async () => {
    context.setGlobalContextManager(new AsyncLocalStorageContextManager())
    const { tracing, tracerProvider, spans } = recording()
    const tracer = tracerProvider.getTracer('app')
    await tracer.startActiveSpan('app', async (app) => {
      await tracing(call, async (attempt) => {
        await Promise.resolve()
        tracer.startSpan('wait').end()
        return attempt(1, async () => {
          await Promise.resolve()
          tracer.startSpan('fetch').end()
          return {}
        })
      })
      expect(trace.getActiveSpan()).toBe(app)
      app.end()
    })
    const parents = Object.fromEntries(
      spans().map(({ name, parentSpanContext }) => [
        name,
        spans().find((span) => span.spanContext().spanId === parentSpanContext?.spanId)?.name,
      ]),
    )
    expect(parents).toEqual({
      app: undefined,
      'query GetUser': 'app',
      wait: 'query GetUser',
      POST: 'query GetUser',
      fetch: 'POST',
    })
  })
})

describe('without a provider of its own', () => {
  test('nothing happens as long as none is registered, and what is said comes back as it was', async () => {
    const data = answered()
    const tracing = openTelemetry()
    expect(await tracing(call, (attempt) => attempt(1, () => Promise.resolve(data)))).toBe(data)
    expect(await rejection(tracing(call, () => Promise.reject(unavailable)))).toBe(unavailable)
  })

  test('the global one is used, even if it comes later', async () => {
    const tracing = openTelemetry()
    const { tracerProvider, spans } = recording()
    trace.setGlobalTracerProvider(tracerProvider)
    await tracing(call, (attempt) => attempt(1, () => Promise.resolve({})))
    expect(spans().map(({ name }) => name)).toEqual(['POST', 'query GetUser'])
  })
})
