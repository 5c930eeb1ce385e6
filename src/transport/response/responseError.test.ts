import { inspect } from 'node:util'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readResponse } from '../../../test/support/readings.ts'
import { isLabelboxError, type LabelboxErrorCode } from '../../core/errors.ts'

const call = { operationName: 'InviteUser', attempts: 1, mayHaveRun: false }

const read = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  readResponse(
    { status, headers: new Headers(headers), body: typeof body === 'string' ? body : JSON.stringify(body) },
    call,
  )

const entry = (code: string, more: object = {}, message = 'refused') => ({
  data: null,
  errors: [{ message, path: ['createInvites'], extensions: { code, ...more } }],
})

const exception = (status: unknown, message?: string) =>
  entry('INTERNAL_SERVER_ERROR', { exception: { status } }, message)

const html = '<html><body>502 Bad Gateway</body></html>'

/** A value in as many lists or objects as that. */
const nested = (levels: number, within: (value: unknown) => unknown): unknown =>
  Array.from({ length: levels }).reduce(within, 1)

type Row = [what: string, status: number, body: unknown, code: LabelboxErrorCode, retryable?: boolean]

// Rows 1 and 2 of the catalogue, a timeout and a failed connection, have no answer: see transport/waiting.test.ts and transport/retry.http.test.ts.
const catalogue: readonly Row[] = [
  ['3: reset', 500, 'upstream connect error or disconnect/reset before headers. reset', 'INTERNAL_SERVER_ERROR', true],
  ['4: 500 that is not JSON', 500, 'oops', 'INTERNAL_SERVER_ERROR', false],
  ['4: 502', 502, html, 'INTERNAL_SERVER_ERROR', true],
  ['4: 503', 503, { message: 'later' }, 'INTERNAL_SERVER_ERROR', true],
  ['4: 504', 504, '', 'INTERNAL_SERVER_ERROR', true],
  ['4: 505', 505, '', 'INTERNAL_SERVER_ERROR', false],
  ['4: 502 whose errors say nothing', 502, { errors: [{ message: 'bad gateway' }] }, 'INTERNAL_SERVER_ERROR', true],
  ['4: 500 whose errors name a code', 500, entry('RESOURCE_CONFLICT'), 'RESOURCE_CONFLICT'],
  ['5: 200 that is not JSON', 200, html, 'BAD_RESPONSE'],
  ['5: 404 that is not JSON', 404, 'Not Found', 'HTTP_ERROR'],
  ['6', 200, entry('AUTHENTICATION_ERROR'), 'AUTHENTICATION'],
  ['7', 200, entry('AUTHORIZATION_ERROR'), 'AUTHORIZATION'],
  ['8', 400, entry('GRAPHQL_VALIDATION_FAILED', {}, 'Query complexity limit exceeded'), 'VALIDATION_FAILED'],
  ['9: fields', 400, entry('GRAPHQL_VALIDATION_FAILED', {}, 'Cannot query field "x"'), 'INVALID_QUERY'],
  [
    '9: the words about complexity',
    400,
    entry('BAD_USER_INPUT', {}, 'Query complexity limit exceeded'),
    'INVALID_QUERY',
  ],
  ['9: syntax', 400, entry('GRAPHQL_PARSE_FAILED', {}, 'Syntax Error: x'), 'INVALID_QUERY'],
  ['10', 200, { message: 'You have exceeded the limit of 1500' }, 'API_LIMIT', true],
  ['10: among errors', 200, { errors: [{ message: 'You have exceeded the limit' }] }, 'API_LIMIT', true],
  [
    '10: among several errors',
    200,
    { errors: [{ message: 'no' }, { message: 'You have exceeded the limit' }] },
    'API_LIMIT',
    true,
  ],
  [
    '10: beside a code that is not known',
    200,
    entry('SOMETHING_NEW', {}, 'You have exceeded the limit'),
    'SERVER_ERROR',
  ],
  [
    '10: beside a status',
    200,
    { errors: [{ message: 'You have exceeded the limit', extensions: { exception: { status: 426 } } }] },
    'SERVER_ERROR',
  ],
  ['10: beside a code', 200, entry('FORBIDDEN', {}, 'You have exceeded the limit'), 'AUTHORIZATION'],
  ['10: among errors of a used-up plan', 426, { errors: [{ message: 'You have exceeded the limit' }] }, 'USAGE_LIMIT'],
  ['10: of a gateway that has waited', 504, { message: 'You have exceeded the time' }, 'INTERNAL_SERVER_ERROR', true],
  [
    '10: among errors, of a server',
    500,
    { errors: [{ message: 'You have exceeded the time' }] },
    'INTERNAL_SERVER_ERROR',
  ],
  ['10: of a used-up plan', 426, { message: 'You have exceeded the limit of seats' }, 'USAGE_LIMIT'],
  ['10: as documented', 429, { message: 'Too many' }, 'API_LIMIT', true],
  ['11', 200, entry('RESOURCE_NOT_FOUND'), 'RESOURCE_NOT_FOUND'],
  ['12', 200, entry('RESOURCE_CONFLICT'), 'RESOURCE_CONFLICT'],
  ['13', 400, entry('MALFORMED_REQUEST'), 'MALFORMED_QUERY'],
  ['14', 200, exception(400), 'INVALID_QUERY'],
  ['15', 200, exception(422), 'UNPROCESSABLE_ENTITY'],
  ['16', 200, exception(426), 'USAGE_LIMIT'],
  ['16: in words', 200, exception(426, 'You have exceeded the limit of seats'), 'USAGE_LIMIT'],
  ['17: 500', 200, exception(500), 'INTERNAL_SERVER_ERROR', false],
  ['17: missing', 200, entry('INTERNAL_SERVER_ERROR'), 'INTERNAL_SERVER_ERROR', false],
  ['17: unreadable', 200, exception('teapot'), 'INTERNAL_SERVER_ERROR', false],
  ['17: null', 200, entry('INTERNAL_SERVER_ERROR', { exception: null }), 'INTERNAL_SERVER_ERROR', false],
  ['18: 404', 200, exception(404), 'RESOURCE_NOT_FOUND'],
  ['18: 503', 200, exception(503), 'INTERNAL_SERVER_ERROR', true],
  ['19', 200, entry('OPERATION_NOT_ALLOWED'), 'OPERATION_NOT_ALLOWED'],
  ['20', 200, entry('SOMETHING_NEW'), 'SERVER_ERROR'],
  ['21: 401', 401, { message: 'no API access' }, 'AUTHENTICATION'],
  ['21: 403', 403, {}, 'AUTHORIZATION'],
  ['21: 409', 409, {}, 'RESOURCE_CONFLICT'],
  ['21: 418', 418, {}, 'HTTP_ERROR'],
]

