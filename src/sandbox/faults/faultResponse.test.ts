import { expect, it, vi } from 'vitest'
import type { Fault } from '../index.ts'
import { ask, faulty, post, tag, tags } from '../testingSandbox.ts'

it.each([500, 502, 503, 504, 520])('answers %i, carried out or not', async (status) => {
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

it.each([200, 403, 429, 502])('gives a page of HTML under %i', async (status) => {
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
] as const)('refuses with %s under 429, with and without Retry-After', async (_what, fault, type, text) => {
  const limited: Fault = { kind: 'http-status', status: 429, ...fault }
  const sandbox = await faulty(limited, { ...limited, retryAfter: 2 }, { ...limited, retryAfter: date })

  const responses = [await post(sandbox), await post(sandbox), await post(sandbox)]

  expect(responses.map(({ status }) => status)).toEqual([429, 429, 429])
  expect(responses.map(({ headers }) => headers.get('retry-after'))).toEqual([null, '2', date])
  expect(responses[0]?.headers.get('content-type')).toBe(type)
  expect(await responses[0]?.text()).toMatch(text)
  expect(await tags(sandbox)).toBe(0)
})

it('gives a JSON message of its own', async () => {
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
] as const)('gives a GraphQL error: %j', async (fault, status, processed) => {
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

it('puts a status into a GraphQL error, or leaves its extensions out', async () => {
  const sandbox = await faulty(
    { kind: 'graphql-error', exceptionStatus: 422, message: 'No' },
    { kind: 'graphql-error', code: '' },
  )

  const bodies = [await (await post(sandbox)).json(), await (await post(sandbox)).json()] as unknown[]

  const path = ['createResourceTag']
  const extensions = { code: 'INTERNAL_SERVER_ERROR', exception: { status: 422, message: 'No' } }
  expect(bodies).toEqual([
    { errors: [{ message: 'No', path, extensions }], data: null },
    { errors: [{ message: 'The sandbox was told to fail', path }], data: null },
  ])
})

it.each([
  ['graphql-error', null],
  ['partial', { createResourceTag: { text: 'a' } }],
] as const)('puts the error of a %s below the root field', async (kind, data) => {
  const sandbox = await faulty({ kind, code: 'RATE_LIMITED', below: '0.invite.id' })

  const body: unknown = await (await post(sandbox)).json()

  expect(body).toMatchObject({ data, errors: [{ path: ['createResourceTag', 0, 'invite', 'id'] }] })
})

it('makes every root field null, by the name that it has in the answer', async () => {
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

it('gives data and an error together', async () => {
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
])('calls its answer something else: %s', async (contentType, type) => {
  const sandbox = await faulty({ kind: 'wrong-content-type', ...(contentType !== undefined && { contentType }) })

  const response = await post(sandbox)

  expect(response.headers.get('content-type')).toBe(type)
  expect(await response.json()).toMatchObject({ data: { createResourceTag: { text: 'a' } } })
})

it('gives JSON that ends in the middle', async () => {
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

it('strikes before it looks at the key, and carries nothing out for a wrong one', async () => {
  const sandbox = await faulty({ kind: 'http-status', status: 503, processed: true })

  const response = await post(sandbox, { headers: { authorization: 'Bearer another-key' } })

  expect(response.status).toBe(503)
  expect(sandbox.received[0]).toMatchObject({ processed: false, fault: 'http-status' })
})

it.each([
  ['an answer', { kind: 'http-status', status: 504 }],
  ['a reset', { kind: 'reset' }],
  ['no answer', { kind: 'hang' }],
] as const)('carries a request out after %s, as soon as the client has looked', async (_what, fault) => {
  const sandbox = await faulty({ ...fault, operationName: 'Tag', processed: 'late', lateAfter: 'Look' })

  await post(sandbox, { signal: AbortSignal.timeout(200) }).catch(() => undefined)
  await ask(sandbox, 'query Other { user { id } }')

  expect(sandbox.received[0]).toMatchObject({ operationName: 'Tag', processed: false })
  expect([await tags(sandbox), await tags(sandbox)]).toEqual([0, 1])
  expect(sandbox.received[0]).toMatchObject({ processed: true })
})

it('carries a request out some time after its answer', async () => {
  const sandbox = await faulty({ kind: 'http-status', processed: 'late', delayMs: 300 })

  await post(sandbox)

  expect(sandbox.received[0]).toMatchObject({ status: 502, processed: false })
  await vi.waitFor(() => expect(sandbox.received[0]).toMatchObject({ processed: true }), 5000)
  const { receivedAt = 0, processedAt = 0 } = sandbox.received[0] ?? {}
  expect(processedAt - receivedAt).toBeGreaterThanOrEqual(299)
  expect(await tags(sandbox)).toBe(1)
})

it('does not take the request itself for the look', async () => {
  const sandbox = await faulty({ kind: 'http-status', processed: 'late', lateAfter: 'Tag' })

  await post(sandbox)
  const first = await tags(sandbox)
  await post(sandbox)
  await tags(sandbox)

  expect(first).toBe(0)
  expect(sandbox.received[0]).toMatchObject({ status: 502, processed: true })
})
