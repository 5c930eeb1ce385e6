import { LabelboxError } from 'labelbox-org/errors'
import { GetRolesDocument, UserFragmentDoc } from 'labelbox-org/operations'
import { describe, expect, it } from 'vitest'
import { documentId, pageHeaders, proxied } from '../../test/support/proxied.ts'
import { silence } from '../../test/support/httpServer.ts'
import { answering, serving } from '../../test/support/serving.ts'
import { memoryOnceStore, type LabelboxProxyOptions } from './index.ts'

const query = { documentId: documentId('GetOrganization') }
const change = { documentId: documentId('CreateResourceTag'), variables: { text: 'urgent', color: 'ff0000' } }
const key = { documentId: documentId('CreateApiKey'), variables: { name: 'x', email: 'ada@example.com' } }

const codeOf = async (response: Response): Promise<string> => {
  const { errors = [] } = (await response.json()) as { errors?: readonly { extensions: { code: string } }[] }
  return errors[0]?.extensions.code ?? 'sent'
}

const quiet = { onError: () => undefined }

type Rule = readonly [name: string, options: Partial<LabelboxProxyOptions>, query: string, change: string, key: string]

const rules: readonly Rule[] = [
  ['none', {}, 'sent', 'NOT_PERMITTED', 'NOT_PERMITTED'],
  ['true', { authorize: () => true }, 'sent', 'sent', 'NOT_PERMITTED'],
  ['a promise of true', { authorize: () => Promise.resolve(true) }, 'sent', 'sent', 'NOT_PERMITTED'],
  ['false', { authorize: () => false }, 'NOT_PERMITTED', 'NOT_PERMITTED', 'NOT_PERMITTED'],
  ['SIGN_IN', { authorize: () => 'SIGN_IN' }, 'SIGN_IN', 'SIGN_IN', 'SIGN_IN'],
  ['nothing', { authorize: (() => undefined) as never }, 'NOT_PERMITTED', 'NOT_PERMITTED', 'NOT_PERMITTED'],
  ['a truthy value', { authorize: (() => 'yes') as never }, 'NOT_PERMITTED', 'NOT_PERMITTED', 'NOT_PERMITTED'],
  [
    'an error',
    {
      authorize: () => {
        throw new Error('planted')
      },
    },
    'PROXY_FAILED',
    'PROXY_FAILED',
    'PROXY_FAILED',
  ],
  ['true, with the key named', { authorize: () => true, secretOperations: ['CreateApiKey'] }, 'sent', 'sent', 'other'],
  ['none, with the key named', { secretOperations: ['CreateApiKey'] }, 'sent', 'NOT_PERMITTED', 'NOT_PERMITTED'],
  [
    'one name',
    { authorize: (_, { operationName }) => operationName === 'CreateResourceTag' },
    'NOT_PERMITTED',
    'sent',
    'NOT_PERMITTED',
  ],
]

it.each(rules)('authorize gives %s', async (_name, options, ofQuery, ofChange, ofKey) => {
  const { send, sandbox } = await proxied({ ...quiet, ...options })
  expect(await codeOf(await send(query))).toBe(ofQuery)
  expect(await codeOf(await send(change))).toBe(ofChange)
  const reached = sandbox.received.length
  const last = await codeOf(await send(key))
  if (ofKey === 'other') expect(sandbox.received).toHaveLength(reached + 1)
  else expect(last).toBe(ofKey)
  expect(reached).toBe([ofQuery, ofChange].filter((code) => code === 'sent').length)
})

it('authorize sees the operation, its variables and filters, and the caller', async () => {
  const seen: unknown[] = []
  const { send } = await proxied({
    caller: () => 'user-7',
    authorize: (_, operation) => {
      seen.push(operation)
      return false
    },
  })
  const refine = [{ relation: 'users', where: { email: 'ada@example.com' }, orderBy: 'email_ASC' }]
  await send({ documentId: documentId('Users'), variables: { skip: 0, first: 1 }, refine })
  expect(seen).toEqual([
    {
      operationName: 'Users',
      kind: 'query',
      variables: { skip: 0, first: 1, param_0: 'ada@example.com' },
      refinements: refine,
      caller: 'user-7',
    },
  ])
})

describe.each(['authorize', 'caller'] as const)('%s', (part) => {
  it('that throws an error of its own request to Labelbox says nothing of it to the page', async () => {
    const errors: unknown[] = []
    const error = new LabelboxError({
      code: 'NOT_PERMITTED',
      status: 200,
      message: 'planted',
      mayHaveRun: true,
      retryable: true,
      requestId: 'planted',
      data: { planted: 1 },
    })
    const options = { [part]: () => Promise.reject(error), onError: (thrown: unknown) => errors.push(thrown) }
    const { send, sandbox } = await proxied(options)
    const response = await send(query)
    const text = await response.text()
    expect(response.status).toBe(500)
    expect(text).not.toContain('planted')
    expect(JSON.parse(text)).toMatchObject({
      errors: [{ extensions: { code: 'PROXY_FAILED', proxy: { mayHaveRun: false, retryable: false } } }],
    })
    expect(response.headers.get('x-request-id')).toBeNull()
    expect(errors).toMatchObject([{ message: `The function given as ${part} failed.`, cause: error }])
    expect(sandbox.received).toHaveLength(0)
  })

  it('that returns something odd never lets a change through', async () => {
    const odd: readonly unknown[] = [
      1,
      'true',
      {},
      [],
      [true],
      new Response('{}'),
      Object,
      Symbol('x'),
      1n,
      { then: 1 },
    ]
    for (const value of odd) {
      const { send, sandbox } = await proxied({ onError: () => undefined, [part]: () => value })
      expect((await send(change)).status).toBe(403)
      expect(sandbox.received).toHaveLength(0)
    }
  })
})

