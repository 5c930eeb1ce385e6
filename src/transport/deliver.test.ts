import { inspect } from 'node:util'
import { setTimeout as sleep } from 'node:timers/promises'
import { gql } from '@urql/core'
import { describe, expect, test, vi } from 'vitest'
import { CancelInviteDocument, GetUserDocument, InviteLimitDocument } from '../../generated/operations.ts'
import { giving, halfAnAnswer, httpServer, silence, type HttpServer } from '../../test/support/httpServer.ts'
import { failure, serving } from '../../test/support/serving.ts'
import { version } from '../core/version.ts'
import { connect, type ConnectionOptions } from './connection.ts'
import type { RequestOptions } from '../core/callOptions.ts'
import { deliver } from './deliver.ts'
import { throughFetch } from './execute.ts'

const apiKey = 'planted.api-key'

const connectTo = (server: HttpServer, options: ConnectionOptions = {}) =>
  connect({ apiKey, endpoint: `${server.origin}/graphql`, ...options })

/** One attempt, whatever its outcome. Retries are in retry.http.test.ts. */
const getUser = (server: HttpServer, options?: RequestOptions, connection?: ConnectionOptions) =>
  deliver(connectTo(server, { retry: false, ...connection }), GetUserDocument, {}, options)

describe('a request', () => {
  test('is a POST with the API’s headers and body, and returns the data', async () => {
    const server = await serving(giving({ invitesLimit: { used: 1, limit: 2, remaining: 1 } }))
    const data = await deliver(connectTo(server), InviteLimitDocument, { organizationId: 'o-1' })
    expect(data).toEqual({ invitesLimit: { used: 1, limit: 2, remaining: 1 } })
    expect(server.received).toHaveLength(1)
    const [request] = server.received
    expect(request).toMatchObject({
      method: 'POST',
      url: '/graphql',
      headers: {
        authorization: `Bearer ${apiKey}`,
        accept: 'application/json',
        'content-type': 'application/json',
        'x-user-agent': `labelbox-org ${version}`,
      },
    })
    const body = JSON.parse(request?.body ?? '') as { query: string }
    expect(body).toEqual({ query: body.query, variables: { organizationId: 'o-1' } })
    expect(body.query).toMatch(/^query InviteLimit\(\$organizationId: ID!\)/)
  })

  test('has null for absent variables', async () => {
    const server = await serving(giving({}))
    await deliver(connectTo(server), gql<unknown, undefined>('query GetUser { user { id } }'), undefined)
    expect(JSON.parse(server.received[0]?.body ?? '')).toHaveProperty('variables', null)
  })

  test('has no Authorization without a key', async () => {
    const server = await serving(giving({}))
    await deliver(connect({ endpoint: server.origin }), GetUserDocument, {})
    expect(server.received[0]?.headers).not.toHaveProperty('authorization')
  })

  test('goes to the experimental endpoint if the operation needs it', async () => {
    const server = await serving(giving({}))
    await deliver(connectTo(server), CancelInviteDocument, { id: 'i-1' })
    await getUser(server)
    expect(server.received.map(({ url }) => url)).toEqual(['/_gql', '/graphql'])
  })

  test('is not sent if the variables cannot be written as JSON', async () => {
    const server = await serving(giving({}))
    const document = gql('query Users($skip: Int) { organization { id users(skip: $skip) { id } } }')
    const error = await failure(deliver(connectTo(server), document, { skip: 1n }))
    expect(error).toMatchObject({ code: 'INVALID_INPUT', operationName: 'Users' })
    expect(server.received).toEqual([])
  })

  test.each([
    'query A { user { id } } query B { user { id } }',
    'fragment A on User { id }',
    'subscription A { user { id } }',
  ])('is not sent for a document other than one query or mutation: %s', async (source) => {
    const server = await serving(giving({}))
    expect(await failure(deliver(connectTo(server), gql(source), {}))).toMatchObject({ code: 'INVALID_INPUT' })
    expect(server.received).toEqual([])
  })

  test('is sent for each of two callers who ask the same at once', async () => {
    const server = await serving(giving({}))
    await Promise.all([getUser(server), getUser(server)])
    expect(server.received).toHaveLength(2)
  })
})

