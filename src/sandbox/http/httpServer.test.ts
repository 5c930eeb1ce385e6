import { GraphQLClient } from 'graphql-request'
import { buildClientSchema, getIntrospectionQuery, type IntrospectionQuery } from 'graphql'
import { expect, it } from 'vitest'
import { ask, sandboxed } from '../testingSandbox.ts'

it('serves plain fetch, with an id for each request', async () => {
  const sandbox = await sandboxed()

  const first = await ask(sandbox, '{ organization { id name } }')
  const second = await ask(sandbox, '{ organization { id } }')

  expect(first).toMatchObject({ status: 200, data: { organization: { name: 'Sandbox' } } })
  expect(first.requestId).toMatch(/^[0-9a-f-]{36}$/)
  expect(second.requestId).not.toBe(first.requestId)
})

it('serves graphql-request, variables and introspection', async () => {
  const { url, apiKey } = await sandboxed({ users: 4 })
  const client = new GraphQLClient(url, { headers: { authorization: `Bearer ${apiKey}` } })

  const page = await client.request<{ users: readonly unknown[] }>(
    'query Page($first: PageSize!) { users(first: $first, skip: 1) { id } }',
    { first: 2 },
  )
  const schema = buildClientSchema(await client.request<IntrospectionQuery>(getIntrospectionQuery()))

  expect(page.users).toHaveLength(2)
  expect(schema.getMutationType()?.getFields()).toHaveProperty('createInvites')
  expect(schema.getMutationType()?.getFields()).not.toHaveProperty('cancelInvite')
})

it('shows experimental fields in the introspection of /_gql only', async () => {
  const { url, apiKey } = await sandboxed()
  const client = new GraphQLClient(url.replace('/graphql', '/_gql'), { headers: { authorization: `Bearer ${apiKey}` } })

  const schema = buildClientSchema(await client.request<IntrospectionQuery>(getIntrospectionQuery()))

  expect(schema.getMutationType()?.getFields()).toHaveProperty('cancelInvite')
})

it.each(['', 'Bearer', 'Bearer another-key', 'sandbox-key'])('refuses the authorization %j', async (authorization) => {
  const { url } = await sandboxed()

  const response = await fetch(url, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    body: '{"query":"{ organization { id } }"}',
  })

  expect(response.status).toBe(401)
  expect(await response.json()).toMatchObject({
    errors: [{ message: 'Invalid API key', extensions: { code: 'AUTHENTICATION_ERROR' } }],
  })
})

it.each(['', '{', 'null', '[]', '"{ user { id } }"', '{"variables":null}', '{"query":1}'])(
  'calls the body %j malformed',
  async (body) => {
    const { url, apiKey } = await sandboxed()
    const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' }

    const response = await fetch(url, { method: 'POST', headers, body })

    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'MALFORMED_REQUEST' } }] })
  },
)

it.each([
  ['{ nope', 'GRAPHQL_PARSE_FAILED', /^Syntax Error: /],
  ['{ nope }', 'GRAPHQL_VALIDATION_FAILED', /^Cannot query field "nope" on type "Query"/],
  ['{ users(first: 0) { id } }', 'GRAPHQL_VALIDATION_FAILED', /PageSize/],
  ['{ users(first: 2.0) { id } }', 'GRAPHQL_VALIDATION_FAILED', /PageSize/],
  ['{ users(where: { createdAt: "soon" }) { id } }', 'GRAPHQL_VALIDATION_FAILED', /DateTime/],
  [
    '{ projects { members { user { projects { id } } } } }',
    'GRAPHQL_VALIDATION_FAILED',
    /^Query complexity limit exceeded$/,
  ],
])('refuses %j with %s', async (query, code, message) => {
  const { status, errors } = await ask(await sandboxed(), query)

  expect(status).toBe(400)
  expect(errors).toHaveLength(1)
  expect(errors?.[0]?.extensions).toEqual({ code })
  expect(errors?.[0]?.message).toMatch(message)
  expect(errors?.[0]?.locations).toHaveLength(1)
})

it.each([0, -1, 2.5, '5'])('refuses the page size %j in a variable', async (first) => {
  const query = 'query ($first: PageSize!) { users(first: $first) { id } }'

  expect(await ask(await sandboxed(), query, { variables: { first } })).toMatchObject({
    status: 400,
    code: 'BAD_USER_INPUT',
  })
})

it('hides the details of an internal error', async () => {
  const sandbox = await sandboxed({
    schema: (sdl) => sdl.replace('input UserWhereInput {', 'input UserWhereInput { shoeSize: Int'),
  })

  const { errors, status } = await ask(sandbox, '{ users(where: { shoeSize: 42 }) { id } }')

  expect(status).toBe(200)
  expect(errors?.[0]).toMatchObject({
    message: 'Internal server error',
    path: ['users'],
    extensions: { code: 'INTERNAL_SERVER_ERROR', exception: { status: 500 } },
  })
})

it('allows requests from pages of any origin', async () => {
  const { url } = await sandboxed()

  const response = await fetch(url, {
    method: 'OPTIONS',
    headers: {
      origin: 'http://localhost:5173',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization,content-type',
    },
  })

  expect(response.status).toBe(204)
  expect(response.headers.get('access-control-allow-origin')).toBe('*')
  expect(response.headers.get('access-control-allow-headers')).toContain('authorization')
})

