import type { RequestListener } from 'node:http'
import { gql } from '@urql/core'
import { isLabelboxError } from 'labelbox-org/errors'
import { memoryOnceStore, type LabelboxProxyOptions, type OnceStore } from 'labelbox-org/proxy'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { documentId as idOf } from '../transport/documentId.ts'
import { silence } from '../../test/support/httpServer.ts'
import { documentId, pageHeaders, proxied } from '../../test/support/proxied.ts'
import { answering, graphQLError, reset, serving } from '../../test/support/serving.ts'

const query = { documentId: documentId('GetOrganization') }
const tag = { documentId: documentId('CreateResourceTag'), variables: { text: 'urgent', color: 'ff0000' } }

/** A request with a value as its body, or a text as it is. */
const requestOf = (body: unknown, headers: Readonly<Record<string, string>> = {}): Request =>
  new Request('https://app.example/api', {
    method: 'POST',
    headers: { ...pageHeaders(), ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })

interface PageError {
  readonly message: string
  readonly extensions: { readonly code: string; readonly proxy: object }
}

const errorOf = async (response: Response): Promise<PageError> =>
  ((await response.json()) as { errors: [PageError] }).errors[0]

const refusing = (code: string) => answering(200, graphQLError(code))

describe('the status of a response', () => {
  it.each<readonly [string, RequestListener, number, string]>([
    ['over its quota', answering(429), 429, 'API_LIMIT'],
    ['does not accept the key', answering(401), 502, 'AUTHENTICATION'],
    ['does not permit it to the key', refusing('AUTHORIZATION_ERROR'), 422, 'AUTHORIZATION'],
    ['refuses it for a conflict', refusing('RESOURCE_CONFLICT'), 422, 'RESOURCE_CONFLICT'],
    ['does not speak GraphQL', answering(200, '<p>hello</p>'), 502, 'BAD_RESPONSE'],
    ['answers with an odd status', answering(418), 502, 'HTTP_ERROR'],
    ['fails', answering(503), 502, 'INTERNAL_SERVER_ERROR'],
    ['fails in a way that is not known', refusing('SOMETHING_NEW'), 502, 'SERVER_ERROR'],
    ['hangs up', reset, 502, 'NETWORK'],
    ['takes too long', silence, 504, 'TIMEOUT'],
  ])('when Labelbox %s', async (_, answer, status, code) => {
    const api = await serving(answer)
    const timeoutMs = code === 'TIMEOUT' ? 300 : undefined
    const options = { endpoint: `${api.origin}/graphql`, timeoutMs, onError: () => undefined }
    const response = await (await proxied(options)).send(query)
    expect(response.status).toBe(status)
    expect((await errorOf(response)).extensions.code).toBe(code)
  })
})

describe('the body of a response', () => {
  const through = async (answer: RequestListener, body: object) => {
    const api = await serving(answer)
    return (await proxied({ endpoint: `${api.origin}/graphql`, authorize: () => true, onError: () => undefined })).send(
      body,
    )
  }

  it('says of a change that may have been made that it may', async () => {
    expect((await errorOf(await through(reset, tag))).message).toMatch(/ The change may have been made\.$/)
    expect((await errorOf(await through(reset, query))).message).toMatch(/ whole response came\.$/)
  })

  it('has the data beside an error, and not the words of the error', async () => {
    const organization = { id: 'o', name: null }
    const response = await through(answering(200, { data: { organization }, errors: [{ message: 'planted' }] }), query)
    const text = await response.text()
    expect(JSON.parse(text)).toMatchObject({ data: { organization }, errors: [{}] })
    expect(text).not.toContain('planted')
  })

  it('has no data if there is none', async () => {
    expect(Object.keys((await (await through(refusing('RESOURCE_CONFLICT'), query)).json()) as object)).toEqual([
      'errors',
    ])
  })
})

describe('a refusal says what to do', () => {
  it.each([
    ['another origin', {}, { origin: 'https://evil.example' }, 'add its origin to `allowedOrigins`'],
    ['an unknown document', { documentId: 'f'.repeat(64) }, {}, 'Pass your own to `documents` of labelboxProxy'],
    ['a text', { query: '{ user { id } }' }, {}, 'takes the id of a trusted document'],
    ['a batch', [], {}, 'one operation at a time'],
    ['an unknown member', { ...query, extensions: {} }, {}, 'documentId, operationName, variables, refine'],
    ['an unknown variable', { ...query, variables: { a: 1 } }, {}, 'variables may have these members only: none.'],
    ['another name', { ...query, operationName: 'Users' }, {}, 'has another operationName'],
    ['a text', query, { 'content-type': 'text/plain' }, 'content-type: application/json'],
    ['a compressed body', query, { 'content-encoding': 'gzip' }, 'no compressed bodies'],
    ['no delivery id', tag, { 'x-delivery-id': '' }, 'needs the header x-delivery-id'],
    ['a large body', { ...query, operationName: 'x'.repeat(1000) }, {}, 'more than 600 bytes'],
    ['a number', 5, {}, 'The body must be a JSON object.'],
    ['variables in a list', { ...query, variables: [] }, {}, 'variables must be an object.'],
    ['an object of filters', { ...query, refine: {} }, {}, 'refine must be a list of at most 4 filters.'],
    ['five filters', { ...query, refine: Array(5).fill({}) }, {}, 'refine must be a list of at most 4 filters.'],
    ['a filter in a list', { ...query, refine: [[]] }, {}, 'A filter must be an object.'],
    ['a list by number', { ...query, refine: [{ relation: 5 }] }, {}, 'relation must be one of'],
    ['a list of lists', { ...query, refine: [{ relation: ['users'] }] }, {}, 'relation must be one of'],
    ['conditions in a list', { ...query, refine: [{ relation: 'users', where: [] }] }, {}, 'where must be an object.'],
    ['an order by number', { ...query, refine: [{ relation: 'users', orderBy: 5 }] }, {}, 'orderBy must be a text.'],
    ['a member that changes prototypes', '{"__proto__":{}}', {}, 'a member with a name such as __proto__'],
    ['a deep body', '['.repeat(200) + ']'.repeat(200), {}, / levels\.$/],
    ['no JSON', '{', {}, 'The body is not JSON.'],
    ['an unknown list', { ...query, refine: [{ relation: 'x' }] }, {}, /^relation must be one of .*\busers\b/],
    [
      'an unknown filter',
      { ...query, refine: [{ relation: 'users', selection: 'id' }] },
      {},
      'relation, where, orderBy',
    ],
  ])('%s', async (_, body, headers, words) => {
    const { handler } = await proxied({ authorize: () => true, maxBodyBytes: 600 })
    const response = await handler(requestOf(body, headers))
    expect((await errorOf(response)).message).toMatch(words)
  })

  it('a request without the header of a page, and another method with the one to use', async () => {
    const { handler } = await proxied()
    const form = requestOf(query)
    form.headers.delete('x-labelbox-org')
    const bare = await handler(form)
    expect((await errorOf(bare)).message).toContain('labelboxExchange sends it with the option trustedDocuments')
    const get = await handler(new Request('https://app.example'))
    expect([get.status, get.headers.get('allow')]).toEqual([405, 'POST'])
    expect(bare.headers.get('allow')).toBeNull()
  })

  it('a change under the id of another', async () => {
    const { handler } = await proxied({ authorize: () => true })
    const headers = { 'x-delivery-id': crypto.randomUUID() }
    await handler(requestOf(tag, headers))
    const other = await handler(requestOf({ ...tag, operationName: null }, headers))
    expect((await errorOf(other)).message).toContain('Use a new id for each change')
  })

  it.each([
    [() => false, 'You are not permitted CreateResourceTag.'],
    [() => 'SIGN_IN' as const, 'Sign in first.'],
  ])('a user who is not permitted: %o', async (authorize, message) => {
    const { handler } = await proxied({ authorize })
    const error = await errorOf(await handler(requestOf(tag)))
    expect(error).toMatchObject({ message, extensions: { proxy: { retryable: false } } })
  })

  it('an operation without a name that is not permitted', async () => {
    const document = gql('{ organization { id } }')
    const { handler } = await proxied({ documents: [document], authorize: () => false })
    const { message } = await errorOf(await handler(requestOf({ documentId: await idOf(document) })))
    expect(message).toBe('You are not permitted this operation.')
  })
})

it('no response may be kept, sniffed, framed or told to another site', async () => {
  const { handler } = await proxied()
  for (const body of [query, tag, {}]) {
    const { headers } = await handler(requestOf(body, { 'x-delivery-id': '' }))
    expect([...headers.keys()]).not.toContain('retry-after')
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    })
  }
})

