import { inspect } from 'node:util'
import { setTimeout as sleep } from 'node:timers/promises'
import { gql } from '@urql/core'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { CancelInviteDocument, GetUserDocument, InviteLimitDocument } from '../../generated/operations.ts'
import { giving, halfAnAnswer, httpServer, silence, type HttpServer } from '../../test/support/httpServer.ts'
import type { LabelboxError } from '../errors.ts'
import { version } from '../version.ts'
import { connect, type ConnectionOptions } from './connection.ts'
import type { RequestOptions } from './deadline.ts'
import { deliver } from './deliver.ts'

const apiKey = 'planted.api-key'
const open: HttpServer[] = []

async function serve(...answer: Parameters<typeof httpServer>): Promise<HttpServer> {
  const server = await httpServer(...answer)
  open.push(server)
  return server
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server[Symbol.asyncDispose]()))
})

const connectTo = (server: HttpServer, options: ConnectionOptions = {}) =>
  connect({ apiKey, endpoint: `${server.origin}/graphql`, ...options })

/** One request, whatever comes of it: what is sent again is in retry.test.ts. */
const getUser = (server: HttpServer, options?: RequestOptions, connection?: ConnectionOptions) =>
  deliver(connectTo(server, { retry: false, ...connection }), GetUserDocument, {}, options)

const failure = (call: Promise<unknown>): Promise<LabelboxError> =>
  call.then(
    (data) => {
      throw new Error(`It did not fail: ${JSON.stringify(data)}`)
    },
    (error: unknown) => error as LabelboxError,
  )

/** Everything that a log could come to hold of an error. */
const everythingShown = (error: LabelboxError): string =>
  [
    error.message,
    error.stack,
    String(error),
    JSON.stringify(error),
    inspect(error, { depth: Infinity, showHidden: true }),
    inspect(error.cause, { depth: Infinity }),
  ].join('\n')

