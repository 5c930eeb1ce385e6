import { expect, it } from 'vitest'
import type { Fault } from '../index.ts'
import { ask, faulty, post, tag, tags } from '../testingSandbox.ts'

it.each([500, 502, 503, 504, 520])('responds with %i, with and without executing the request', async (status) => {
  const sandbox = await faulty(
    { kind: 'http-status', status, operationName: 'Tag' },
    { kind: 'http-status', status, operationName: 'Tag', processed: true },
  )

  const refused = await post(sandbox)
  const before = await tags(sandbox)
  const carriedOut = await post(sandbox)
  const after = await tags(sandbox)

  expect([refused.status, carriedOut.status]).toEqual([status, status])
  expect(await carriedOut.text()).toMatch(/^<html>.*<\/html>$/)
  expect([before, after]).toEqual([0, 1])
  expect(sandbox.received).toMatchObject([
    { operationName: 'Tag', status, processed: false, processedAt: undefined, fault: 'http-status' },
    { operationName: 'Look', status: 200, processed: true, fault: undefined },
    { operationName: 'Tag', status, processed: true, fault: 'http-status' },
    { operationName: 'Look', status: 200, processed: true, fault: undefined },
  ])
})

it.each([200, 403, 429, 502])('responds with an HTML page and %i', async (status) => {
  const sandbox = await faulty({ kind: 'http-status', status, message: 'Just a moment' })

  const response = await post(sandbox)

  expect(response.status).toBe(status)
  expect(response.headers.get('content-type')).toBe('text/html')
  expect(await response.text()).toContain('<h1>Just a moment</h1>')
})

const date = 'Wed, 21 Oct 2026 07:28:00 GMT'

