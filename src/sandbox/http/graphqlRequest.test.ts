import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isLong } from '../../../test/support/long.ts'
import { createSandbox, type Sandbox } from '../index.ts'
import type { Envelope } from '../testingSandbox.ts'

interface Received {
  readonly status: number
  readonly headers: Headers
  readonly envelope: Envelope
}

interface Sent {
  readonly body?: string | Uint8Array<ArrayBuffer> | Blob
  readonly headers?: Readonly<Record<string, string>>
  readonly search?: string
}

let sandbox: Sandbox

beforeAll(async () => {
  sandbox = await createSandbox()
})

afterAll(() => sandbox.close())

async function send({ body, headers = {}, search = '' }: Sent): Promise<Received> {
  const { url, apiKey } = sandbox
  const response = await fetch(`${url}${search}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${apiKey}`, ...(body !== undefined && json), ...headers },
    body: body ?? null,
  })
  return { status: response.status, headers: response.headers, envelope: (await response.json()) as Envelope }
}

const json = { 'content-type': 'application/json' }
const user = '{ user { id } }'
const asJson = (query: string, variables?: unknown): string => JSON.stringify({ query, variables })
const times = (count: number, make: (number: number) => string): string =>
  Array.from({ length: count }, (_, n) => make(n)).join('')
const nested = (count: number): unknown => {
  let where: unknown = { name_not: 'x' }
  for (let level = 0; level < count; level += 1) where = { AND: [where] }
  return where
}

describe('serves', () => {
  it.each<readonly [string, Sent]>([
    ['a query by GET', { search: `?query=${user}` }],
    ['a query by GET with variables', { search: `?query=query($n:PageSize){users(first:$n){id}}&variables={"n":1}` }],
    ['a query by GET whose parameters come twice, by the first', { search: `?query=${user}&query={nope}` }],
    ['members that it does not know', { body: `{"query":"${user}","id":1,"doc_id":"x","documentId":"y"}` }],
    ['keys that come twice, by the last', { body: `{"query":"{ nope }","query":"${user}"}` }],
    ['keys named __proto__', { body: `{"query":"${user}","__proto__":{"query":1},"variables":{"__proto__":{}}}` }],
    ['an empty operation name', { body: `{"query":"query A ${user}","operationName":""}` }],
    ['a byte order mark', { body: `\uFEFF${asJson(user)}` }],
    ['a media type in capitals', { body: asJson(user), headers: { 'content-type': 'Application/JSON' } }],
    ['a charset in quotes', { body: asJson(user), headers: { 'content-type': 'application/json; charset="UTF-8"' } }],
    ['a type of GraphQL', { body: asJson(user), headers: { 'content-type': 'application/graphql+json' } }],
    ['gzip', { body: gzipSync(asJson(user)), headers: { 'content-encoding': 'gzip' } }],
    ['GZIP', { body: gzipSync(asJson(user)), headers: { 'content-encoding': 'GZIP' } }],
    ['deflate', { body: deflateSync(asJson(user)), headers: { 'content-encoding': 'deflate' } }],
    ['brotli', { body: brotliCompressSync(asJson(user)), headers: { 'content-encoding': 'br' } }],
    [
      'a whole query beside the hash of a persisted one',
      { body: `{"query":"${user}","extensions":{"persistedQuery":{"version":1}}}` },
    ],
    [
      'a list of 50,000 ids',
      {
        body: asJson('query($ids: [ID!]) { users(where: { id_in: $ids }) { id } }', {
          ids: Array.from({ length: 50_000 }, (_, n) => `id-${n}`),
        }),
      },
    ],
    [
      'an AND of 1,000',
      {
        body: asJson('query($w: UserWhereInput) { users(where: $w) { id } }', {
          w: { AND: Array.from({ length: 1000 }, (_, n) => ({ name_not: `${n}` })) },
        }),
      },
    ],
    [
      'an AND of 100 levels',
      { body: asJson('query($w: UserWhereInput) { users(where: $w) { id } }', { w: nested(100) }) },
    ],
    ['200 levels', { body: asJson(`{ ${'organization { users(first: 1) { '.repeat(100)}id${' } }'.repeat(100)} }`) }],
    [
      '300 chained fragments',
      {
        body: asJson(
          `{ user { ...F0 } } ${times(300, (n) => `fragment F${n} on User { ...F${n + 1} }`)} fragment F300 on User { id }`,
        ),
      },
    ],
  ])('%s', async (_what, sent) => {
    const { status, envelope } = await send(sent)

    expect(envelope.errors).toBeUndefined()
    expect(status).toBe(200)
  })
})