describe('a request that is in order', () => {
  const nested = (levels: number): object => (levels === 1 ? {} : { a: nested(levels - 1) })
  const users = { documentId: documentId('Users'), variables: { skip: 0, first: 1 } }
  const filters = (...names: readonly string[]) => names.map((email) => ({ relation: 'users', where: { email } }))

  it.each<readonly [string, object, Readonly<Record<string, string>>]>([
    ['null in place of what is missing', { ...query, operationName: null, variables: null }, {}],
    ['the name of its operation', { ...query, operationName: 'GetOrganization' }, {}],
    ['16 levels', { ...users, variables: { skip: nested(14) } }, {}],
    ['a charset', query, { 'content-type': 'Application/JSON; charset=utf-8' }],
    ['spaces after its type', query, { 'content-type': 'application/json  ;charset=utf-8' }],
    ['an encoding that changes nothing', query, { 'content-encoding': 'identity' }],
    ['four filters', { ...users, refine: filters('a', 'b', 'c', 'd') }, {}],
    ['a list without a filter', { ...users, refine: [{ relation: 'users', orderBy: 'email_ASC' }] }, {}],
  ])('may have %s', async (_, body, headers) => {
    const { handler } = await proxied({ fetch: () => Promise.resolve(Response.json({ data: {} })) })
    expect((await handler(requestOf(body, headers))).status).toBe(200)
  })

  it('is sent with the values of all its filters', async () => {
    const { handler, sandbox } = await proxied()
    const body = {
      ...users,
      refine: [{ relation: 'users', where: { email: 'a@x.example' } }, ...filters('b@x.example')],
    }
    expect((await handler(requestOf(body))).status).toBe(200)
    const { query, variables } = sandbox.received[0] ?? {}
    const sent = JSON.stringify([query, variables])
    expect([sent.includes('a@x.example'), sent.includes('b@x.example')]).toEqual([true, true])
  })
})

