import type { RequestListener } from 'node:http'
import { describe, expect, test, vi } from 'vitest'
import { CancelInviteDocument, CreateResourceTagDocument, GetUserDocument } from '../../generated/operations.ts'
import { giving, halfAnAnswer, httpServer, silence, type HttpServer } from '../../test/support/httpServer.ts'
import { answering, failure, graphQLError, reset, scriptedTiming, serving } from '../../test/support/serving.ts'
import { connect, type ConnectionOptions } from './connection.ts'
import { deliver } from './deliver.ts'

const apiKey = 'planted.api-key'
const answered = giving({ done: true })
const exceeded = 'You have exceeded the limit of 1500 requests'
const reading = 'upstream connect error or disconnect/reset before headers. reset reason: overflow'

/** By a clock of its own, on which waits are over at once. */
const connectTo = ({ origin }: Pick<HttpServer, 'origin'>, options: ConnectionOptions = {}) =>
  connect({ apiKey, endpoint: `${origin}/graphql`, ...options }, scriptedTiming())

type Connection = ReturnType<typeof connect>

const getUser = (connection: Connection) => deliver(connection, GetUserDocument, {})
const cancelInvite = (connection: Connection) => deliver(connection, CancelInviteDocument, { id: 'i-1' })
const createTag = (connection: Connection) =>
  deliver(connection, CreateResourceTagDocument, { text: 'urgent', color: 'ff0000' })

/** Failures that leave the outcome of the request unknown. */
const ambiguous: readonly (readonly [what: string, failing: RequestListener])[] = [
  ['502 in HTML', answering(502, '<h1>Bad Gateway</h1>')],
  ['503 in JSON', answering(503, { message: 'later' })],
  ['504 without a body', answering(504)],
  ['520', answering(520, 'unknown error')],
  ['522', answering(522)],
  ['GraphQL errors under 502', answering(502, graphQLError('INTERNAL_SERVER_ERROR'))],
  ['a gateway’s reset under 500', answering(500, reading)],
  [
    'an error of status 503 under 200',
    answering(200, graphQLError('INTERNAL_SERVER_ERROR', { exception: { status: 503 } })),
  ],
  [
    'an error of status 429 under 200, which may be of something behind the API',
    answering(200, graphQLError('INTERNAL_SERVER_ERROR', { exception: { status: 429 } })),
  ],
  ['a reset', reset],
  [
    'a reset in the middle of the answer',
    (request, response) => {
      halfAnAnswer(request, response)
      setImmediate(() => request.socket.destroy())
    },
  ],
]

/** With these the quota turned the request away. */
const rateLimits: readonly (readonly [what: string, failing: RequestListener])[] = [
  ['429 in JSON', answering(429, { message: exceeded })],
  ['429 in HTML', answering(429, '<h1>Too Many Requests</h1>')],
  ['429 with a GraphQL error', answering(429, graphQLError('INTERNAL_SERVER_ERROR'))],
  ['a message under 200', answering(200, { message: exceeded })],
  ['a GraphQL error’s message under 200', answering(200, { errors: [{ message: exceeded }] })],
  ['a GraphQL error’s code under 200', answering(200, graphQLError('RATE_LIMITED'))],
]

describe.each([...ambiguous, ...rateLimits])('after %s', (_, failing) => {
  test.each([
    ['a query', getUser],
    ['a mutation that may be done twice', cancelInvite],
  ])('%s is retried until it succeeds', async (_, call) => {
    const server = await serving(failing, failing, answered)
    expect(await call(connectTo(server))).toEqual({ done: true })
    expect(server.received).toHaveLength(3)
    expect(new Set(server.received.map(({ body }) => body)).size).toBe(1)
  })
})

test.each(ambiguous)('after %s any other mutation is not retried', async (_, failing) => {
  const server = await serving(failing, answered)
  expect(await failure(createTag(connectTo(server)))).toMatchObject({ mayHaveRun: true, attempts: 1, retryable: true })
  expect(server.received).toHaveLength(1)
})