describe('refuses', () => {
  it.each<readonly [string, number, string, Sent]>([
    ['a GET without a query', 400, 'MALFORMED_REQUEST', { search: '' }],
    ['a GET with an empty query', 400, 'MALFORMED_REQUEST', { search: '?query=' }],
    ['a GET with broken variables', 400, 'MALFORMED_REQUEST', { search: `?query=${user}&variables={` }],
    ['a GET with a list of variables', 400, 'MALFORMED_REQUEST', { search: `?query=${user}&variables=[]` }],
    ['a GET with broken extensions', 400, 'MALFORMED_REQUEST', { search: `?query=${user}&extensions=}` }],
    [
      'a GET with a mutation',
      405,
      'MALFORMED_REQUEST',
      { search: '?query=mutation{deleteUserGroup(where:{id:"x"}){success}}' },
    ],
    ['a batch', 400, 'MALFORMED_REQUEST', { body: `[${asJson(user)}]` }],
    ['extensions that are text', 400, 'MALFORMED_REQUEST', { body: `{"query":"${user}","extensions":"x"}` }],
    ['an operation name that is a number', 400, 'MALFORMED_REQUEST', { body: `{"query":"${user}","operationName":1}` }],
    ['a subscription', 400, 'BAD_USER_INPUT', { body: asJson(`subscription ${user}`) }],
    ['bytes that are not UTF-8', 400, 'MALFORMED_REQUEST', { body: Buffer.from([0x7b, 0xff, 0x7d]) }],
    [
      'a body without a content type',
      415,
      'MALFORMED_REQUEST',
      { body: new Blob([asJson(user)]), headers: { 'content-type': '' } },
    ],
    ['text', 415, 'MALFORMED_REQUEST', { body: asJson(user), headers: { 'content-type': 'text/plain' } }],
    [
      'a form',
      415,
      'MALFORMED_REQUEST',
      { body: `query=${user}`, headers: { 'content-type': 'application/x-www-form-urlencoded' } },
    ],
    ['a bare query', 415, 'MALFORMED_REQUEST', { body: user, headers: { 'content-type': 'application/graphql' } }],
    ['a malformed content type', 415, 'MALFORMED_REQUEST', { body: asJson(user), headers: { 'content-type': ';' } }],
    [
      'another charset',
      415,
      'MALFORMED_REQUEST',
      { body: asJson(user), headers: { 'content-type': 'application/json; charset=utf-16' } },
    ],
    [
      'an unknown compression',
      415,
      'MALFORMED_REQUEST',
      { body: asJson(user), headers: { 'content-encoding': 'zstd' } },
    ],
    [
      'two compressions',
      415,
      'MALFORMED_REQUEST',
      { body: gzipSync(gzipSync(asJson(user))), headers: { 'content-encoding': 'gzip, gzip' } },
    ],
    [
      'an incomplete compressed body',
      400,
      'MALFORMED_REQUEST',
      { body: gzipSync(asJson(user)).subarray(0, 20), headers: { 'content-encoding': 'gzip' } },
    ],
    [
      'a gzip body that inflates to 100 MB',
      413,
      'MALFORMED_REQUEST',
      { body: gzipSync(Buffer.alloc(100_000_000, ' ')), headers: { 'content-encoding': 'gzip' } },
    ],
    ['a body of 10 MB', 413, 'MALFORMED_REQUEST', { body: Buffer.alloc(10_000_000, ' ') }],
    [
      'JSON of 3,000 levels',
      400,
      'MALFORMED_REQUEST',
      { body: asJson(user, { list: JSON.parse(`${'['.repeat(3000)}${']'.repeat(3000)}`) as unknown }) },
    ],
    [
      'an AND of 1,000 levels',
      400,
      'MALFORMED_REQUEST',
      { body: asJson('query($w: UserWhereInput) { users(where: $w) { id } }', { w: nested(1000) }) },
    ],
    [
      'an AND of 1,000 levels in the document',
      400,
      'GRAPHQL_PARSE_FAILED',
      { body: asJson(`{ users(where: ${'{AND:['.repeat(1000)}${']}'.repeat(1000)}) { id } }`) },
    ],
    [
      'a filter of 5,000 comparisons',
      400,
      'GRAPHQL_VALIDATION_FAILED',
      {
        body: asJson('query($w: UserWhereInput) { users(where: $w) { id } }', {
          w: { AND: Array.from({ length: 5000 }, () => ({ name_not: 'x' })) },
        }),
      },
    ],
    [
      '50,000 invalid ids',
      400,
      'BAD_USER_INPUT',
      {
        body: asJson('query($ids: [ID!]) { users(where: { id_in: $ids }) { id } }', {
          ids: Array.from({ length: 50_000 }, () => ({})),
        }),
      },
    ],
    [
      '3,000 levels',
      400,
      'GRAPHQL_PARSE_FAILED',
      { body: asJson(`{${'organization{users{'.repeat(1500)}id${'}}'.repeat(1500)}}`) },
    ],
    [
      'a type of 3,000 lists',
      400,
      'GRAPHQL_PARSE_FAILED',
      { body: asJson(`query($a: ${'['.repeat(3000)}Int${']'.repeat(3000)}) ${user}`) },
    ],
    [
      '5,000 chained fragments',
      400,
      'GRAPHQL_PARSE_FAILED',
      {
        body: asJson(
          `{ user { ...F0 } } ${times(5000, (n) => `fragment F${n} on User { ...F${n + 1} }`)} fragment F5000 on User { id }`,
        ),
      },
    ],
    [
      'fragments that double 30 times',
      400,
      'GRAPHQL_VALIDATION_FAILED',
      {
        body: asJson(
          `{ user { ...F0 } } ${times(30, (n) => `fragment F${n} on User { a: organization { users(first: 1) { ...F${n + 1} } } b: organization { users(first: 1) { ...F${n + 1} } } }`)} fragment F30 on User { id }`,
        ),
      },
    ],
  ])('%s with %i', async (_what, status, code, sent) => {
    const received = await send(sent)

    expect(received.envelope.errors?.[0]?.extensions.code).toBe(code)
    expect(received.status).toBe(status)
    expect((await send({ body: asJson(user) })).status).toBe(200)
  })
})

