import { inspect } from 'node:util'
import { describe, expect, test, vi } from 'vitest'
import { GetUserDocument } from '../../generated/operations.ts'
import { giving, type HttpServer } from '../../test/support/httpServer.ts'
import { failure, serving } from '../../test/support/serving.ts'
import type { LabelboxError } from '../core/errors.ts'
import { connect, type ConnectionOptions } from './connection.ts'
import type { RequestOptions } from '../core/callOptions.ts'
import { deliver } from './deliver.ts'

const apiKey = 'planted.api-key'

const connectTo = (server: HttpServer, options: ConnectionOptions = {}) =>
  connect({ apiKey, endpoint: `${server.origin}/graphql`, ...options })

const getUser = (server: HttpServer, options?: RequestOptions, connection?: ConnectionOptions) =>
  deliver(connectTo(server, { retry: false, ...connection }), GetUserDocument, {}, options)

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

describe('the key', () => {
  test('given as a function is requested before each attempt', async () => {
    const server = await serving(giving({}))
    const keys = ['first', 'second']
    const connection = connectTo(server, { apiKey: async () => Promise.resolve(keys.shift() ?? '') })
    await deliver(connection, GetUserDocument, {})
    await deliver(connection, GetUserDocument, {})
    expect(server.received.map(({ headers }) => headers.authorization)).toEqual(['Bearer first', 'Bearer second'])
  })

  test('is awaited before the call takes quota', async () => {
    const server = await serving(giving({}))
    const taken: string[] = []
    const take = () => {
      taken.push('quota')
      return 0
    }
    const apiKeyFunction = async (): Promise<string> => {
      await new Promise(setImmediate)
      taken.push('key')
      return apiKey
    }
    await getUser(server, {}, { apiKey: apiKeyFunction, rateLimit: { requestsPerMinute: 60, store: { take } } })
    expect(taken).toEqual(['key', 'quota'])
  })

  test('function that throws is AUTHENTICATION, and nothing is sent', async () => {
    const server = await serving(giving({}))
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
    expect(error.message).toBe('GetUser was not sent: the function given as apiKey failed. The cause says why.')
    expect(server.received).toEqual([])
  })

  test('is not blamed if the function given as headers fails', async () => {
    const server = await serving(giving({}))
    const reason = new Error('the session has ended')
    const error = await failure(getUser(server, {}, { headers: () => Promise.reject(reason) }))
    expect(error).toMatchObject({ code: 'AUTHENTICATION', cause: reason })
    expect(error.message).toContain('the function given as headers failed')
    expect(server.received).toEqual([])
  })

  test('of a wrong form, from a function, is refused and not shown', async () => {
    const server = await serving(giving({}))
    const error = await failure(getUser(server, {}, { apiKey: () => `${apiKey}\n` }))
    expect(error.code).toBe('INVALID_INPUT')
    expect(everythingShown(error)).not.toContain(apiKey)
    expect(server.received).toEqual([])
  })

  test('that is empty is refused with what to set', async () => {
    const server = await serving(giving({}))
    const message = expect.stringContaining('Check that it is set') as string
    expect(() => connectTo(server, { apiKey: '' })).toThrow(expect.objectContaining({ code: 'INVALID_INPUT', message }))
    const ofCall = await failure(getUser(server, {}, { apiKey: () => '' }))
    expect(ofCall).toMatchObject({ code: 'INVALID_INPUT', message })
    expect(ofCall).not.toHaveProperty('cause')
    expect(server.received).toEqual([])
  })

  test.each([301, 302, 303, 307, 308])('does not follow a redirect, which is an error: %s', async (status) => {
    const elsewhere = await serving(giving({}))
    const server = await serving((_, response) =>
      response.writeHead(status, { Location: `${elsewhere.origin}/graphql` }).end(),
    )
    // Node's `fetch` doesn't tell the status.
    expect(await failure(getUser(server))).toMatchObject({
      code: 'HTTP_ERROR',
      status: 0,
      retryable: false,
      message: expect.stringContaining('answered with a redirect') as string,
    })
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
    const server = await serving(giving({}))
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

  test('hides nothing else of an error from the caller', async () => {
    const server = await serving(giving({}))
    const reason = Object.assign(new Error('reset', { cause: new Error('ECONNRESET') }), {
      self: {},
      socket: { port: 1 },
    })
    reason.self = reason
    const error = await failure(getUser(server, {}, { fetch: () => Promise.reject(reason) }))
    expect(error.cause).toMatchObject({ message: 'reset', stack: reason.stack, cause: { message: 'ECONNRESET' } })
  })

  test('is in no error that a server sends back', async () => {
    const server = await serving((request, response) =>
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
