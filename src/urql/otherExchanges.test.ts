import { authExchange } from '@urql/exchange-auth'
import { offlineExchange } from '@urql/exchange-graphcache'
import { persistedExchange } from '@urql/exchange-persisted'
import { cacheExchange, Client, gql, mapExchange, type ClientOptions, type DebugEvent, type Exchange } from '@urql/core'
import { afterEach, describe, expect, it, vi } from 'vitest'
import {
  CancelInviteDocument,
  CreateApiKeyDocument,
  CreateResourceTagDocument,
  CreateWebhookDocument,
  GetUserDocument,
  InviteUserDocument,
} from '../../generated/operations.ts'
import { sandboxed } from '../../test/support/roads.ts'
import { answering, failure, graphQLError, serving } from '../../test/support/serving.ts'
import { giving } from '../../test/support/httpServer.ts'
import { Labelbox } from '../labelbox.ts'
import type { ConnectionOptions } from '../transport/connection.ts'
import { labelboxExchange } from './exchange.ts'
import { createLabelboxClient } from './labelboxClient.ts'

const tag = { text: 'urgent', color: 'ff0000' }
const invites = {
  data: [{ inviterId: 'u', organizationId: 'o', organizationRoleId: 'r', inviteeEmail: 'a@example.com', projects: [] }],
}
afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

/** What stands for a `fetch` without a network. */
const refused = () =>
  Object.assign(new TypeError('fetch failed'), { cause: Object.assign(new Error(), { code: 'ECONNREFUSED' }) })
const broken = () =>
  Object.assign(new TypeError('fetch failed'), { cause: Object.assign(new Error(), { code: 'ECONNRESET' }) })

describe('graphcache’s offlineExchange', () => {
  /** A page whose network can be taken away, with what its storage has been told to keep for later. */
  async function offline(isOnline: boolean | undefined) {
    if (isOnline !== undefined) vi.stubGlobal('navigator', { onLine: isOnline })
    let failing: (() => Error) | undefined
    const kept: { query: string }[][] = []
    const storage = {
      onOnline: () => undefined,
      readData: () => Promise.resolve({}),
      writeData: () => Promise.resolve(),
      readMetadata: () => Promise.resolve([]),
      writeMetadata: (list: { query: string }[]) => void kept.push([...list]),
    }
    const sent: string[] = []
    const data = {
      user: { __typename: 'User', id: 'u-1' },
      createResourceTag: { __typename: 'ResourceTag', id: 't-1' },
    }
    const options: ConnectionOptions = {
      endpoint: 'http://127.0.0.1/graphql',
      retry: false,
      fetch: (_, init) => {
        if (failing !== undefined) return Promise.reject(failing())
        sent.push(init?.body as string)
        return Promise.resolve(Response.json({ data }))
      },
    }
    const optimistic = Object.fromEntries(
      ['createResourceTag', 'createInvites', 'cancelInvite'].map((field) => [
        field,
        () => ({ __typename: 'ResourceTag', id: 'made' }),
      ]),
    )
    const client = new Client({
      url: 'http://127.0.0.1/graphql',
      exchanges: [offlineExchange({ storage: storage as never, optimistic } as never), labelboxExchange(options)],
    })
    await client.query(gql('query Warm { user { id } }'), {})
    return { client, kept, sent, fail: (make: () => Error) => void (failing = make) }
  }
  const queued = (kept: { query: string }[][]): readonly string[] => (kept.at(-1) ?? []).map(({ query }) => query)

  it.each([undefined, true, false])(
    'falls back to what is cached in an outage, where navigator.onLine is %s',
    async (isOnline) => {
      const { client, fail } = await offline(isOnline)
      fail(refused)

      const { data, error } = await client.query<unknown>(
        gql('query Warm { user { id } }'),
        {},
        { requestPolicy: 'network-only' },
      )

      expect(error).toBeUndefined()
      expect(data).toEqual({ user: { id: 'u-1' } })
    },
  )

  it.each([undefined, true, false])(
    'keeps a change that certainly did not run for later, where navigator.onLine is %s',
    async (isOnline) => {
      const { client, kept, fail } = await offline(isOnline)
      fail(refused)

      client.mutation(CreateResourceTagDocument, tag).subscribe(() => undefined)

      await expect.poll(() => queued(kept)).toEqual([expect.stringContaining('CreateResourceTag')])
    },
  )

  it.each([undefined, true, false])(
    'never keeps an invite, or a change that may have run, where navigator.onLine is %s',
    async (isOnline) => {
      const { client, kept, fail } = await offline(isOnline)
      fail(refused)
      const invite = await client.mutation(InviteUserDocument, invites)
      fail(broken)
      const change = await client.mutation(CreateResourceTagDocument, tag)
      const anonymous = await client.mutation(gql('mutation { createResourceTag(input: {}) { id } }'), {})

      expect([invite.error, change.error, anonymous.error]).toMatchObject([
        { code: 'NETWORK', mayHaveRun: false },
        { code: 'NETWORK', mayHaveRun: true },
        { code: 'NETWORK', mayHaveRun: true },
      ])
      expect(queued(kept)).toEqual([])
    },
  )

  it('never keeps a change of the facade, whose caller got an error', async () => {
    const { client, kept, fail } = await offline(undefined)
    fail(refused)

    const error = await failure(new Labelbox({ client }).execute(CancelInviteDocument, { id: 'i-1' }))

    expect(error).toMatchObject({ code: 'NETWORK', mayHaveRun: false })
    expect(error.networkError).toBeDefined()
    expect(queued(kept)).toEqual([])
  })
})

