import { describe, expect, test, vi } from 'vitest'
import { GetUserDocument } from '../../generated/operations.ts'
import { failure } from '../../test/support/serving.ts'
import { isLabelboxError } from '../core/errors.ts'
import { connect, type ConnectionOptions } from './connection.ts'
import { defaultEndpoint } from '../core/experimentalUrl.ts'
import { deliver } from './deliver.ts'
import type { Transport } from './transport.ts'

const apiKey = 'planted.api-key'

const refusal = (options: ConnectionOptions): Error => {
  try {
    connect(options)
  } catch (error) {
    if (isLabelboxError(error, 'INVALID_INPUT')) return error
    throw error
  }
  throw new Error('It was not refused.')
}

describe('endpoints', () => {
  test('default to Labelbox’s own', () => {
    expect(connect({})).toMatchObject({
      endpoint: defaultEndpoint,
      experimentalEndpoint: 'https://api.labelbox.com/_gql',
      timeoutMs: 60_000,
    })
  })

  test.each([
    ['https://labelbox.example.com/api/graphql', 'https://labelbox.example.com/api/_gql'],
    ['https://labelbox.example.com/graphql?tenant=a', 'https://labelbox.example.com/_gql?tenant=a'],
    ['https://labelbox.example.com/graphql/', 'https://labelbox.example.com/_gql/'],
    ['https://labelbox.example.com/query', 'https://labelbox.example.com/query'],
    ['https://labelbox.example.com/graphqlish', 'https://labelbox.example.com/graphqlish'],
    ['https://graphql.example.com/query', 'https://graphql.example.com/query'],
    ['https://graphql/graphql', 'https://graphql/_gql'],
    ['https://labelbox.example.com/query?to=/graphql', 'https://labelbox.example.com/query?to=/graphql'],
  ])('%s has its experimental one at %s', (endpoint, experimentalEndpoint) => {
    expect(connect({ endpoint })).toMatchObject({ endpoint, experimentalEndpoint })
    expect(connect({ endpoint: new URL(endpoint) })).toMatchObject({ endpoint, experimentalEndpoint })
  })

  test('include a given experimental one', () => {
    const experimentalEndpoint = 'https://labelbox.example.com/experiments'
    expect(connect({ experimentalEndpoint })).toMatchObject({ endpoint: defaultEndpoint, experimentalEndpoint })
  })

  test.each(['https://planted:planted@host/graphql', 'https://planted@host/graphql', 'https://:planted@host/graphql'])(
    'have no user and no password: %s',
    (url) => {
      for (const option of ['endpoint', 'experimentalEndpoint']) {
        const { message } = refusal({ [option]: url })
        expect(message).toContain(`${option} contains a user or a password`)
        expect(message).not.toContain('planted')
      }
    },
  )

  test('are not relative elsewhere than in a page', () => {
    expect(refusal({ endpoint: '/graphql' }).message).toMatch(/^endpoint is relative, which only a page can resolve/)
    expect(refusal({ endpoint: 'graphql/' }).message).toMatch(/^endpoint is not a URL/)
  })

  test('may be relative in a page', () => {
    vi.stubGlobal('location', { href: 'https://app.example.com/members?page=2' })
    expect(connect({ endpoint: '/graphql' })).toMatchObject({
      endpoint: 'https://app.example.com/graphql',
      experimentalEndpoint: 'https://app.example.com/_gql',
    })
    vi.unstubAllGlobals()
  })

  test.each(['labelbox', ''])('refuse %j, and the error shows a URL', (url) => {
    expect(refusal({ endpoint: url }).message).toContain(defaultEndpoint)
    expect(refusal({ experimentalEndpoint: url }).message).toMatch(/^experimentalEndpoint/)
  })
})