it.each([
  ['JSON', { body: 'json' }, 'application/json', /^{"message":"You have exceeded /],
  ['HTML', { body: 'html' }, 'text/html', /^<html>.*429 Too Many Requests/],
  ['text', { body: 'text' }, 'text/plain', /^429 Too Many Requests$/],
  ['nothing', { body: 'empty' }, null, /^$/],
  ['a GraphQL error', { kind: 'graphql-error', code: 'RATE_LIMITED' }, 'application/json', /"code":"RATE_LIMITED"/],
] as const)('responds with %s and 429, with and without Retry-After', async (_what, fault, type, text) => {
  const limited: Fault = { kind: 'http-status', status: 429, ...fault }
  const sandbox = await faulty(limited, { ...limited, retryAfter: 2 }, { ...limited, retryAfter: date })

  const responses = [await post(sandbox), await post(sandbox), await post(sandbox)]

  expect(responses.map(({ status }) => status)).toEqual([429, 429, 429])
  expect(responses.map(({ headers }) => headers.get('retry-after'))).toEqual([null, '2', date])
  expect(responses[0]?.headers.get('content-type')).toBe(type)
  expect(await responses[0]?.text()).toMatch(text)
  expect(await tags(sandbox)).toBe(0)
})

it('responds with the given message or the status in words, as JSON', async () => {
  const sandbox = await faulty(
    { kind: 'http-status', status: 401, body: 'json', message: 'Your plan has no API access' },
    { kind: 'http-status', status: 503, body: 'json' },
  )

  expect(await (await post(sandbox)).text()).toBe('{"message":"Your plan has no API access"}')
  expect(await (await post(sandbox)).text()).toBe('{"message":"503 Service Unavailable"}')
})

it.each([
  [{}, 200, false],
  [{ status: 503 }, 503, false],
  [{ processed: true }, 200, true],
] as const)('responds with a GraphQL error for %j', async (fault, status, processed) => {
  const sandbox = await faulty({
    kind: 'graphql-error',
    code: 'RESOURCE_CONFLICT',
    message: 'Taken',
    operationName: 'Tag',
    ...fault,
  })

  const response = await post(sandbox)

  expect(response.status).toBe(status)
  expect(await response.json()).toEqual({
    errors: [{ message: 'Taken', path: ['createResourceTag'], extensions: { code: 'RESOURCE_CONFLICT' } }],
    data: null,
  })
  expect(await tags(sandbox)).toBe(processed ? 1 : 0)
})

it('adds exception.status to a GraphQL error, and omits extensions for an empty code', async () => {
  const sandbox = await faulty(
    { kind: 'graphql-error', exceptionStatus: 422, message: 'No' },
    { kind: 'graphql-error', code: '' },
  )

  const bodies = [await (await post(sandbox)).json(), await (await post(sandbox)).json()] as unknown[]

  const path = ['createResourceTag']
  const extensions = { code: 'INTERNAL_SERVER_ERROR', exception: { status: 422, message: 'No' } }
  expect(bodies).toEqual([
    { errors: [{ message: 'No', path, extensions }], data: null },
    { errors: [{ message: 'A planned fault of the sandbox', path }], data: null },
  ])
})

it.each([
  ['graphql-error', null],
  ['partial', { createResourceTag: { text: 'a' } }],
] as const)('places the error of %s below the root field', async (kind, data) => {
  const sandbox = await faulty({ kind, code: 'RATE_LIMITED', below: '0.invite.id' })

  const body: unknown = await (await post(sandbox)).json()

  expect(body).toMatchObject({ data, errors: [{ path: ['createResourceTag', 0, 'invite', 'id'] }] })
})

it('makes every root field null under its alias', async () => {
  const sandbox = await faulty({ kind: 'null-result', times: 3 }, { kind: 'null-result', processed: true })
  const query = `query A { me: user { id } ...Rest ... on Query { roles { id } } }
    fragment Rest on Query { users { id } ...Rest }`

  const bodies = [
    await (await post(sandbox)).text(),
    await (await post(sandbox, { body: JSON.stringify({ query }) })).text(),
    await (await post(sandbox, { body: '{' })).text(),
  ]

  expect(bodies).toEqual([
    '{"data":{"createResourceTag":null}}',
    '{"data":{"me":null,"users":null,"roles":null}}',
    '{"data":{}}',
  ])
  expect(sandbox.received.map(({ processed }) => processed)).toEqual([false, false, false])
  expect((await ask(sandbox, tag)).data).toEqual({ createResourceTag: null })
  expect(await tags(sandbox)).toBe(1)
})

it('responds with data and an error for partial', async () => {
  const sandbox = await faulty({ kind: 'partial', code: 'FORBIDDEN' })

  const { data, errors, status } = await ask(sandbox, tag)

  expect(status).toBe(200)
  expect(data).toMatchObject({ createResourceTag: { text: 'a' } })
  expect(errors).toMatchObject([{ path: ['createResourceTag'], extensions: { code: 'FORBIDDEN' } }])
  expect(await tags(sandbox)).toBe(1)
})

it.each([
  [undefined, 'text/html'],
  ['text/plain', 'text/plain'],
])('sends the content type %s over the real one', async (contentType, type) => {
  const sandbox = await faulty({ kind: 'wrong-content-type', ...(contentType !== undefined && { contentType }) })

  const response = await post(sandbox)

  expect(response.headers.get('content-type')).toBe(type)
  expect(await response.json()).toMatchObject({ data: { createResourceTag: { text: 'a' } } })
})

it('cuts the JSON in the middle', async () => {
  const sandbox = await faulty({ kind: 'truncated-json' })

  const response = await post(sandbox)
  const body = await response.text()

  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toMatch(/^application\/json/)
  expect(response.headers.get('content-length')).toBe(String(body.length))
  expect(body).toMatch(/^{"data":{"createRes/)
  expect(() => JSON.parse(body) as unknown).toThrow()
  expect(await tags(sandbox)).toBe(1)
})

it('strikes before the key is checked, and executes nothing for an invalid key', async () => {
  const sandbox = await faulty({ kind: 'http-status', status: 503, processed: true })

  const response = await post(sandbox, { headers: { authorization: 'Bearer another-key' } })

  expect(response.status).toBe(503)
  expect(sandbox.received[0]).toMatchObject({ processed: false, fault: 'http-status' })
})

it.each([
  ['a response', { kind: 'http-status', status: 504 }],
  ['a reset', { kind: 'reset' }],
  ['no response', { kind: 'hang' }],
] as const)(
  'executes a late request after %s, as soon as the operation in lateAfter was served',
  async (_what, fault) => {
    const sandbox = await faulty({ ...fault, operationName: 'Tag', processed: 'late', lateAfter: 'Look' })

    const leaving = new AbortController()
    const response = post(sandbox, { signal: leaving.signal }).catch(() => undefined)
    await expect.poll(() => sandbox.received[0]?.fault).toBe(fault.kind)
    leaving.abort()
    await response
    await ask(sandbox, 'query Other { user { id } }')

    expect(sandbox.received[0]).toMatchObject({ operationName: 'Tag', processed: false })
    expect([await tags(sandbox), await tags(sandbox)]).toEqual([0, 1])
    expect(sandbox.received[0]).toMatchObject({ processed: true })
  },
)

it('executes a late request after delayMs', async () => {
  const sandbox = await faulty({ kind: 'http-status', processed: 'late', delayMs: 300 })

  await post(sandbox)

  expect(sandbox.received[0]).toMatchObject({ status: 502, processed: false })
  await expect.poll(() => sandbox.received[0]).toMatchObject({ processed: true })
  const { receivedAt = 0, processedAt = 0 } = sandbox.received[0] ?? {}
  expect(processedAt - receivedAt).toBeGreaterThanOrEqual(299)
  expect(await tags(sandbox)).toBe(1)
})

it('does not count the late request itself for lateAfter', async () => {
  const sandbox = await faulty({ kind: 'http-status', processed: 'late', lateAfter: 'Tag' })

  await post(sandbox)
  const first = await tags(sandbox)
  await post(sandbox)
  await tags(sandbox)

  expect(first).toBe(0)
  expect(sandbox.received[0]).toMatchObject({ status: 502, processed: true })
})
