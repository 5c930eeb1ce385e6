import { inspect } from 'node:util'
import { SpanStatusCode } from '@opentelemetry/api'
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base'
import { Client } from '@urql/core'
import { Labelbox, type ConnectionOptions } from 'labelbox-org'
import { openTelemetry } from 'labelbox-org/opentelemetry'
import { GetUserDocument, InviteUserDocument } from 'labelbox-org/operations'
import type { Failure, Sandbox } from '@labelbox-org/tools/sandbox'
import { labelboxExchange } from 'labelbox-org/urql'
import { describe, expect, test } from 'vitest'
import { rejection, sandboxed } from '../../test/support/roads.ts'

function recording() {
  const exporter = new InMemorySpanExporter()
  const tracerProvider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] })
  return { tracing: openTelemetry({ tracerProvider }), spans: () => exporter.getFinishedSpans() }
}

function traced({ url, apiKey }: Pick<Sandbox, 'url' | 'apiKey'>, options: ConnectionOptions = {}) {
  const { tracing, spans } = recording()
  const retry = { baseDelayMs: 1 }
  return { labelbox: new Labelbox({ endpoint: url, apiKey, retry, ...options, tracing }), spans }
}

test('each attempt has a span, and the call’s span has the final result', async () => {
  const sandbox = await sandboxed()
  const { labelbox, spans } = traced(sandbox)
  sandbox.fail({ status: 503, times: 2, headers: { 'x-request-id': 'of-the-gateway' } })

  await labelbox.getUser()

  const { hostname, port } = new URL(sandbox.url)
  const target = { 'server.address': hostname, 'server.port': Number(port), 'url.full': sandbox.url }
  const failed = {
    'http.response.status_code': 503,
    'error.type': 'INTERNAL_SERVER_ERROR',
    'labelbox.request_id': 'of-the-gateway',
  }
  const method = { 'http.request.method': 'POST' }
  expect(spans().map(({ name, attributes }) => ({ name, ...attributes }))).toEqual([
    { name: 'POST', ...method, ...target, ...failed },
    { name: 'POST', ...method, ...target, ...failed, 'http.request.resend_count': 1 },
    {
      name: 'POST',
      ...method,
      ...target,
      'http.response.status_code': 200,
      'http.request.resend_count': 2,
      'labelbox.request_id': expect.stringMatching(/^\S{8,}$/) as string,
    },
    { name: 'query GetUser', 'graphql.operation.type': 'query', 'graphql.operation.name': 'GetUser' },
  ])
  const call = spans().at(-1)?.spanContext()
  for (const { parentSpanContext } of spans().slice(0, 3)) expect(parentSpanContext).toEqual(call)
  expect(sandbox.received).toHaveLength(3)
})

test('spans have the errors of a response with status 200 too', async () => {
  const sandbox = await sandboxed()
  const { labelbox, spans } = traced(sandbox)
  const errors = [{ message: 'No such thing', extensions: { code: 'RESOURCE_NOT_FOUND' } }]
  sandbox.fail({ status: 200, body: { data: null, errors } })

  await rejection(labelbox.getUser())

  expect(spans()).toMatchObject([
    { attributes: { 'http.response.status_code': 200, 'error.type': 'RESOURCE_NOT_FOUND' }, status: { code: 2 } },
    { attributes: { 'error.type': 'RESOURCE_NOT_FOUND' }, status: { code: 2 } },
  ])
})

test('a urql client’s operations have spans as well', async () => {
  const { url, apiKey } = await sandboxed()
  const { tracing, spans } = recording()
  const exchanges = [labelboxExchange({ endpoint: url, apiKey, tracing })]

  await new Client({ url, preferGetMethod: false, exchanges }).query(GetUserDocument, {}).toPromise()

  expect(spans().map(({ name }) => name)).toEqual(['POST', 'query GetUser'])
})

test.each([
  ['aborted', () => ({ signal: AbortSignal.timeout(30) }), SpanStatusCode.UNSET],
  ['out of time', () => ({ timeoutMs: 30 }), SpanStatusCode.ERROR],
])('the spans of a call that is %s end with it, whatever fetch does', async (_how, limits, code) => {
  const deaf = () => new Promise<never>(() => undefined)
  const { labelbox, spans } = traced(await sandboxed(), { fetch: deaf, retry: false })

  await rejection(labelbox.getUser(limits()))

  expect(spans().map(({ name, status }) => [name, status.code])).toEqual([
    ['POST', code],
    ['query GetUser', code],
  ])
  expect(spans()[0]?.attributes).not.toHaveProperty(['http.response.status_code'])
})

test('a call that was aborted before it began has no span of an attempt', async () => {
  const { labelbox, spans } = traced(await sandboxed())

  await rejection(labelbox.getUser({ signal: AbortSignal.abort() }))

  expect(spans().map(({ name }) => name)).toEqual(['query GetUser'])
})

describe('spans hold no secret:', () => {
  const secret = 'planted'
  const answer = {
    data: { [secret]: secret },
    errors: [{ message: `${secret}@example.com is not welcome`, extensions: { [secret]: secret } }],
  }
  test.each<[what: string, failure: Failure | undefined, options: ConnectionOptions]>([
    ['variables and data', undefined, {}],
    ['what a GraphQL error says', { status: 200, body: answer }, {}],
    [
      'a body and headers that are not GraphQL',
      { status: 400, body: secret, headers: { [`x-${secret}`]: secret } },
      {},
    ],
    ['what fetch throws', undefined, { fetch: () => Promise.reject(new Error(secret, { cause: secret })) }],
    ['what the function for the key throws', undefined, { apiKey: () => Promise.reject(new Error(secret)) }],
  ])('%s', async (_what, failure, options) => {
    const sandbox = await sandboxed({ apiKey: `${secret}-key` })
    const endpoint = `${sandbox.url}?gateway=${secret}`
    const { labelbox, spans } = traced(sandbox, { endpoint, retry: false, ...options })
    const data = [
      { inviteeEmail: `${secret}@example.com`, inviterId: secret, organizationId: secret, organizationRoleId: secret },
    ]
    if (failure !== undefined) sandbox.fail(failure)

    await labelbox.execute(InviteUserDocument, { data }).catch(() => undefined)

    const everything = inspect(spans(), { depth: Infinity, showHidden: true, getters: true })
    expect(everything).toContain('mutation InviteUser')
    expect(everything).not.toContain(secret)
  })
})