describe('a setting that labelboxExchange ignores', () => {
  const ignoring: [name: string, options: Partial<ClientOptions>, exchange?: Exchange][] = [
    ['url', { url: 'https://elsewhere.example.com/graphql' }],
    ['fetch', { fetch: () => Promise.reject(new Error()) }],
    ['fetchOptions.credentials', { fetchOptions: { credentials: 'include' } }],
    ['fetchOptions', { fetchOptions: () => ({ headers: { authorization: 'planted-token' } }) }],
    ['preferGetMethod', { preferGetMethod: 'force' }],
    [
      'fetchOptions.headers',
      {},
      authExchange((utils) =>
        Promise.resolve({
          addAuthToOperation: (operation) => utils.appendHeaders(operation, { authorization: 'planted-token' }),
          didAuthError: () => false,
          refreshAuth: () => Promise.resolve(),
        }),
      ),
    ],
    ['extensions.persistedQuery', {}, persistedExchange({ generateHash: () => Promise.resolve('hash') })],
    [
      'url',
      {},
      mapExchange({
        onOperation: (operation) => ({
          ...operation,
          context: { ...operation.context, url: 'https://elsewhere.example.com' },
        }),
      }),
    ],
  ]

  it.each(ignoring)('causes one warning: %s', async (name, options, exchange) => {
    const { origin } = await serving(giving({ user: { id: 'u-1' } }))
    for (const logger of [undefined, { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn() }]) {
      const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined)
      const ours = labelboxExchange({ endpoint: origin, logger })
      const exchanges: Exchange[] = exchange === undefined ? [ours] : [exchange, ours]
      const client = new Client({ url: origin, ...(options as object), exchanges })
      for (let time = 0; time < 3; time += 1) await client.query(GetUserDocument, {}, { requestPolicy: 'network-only' })

      const said = (logger?.warn ?? warn).mock.calls.map(([message]) => String(message))
      expect(said).toEqual([expect.stringContaining(`labelboxExchange ignores ${name} of`)])
      expect(said.join()).not.toContain('planted')
      warn.mockRestore()
    }
  })

  it.each([
    [
      'labelboxExchange',
      (options: { endpoint: string }) => new Client({ url: options.endpoint, exchanges: [labelboxExchange(options)] }),
    ],
    ['createLabelboxClient', createLabelboxClient],
  ])('may be misspelled: %s warns once', async (_name, connect) => {
    const { origin } = await serving(giving({ user: { id: 'u-1' } }))
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined)
    const options = { endpoint: origin, apiKey: 'planted.api-key', dryrun: 'planted', region: undefined }
    const client = connect(options)
    for (let time = 0; time < 2; time += 1) await client.query(GetUserDocument, {}, { requestPolicy: 'network-only' })

    expect(warn.mock.calls).toEqual([
      [
        expect.stringMatching(
          /^There is no option dryrun, so it is ignored\. The options are apiKey, endpoint, .*dryRun/,
        ),
      ],
    ])
    expect(JSON.stringify(warn.mock.calls)).not.toContain('planted')
    warn.mockRestore()
  })

  it('is absent from a client as the documentation shows it', async () => {
    const { origin } = await serving(giving({ user: { id: 'u-1' } }))
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined)
    const ours = labelboxExchange({ endpoint: origin, fetch: globalThis.fetch })
    const client = new Client({ url: origin, fetch: globalThis.fetch, exchanges: [cacheExchange, ours] })
    await client.query(GetUserDocument, {})
    await new Labelbox({ client }).getUser()
    expect(warn).not.toHaveBeenCalled()
  })
})