const weakSpots: readonly Row[] = [
  ['an entry without extensions', 200, { errors: [{ message: 'no' }] }, 'SERVER_ERROR'],
  ['null extensions', 200, { errors: [{ message: 'no', extensions: null }] }, 'SERVER_ERROR'],
  ['a code that is not text', 200, { errors: [{ message: 'no', extensions: { code: 7 } }] }, 'SERVER_ERROR'],
  [
    'errors as an object',
    200,
    { errors: { message: 'no', extensions: { code: 'RESOURCE_CONFLICT' } } },
    'RESOURCE_CONFLICT',
  ],
  ['errors as a text', 200, { errors: 'no' }, 'SERVER_ERROR'],
  ['entries that are not errors', 200, { errors: [null, 1, 'no', []] }, 'SERVER_ERROR'],
  ['a list as the body', 200, [{ data: {} }], 'BAD_RESPONSE'],
  ['a text as the body', 200, '"data"', 'BAD_RESPONSE'],
  ['null as the body', 200, 'null', 'BAD_RESPONSE'],
  ['an empty body', 200, '', 'BAD_RESPONSE'],
  ['no data', 200, {}, 'BAD_RESPONSE'],
  ['null data', 200, { data: null }, 'BAD_RESPONSE'],
  ['data cut short', 200, '{"data":{"organiz', 'BAD_RESPONSE'],
  ['a page as the answer', 200, html, 'BAD_RESPONSE'],
  ['plain text 401', 401, 'Unauthorized', 'AUTHENTICATION'],
  ['plain text 403', 403, 'Forbidden', 'AUTHORIZATION'],
  ['a page as 429', 429, html, 'API_LIMIT', true],
  ['a redirect', 302, '', 'HTTP_ERROR'],
  ['a choice of redirects', 300, '', 'HTTP_ERROR'],
  ['an opaque redirect', 0, '', 'HTTP_ERROR'],
  ['data under a redirect', 300, { data: { user: 1 } }, 'HTTP_ERROR'],
  ['data without a status', 0, { data: { user: 1 } }, 'HTTP_ERROR'],
  ['lists that are too deep', 200, { data: { x: [1, nested(600, (value) => [value])] } }, 'BAD_RESPONSE'],
  ['objects that are too deep', 200, { data: nested(600, (value) => ({ x: value })) }, 'BAD_RESPONSE'],
  ['data under a bad status', 404, { data: { user: null } }, 'HTTP_ERROR'],
]