it('an own query of a secret is not permitted unless it is named', async () => {
  const document = gql('query Peek { user { id key: jwt } }')
  const options = { documents: [document], authorize: () => true }
  const body = { documentId: await idOf(document) }
  const { handler, sandbox } = await proxied(options)
  expect((await errorOf(await handler(requestOf(body)))).extensions.code).toBe('NOT_PERMITTED')
  expect(sandbox.received).toHaveLength(0)
  const named = await proxied({
    ...options,
    secretOperations: ['Peek'],
    fetch: () => Promise.resolve(Response.json({ data: { user: { id: 'u', key: 'k' } } })),
  })
  expect((await named.handler(requestOf(body))).status).toBe(200)
})

describe('the body of a request', () => {
  const body = JSON.stringify(query)
  const post = (headers: Readonly<Record<string, string>>): Request =>
    new Request('https://app.example', { method: 'POST', headers: { ...pageHeaders(), ...headers }, body })

  it.each([
    ['with its length', { 'content-length': String(body.length) }],
    ['without it', {}],
  ])('may have as many bytes as maxBodyBytes says, %s', async (_, headers) => {
    const { handler } = await proxied({ maxBodyBytes: body.length })
    expect((await handler(post(headers))).status).toBe(200)
    const smaller = await proxied({ maxBodyBytes: body.length - 1 })
    expect((await smaller.handler(post(headers))).status).toBe(413)
    expect(smaller.sandbox.received).toHaveLength(0)
  })

  it('is refused for its announced length alone', async () => {
    const { handler, sandbox } = await proxied()
    expect((await handler(post({ 'content-length': '262145' }))).status).toBe(413)
    expect(sandbox.received).toHaveLength(0)
  })

  it('that was read before is refused', async () => {
    const { handler } = await proxied()
    const request = post({})
    await request.text()
    const response = await handler(request)
    expect(response.status).toBe(400)
    expect((await errorOf(response)).message).toContain('was read before')
  })
})