describe('urql’s devtools', () => {
  const withEvents = (url: string, apiKey: string) => {
    const client = new Client({ url, exchanges: [labelboxExchange({ endpoint: url, apiKey, retry: false })] })
    const events: DebugEvent[] = []
    client.subscribeToDebugTarget?.((event) => void events.push(event))
    return { client, events }
  }

  it('see each request and its result, as from urql’s own fetchExchange', async () => {
    const { origin } = await serving(giving({ user: { id: 'u-1' } }), answering(401))
    const { client, events } = withEvents(origin, 'planted.api-key')

    await client.query(GetUserDocument, {})
    await client.query(GetUserDocument, {}, { requestPolicy: 'network-only' })

    expect(events.map(({ type }) => type)).toEqual(['fetchRequest', 'fetchSuccess', 'fetchRequest', 'fetchError'])
    expect(events[0]).toMatchObject({
      data: { url: `${origin}/`, fetchOptions: { method: 'POST' } },
      operation: { kind: 'query' },
    })
    expect((events[0]?.data as { fetchOptions: { body: string } }).fetchOptions.body).toContain('query GetUser')
    expect(JSON.stringify(events)).not.toContain('planted')
  })

  it('see no secret: neither a created key, nor one that is sent', async () => {
    const data = { createApiKey: { id: 'k-1', jwt: 'planted-jwt' } }
    const { origin } = await serving(
      giving(data),
      answering(200, { ...graphQLError('FORBIDDEN'), data }),
      giving({ createWebhook: { id: 'w-1' } }),
    )
    const { client, events } = withEvents(origin, 'planted.api-key')
    const labelbox = new Labelbox({ client })

    await labelbox.execute(CreateApiKeyDocument, { name: 'k', email: 'a@example.com' })
    await failure(labelbox.execute(CreateApiKeyDocument, { name: 'k', email: 'a@example.com' }))
    await labelbox.execute(CreateWebhookDocument, { topics: [], url: 'https://example.com', secret: 'planted-secret' })

    expect(events).toHaveLength(6)
    expect(JSON.stringify(events)).not.toContain('planted')
  })
})

describe('the other exchanges of a client', () => {
  it('see no secret of a facade’s call, however it ends', async () => {
    const jwt = 'planted-jwt'
    const data = { createApiKey: { id: 'k-1', jwt } }
    const partial = { data, errors: [{ message: `odd ${jwt}`, extensions: { code: 'FORBIDDEN', jwt } }] }
    for (const [answer, onPartialData] of [
      [giving(data), 'throw'],
      [answering(200, partial), 'throw'],
      [answering(200, partial), 'return'],
    ] as const) {
      const { origin } = await serving(answer)
      const seen: unknown[] = []
      const spy = mapExchange({
        onOperation: (operation) => void seen.push(operation.variables),
        onError: (error) => void seen.push(error, everything(error)),
        onResult: (result) => void seen.push(result, result.data, everything(result.error)),
      })
      const client = new Client({
        url: origin,
        exchanges: [spy, cacheExchange, labelboxExchange({ endpoint: origin, onPartialData })],
      })

      const answered = await new Labelbox({ client })
        .execute(CreateApiKeyDocument, { name: 'k', email: 'a@example.com' })
        .catch((error: unknown) => (error as { data: unknown }).data)
      await expect.poll(() => seen.length).toBeGreaterThan(2)

      expect(answered).toEqual(data)
      expect(JSON.stringify(seen)).not.toContain(jwt)
    }
  })
})