it.each([
  [401, {}, 1],
  [503, {}, 1],
  [200, { errors: [{ message: 'Cannot query', extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] }, 1],
  [200, { errors: [{ message: 'No', extensions: { code: 'RESOURCE_CONFLICT' } }] }, 0],
  [429, {}, 0],
])('hears on the server of what no user of a page can mend: %i %j', async (status, answer, reports) => {
  const errors: unknown[] = []
  const api = await serving(answering(status, answer))
  const { send } = await proxied({ endpoint: `${api.origin}/graphql`, onError: (error) => errors.push(error) })
  await send(query)
  expect(errors).toHaveLength(reports)
})

describe('a page of the own origin', () => {
  it('is served behind a server that changes the host', async () => {
    const { send, sandbox } = await proxied()
    const own = { origin: 'https://app.example', 'sec-fetch-site': 'same-origin' }
    expect((await send(query, own)).status).toBe(200)
    expect(sandbox.received).toHaveLength(1)
  })

  it.each([
    ['https://app.example', 200],
    ['https://app.example:8443', 403],
    ['https://evil.example', 403],
  ])('is known by the URL of a request without a host: %s', async (origin, status) => {
    const { handler } = await proxied()
    const init = { method: 'POST', headers: { ...pageHeaders(), origin }, body: JSON.stringify(query) }
    expect((await handler(new Request('https://app.example/api', init))).status).toBe(status)
  })
})

describe('limits', () => {
  it('a caller with too many requests open waits, and others go on', async () => {
    const held: (() => void)[] = []
    const { send } = await proxied({
      maxConcurrent: 2,
      caller: ({ headers }) => headers.get('x-user') ?? '',
      authorize: ({ headers }) =>
        headers.get('x-user') === 'b' || new Promise((resolve) => held.push(() => resolve(true))),
    })
    const open = [send(query, { 'x-user': 'a' }), send(query, { 'x-user': 'a' })]
    await expect.poll(() => held.length).toBe(2)
    const third = await send(query, { 'x-user': 'a' })
    expect(third.status).toBe(429)
    expect(third.headers.get('retry-after')).toBe('1')
    expect(await third.json()).toMatchObject({
      errors: [{ extensions: { code: 'PROXY_BUSY', proxy: { retryable: true } } }],
    })
    expect((await send(query, { 'x-user': 'b' })).status).toBe(200)
    for (const release of held) release()
    for (const response of await Promise.all(open)) expect(response.status).toBe(200)
    const again = send(query, { 'x-user': 'a' })
    await expect.poll(() => held.length).toBe(3)
    held[2]?.()
    expect((await again).status).toBe(200)
  })

  it('all callers together may have ten times the requests of one', async () => {
    const held: (() => void)[] = []
    const { send } = await proxied({
      maxConcurrent: 1,
      caller: ({ headers }) => headers.get('x-user') ?? '',
      authorize: ({ headers }) =>
        headers.get('x-user') === 'last' || new Promise((resolve) => held.push(() => resolve(true))),
    })
    const open = Array.from({ length: 10 }, (_, user) => send(query, { 'x-user': String(user) }))
    await expect.poll(() => held.length).toBe(10)
    const more = await send(query, { 'x-user': 'last' })
    expect([more.status, more.headers.get('retry-after')]).toEqual([503, '1'])
    expect(await codeOf(more)).toBe('PROXY_BUSY')
    for (const release of held) release()
    for (const response of await Promise.all(open)) expect(response.status).toBe(200)
    expect((await send(query, { 'x-user': 'last' })).status).toBe(200)
  })

  it('a page that leaves aborts its query at Labelbox', async () => {
    const api = await serving(silence)
    const { endpoint } = await proxied({ endpoint: `${api.origin}/graphql` })
    const controller = new AbortController()
    const left = fetch(endpoint, {
      method: 'POST',
      headers: pageHeaders(),
      body: JSON.stringify(query),
      signal: controller.signal,
    }).catch(() => 'left')
    await expect.poll(() => api.received.length).toBe(1)
    controller.abort()
    expect(await left).toBe('left')
    await expect.poll(() => api.abandoned()).toBe(1)
  })
})

it('tells the server, and not the page, that its key is not set', async () => {
  const reported: unknown[] = []
  const { send, sandbox } = await proxied({ apiKey: () => '', onError: (error) => reported.push(error) })
  const response = await send(query)
  expect(await response.text()).not.toContain('API key')
  expect(response.status).toBe(500)
  expect(String(reported[0])).toContain('The API key is empty')
  expect(sandbox.received).toHaveLength(0)
})

describe('allowedOrigins', () => {
  const app = 'https://app.example'
  const options = { allowedOrigins: [app] }

  it('lets a listed page read, and answers its preflight', async () => {
    const { send, endpoint } = await proxied(options)
    const response = await send(query, { origin: app, 'sec-fetch-site': 'cross-site' })
    expect(response.status).toBe(200)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'access-control-allow-origin': app,
      'access-control-allow-credentials': 'true',
      'access-control-expose-headers': 'retry-after, x-request-id',
      vary: 'origin',
    })
    const asked = 'authorization, content-type, x-labelbox-org, x-session'
    const headers = { origin: app, 'access-control-request-headers': asked }
    const preflight = await fetch(endpoint, { method: 'OPTIONS', headers })
    expect(preflight.status).toBe(204)
    expect(Object.fromEntries(preflight.headers)).toMatchObject({
      'access-control-allow-methods': 'POST',
      'access-control-allow-headers': asked,
      'access-control-allow-origin': app,
      'access-control-max-age': '600',
    })
    const foreign = await fetch(endpoint, {
      method: 'OPTIONS',
      headers: { ...headers, origin: 'https://evil.example' },
    })
    expect(foreign.status).toBe(403)
    expect(foreign.headers.get('access-control-allow-headers')).toBeNull()
  })

  it('refuses a site that points its own name at the proxy, which otherwise looks like the own origin', async () => {
    const site = 'http://evil.example:3000'
    const headers = { ...pageHeaders(), origin: site, 'sec-fetch-site': 'same-origin' }
    const sent = () => new Request(`${site}/api/labelbox`, { method: 'POST', headers, body: JSON.stringify(query) })
    const open = await proxied()
    expect((await open.handler(sent())).status).toBe(200)
    const listed = await proxied({ allowedOrigins: ['http://localhost:3000'] })
    expect((await listed.handler(sent())).status).toBe(403)
    expect(listed.sandbox.received).toHaveLength(0)
  })

  it('refuses all others, the own origin too', async () => {
    const { send, endpoint, sandbox } = await proxied(options)
    for (const origin of ['https://evil.example', new URL(endpoint).origin, `${app}.evil.example`]) {
      const response = await send(query, { origin })
      expect(response.status).toBe(403)
      expect(response.headers.get('access-control-allow-origin')).toBeNull()
    }
    expect(sandbox.received).toHaveLength(0)
  })
})