describe('a failure', () => {
  test('of the server is an error with its code', async () => {
    const server = await serving((_, response) =>
      response.writeHead(200, { 'X-Request-Id': 'r-1' }).end(
        JSON.stringify({
          data: { user: null },
          errors: [{ message: 'no', extensions: { code: 'AUTHORIZATION_ERROR' } }],
        }),
      ),
    )
    const error = await failure(getUser(server))
    expect(error).toMatchObject({ code: 'AUTHORIZATION', status: 200, requestId: 'r-1', operationName: 'GetUser' })
    expect(error.data).toEqual({ user: null })
  })

  test('to connect is NETWORK and says why', async () => {
    const server = await httpServer(silence)
    await server[Symbol.asyncDispose]()
    const error = await failure(getUser(server))
    expect(error).toMatchObject({ code: 'NETWORK', retryable: true, operationName: 'GetUser', status: undefined })
    expect(inspect(error.cause)).toContain('ECONNREFUSED')
  })

  test('in the middle of the response is NETWORK', async () => {
    const server = await serving((request, response) => {
      halfAnAnswer(request, response)
      setImmediate(() => request.socket.destroy())
    })
    expect(await failure(getUser(server))).toMatchObject({ code: 'NETWORK', retryable: true })
  })
})

describe('the deadline', () => {
  test.each([
    ['no answer', silence],
    ['half an answer', halfAnAnswer],
  ])('ends a call with %s, and the request with it', async (_, answer) => {
    const server = await serving(answer)
    const error = await failure(getUser(server, { timeoutMs: 500 }))
    expect(error).toMatchObject({ code: 'TIMEOUT', retryable: true, operationName: 'GetUser' })
    await expect.poll(() => server.abandoned()).toBe(1)
  })

  test('defaults to the connection’s', async () => {
    const server = await serving(silence)
    const error = await failure(getUser(server, {}, { timeoutMs: 50 }))
    expect(error.message).toContain('after 50 ms')
  })

  test('leaves no timer behind that would keep the process alive', async () => {
    const cleared = vi.spyOn(globalThis, 'clearTimeout')
    const set = vi.spyOn(globalThis, 'setTimeout')
    const connection = connect({ apiKey, timeoutMs: 54_321, fetch: () => Promise.resolve(Response.json({ data: {} })) })
    await deliver(connection, GetUserDocument, {})
    const timer: unknown = set.mock.results[set.mock.calls.findIndex(([, delay]) => delay === 54_321)]?.value
    expect(timer).toBeDefined()
    expect(cleared.mock.calls.map(([id]) => id)).toContain(timer)
    vi.restoreAllMocks()
  })

  test('covers the wait for a key', async () => {
    const server = await serving(giving({}))
    const error = await failure(
      getUser(server, { timeoutMs: 50 }, { apiKey: () => new Promise<string>(() => undefined) }),
    )
    expect(error).toMatchObject({
      code: 'TIMEOUT',
      message: 'GetUser was not sent: the function given as apiKey or headers took longer than 50 ms (timeoutMs).',
    })
    expect(server.received).toEqual([])
  })

  test.each([0, -1, NaN, 2 ** 31])('of %s ms is refused', async (timeoutMs) => {
    const server = await serving(giving({}))
    const execute = throughFetch(connectTo(server))
    expect(await failure(execute(GetUserDocument, {}, { timeoutMs }))).toMatchObject({ code: 'INVALID_INPUT' })
    expect(server.received).toEqual([])
  })
})

describe('the caller’s signal', () => {
  const reason = new Error('the user has left')

  test.each([
    ['in flight', silence],
    ['while the answer is read', halfAnAnswer],
  ])('ends the call %s in the same tick, and the request with it', async (_, answer) => {
    const server = await serving(answer)
    const controller = new AbortController()
    let ended = false
    const call = failure(getUser(server, { signal: controller.signal })).finally(() => (ended = true))
    await expect.poll(() => server.received).toHaveLength(1)
    await sleep(20)
    controller.abort(reason)
    await new Promise((resolve) => process.nextTick(() => setImmediate(resolve)))
    expect(ended).toBe(true)
    expect(await call).toMatchObject({ code: 'ABORTED', cause: reason, operationName: 'GetUser' })
    await expect.poll(() => server.abandoned()).toBe(1)
  })

  test('prevents the request if it aborts while the key is awaited', async () => {
    const server = await serving(giving({}))
    const fetch = vi.fn<typeof globalThis.fetch>((input, init) => globalThis.fetch(input, { ...init, signal: null }))
    const slowKey = () => sleep(30).then(() => apiKey)
    const error = await failure(getUser(server, { signal: AbortSignal.timeout(5) }, { apiKey: slowKey, fetch }))
    await sleep(60)
    expect(error.code).toBe('ABORTED')
    expect(fetch).not.toHaveBeenCalled()
  })

  test('ends a call whose fetch ignores signals', async () => {
    const server = await serving(silence)
    const signal = AbortSignal.timeout(20)
    const error = await failure(getUser(server, { signal }, { fetch: () => new Promise<Response>(() => undefined) }))
    expect(error.code).toBe('ABORTED')
    expect(error.cause).toBe(signal.reason)
  })
})