/** All that an error has, whether it is listed or not. */
const everything = (error: unknown): unknown =>
  typeof error === 'object' && error !== null
    ? Object.fromEntries(
        Reflect.ownKeys(error).map((key) => [
          String(key),
          String(key) === 'response' ? undefined : (Reflect.get(error, key) as unknown),
        ]),
      )
    : error

describe('the user’s headers', () => {
  const roads: readonly (readonly [name: string, road: (options: ConnectionOptions) => Labelbox])[] = [
    ['by key', (options) => new Labelbox({ apiKey: 'key', ...options })],
    [
      'through a urql client',
      (options) =>
        new Labelbox({ client: new Client({ url: String(options.endpoint), exchanges: [labelboxExchange(options)] }) }),
    ],
  ]
  it.each(roads)('are sent with every request %s, as an object, as Headers and from a function', async (_, road) => {
    const server = await serving(giving({ user: { id: 'u-1' } }))
    let session = 0
    for (const headers of [
      { 'X-Session': 's-1', 'x-none': undefined },
      new Headers({ 'x-session': 's-1' }),
      () => ({ 'x-session': `s-${(session += 1)}` }),
      () => Promise.resolve({ 'x-session': 's-1' }),
    ]) {
      await road({ endpoint: server.origin, headers }).getUser()
    }
    expect(server.received.map(({ headers }) => headers['x-session'])).toEqual(['s-1', 's-1', 's-1', 's-1'])
    expect(server.received[0]?.headers).toMatchObject({ 'content-type': 'application/json' })
    expect(server.received[0]?.headers).not.toHaveProperty('x-none')
  })

  it.each([
    ["a polyfill's Headers", { [Symbol.iterator]: () => new Headers({ 'X-Session': 's-1' }).entries() }],
    ['a Map', new Map([['X-Session', 's-1']])],
    ['pairs', [['X-Session', 's-1']]],
  ])('may have any form that `fetch` accepts: %s', async (_, headers) => {
    const server = await serving(giving({ user: { id: 'u-1' } }))
    await new Labelbox({ apiKey: 'key', endpoint: server.origin, headers: headers as unknown as Headers }).getUser()
    expect(server.received[0]?.headers).toMatchObject({ 'x-session': 's-1' })
    expect(server.received[0]?.headers).not.toHaveProperty('0')
  })

  it('may be an authorization where there is no apiKey, and over https alone', async () => {
    const server = await serving(giving({ user: { id: 'u-1' } }))
    const headers = { Authorization: 'Bearer session' }
    const client = new Client({
      url: server.origin,
      exchanges: [labelboxExchange({ endpoint: server.origin, headers })],
    })
    await client.query(GetUserDocument, {})
    expect(server.received[0]?.headers.authorization).toBe('Bearer session')
    expect(() => labelboxExchange({ endpoint: 'http://labelbox.example.com/graphql', headers })).toThrow('https')
  })

  it.each([
    ['a content type', { 'content-type': 'text/plain' }],
    ['the id of an attempt', { 'x-attempt-id': 'planted' }],
    ['an authorization beside the key', { AUTHORIZATION: 'Bearer planted' }],
    ['a value with a line break', { 'x-a': 'planted\r\nx-b: c' }],
    ['an invalid name', { 'planted header': 'a' }],
    ['text', 'x-a: planted'],
    ['null', null],
  ])('are refused if they contain %s, and the error does not quote them', async (_, headers) => {
    const refusal: unknown = expect.objectContaining({
      code: 'INVALID_INPUT',
      message: expect.not.stringContaining('planted') as string,
    })
    expect(() => new Labelbox({ apiKey: 'key', headers: headers as never })).toThrow(refusal)
    const { origin } = await serving(giving({}))
    const labelbox = new Labelbox({ apiKey: 'key', endpoint: origin, headers: () => headers as never })
    await expect(labelbox.getUser()).rejects.toEqual(refusal)
  })

  it('end the call if their function fails, which the error names', async () => {
    const { origin } = await serving(giving({}))
    const labelbox = new Labelbox({
      apiKey: 'key',
      endpoint: origin,
      headers: () => Promise.reject(new Error('no session')),
    })
    const error = await failure(labelbox.getUser())
    expect(error).toMatchObject({ code: 'AUTHENTICATION', attempts: 0 })
    expect(error.message).toContain('given as headers')
  })

  it('are not in the error of a fetch that quotes them', async () => {
    const fetch = (_: unknown, init?: RequestInit) => Promise.reject(new Error(JSON.stringify(init?.headers)))
    const headers = { 'x-session': 'planted-session', cookie: 'sid=planted-cookie' }
    const labelbox = new Labelbox({ apiKey: 'key', headers, fetch, retry: false })
    expect(String((await failure(labelbox.getUser())).cause)).not.toContain('planted')
  })
})