it.each<readonly [string, Sent]>([
  ['POST', { body: '{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"x"}}}' }],
  ['POST with a null query', { body: '{"query":null,"extensions":{"persistedQuery":{"version":1}}}' }],
  ['POST with an empty query', { body: '{"query":"","extensions":{"persistedQuery":{"version":1}}}' }],
  ['GET', { search: '?extensions={"persistedQuery":{"version":1,"sha256Hash":"x"}}' }],
])('asks a persisted-query client by %s to send the full query', async (_method, sent) => {
  const { status, envelope } = await send(sent)

  expect(status).toBe(200)
  // urql reads the message, Apollo the message or the code.
  expect(envelope).toEqual({
    errors: [{ message: 'PersistedQueryNotSupported', extensions: { code: 'PERSISTED_QUERY_NOT_SUPPORTED' } }],
  })
})

describe('an upload', () => {
  const operations = asJson(
    'mutation($file: Upload!) { importUsersAsCsvToGroup(roleId: "x", file: $file, where: {id: "x"}) { count } }',
    { file: null },
  )
  const part = (name: string, value: string, more = ''): string =>
    `--a b\r\ncontent-disposition: form-data; name="${name}"${more}\r\n\r\n${value}\r\n`
  const file = part('0', 'email\n', '; filename="a.csv"')
  const form = (...parts: readonly string[]): string => `${parts.join('')}--a b--\r\n`
  const type = 'multipart/form-data; boundary="a b"'

  it.each(['multipart/form-data; boundary="a b"', 'Multipart/Form-Data; Boundary="a b"'])(
    'is read as %s',
    async (contentType) => {
      const body = form(part('operations', operations), part('map', '{"0":["variables.file"]}'), file)

      const { envelope } = await send({ body, headers: { 'content-type': contentType } })

      // The file has arrived: the error is about the group.
      expect(envelope.errors).toMatchObject([{ path: ['importUsersAsCsvToGroup'], message: 'Invalid user group id' }])
    },
  )

  it.each([
    ['without operations', form(part('map', '{}'), file)],
    ['whose operations are not JSON', form(part('operations', '{'), file)],
    ['whose operations are a batch', form(part('operations', `[${operations}]`), file)],
    ['whose map is not JSON', form(part('operations', operations), part('map', '{'), file)],
    ['whose map is a list', form(part('operations', operations), part('map', '[]'), file)],
    ['whose map names a missing part', form(part('operations', operations), part('map', '{"9":["variables.file"]}'))],
    ['whose map names something else', form(part('operations', operations), part('map', '{"0":["query"]}'), file)],
    [
      'whose map reaches for prototypes',
      form(part('operations', operations), part('map', '{"0":["variables.__proto__.x"]}'), file),
    ],
    ['whose map has numbers for paths', form(part('operations', operations), part('map', '{"0":[1]}'), file)],
    ['of 1,000 parts', form(part('operations', operations), file.repeat(1000))],
    ['that is incomplete', form(part('operations', operations)).slice(0, -20)],
    ['that is empty', ''],
  ])('%s is refused', async (_what, body) => {
    const { status, envelope } = await send({ body, headers: { 'content-type': type } })

    expect(envelope.errors?.[0]?.extensions.code).toBe('MALFORMED_REQUEST')
    expect(status).toBe(400)
  })

  it('without a boundary is refused', async () => {
    const { status } = await send({
      body: form(file),
      headers: { 'content-type': 'multipart/form-data' },
    })

    expect(status).toBe(400)
  })
})

