import { gql } from '@urql/core'
import { Labelbox, type RequestEvent } from 'labelbox-org'
import { describe, expect, test, vi } from 'vitest'
import { CancelInviteDocument, GetUserDocument } from '../../../generated/operations.ts'
import { giving, silence } from '../../../test/support/httpServer.ts'
import { answering, failure, graphQLError, scriptedTiming, serving } from '../../../test/support/serving.ts'
import { connect } from '../connection.ts'
import { deliver } from '../deliver.ts'
import type { Hooks } from './hooks.ts'
import type { Tracing } from './tracing.ts'

const answered = giving({ done: true })

/** Hooks that note their calls, in order. */
function noted(redactedDetails?: boolean) {
  const events: [hook: string, event: object][] = []
  const note = (hook: string) => (event: object) => void events.push([hook, event])
  const hooks: Hooks = {
    onRequest: note('onRequest'),
    onResponse: note('onResponse'),
    onRetry: note('onRetry'),
    redactedDetails,
  }
  return { events, hooks }
}

/** A query that declares these variables. */
const documentWith = (...names: readonly string[]) =>
  gql<object, Readonly<Record<string, unknown>>>(
    `query Find(${names.map((name) => `$${name}: Any`).join(', ')}) { found(by: [${names.map((name) => `$${name}`).join(', ')}]) }`,
  )

function cycle(): object {
  const value: Record<string, unknown> = {}
  value['self'] = value
  return value
}

const nested = (depth: number): object => {
  let value: object = {}
  for (let level = 0; level < depth; level += 1) value = { value }
  return value
}