it.each<readonly [Partial<LabelboxProxyOptions>, string]>([
  [{ apiKey: undefined as never }, 'apiKey'],
  [{ allowedOrigins: ['https://app.example/'] }, 'allowedOrigins'],
  [{ allowedOrigins: ['*'] }, 'allowedOrigins'],
  [{ documents: [{}] as never }, 'trustedDocuments'],
  [{ documents: ['{ organization { id } }'] as never }, 'typed documents'],
  [{ documents: [UserFragmentDoc] }, 'exactly one operation'],
  [{ documents: [{ document: GetRolesDocument, ids: ['a', 'b'] }] }, 'trustedDocuments'],
  [{ documents: [{ document: GetRolesDocument, ids: ['a'.repeat(64)] as never }] }, 'trustedDocuments'],
  [{ documents: [{ document: GetRolesDocument, ids: 'a'.repeat(64) as never }] }, 'trustedDocuments'],
  [{ documents: [{ document: GetRolesDocument, ids: ['a'.repeat(64), 'b'] }] }, 'trustedDocuments'],
  [{ documents: [{ document: UserFragmentDoc, ids: ['a'.repeat(64), 'b'.repeat(64)] }] }, 'exactly one operation'],
  [{ documents: GetRolesDocument as never }, 'documents must be a list'],
  [{ allowedOrigins: 'https://app.example' as never }, 'allowedOrigins must be a list'],
  [{ allowedOrigins: [new URL('https://app.example')] as never }, 'allowedOrigins must be origins'],
  [{ secretOperations: 'CreateApiKey' as never }, 'secretOperations must be a list'],
  [{ authorize: true as never }, 'authorize'],
  [{ caller: 'ada' as never }, 'caller'],
  [{ onError: {} as never }, 'onError'],
  [{ once: {} as never }, 'once'],
  ...(['claim', 'settle', 'release', 'read'] as const).map((part): [object, string] => [
    { once: { ...memoryOnceStore(), [part]: undefined } },
    'redisOnceStore',
  ]),
  [{ maxConcurrent: 0 }, 'maxConcurrent'],
  [{ maxBodyBytes: 0 }, 'maxBodyBytes'],
  [{ timeoutMs: 0 }, 'timeoutMs'],
  [{ endpoint: 'http://labelbox.example/graphql' }, 'https'],
  // Without the function, everyone could read.
  [{ authorise: () => false } as object, 'There is no option authorise. The options are apiKey, authorize, '],
  [{ timeoutMS: 5 } as object, 'There is no option timeoutMS.'],
])('refuses the options %o', async (options, message) => {
  await expect(proxied(options)).rejects.toThrow(message)
})