describe('a response', () => {
  test.each<Row>([...catalogue, ...weakSpots])('%s', (_, status, body, code, retryable = false) => {
    const { error } = read(status, body, { 'x-request-id': 'r-1' })
    expect(error).toMatchObject({ code, status, retryable, requestId: 'r-1', operationName: 'InviteUser' })
    expect(error?.message).toMatch(/^InviteUser failed: \S/)
  })

  test('names a status that no GraphQL API has', () => {
    expect(read(404, html).error?.message).toBe(
      'InviteUser failed: the server answered with HTTP 404, as no GraphQL API does. Check the endpoint.',
    )
  })

  test.each([0, 300, 302, 399])('says of status %s that it is a redirect', (status) => {
    expect(read(status, '').error?.message).toContain(
      'InviteUser failed: the server answered with a redirect, which the client does not follow. Check the endpoint.',
    )
  })

  test('names the permission that is missing, if a refusal of the role names one', () => {
    const refusal = (code: string, permission: string) => ({
      message: `Your role does not have the permission ${permission}`,
      extensions: { code },
    })
    const { error } = read(200, {
      errors: [refusal('RESOURCE_CONFLICT', 'labels.write'), refusal('FORBIDDEN', 'users.manage')],
    })
    expect(error).toMatchObject({ code: 'AUTHORIZATION', missingPermission: 'users.manage' })
    expect(error?.message).toContain('InviteUser failed: the role of this API key lacks the permission users.manage.')
    const unnamed = read(403, '').error
    expect(unnamed).toHaveProperty('missingPermission', undefined)
    expect(unnamed?.message).toContain('the role of this API key does not allow it.')
    const conflict = read(200, { errors: [refusal('RESOURCE_CONFLICT', 'users.manage')] }).error
    expect(conflict).not.toHaveProperty('missingPermission')
  })

  test('returns data if there is no error, or an empty list of errors', () => {
    expect(read(200, { data: { user: null } })).toEqual({ data: { user: null } })
    expect(read(200, { data: { user: 1 }, errors: [] })).toEqual({ data: { user: 1 } })
    expect(read(200, { data: { user: 1 }, errors: null })).toEqual({ data: { user: 1 } })
  })

  test('finds a code in any entry of errors, also beside data', () => {
    const errors = [{ message: 'first' }, { message: 'second', extensions: { code: 'AUTHORIZATION_ERROR' } }]
    const { error } = read(200, { data: { user: 1 }, errors })
    expect(error).toMatchObject({ code: 'AUTHORIZATION', data: { user: 1 } })
    expect(error?.graphQLErrors.map(({ message }) => message)).toEqual(['first', 'second'])
  })

  test.each([
    ['a refusal under 200', 200, entry('RESOURCE_CONFLICT'), false],
    ['a refusal under 500', 500, entry('AUTHORIZATION_ERROR'), false],
    ['the quota', 429, html, false],
    ['a used-up plan', 200, exception(426), false],
    ['other refusals that the catalogue knows inside', 200, exception(422), false],
    ['the quota of something behind the API', 200, exception(429), true],
    ['a refusal of something behind the API', 200, exception(403), true],
    ['a conflict of something behind the API', 200, exception(409), true],
    ['a path that is not there', 404, 'Not Found', false],
    ['a bare 409, which a gateway gives to the second request under one X-Attempt-Id', 409, '', true],
    ['a 499, which a gateway gives to who has left', 499, '', true],
    ['the words of the quota of a gateway that has waited', 504, { message: 'You have exceeded the time' }, true],
    ['a 408, which a gateway gives', 408, '', true],
    ['a redirect', 302, '', true],
    ['a gateway’s failure', 502, html, true],
    ['a failure of the server’s', 200, entry('INTERNAL_SERVER_ERROR'), true],
    ['an error that is not known', 200, entry('SOMETHING_NEW'), true],
    ['an answer that cannot be read', 200, html, true],
    ['a refusal beside data', 200, { ...entry('RESOURCE_CONFLICT'), data: { createInvites: [] } }, true],
    ['a refusal beside nulls and data', 200, { ...entry('FORBIDDEN'), data: { a: null, b: [] } }, true],
    ['a refusal beside nulls', 200, { ...entry('RESOURCE_CONFLICT'), data: { createInvites: null } }, false],
  ])('%s: whether the request may have run', (_, status, body, mayHaveRun) => {
    expect(read(status, body).error).toMatchObject({ mayHaveRun, attempts: 1 })
  })

  test.each([exception(500), { ...entry('FORBIDDEN'), data: { user: 1 } }, html])('a query changes nothing', (body) => {
    const answer = { status: 200, headers: new Headers(), body: JSON.stringify(body) }
    expect(readResponse(answer, { ...call, kind: 'query' }).error).toMatchObject({ mayHaveRun: false })
  })

  test('calls only a quota, a timeout and a passing failure of the server retryable', () => {
    const timeout: Row = ['a timeout', 408, '', 'TIMEOUT']
    const codes = [...catalogue, ...weakSpots, timeout].flatMap(([, status, body]) => {
      const error = read(status, body).error
      return error?.retryable === true ? [error.code] : []
    })
    expect([...new Set(codes)].sort()).toEqual(['API_LIMIT', 'INTERNAL_SERVER_ERROR', 'TIMEOUT'])
  })

  test('keeps the state of the call', () => {
    const answer = { status: 403, headers: new Headers(), body: '' }
    const { error } = readResponse(answer, { operationName: undefined, attempts: 3, mayHaveRun: true })
    expect(error).toMatchObject({ operationName: undefined, attempts: 3, mayHaveRun: true })
    expect(error?.message).toMatch(/^The request failed: /)
  })

  test('has the server’s Retry-After', () => {
    expect(read(429, '', { 'Retry-After': '7' }).error?.retryAfterMs).toBe(7000)
    expect(read(503, '').error?.retryAfterMs).toBeUndefined()
  })

  test.each(['x-request-id', 'x-correlation-id', 'request-id', 'x-amzn-requestid', 'cf-ray'])(
    'finds the id in %s',
    (name) => {
      expect(read(500, '', { [name]: 'r-2' }).error?.requestId).toBe('r-2')
    },
  )

  test('has no request id without its header', () => {
    expect(read(500, '').error?.requestId).toBeUndefined()
  })

  test.each(['8d3e9a6a7bd11d4c-FRA', 'Root=1-67891233-abcdef012345678912345678', 'a/b+c==', '0'.repeat(128)])(
    'takes %j for the id of a request',
    (id) => {
      expect(read(500, '', { 'x-request-id': id }).error?.requestId).toBe(id)
    },
  )

  test.each(['', 'call 555 and say your key', 'ada@example.com', '<b>', '\u00e9', '"quoted"', '0'.repeat(129)])(
    'takes %j for a text of the server, and looks for an id in the next header',
    (text) => {
      expect(read(500, '', { 'x-request-id': text, 'cf-ray': 'r-5' }).error?.requestId).toBe('r-5')
    },
  )

  test('returns data or a LabelboxError without text of the body for any response, and never throws', () => {
    const marker = 'PLANTED-MARKER'
    const marked = fc.string().map((text) => `${text}${marker}`)
    const junk = fc.oneof(fc.jsonValue(), marked, fc.array(fc.oneof(fc.jsonValue(), marked)))
    const errorEntry = fc.record(
      {
        message: fc.oneof(marked, fc.jsonValue()),
        path: junk,
        extensions: fc.oneof(
          junk,
          fc.record({ code: fc.oneof(marked, fc.constantFrom('INTERNAL_SERVER_ERROR')), exception: junk }),
        ),
      },
      { requiredKeys: [] },
    )
    const envelope = fc.record(
      { data: junk, errors: fc.oneof(junk, fc.array(errorEntry)), message: marked },
      { requiredKeys: [] },
    )
    const json = envelope.map((value) => JSON.stringify(value))
    const body = fc.oneof(
      { weight: 4, arbitrary: json },
      { weight: 2, arbitrary: fc.tuple(json, fc.nat(200)).map(([text, cut]) => text.slice(0, cut)) },
      { weight: 2, arbitrary: marked },
      { weight: 1, arbitrary: marked.map((text) => `<html><body>${text}</body></html>`) },
      { weight: 1, arbitrary: marked.map((text) => text.padEnd(1_000_000, marker)) },
      {
        weight: 1,
        arbitrary: fc.constant(JSON.stringify({ errors: Array.from({ length: 20_000 }, () => ({ message: marker })) })),
      },
    )
    const status = fc.oneof(fc.integer({ min: 0, max: 999 }), fc.constantFrom(200, 400, 401, 429, 500, 502))
    const headers = fc.dictionary(fc.constantFrom('x-request-id', 'cf-ray', 'retry-after'), fc.string())
    fc.assert(
      fc.property(status, headers, body, (status, headers, body) => {
        const reading = readResponse(
          { status, headers: { get: (name) => headers[name] ?? null }, body },
          call,
          new Response(null, { headers: { marker } }),
        )
        if (reading.error === undefined) {
          expect(reading.data).toEqual((JSON.parse(body) as { data: unknown }).data)
          return
        }
        const { error } = reading
        expect(isLabelboxError(error)).toBe(true)
        const shown = [
          error.message,
          error.stack,
          String(error),
          JSON.stringify(error),
          inspect(error, { depth: Infinity }),
        ]
        expect(shown.join('\n')).not.toContain(marker)
      }),
      { numRuns: 300 },
    )
  })

  test('takes an entry that is a text for a message, and has a message for each other one', () => {
    const { error } = read(200, { errors: ['no', { message: 7 }, null] })
    expect(error?.graphQLErrors.map(({ message }) => message)).toEqual(['no', 'No message.', 'No message.'])
  })

  test('keeps the locations of errors in the document', () => {
    const body = JSON.stringify({ errors: [{ message: 'no', locations: [{ line: 1, column: 2 }] }] })
    const { error } = readResponse({ status: 400, headers: new Headers(), body }, call)
    expect(error?.graphQLErrors[0]).toMatchObject({ locations: [{ line: 1, column: 2 }] })
  })
})