describe('hooks', () => {
  test('hear of each request, response and retry in order, without any data', async () => {
    const { events, hooks } = noted()
    const server = await serving(answering(503, '', { 'X-Request-Id': 'r-1' }), answered)
    const endpoint = `${server.origin}/graphql`
    const connection = connect({ apiKey: 'key', endpoint, hooks, retry: { baseDelayMs: 100 } }, scriptedTiming(0.5))
    await deliver(connection, CancelInviteDocument, { id: 'i-1' })

    const call = { operationName: 'CancelInvite', kind: 'mutation', endpoint: `${server.origin}/_gql` }
    const failed = { status: 503, requestId: 'r-1', code: 'INTERNAL_SERVER_ERROR' }
    const succeeded = { status: 200, requestId: undefined, code: undefined }
    expect(events).toStrictEqual([
      ['onRequest', { ...call, attempt: 1 }],
      ['onResponse', { ...call, ...failed, attempt: 1, durationMs: 0 }],
      ['onRetry', { ...call, ...failed, attempt: 1, delayMs: 50 }],
      ['onRequest', { ...call, attempt: 2 }],
      ['onResponse', { ...call, ...succeeded, attempt: 2, durationMs: 0 }],
    ])
  })

  test('hear how long a response took', async () => {
    const { events, hooks } = noted()
    const timing = scriptedTiming()
    const server = await serving((request, response) => {
      void timing.sleep(120, undefined)
      answered(request, response)
    })
    await deliver(connect({ endpoint: server.origin, hooks }, timing), GetUserDocument, {})
    expect(events.at(-1)).toMatchObject(['onResponse', { durationMs: 120 }])
  })

  test('hear of a request without a response', async () => {
    const { events, hooks } = noted()
    const server = await serving(silence)
    await failure(
      deliver(connect({ endpoint: server.origin, hooks, retry: false }), GetUserDocument, {}, { timeoutMs: 300 }),
    )
    const outcome = { status: undefined, requestId: undefined, code: 'TIMEOUT' }
    expect(events).toMatchObject([
      ['onRequest', { attempt: 1 }],
      ['onResponse', { attempt: 1, ...outcome }],
    ])
  })

  test('hear nothing of a request that was not sent', async () => {
    const { events, hooks } = noted()
    const server = await serving(answered)
    const connection = connect({ endpoint: server.origin, hooks, apiKey: () => Promise.reject(new Error('closed')) })
    await failure(deliver(connection, GetUserDocument, {}))
    await failure(deliver(connection, GetUserDocument, {}, { signal: AbortSignal.abort() }))
    expect(events).toEqual([])
  })

  test('see declared variables and the kinds of their values on request, and no data', async () => {
    const { events, hooks } = noted(true)
    const server = await serving(answered)
    const labelbox = new Labelbox({ apiKey: 'planted-key', endpoint: server.origin, hooks })
    const values = {
      text: 'planted-text',
      count: 20261125,
      isSecret: true,
      nothing: null,
      list: ['planted-item', { 'planted@example.com': 20261125 }],
      where: { 'planted@example.com': 'planted', deep: { planted: false } },
      created: new Date(),
    }
    const variables = { ...values, absent: undefined, 'planted@example.com': 1, planted: 'of another document' }
    await labelbox.execute(documentWith(...Object.keys(values), 'absent', '__proto__'), variables)
    expect(events.map(([hook]) => hook)).toEqual(['onRequest', 'onResponse'])
    for (const [, event] of events) {
      expect(event).toMatchObject({
        headers: { Authorization: 'Bearer [redacted]', 'Content-Type': 'application/json' },
      })
      expect((event as RequestEvent).variables).toStrictEqual({
        text: '[text]',
        count: '[number]',
        isSecret: '[boolean]',
        nothing: '[null]',
        list: '[list]',
        where: '[object]',
        created: '[object]',
      })
    }
    expect(JSON.stringify(events)).not.toMatch(/planted|20261125/)
  })

  test.each<[string, () => unknown]>([
    ['hold themselves', () => cycle()],
    ['are nested too deeply to be walked', () => nested(100_000)],
  ])('with details don’t fail a call whose variables have a toJSON and %s', async (_, inner) => {
    const { events, hooks } = noted(true)
    const server = await serving(answered)
    const labelbox = new Labelbox({ apiKey: 'key', endpoint: server.origin, hooks })
    const input = { inner: inner(), toJSON: () => 'short' }
    expect(await labelbox.execute(documentWith('input'), { input })).toEqual({ done: true })
    expect(events).toMatchObject([
      ['onRequest', { variables: { input: '[object]' } }],
      ['onResponse', { variables: { input: '[object]' } }],
    ])
  })

  test('with details don’t fail a call whose variables can be read only once', async () => {
    const { hooks } = noted(true)
    const logger = { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn() }
    const server = await serving(answered)
    const labelbox = new Labelbox({ apiKey: 'key', endpoint: server.origin, hooks, logger })
    let reads = 0
    const variables = {
      get input() {
        reads += 1
        if (reads > 1) throw new TypeError('planted-secret')
        return 'text'
      },
    }
    expect(await labelbox.execute(documentWith('input'), variables)).toEqual({ done: true })
    expect(logger.error.mock.calls.map(([, facts]) => facts as unknown)).toEqual(Array(2).fill({ name: 'TypeError' }))
  })

  test('see no Authorization without a key', async () => {
    const { events, hooks } = noted(true)
    await deliver(connect({ endpoint: (await serving(answered)).origin, hooks }), GetUserDocument, {})
    expect(events).toHaveLength(2)
    for (const [, event] of events) expect(event).not.toHaveProperty('headers.Authorization')
  })

  test.each<[string, () => unknown]>([
    [
      'throw',
      () => {
        throw new TypeError('planted-secret')
      },
    ],
    ['reject', () => Promise.reject(new TypeError('planted-secret'))],
  ])('that %s change nothing, and their failure is logged by its name', async (_, hook) => {
    const rejections = vi.fn()
    process.on('unhandledRejection', rejections)
    const logger = { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn() }
    const server = await serving(answering(503), answered)
    const hooks = { onRequest: hook, onResponse: hook, onRetry: hook }
    const connection = connect({ endpoint: server.origin, hooks, logger }, scriptedTiming())
    expect(await deliver(connection, GetUserDocument, {})).toEqual({ done: true })
    await new Promise(setImmediate)
    process.off('unhandledRejection', rejections)
    expect(rejections).not.toHaveBeenCalled()
    expect(logger.error.mock.calls.map(([, facts]) => facts as unknown)).toEqual(Array(5).fill({ name: 'TypeError' }))
    expect(JSON.stringify(logger.error.mock.calls)).not.toContain('planted')
  })

  test('of a class keep their this, and may have members of other kinds', async () => {
    class Counter {
      readonly seen: string[] = []
      readonly unit = 'ms'
      onRequest({ kind }: { readonly kind: string }) {
        this.seen.push(kind)
      }
    }
    const hooks = new Counter()
    await deliver(connect({ endpoint: (await serving(answered)).origin, hooks }), GetUserDocument, {})
    expect(hooks.seen).toEqual(['query'])
  })

  test('cannot change what the logger hears', async () => {
    const logger = { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn() }
    const hooks = { onRequest: (event: object) => Object.assign(event, { operationName: 'planted' }) }
    const { origin } = await serving(answered)
    await deliver(connect({ endpoint: origin, hooks, logger, logLevel: 'debug' }), GetUserDocument, {})
    expect(logger.debug).toHaveBeenCalledWith(
      'GetUser is sent, attempt 1.',
      expect.objectContaining({ operationName: 'GetUser' }),
    )
  })

  test('that return a thenable that fails are logged too', async () => {
    const logger = { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn() }
    const thenable = { then: (_: unknown, reject: (reason: unknown) => void) => reject(new TypeError('later')) }
    const { origin } = await serving(answered)
    await deliver(connect({ endpoint: origin, hooks: { onResponse: () => thenable }, logger }), GetUserDocument, {})
    expect(logger.error).toHaveBeenCalledExactlyOnceWith(expect.any(String), { name: 'TypeError' })
  })

  test('and traces see an endpoint without the values of its query', async () => {
    const { events, hooks } = noted()
    const server = await serving(answered)
    const tracing: Tracing = (call) => void events.push(['tracing', call])
    const endpoint = `${server.origin}/graphql?token=planted&planted`
    await deliver(connect({ endpoint, hooks, tracing }), GetUserDocument, {})
    expect(server.received).toMatchObject([{ url: '/graphql?token=planted&planted' }])
    const shown = { endpoint: `${server.origin}/graphql?token=REDACTED&REDACTED` }
    expect(events).toMatchObject([
      ['tracing', shown],
      ['onRequest', shown],
      ['onResponse', shown],
    ])
  })

  test('hear of the errors beside returned data', async () => {
    const { events, hooks } = noted()
    const server = await serving(answering(200, { ...graphQLError('FORBIDDEN'), data: { user: { id: 'u-1' } } }))
    const connection = connect({ endpoint: server.origin, hooks, onPartialData: 'return' })
    expect(await deliver(connection, GetUserDocument, {})).toEqual({ user: { id: 'u-1' } })
    expect(events.at(-1)).toMatchObject(['onResponse', { status: 200, code: 'AUTHORIZATION' }])
  })

  test('are not awaited', async () => {
    const hooks: Hooks = {
      onRequest: () => new Promise(() => undefined),
      onResponse: () => new Promise(() => undefined),
    }
    const server = await serving(answered)
    expect(await deliver(connect({ endpoint: server.origin, hooks }), GetUserDocument, {})).toEqual({ done: true })
  })
})