it('responds to any bytes with any headers in JSON with a status below 500', async () => {
  const part = (type: string): fc.Arbitrary<string> =>
    fc.constantFrom(
      type,
      type.toUpperCase(),
      `${type};`,
      `${type}; charset=utf-8`,
      `${type}; boundary=x`,
      `${type}; boundary="x y"`,
      `${type}; charset=latin1`,
    )
  const contentType = fc.oneof(
    ...['application/json', 'multipart/form-data', 'application/graphql', 'text/plain', 'x', ''].map(part),
    fc.string({ unit: fc.constantFrom('a', '/', ';', '=', '"', ' ', ',') }),
  )
  const fragment = fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    '"',
    ':',
    ',',
    'query',
    'variables',
    'extensions',
    '"query":"{user{id}}"',
    'persistedQuery',
    '\\u0000',
    '\\ud800',
    '--x',
    '\r\n',
    'null',
    '1e999',
    '{"query":',
    '{user{id}}',
    'fragment A on User{...A}',
    '...',
    '@skip(if:',
    '$',
    '#',
    '"""',
    'content-disposition: form-data; name="operations"\r\n\r\n',
    '\uFEFF',
    ' ',
  )
  const body = fc.oneof(
    fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
    fc.array(fragment, { maxLength: 40 }).map((parts) => Buffer.from(parts.join(''))),
    fc.json().map((text) => Buffer.from(text)),
    fc
      .record(
        { query: fc.anything(), variables: fc.anything(), operationName: fc.anything(), extensions: fc.anything() },
        { requiredKeys: [] },
      )
      .map((message) =>
        Buffer.from(
          JSON.stringify(message, (_key, value: unknown) => (typeof value === 'bigint' ? `${value}` : value)),
        ),
      ),
  )
  const encoding = fc.constantFrom('', 'identity', 'gzip', 'deflate', 'br', 'GZIP', 'x', 'gzip,br')
  const packed = fc.constantFrom((bytes: Buffer) => bytes, gzipSync, deflateSync, brotliCompressSync)
  const path = fc.constantFrom('/graphql', '/_gql', '/graphql?', '/graphql?query={user{id}}', '/other')
  const method = fc.constantFrom('POST', 'POST', 'POST', 'PUT', 'DELETE')
  const key = fc.constantFrom(`Bearer ${sandbox.apiKey}`, `Bearer ${sandbox.apiKey}`, 'Bearer x', '')

  await fc.assert(
    fc.asyncProperty(
      contentType,
      body,
      encoding,
      packed,
      path,
      method,
      key,
      async (type, bytes, contentEncoding, pack, target, verb, authorization) => {
        const response = await fetch(sandbox.url.replace('/graphql', target), {
          method: verb,
          headers: { authorization, 'content-type': type.trim(), 'content-encoding': contentEncoding },
          body: new Uint8Array(pack(bytes)),
        })
        const text = await response.text()
        expect(response.status).toBeLessThan(500)
        expect(text).not.toContain('INTERNAL_SERVER_ERROR')
        expect(() => JSON.parse(text) as unknown).not.toThrow()
      },
    ),
    { numRuns: isLong ? 200 : 50 },
  )
  expect((await send({ body: asJson(user) })).status).toBe(200)
})