it('logs requests, and responds as fail() says', async () => {
  const sandbox = await sandboxed({ invites: 0 })
  const query = 'query Named { organization { invites { nodes { id } } } }'
  sandbox.fail({ operationName: 'Named', status: 429, body: { message: 'You have exceeded it' }, times: 2 })

  const statuses = [await ask(sandbox, '{ user { id } }'), await ask(sandbox, query), await ask(sandbox, query)]
  const after = await ask(sandbox, query, { variables: { search: 'x' } })

  expect(statuses.map(({ status }) => status)).toEqual([200, 429, 429])
  expect(after.status).toBe(200)
  expect(sandbox.received.map(({ operationName, status }) => [operationName, status])).toEqual([
    [undefined, 200],
    ['Named', 429],
    ['Named', 429],
    ['Named', 200],
  ])
  expect(sandbox.received[3]).toMatchObject({
    path: '/graphql',
    query,
    variables: { search: 'x' },
    headers: { 'x-user-agent': 'python-sdk 6.0.0' },
  })
})

it('executes a request before a failure with processed', async () => {
  const sandbox = await sandboxed({ resourceTags: 0 })
  sandbox.fail({ status: 502, body: '{}', processed: true })

  const { status } = await ask(sandbox, 'mutation { createResourceTag(input: { text: "a", color: "00ff00" }) { id } }')

  expect(status).toBe(502)
  expect((await ask(sandbox, '{ organization { resourceTag { text } } }')).data).toEqual({
    organization: { resourceTag: [{ text: 'a' }] },
  })
})

it('refuses options out of range', async () => {
  await expect(sandboxed({ users: 0 })).rejects.toThrow(/users must be a whole number/)
  await expect(sandboxed({ apiKey: ' ' })).rejects.toThrow(/apiKey must not be empty/)
})

it.each(['/', '//', '/graphql/more', '/rest'])('responds with 404 at %s, and still serves requests', async (path) => {
  const sandbox = await sandboxed()

  const response = await fetch(sandbox.url.replace('/graphql', path), { method: 'POST', body: '{}' })

  expect(response.status).toBe(404)
  expect(await ask(sandbox, '{ user { id } }')).toMatchObject({ status: 200 })
})

it('refuses several operations without an operationName', async () => {
  const { status, code } = await ask(await sandboxed(), 'query A { user { id } } query B { user { id } }')

  expect({ status, code }).toEqual({ status: 400, code: 'GRAPHQL_VALIDATION_FAILED' })
})

it('accepts the scheme Bearer in any case', async () => {
  const { url, apiKey } = await sandboxed()
  const post = (authorization: string): Promise<Response> =>
    fetch(url, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body: '{"query":"{ user { id } }"}',
    })

  expect((await post(`bearer ${apiKey}`)).status).toBe(200)
  expect((await post(`BEARER  ${apiKey}`)).status).toBe(200)
  expect((await post(`bearer ${apiKey.toUpperCase()}`)).status).toBe(401)
})

it('refuses a mutation by GET with 405 and MALFORMED_REQUEST', async () => {
  const { url, apiKey } = await sandboxed()
  const query = 'mutation { createResourceTag(input: { text: "a", color: "00ff00" }) { id } }'

  const response = await fetch(`${url}?query=${encodeURIComponent(query)}`, {
    headers: { authorization: `Bearer ${apiKey}` },
  })

  expect(response.status).toBe(405)
  expect(response.headers.get('allow')).toBe('POST')
  expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'MALFORMED_REQUEST' } }] })
})

it.each([
  ['an unknown operation', { query: 'query A { user { id } }', operationName: 'B' }, 'GRAPHQL_VALIDATION_FAILED'],
  ['variables that are text', { query: '{ user { id } }', variables: 'x' }, 'MALFORMED_REQUEST'],
])('refuses %s with a code of the API', async (_what, body, code) => {
  const { url, apiKey } = await sandboxed()

  const response = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })

  expect(response.status).toBe(400)
  expect(await response.json()).toMatchObject({ errors: [{ extensions: { code } }] })
})

it.each(['DELETE', 'PUT', 'PATCH'])('refuses %s with 405 and the allowed methods', async (method) => {
  const { url } = await sandboxed()

  const response = await fetch(url, { method })

  expect(response.status).toBe(405)
  expect(response.headers.get('allow')).toBe('GET, POST, OPTIONS')
  expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'MALFORMED_REQUEST' } }] })
})

it('logs requests in order of arrival', async () => {
  const sandbox = await sandboxed()
  let send = (): void => undefined
  const rest = new Promise<void>((resolve) => (send = resolve))
  const text = '{"query":"query Slow { user { id } }"}'
  const slow = fetch(sandbox.url, {
    method: 'POST',
    headers: { authorization: `Bearer ${sandbox.apiKey}`, 'content-type': 'application/json' },
    body: new ReadableStream({
      async start(controller) {
        controller.enqueue(new TextEncoder().encode(text.slice(0, 5)))
        await rest
        controller.enqueue(new TextEncoder().encode(text.slice(5)))
        controller.close()
      },
    }),
    duplex: 'half',
  } as RequestInit)
  await expect.poll(() => sandbox.received).toMatchObject([{ path: '/graphql', status: undefined }])

  await ask(sandbox, 'query Quick { user { id } }')
  send()
  await slow

  expect(sandbox.received).toMatchObject([
    { operationName: 'Slow', status: 200 },
    { operationName: 'Quick', status: 200 },
  ])
})