describe('what is sent', () => {
  test('is a POST with the API’s headers and its body, and what comes back is the data', async () => {
    const server = await serve(giving({ invitesLimit: { used: 1, limit: 2, remaining: 1 } }))
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

  test('has null for variables where there are none', async () => {
    const server = await serve(giving({}))
    await deliver(connectTo(server), gql<unknown, undefined>('query GetUser { user { id } }'), undefined)
    expect(JSON.parse(server.received[0]?.body ?? '')).toHaveProperty('variables', null)
  })

  test('has no Authorization without a key', async () => {
    const server = await serve(giving({}))
    await deliver(connect({ endpoint: server.origin }), GetUserDocument, {})
    expect(server.received[0]?.headers).not.toHaveProperty('authorization')
  })

  test('goes to the experimental endpoint where the operation lives there', async () => {
    const server = await serve(giving({}))
    await deliver(connectTo(server), CancelInviteDocument, { id: 'i-1' })
    await getUser(server)
    expect(server.received.map(({ url }) => url)).toEqual(['/_gql', '/graphql'])
  })

  test('is nothing where the variables cannot be written as JSON', async () => {
    const server = await serve(giving({}))
    const document = gql('query Users($skip: Int) { organization { id users(skip: $skip) { id } } }')
    const error = await failure(deliver(connectTo(server), document, { skip: 1n }))
    expect(error).toMatchObject({ code: 'INVALID_INPUT', operationName: 'Users' })
    expect(server.received).toEqual([])
  })

  test.each([
    'query A { user { id } } query B { user { id } }',
    'fragment A on User { id }',
    'subscription A { user { id } }',
  ])('is nothing for a document that is not one query or mutation: %s', async (source) => {
    const server = await serve(giving({}))
    expect(await failure(deliver(connectTo(server), gql(source), {}))).toMatchObject({ code: 'INVALID_INPUT' })
    expect(server.received).toEqual([])
  })

  test('two callers who ask the same at once share nothing', async () => {
    const server = await serve(giving({}))
    await Promise.all([getUser(server), getUser(server)])
    expect(server.received).toHaveLength(2)
  })
})

describe('the key', () => {
  test('given by a function is asked for before each request', async () => {
    const server = await serve(giving({}))
    const keys = ['first', 'second']
    const connection = connectTo(server, { apiKey: async () => Promise.resolve(keys.shift() ?? '') })
    await deliver(connection, GetUserDocument, {})
    await deliver(connection, GetUserDocument, {})
    expect(server.received.map(({ headers }) => headers.authorization)).toEqual(['Bearer first', 'Bearer second'])
  })

  test('function that fails is AUTHENTICATION, and nothing is sent', async () => {
    const server = await serve(giving({}))
    const reason = new Error('the vault is closed')
    const error = await failure(
      getUser(
        server,
        {},
        {
          apiKey: () => {
            throw reason
          },
        },
      ),
    )
    expect(error).toMatchObject({ code: 'AUTHENTICATION', operationName: 'GetUser', cause: reason })
    expect(server.received).toEqual([])
  })

  test('of a bad form, from a function, is refused and not shown', async () => {
    const server = await serve(giving({}))
    const error = await failure(getUser(server, {}, { apiKey: () => `${apiKey}\n` }))
    expect(error.code).toBe('INVALID_INPUT')
    expect(everythingShown(error)).not.toContain(apiKey)
    expect(server.received).toEqual([])
  })

  test.each([301, 302, 303, 307, 308])('is not carried along a redirect, which is an error: %s', async (status) => {
    const elsewhere = await serve(giving({}))
    const server = await serve((_, response) =>
      response.writeHead(status, { Location: `${elsewhere.origin}/graphql` }).end(),
    )
    expect(await failure(getUser(server))).toMatchObject({ code: 'HTTP_ERROR' })
    expect(server.received).toHaveLength(1)
    expect(elsewhere.received).toEqual([])
  })

  const bearer = { Authorization: `Bearer ${apiKey}` }
  test.each<[string, unknown]>([
    ['its message', new TypeError(`cannot send Bearer ${apiKey}`)],
    ['a member', Object.assign(new Error('failed'), { request: { headers: bearer } })],
    ['a Headers object', Object.assign(new Error('failed'), { request: { headers: new Headers(bearer) } })],
    ['a Map', Object.assign(new Error('failed'), { headers: new Map(Object.entries(bearer)) })],
    ['a raw header', Object.assign(new Error('failed'), { rawHeader: Buffer.from(`Bearer ${apiKey}`).toString() })],
    ['its name', Object.assign(new Error('failed'), { name: apiKey })],
    ['a member’s name', Object.assign(new Error('failed'), { sent: { [apiKey]: true } })],
    [
      'a cause far down',
      new Error('1', {
        cause: new Error('2', {
          cause: new Error('3', { cause: new Error('4', { cause: new Error('5', { cause: new Error(apiKey) }) }) }),
        }),
      }),
    ],
    ['deep in a member', Object.assign(new Error('failed'), { a: { b: { c: { d: { e: { f: apiKey } } } } } })],
    ['a list of errors', new AggregateError([new Error(apiKey)], 'failed')],
    ['a text that is thrown', `Bearer ${apiKey}`],
  ])('is in no error, whatever the user’s fetch throws: in %s', async (_, thrown) => {
    const server = await serve(giving({}))
    const error = await failure(getUser(server, {}, { fetch: vi.fn<typeof fetch>().mockRejectedValue(thrown) }))
    expect(error.code).toBe('NETWORK')
    expect(everythingShown(error)).not.toContain(apiKey)
  })

  test('of a gateway, in the query of the endpoint, is in no cause', async () => {
    const fetch = (url: unknown) => Promise.reject(new Error(`request to ${url as string} failed`))
    const connection = connect({ endpoint: 'https://labelbox.test/graphql?key=planted', fetch, retry: false })
    const error = await failure(deliver(connection, GetUserDocument, {}))
    expect(inspect(error)).not.toContain('planted')
  })

  test('keeps no cause from the caller that is free of it', async () => {
    const server = await serve(giving({}))
    const reason = Object.assign(new Error('reset', { cause: new Error('ECONNRESET') }), {
      self: {},
      socket: { port: 1 },
    })
    reason.self = reason
    const error = await failure(getUser(server, {}, { fetch: () => Promise.reject(reason) }))
    expect(error.cause).toBe(reason)
  })

  test('is in no error that a server sends back', async () => {
    const server = await serve((request, response) =>
      response.writeHead(400).end(JSON.stringify({ errors: [{ message: request.headers.authorization }] })),
    )
    const error = await failure(getUser(server))
    expect(error.graphQLErrors[0]?.message).toContain(apiKey)
    const shown = [
      error.message,
      error.stack,
      String(error),
      JSON.stringify(error),
      inspect(error, { depth: Infinity }),
    ]
    expect(shown.join('\n')).not.toContain(apiKey)
  })
})

describe('what can go wrong', () => {
  test('an error of the server’s', async () => {
    const server = await serve((_, response) =>
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

  test('a refused connection is NETWORK and says why', async () => {
    const server = await httpServer(silence)
    await server[Symbol.asyncDispose]()
    const error = await failure(getUser(server))
    expect(error).toMatchObject({ code: 'NETWORK', retryable: true, operationName: 'GetUser', status: undefined })
    expect(inspect(error.cause)).toContain('ECONNREFUSED')
  })

  test('a connection that breaks in the middle of the answer is NETWORK', async () => {
    const server = await serve((request, response) => {
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
    const server = await serve(answer)
    const error = await failure(getUser(server, { timeoutMs: 500 }))
    expect(error).toMatchObject({ code: 'TIMEOUT', retryable: true, operationName: 'GetUser' })
    await vi.waitFor(() => expect(server.abandoned()).toBe(1))
  })

  test('is the connection’s unless the call has its own', async () => {
    const server = await serve(silence)
    const error = await failure(getUser(server, {}, { timeoutMs: 50 }))
    expect(error.message).toContain('after 50 ms')
  })

  test('leaves no timer behind, which would keep the process alive', async () => {
    const cleared = vi.spyOn(globalThis, 'clearTimeout')
    const set = vi.spyOn(globalThis, 'setTimeout')
    const connection = connect({ apiKey, timeoutMs: 54_321, fetch: () => Promise.resolve(Response.json({ data: {} })) })
    await deliver(connection, GetUserDocument, {})
    const timer: unknown = set.mock.results[set.mock.calls.findIndex(([, delay]) => delay === 54_321)]?.value
    expect(timer).toBeDefined()
    expect(cleared.mock.calls.map(([id]) => id)).toContain(timer)
    vi.restoreAllMocks()
  })

  test('counts for a key that does not come, too', async () => {
    const server = await serve(giving({}))
    const error = await failure(
      getUser(server, { timeoutMs: 50 }, { apiKey: () => new Promise<string>(() => undefined) }),
    )
    expect(error.code).toBe('TIMEOUT')
    expect(server.received).toEqual([])
  })

  test.each([0, -1, NaN, 2 ** 31])('of %s ms is refused', async (timeoutMs) => {
    const server = await serve(giving({}))
    expect(await failure(getUser(server, { timeoutMs }))).toMatchObject({ code: 'INVALID_INPUT' })
    expect(server.received).toEqual([])
  })
})

describe('the caller’s signal', () => {
  const reason = new Error('the user has left')

  test('that has aborted before sends nothing', async () => {
    const server = await serve(giving({}))
    const error = await failure(getUser(server, { signal: AbortSignal.abort(reason) }))
    expect(error).toMatchObject({ code: 'ABORTED', cause: reason, retryable: false })
    expect(server.received).toEqual([])
  })

  test.each([
    ['in flight', silence],
    ['while the answer is read', halfAnAnswer],
  ])('ends the call %s in the same tick, and the request with it', async (_, answer) => {
    const server = await serve(answer)
    const controller = new AbortController()
    let ended = false
    const call = failure(getUser(server, { signal: controller.signal })).finally(() => (ended = true))
    await vi.waitFor(() => expect(server.received).toHaveLength(1))
    await sleep(20)
    controller.abort(reason)
    await new Promise((resolve) => process.nextTick(() => setImmediate(resolve)))
    expect(ended).toBe(true)
    expect(await call).toMatchObject({ code: 'ABORTED', cause: reason, operationName: 'GetUser' })
    await vi.waitFor(() => expect(server.abandoned()).toBe(1))
  })

  test('while the key is asked for leaves nothing to send, whatever the fetch makes of its signal', async () => {
    const server = await serve(giving({}))
    const fetch = vi.fn<typeof globalThis.fetch>((input, init) => globalThis.fetch(input, { ...init, signal: null }))
    const slowKey = () => sleep(30).then(() => apiKey)
    const error = await failure(getUser(server, { signal: AbortSignal.timeout(5) }, { apiKey: slowKey, fetch }))
    await sleep(60)
    expect(error.code).toBe('ABORTED')
    expect(fetch).not.toHaveBeenCalled()
  })

  test('ends a call whose fetch does not listen to signals', async () => {
    const server = await serve(silence)
    const signal = AbortSignal.timeout(20)
    const error = await failure(getUser(server, { signal }, { fetch: () => new Promise<Response>(() => undefined) }))
    expect(error.code).toBe('ABORTED')
    expect(error.cause).toBe(signal.reason)
  })

  test('shared by a thousand calls is left without a listener and without a warning', async () => {
    const { signal } = new AbortController()
    const added = vi.spyOn(signal, 'addEventListener')
    const removed = vi.spyOn(signal, 'removeEventListener')
    const warnings: Error[] = []
    const collect = (warning: Error) => void warnings.push(warning)
    process.on('warning', collect)
    const fetch = () => Promise.resolve(Response.json({ data: {} }))
    const connection = connect({ apiKey, fetch })
    for (let call = 0; call < 1000; call += 1) await deliver(connection, GetUserDocument, {}, { signal })
    await sleep(20)
    process.off('warning', collect)
    expect(warnings).toEqual([])
    expect(added).toHaveBeenCalledTimes(1000)
    expect(removed.mock.calls.map(([, listener]) => listener)).toEqual(added.mock.calls.map(([, listener]) => listener))
  })

  test('has no listener left the moment the call is over', async () => {
    const { signal } = new AbortController()
    const removed = vi.spyOn(signal, 'removeEventListener')
    const connection = connect({ apiKey, fetch: () => Promise.resolve(Response.json({ data: {} })) })
    await deliver(connection, GetUserDocument, {}, { signal })
    expect(removed).toHaveBeenCalledOnce()
  })
})