test.each(rateLimits)('after %s any other mutation is retried too', async (_, failing) => {
  const server = await serving(failing, failing, answered)
  expect(await createTag(connectTo(server))).toEqual({ done: true })
  expect(server.received).toHaveLength(3)
})

test('a rate limit beside data does not prove that nothing ran', async () => {
  const partial = { ...graphQLError('RATE_LIMITED'), data: { createResourceTag: { id: 't-1' } } }
  const server = await serving(answering(200, partial), answered)
  expect(await failure(createTag(connectTo(server)))).toMatchObject({ code: 'API_LIMIT', mayHaveRun: true })
  expect(server.received).toHaveLength(1)
})

test.each([
  ['a query', getUser, 2],
  ['a mutation that may be done twice', cancelInvite, 2],
  ['any other mutation', createTag, 1],
])('after a timeout %s', async (_, call, requests) => {
  const server = await serving(silence, answered)
  const settled = await Promise.allSettled([call(connectTo(server, { timeoutMs: 1500 }))])
  expect(settled).toMatchObject([
    requests === 2 ? { status: 'fulfilled' } : { reason: { code: 'TIMEOUT', attempts: 1 } },
  ])
  expect(server.received).toHaveLength(requests)
})

describe('a connection that was not made', () => {
  test('is retried, also for a mutation', async () => {
    const down = await httpServer(silence)
    await down[Symbol.asyncDispose]()
    const up: HttpServer[] = []
    const timing = scriptedTiming()
    const sleep = async (ms: number): Promise<void> => {
      await timing.sleep(ms, undefined)
      if (timing.sleeps.length === 2) up.push(await httpServer(answered, Number(new URL(down.origin).port)))
    }
    try {
      expect(await createTag(connect({ endpoint: down.origin }, { ...timing, sleep }))).toEqual({ done: true })
      expect(timing.sleeps).toHaveLength(2)
      expect(up[0]?.received).toHaveLength(1)
    } finally {
      await up[0]?.[Symbol.asyncDispose]()
    }
  })

  /** What undici throws: a TypeError whose cause says what went wrong. */
  const thrown = (cause: Error) => new TypeError('fetch failed', { cause })
  const system = (code: string, syscall: string) => Object.assign(new Error(`${syscall} ${code}`), { code, syscall })
  const several = (...errors: Error[]) => Object.assign(new AggregateError(errors), { code: 'ECONNREFUSED' })

  const failingOnce = (error: Error) =>
    vi
      .fn<typeof fetch>()
      .mockRejectedValueOnce(error)
      .mockImplementation(() => Promise.resolve(Response.json({ data: { done: true } })))

  test.each([
    ['a name that is not known', system('ENOTFOUND', 'getaddrinfo')],
    ['addresses that all refuse', several(system('ECONNREFUSED', 'connect'), system('EHOSTUNREACH', 'connect'))],
    ['a connection that takes too long', Object.assign(new Error('timeout'), { code: 'UND_ERR_CONNECT_TIMEOUT' })],
  ])('%s: a mutation is retried', async (_, cause) => {
    const fetch = failingOnce(thrown(cause))
    expect(await createTag(connectTo({ origin: 'https://labelbox.example.com' }, { fetch }))).toEqual({ done: true })
    expect(fetch).toHaveBeenCalledTimes(2)
  })

  test.each([
    [
      'addresses that refuse, and one that breaks',
      several(system('ECONNREFUSED', 'connect'), system('ECONNRESET', 'read')),
    ],
    ['a socket that breaks', Object.assign(new Error('other side closed'), { code: 'UND_ERR_SOCKET' })],
    ['a failure without a code, as in a browser', new Error('Failed to fetch')],
  ])('%s: a query is retried, a mutation is not', async (_, cause) => {
    const fetch = failingOnce(thrown(cause))
    const connection = connectTo({ origin: 'https://labelbox.example.com' }, { fetch })
    expect(await failure(createTag(connection))).toMatchObject({ code: 'NETWORK', mayHaveRun: true })
    expect(fetch).toHaveBeenCalledTimes(1)
    fetch.mockRejectedValueOnce(thrown(cause))
    expect(await getUser(connection)).toEqual({ done: true })
    expect(fetch).toHaveBeenCalledTimes(3)
  })

  test.each(['DEPTH_ZERO_SELF_SIGNED_CERT', 'CERT_HAS_EXPIRED', 'ERR_TLS_CERT_ALTNAME_INVALID'])(
    '%s: nothing is sent again, and nothing has run',
    async (code) => {
      const fetch = failingOnce(thrown(Object.assign(new Error('certificate'), { code })))
      const error = await failure(getUser(connectTo({ origin: 'https://labelbox.example.com' }, { fetch })))
      expect(error).toMatchObject({ code: 'NETWORK', retryable: false, mayHaveRun: false, attempts: 1 })
      expect(fetch).toHaveBeenCalledTimes(1)
    },
  )
})