describe('of a very long list of errors', () => {
  const many = (count: number, last: object = {}) =>
    readResponse(
      {
        status: 200,
        headers: new Headers(),
        body: JSON.stringify({
          data: null,
          errors: [...Array.from({ length: count - 1 }, () => entry('AUTHORIZATION_ERROR').errors[0]), last],
        }),
      },
      { ...call, kind: 'mutation' },
    ).error

  test('the first 100 are kept, and one more counts the others', () => {
    expect(many(100)?.graphQLErrors).toHaveLength(100)
    const error = many(20_000)
    expect(error).toMatchObject({ code: 'AUTHORIZATION' })
    expect(error?.graphQLErrors).toHaveLength(101)
    expect(error?.graphQLErrors.at(-1)?.message).toBe('19900 more errors are left out.')
  })

  test('even a dropped one leaves open that a change was made', () => {
    expect(many(50, entry('AUTHORIZATION_ERROR').errors[0])).toMatchObject({ mayHaveRun: false })
    expect(many(200, entry('INTERNAL_SERVER_ERROR').errors[0])).toMatchObject({ mayHaveRun: true })
  })
})

describe('the message', () => {
  const failed = (status: number, body: unknown, kind: 'query' | 'mutation', hasKey?: boolean) =>
    readResponse(
      { status, headers: new Headers(), body: typeof body === 'string' ? body : JSON.stringify(body) },
      { ...call, kind },
      undefined,
      hasKey === undefined ? undefined : { host: 'app.example.com', hasKey },
    ).error?.message

  test.each<[what: string, status: number, body: unknown]>([
    ['an answer that is not GraphQL', 200, html],
    ['a redirect', 302, ''],
    ['an unknown code', 200, entry('SOMETHING_NEW')],
    ['a refusal beside data', 200, { ...entry('RESOURCE_CONFLICT'), data: { createInvites: [] } }],
  ])('says that a change may have been made: %s', (_, status, body) => {
    expect(failed(status, body, 'mutation')).toMatch(/ The change may have been made\.$/)
    expect(failed(status, body, 'query')).not.toContain('may have been made')
  })

  test('does not say so of a change that was refused', () => {
    expect(failed(200, entry('RESOURCE_CONFLICT'), 'mutation')).not.toContain('may have been made')
  })

  test.each([401, 403, 426, 429])(
    'of a bare %s of another server blames no key, role or plan of Labelbox',
    (status) => {
      for (const hasKey of [true, false]) {
        const message = failed(status, html, 'query', hasKey) ?? ''
        expect(message).toContain(`app.example.com answered with HTTP ${status}`)
        expect(message).not.toMatch(/Labelbox did not accept|role of this API key|its plan's requests|plan's allowance/)
      }
    },
  )

  test('of a bare 401 of the page’s own server says what to check', () => {
    expect(failed(401, '', 'query', false)).toContain('signed in')
    expect(failed(401, '', 'query', false)).toContain('sends no API key')
  })

  test('of Labelbox is kept if another server passes the error on', () => {
    expect(failed(401, entry('AUTHENTICATION_ERROR'), 'query', false)).toContain('did not accept the API key')
    expect(failed(200, { message: 'You have exceeded the limit' }, 'query', false)).toContain('requests per minute')
  })
})