describe('the key', () => {
  test.each([
    'https://labelbox.example.com/graphql',
    'http://localhost:4100/graphql',
    'http://LOCALHOST/graphql',
    'http://127.0.0.1:4100/graphql',
    'http://127.1.2.3/graphql',
    'http://127.255.255.254/graphql',
    'http://127.1/graphql',
    'http://127.0.0.1./graphql',
    'http://0x7f.0.0.1/graphql',
    'http://0177.0.0.1/graphql',
    'http://2130706433/graphql',
    'http://[::1]:4100/graphql',
    'http://[0:0:0:0:0:0:0:1]/graphql',
  ])('may go to %s', async (endpoint) => {
    expect(await connect({ apiKey, endpoint }).authorization()).toBe(`Bearer ${apiKey}`)
  })

  test.each([
    'http://labelbox.example.com/graphql',
    'http://localhost.example.com/graphql',
    'http://127.0.0.1.example.com/graphql',
    'http://127.example.com/graphql',
    'http://notlocalhost/graphql',
    'http://sandbox.localhost/graphql',
    'http://localhost./graphql',
    'http://localhost.localdomain/graphql',
    'http://localhost6/graphql',
    'http://0.0.0.0/graphql',
    'http://126.255.255.255/graphql',
    'http://128.0.0.1/graphql',
    'http://[::]/graphql',
    'http://[::ffff:127.0.0.1]/graphql',
    'http://[::127.0.0.1]/graphql',
    'http://ip6-localhost/graphql',
    'http://10.0.0.1/graphql',
    'http://[::2]/graphql',
    'ws://localhost/graphql',
    'file:///graphql',
  ])('may not go to %s', (url) => {
    expect(refusal({ apiKey, endpoint: url })).toMatchObject({
      hint: 'use-https',
      message: expect.stringMatching(
        /this machine only\. Use an https:\/\/ endpoint, or set allowInsecureHttp/,
      ) as string,
    })
    expect(refusal({ apiKey, experimentalEndpoint: url }).message).toContain('https')
    expect(refusal({ apiKey: () => apiKey, endpoint: url }).message).toContain('https')
  })

  test('if absent, restricts no endpoint', async () => {
    const { authorization } = connect({ endpoint: 'http://proxy.example.com/graphql' })
    expect(await authorization()).toBeUndefined()
  })

  test.each(['', ' ', `${apiKey}\n`, ` ${apiKey}`, `${apiKey} x`, `${apiKey}\u00e9`, `${apiKey}\0`])(
    'of the form %j is refused and not shown',
    (bad) => {
      const { message } = refusal({ apiKey: bad })
      expect(message).toContain('API key')
      expect(message).not.toContain(apiKey)
    },
  )

  test.each([null, 7, {}])('that is %s is refused', (bad) => {
    expect(refusal({ apiKey: bad as unknown as string }).message).toContain('API key')
  })

  test('of a function is requested each time, and checked', async () => {
    const keys = ['first', Promise.resolve('second'), '']
    const { authorization } = connect({ apiKey: () => keys.shift() ?? '' })
    expect(await authorization()).toBe('Bearer first')
    expect(await authorization()).toBe('Bearer second')
    await expect(authorization()).rejects.toMatchObject({ code: 'INVALID_INPUT' })
  })
})

describe('headers', () => {
  const endpoint = 'https://labelbox.example.com/graphql'
  const http = 'http://labelbox.example.com/graphql'
  const own = ['Accept', 'content-type', 'X-User-Agent', 'X-Attempt-Id']

  test.each(own)('do not include %s, which each request has', async (name) => {
    for (const headers of [{ [name]: 'planted' }, new Headers({ [name]: 'planted' })]) {
      const { message } = refusal({ headers })
      expect(message.toLowerCase()).toContain(`headers must not include ${name.toLowerCase()}`)
      expect(message).not.toContain('planted')
      await expect(connect({ headers: () => headers }).headers()).rejects.toMatchObject({ code: 'INVALID_INPUT' })
    }
  })

  test('may include an authorization if there is no key, over https alone', async () => {
    const headers = { AUTHORIZATION: 'Basic planted' }
    expect(await connect({ endpoint, headers }).headers()).toEqual({ authorization: 'Basic planted' })
    expect(refusal({ apiKey, endpoint, headers }).message).toContain('must not include Authorization')
    expect(refusal({ endpoint: http, headers }).message).toContain('https')
    expect(await connect({ endpoint: http, headers, allowInsecureHttp: true }).headers()).toEqual({
      authorization: 'Basic planted',
    })
  })

  test('that are undefined are left out', async () => {
    expect(await connect({ headers: { 'x-tenant': 'a', 'x-none': undefined } }).headers()).toEqual({ 'x-tenant': 'a' })
    expect(await connect({ headers: undefined }).headers()).toEqual({})
  })

  test('that hold no authorization may go over http', async () => {
    expect(await connect({ endpoint: http, headers: { 'x-tenant': 'a' } }).headers()).toEqual({ 'x-tenant': 'a' })
  })

  test.each([7, 'x-tenant: a', null, { 'x-tenant': 'planted\nline' }, { 'x tenant': 'planted' }])(
    'that are %j are refused and not shown',
    (headers) => {
      const { message } = refusal({ headers: headers as unknown as Headers })
      expect(message).toMatch(/^headers must be an object/)
      expect(message).not.toContain('planted')
    },
  )

  test('of a function are requested each time', async () => {
    const given = [{ 'x-session': 'first' }, Promise.resolve({ 'x-session': 'second' })]
    const connection = connect({ headers: () => given.shift() ?? {} })
    expect(connection.fixedHeaders).toBeUndefined()
    expect(await connection.headers()).toEqual({ 'x-session': 'first' })
    expect(await connection.headers()).toEqual({ 'x-session': 'second' })
  })
})