describe('a framework', () => {
  it('gets the error by which it redirects, as it was thrown', async () => {
    const redirect = Object.assign(new Error('NEXT_REDIRECT'), { digest: 'NEXT_REDIRECT;replace;/login;307;' })
    const errors: unknown[] = []
    const { handler } = await proxied({
      authorize: () => Promise.reject(redirect),
      onError: (error) => errors.push(error),
    })
    await expect(handler(requestOf(query))).rejects.toBe(redirect)
    expect(errors).toEqual([])
  })

  /** The context of a worker, which needs its `this`. */
  const contextOf = () => ({
    waited: [] as Promise<unknown>[],
    waitUntil(promise: Promise<unknown>) {
      this.waited.push(promise)
    },
  })

  it('has to wait for a change, and not for a query', async () => {
    const { handler, sandbox } = await proxied({ authorize: () => true })
    const context = contextOf()
    expect((await handler(requestOf(query), context)).status).toBe(200)
    expect(context.waited).toHaveLength(0)
    void handler(requestOf(tag), context)
    await expect.poll(() => context.waited.length).toBe(1)
    await context.waited[0]
    expect(sandbox.received).toHaveLength(2)
  })

  it('hears nothing of a change that fails', async () => {
    const once: OnceStore = { ...memoryOnceStore(), claim: () => Promise.reject(new Error('away')) }
    const { handler } = await proxied({ authorize: () => true, once, onError: () => undefined })
    const context = contextOf()
    expect((await handler(requestOf(tag), context)).status).toBe(503)
    await expect(context.waited[0]).resolves.toBeUndefined()
  })

  it('without a waitUntil gets the response as well', async () => {
    const { handler } = await proxied({ authorize: () => true })
    expect((await handler(requestOf(tag), { waitUntil: true })).status).toBe(200)
  })
})

describe('what fails on the server', () => {
  const failing: Partial<LabelboxProxyOptions> = { authorize: () => Promise.reject(new Error('planted')) }

  it('is written to the console without onError', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    onTestFinished(() => log.mockRestore())
    const { handler } = await proxied(failing)
    const { message } = await errorOf(await handler(requestOf(query)))
    expect(message).toBe('The proxy failed, and sent nothing to Labelbox. The log of its server says why.')
    const [error] = (log.mock.calls[0] ?? []) as readonly unknown[]
    expect(error).toMatchObject({ message: 'The function given as authorize failed.', cause: { message: 'planted' } })
  })

  it.each([
    [
      'throws',
      () => {
        throw new Error('of onError')
      },
    ],
    ['rejects', () => Promise.reject(new Error('of onError'))],
  ])('is answered even if onError %s', async (_, onError) => {
    const { handler } = await proxied({ ...failing, onError })
    expect((await handler(requestOf(query))).status).toBe(500)
  })

  it('does not include refused requests', async () => {
    const errors: unknown[] = []
    const { handler } = await proxied({ onError: (error) => errors.push(error) })
    await handler(requestOf({}))
    await handler(requestOf(tag))
    expect(errors).toEqual([])
  })

  it('is named with its cause if the store of changes fails', async () => {
    const errors: unknown[] = []
    const once: OnceStore = { ...memoryOnceStore(), claim: () => Promise.reject(new Error('away')) }
    const { handler } = await proxied({ authorize: () => true, once, onError: (error) => errors.push(error) })
    const response = await handler(requestOf(tag))
    expect(response.headers.get('retry-after')).toBe('1')
    expect((await errorOf(response)).message).toContain("can't tell whether this change was sent before")
    const [error] = errors
    expect(isLabelboxError(error, 'PROXY_FAILED') && error.cause).toMatchObject({ message: 'away' })
  })
})