describe('nothing is retried', () => {
  const status = (status: number) => answering(200, graphQLError('INTERNAL_SERVER_ERROR', { exception: { status } }))
  test.each([
    ['USAGE_LIMIT', status(426)],
    ['USAGE_LIMIT', answering(426, { message: 'No seats left' }, { 'Retry-After': '1' })],
    [
      'VALIDATION_FAILED',
      answering(400, graphQLError('GRAPHQL_VALIDATION_FAILED', {}, 'Query complexity limit exceeded')),
    ],
    ['INVALID_QUERY', answering(400, graphQLError('GRAPHQL_PARSE_FAILED'))],
    ['UNPROCESSABLE_ENTITY', status(422)],
    ['AUTHENTICATION', answering(401, 'Unauthorized')],
    ['AUTHENTICATION', answering(200, graphQLError('AUTHENTICATION_ERROR'))],
    ['AUTHORIZATION', answering(403, 'Forbidden')],
    ['RESOURCE_NOT_FOUND', answering(200, graphQLError('RESOURCE_NOT_FOUND'))],
    ['BAD_RESPONSE', answering(200, '<h1>Sign in</h1>')],
    ['BAD_RESPONSE', answering(200, '{"data":{"us')],
    ['HTTP_ERROR', answering(302, '', { Location: '/' })],
    ['HTTP_ERROR', answering(404, 'Not Found')],
    ['INTERNAL_SERVER_ERROR', answering(500, 'oops')],
    ['INTERNAL_SERVER_ERROR', status(500)],
    ['SERVER_ERROR', answering(200, graphQLError('SOMETHING_NEW'))],
  ])('after %s', async (code, answer) => {
    const server = await serving(answer, answered)
    expect(await failure(getUser(connectTo(server)))).toMatchObject({ code, retryable: false, attempts: 1 })
    expect(server.received).toHaveLength(1)
  })

  test('after a key of a wrong form, from a function', async () => {
    const server = await serving(answered)
    const key = vi.fn(() => 'a key')
    expect(await failure(getUser(connectTo(server, { apiKey: key })))).toMatchObject({ code: 'INVALID_INPUT' })
    expect(key).toHaveBeenCalledTimes(1)
    expect(server.received).toEqual([])
  })

  test.each([
    ['by default after the fifth request', undefined, 5],
    ['after maxAttempts', { maxAttempts: 3 }, 3],
    ['with retry: false', false, 1],
  ] as const)('%s', async (_, retry, requests) => {
    const server = await serving(answering(503))
    const error = await failure(getUser(connectTo(server, { retry })))
    expect(error).toMatchObject({ code: 'INTERNAL_SERVER_ERROR', status: 503, attempts: requests })
    expect(server.received).toHaveLength(requests)
  })
})