describe('allowInsecureHttp', () => {
  const gateway = 'http://labelbox.example.com/graphql'

  test('allows http to another machine', async () => {
    expect(await connect({ apiKey, endpoint: gateway, allowInsecureHttp: true }).authorization()).toContain(apiKey)
  })

  test.each(['ws://labelbox.example.com', 'ftp://labelbox.example.com'])('does not allow %s', (endpoint) => {
    expect(refusal({ apiKey, endpoint, allowInsecureHttp: true }).message).toContain('https')
  })

  test.each([false, undefined, 1, 'false'])('is not set by %j', (allowInsecureHttp) => {
    expect(() => connect({ apiKey, endpoint: gateway, allowInsecureHttp: allowInsecureHttp as boolean })).toThrow(
      'allowInsecureHttp',
    )
  })
})

describe.each(['timeoutMs', 'deadlineMs'] as const)('%s', (option) => {
  test.each([1, 0.5, 2 ** 31 - 1, Infinity])('may be %s', (ms) => {
    expect(connect({ [option]: ms })[option]).toBe(ms)
  })

  test.each([0, -1, NaN, -Infinity, 2 ** 31, '1000', null])('may not be %j', (ms) => {
    expect(refusal({ [option]: ms }).message).toContain(option)
  })
})

describe('an option of a wrong type', () => {
  test.each<[object, string]>([
    [{ retry: null }, 'retry must'],
    [{ retry: 3 }, 'retry must'],
    [{ rateLimit: null }, 'rateLimit must'],
    [{ rateLimit: 1500 }, 'rateLimit must'],
    [{ hooks: null }, 'hooks must'],
    [{ hooks: true }, 'hooks must'],
    [{ hooks: { onRequest: 'log' } }, 'onRequest must'],
    [{ hooks: { onRetry: {} } }, 'onRetry must'],
    [{ tracing: {} }, 'tracing must'],
    [{ dryRun: true }, 'dryRun must'],
    [{ logger: null }, 'logger needs'],
    [{ logger: () => undefined }, 'logger needs'],
    [{ logger: { debug: console.debug, info: console.info, warn: console.warn } }, 'logger needs'],
    [{ transport: {} }, 'transport must'],
    [{ transport: null }, 'transport must'],
    [{ transport: { send: () => undefined }, fetch }, 'transport must'],
    [{ maxResponseBytes: 0 }, 'maxResponseBytes must'],
    [{ maxResponseBytes: NaN }, 'maxResponseBytes must'],
    [{ onPartialData: 'ignore' }, 'onPartialData must'],
  ])('is refused by its name: %o', (options, message) => {
    expect(refusal(options).message).toMatch(new RegExp(`^${message}`))
  })

  test.each(['verbose', 'toString', null])('is refused: logLevel %j', (logLevel) => {
    expect(refusal({ logger: console, logLevel: logLevel as 'info' }).message).toContain('logLevel')
  })
})

test('a warning goes to the logger, or else to the console', () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  connect({}).warn('first')
  expect(warn.mock.calls).toEqual([['first']])
  const logger = { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn() }
  connect({ logger }).warn('second')
  expect(logger.warn.mock.calls).toEqual([['second', {}]])
  expect(warn).toHaveBeenCalledOnce()
  warn.mockRestore()
})