describe('a refusal beside signs of a change proves nothing', () => {
  const mutation = { ...call, kind: 'mutation' } as const
  const under = (status: number, ...errors: readonly object[]) =>
    readResponse({ status, headers: new Headers(), body: JSON.stringify({ data: null, errors }) }, mutation).error
  const refused = (code: string, path: readonly (string | number)[] = ['createInvites']) => ({
    message: 'refused',
    path,
    extensions: { code },
  })

  test.each(['TOO_MANY_REQUESTS', 'AUTHORIZATION_ERROR', 'RESOURCE_NOT_FOUND'])('%s below a root field', (code) => {
    expect(under(200, refused(code))).toMatchObject({ mayHaveRun: false })
    expect(under(200, refused(code, ['createInvites', 0, 'invite', 'id']))).toMatchObject({ mayHaveRun: true })
  })

  test.each(['TOO_MANY_REQUESTS', 'AUTHORIZATION_ERROR'])('%s beside an error of the server, in any order', (code) => {
    const broken = refused('INTERNAL_SERVER_ERROR')
    expect(under(200, refused(code), broken)).toMatchObject({ mayHaveRun: true })
    expect(under(200, broken, refused(code))).toMatchObject({ mayHaveRun: true })
    expect(under(200, refused(code), refused('RESOURCE_CONFLICT'))).toMatchObject({ mayHaveRun: false })
  })

  test('an error of an unknown code, unless the status is a refusal', () => {
    expect(under(404, refused('SOMETHING_NEW'))).toMatchObject({ mayHaveRun: true })
    expect(under(422, refused('SOMETHING_NEW'))).toMatchObject({ mayHaveRun: false })
  })

  test('an error of the server under the status of a refusal', () => {
    expect(under(422, refused('INTERNAL_SERVER_ERROR'))).toMatchObject({ mayHaveRun: true })
    // The quota turns requests away before they are let in.
    expect(under(429, refused('INTERNAL_SERVER_ERROR'))).toMatchObject({ code: 'API_LIMIT', mayHaveRun: false })
  })
})