describe('variables that JSON can’t hold', () => {
  const values: readonly (readonly [kind: string, value: unknown])[] = [
    ['File', new File(['a'], 'a.csv')],
    ['Blob', new Blob(['a'])],
    ['Map', new Map([['a', 1]])],
    ['Set', new Set([1])],
    ['Uint8Array', new Uint8Array(2)],
    ['ArrayBuffer', new ArrayBuffer(2)],
    ['FormData', new FormData()],
    ['URLSearchParams', new URLSearchParams('a=1')],
    ['RegExp', /a/],
    ['Promise', Promise.resolve()],
  ]
  it.each(values)('are refused by kind, and not sent as {}: %s', async (kind, value) => {
    const server = await serving(giving({}))
    const client = new Client({ url: server.origin, exchanges: [labelboxExchange({ endpoint: server.origin })] })
    const document = gql<object, { data: unknown }>('mutation Upload($data: JSON) { upload(data: $data) }')
    for (const data of [value, { deep: [value] }]) {
      const { error } = await client.mutation(document, { data })
      const facade = await failure(new Labelbox({ client }).execute(document, { data }))
      for (const each of [error, facade]) {
        expect(each).toMatchObject({ code: 'INVALID_INPUT', mayHaveRun: false })
        expect(each?.message).toContain(`they contain a ${kind}`)
      }
    }
    expect(server.received).toEqual([])
  })

  it('don’t include a Date, instances of the user’s classes and objects with toJSON', async () => {
    const server = await serving(giving({}))
    const client = new Client({ url: server.origin, exchanges: [labelboxExchange({ endpoint: server.origin })] })
    class Mine {
      readonly a = 1
    }
    const data = {
      date: new Date(0),
      mine: new Mine(),
      empty: {},
      none: Object.create(null) as object,
      url: new URL('https://a.example'),
      text: Object('t') as unknown,
    }
    await client.mutation(gql('mutation M($data: JSON) { m(data: $data) }'), { data })
    expect(JSON.parse(server.received[0]?.body ?? '')).toMatchObject({
      variables: {
        data: {
          date: '1970-01-01T00:00:00.000Z',
          mine: { a: 1 },
          empty: {},
          none: {},
          url: 'https://a.example/',
          text: 't',
        },
      },
    })
  })
})

describe('a second copy of @urql/core', () => {
  it('causes one warning for each client', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined)
    const { url, apiKey } = await sandboxed()
    new Client({ url, exchanges: [labelboxExchange({ endpoint: url, apiKey })] })
    expect(warn).not.toHaveBeenCalled()

    vi.resetModules()
    const { createRequire } = await import('node:module')
    const other = createRequire(import.meta.url)('@urql/core') as { Client: typeof Client }
    const client = new other.Client({ url, exchanges: [labelboxExchange({ endpoint: url, apiKey })] })

    expect(await new Labelbox({ client }).getUser()).toHaveProperty('id')
    expect(warn.mock.calls.map(String)).toEqual([
      expect.stringMatching(/two copies of @urql\/core.*needs @urql\/core 6/),
    ])
  })
})