test('the global fetch is looked up for each request', async () => {
  const connection = connect({ endpoint: 'https://labelbox.example.com/graphql' })
  const stub = vi.fn(() => Promise.resolve(Response.json({ data: { user: { id: 'u-1' } } })))
  vi.stubGlobal('fetch', stub)
  const data = await deliver(connection, GetUserDocument, {})
  vi.unstubAllGlobals()
  expect(data).toEqual({ user: { id: 'u-1' } })
  expect(stub).toHaveBeenCalledWith(
    'https://labelbox.example.com/graphql',
    expect.objectContaining({ method: 'POST', redirect: 'error' }),
  )
})

test('an error has the status and the headers of a transport’s response, or what the transport says it is', async () => {
  const answer = { status: 403, headers: new Headers({ 'X-Request-Id': 'r-1' }), body: '' }
  for (const [raw, response] of [
    [undefined, { status: 403, headers: answer.headers }],
    ['raw', 'raw'],
  ]) {
    const transport: Transport = { send: () => Promise.resolve(raw === undefined ? answer : { ...answer, raw }) }
    const error = await failure(deliver(connect({ apiKey, transport }), GetUserDocument, {}))
    expect(error).toMatchObject({ code: 'AUTHORIZATION', requestId: 'r-1' })
    expect(error.response).toEqual(response)
  }
})

test.each([
  ['https://api.labelbox.com/graphql', 'Labelbox did not accept the API key.'],
  ['https://labelbox.com/graphql', 'Labelbox did not accept the API key.'],
  ['https://notlabelbox.com/graphql', 'the server at notlabelbox.com answered with HTTP 401'],
  ['https://labelbox.com.example:8443/graphql', 'the server at labelbox.com.example:8443 answered with HTTP 401'],
])('a bare 401 of %s is explained by the server that it comes from', async (endpoint, reason) => {
  const fetch = () => Promise.resolve(new Response('', { status: 401 }))
  const { message } = await failure(deliver(connect({ apiKey, endpoint, fetch }), GetUserDocument, {}))
  expect(message).toContain(`GetUser failed: ${reason}`)
})

test.each([
  [401, apiKey, 'Check whether it wants another sign-in than the API key.'],
  [401, undefined, 'Check that you are signed in there. This client sends no API key: that server has to add one.'],
  [403, apiKey, 'Check its rules and limits, then those of Labelbox.'],
])('a bare %s of another server, with the key %s, says what to check', async (status, key, advice) => {
  const fetch = () => Promise.resolve(new Response('', { status }))
  const connection = connect({ apiKey: key, endpoint: 'https://app.example.com/graphql', fetch })
  const { message } = await failure(deliver(connection, GetUserDocument, {}))
  expect(message).toBe(
    `GetUser failed: the server at app.example.com answered with HTTP ${status} and no Labelbox error. ${advice}`,
  )
})

test('a bare 404 of another server does not blame its rules and limits', async () => {
  const fetch = () => Promise.resolve(new Response('', { status: 404 }))
  const connection = connect({ apiKey, endpoint: 'https://app.example.com/graphql', fetch })
  expect((await failure(deliver(connection, GetUserDocument, {}))).message).toBe(
    'GetUser failed: the server answered with HTTP 404, as no GraphQL API does. Check the endpoint.',
  )
})

test('a custom fetch is asked for redirects as they are, as not each one fails for them', async () => {
  const fetch = vi.fn<typeof globalThis.fetch>(() => Promise.resolve(Response.json({ data: { user: null } })))
  await deliver(connect({ apiKey, fetch }), GetUserDocument, {})
  expect(fetch.mock.calls[0]?.[1]).toMatchObject({ method: 'POST', redirect: 'manual' })
})

test('a transport can’t change the headers of later requests', async () => {
  const sent: unknown[] = []
  const send: Transport['send'] = ({ headers }) => {
    sent.push({ ...headers })
    Reflect.set(headers, 'Authorization', 'Bearer another')
    return Promise.resolve({ status: 200, headers: new Headers(), body: '{"data":{"user":null}}' })
  }
  const connection = connect({ apiKey, transport: { send } })
  for (let call = 0; call < 2; call += 1) await deliver(connection, GetUserDocument, {})
  expect(sent).toEqual(Array(2).fill(expect.objectContaining({ Authorization: `Bearer ${apiKey}` })))
})
