import { inspect } from 'node:util'
import { Client, CombinedError, gql, ssrExchange, type Exchange, type SSRData } from '@urql/core'
import { map, pipe } from 'wonka'
import { describe, expect, test } from 'vitest'
import { graphQLError } from '../../test/support/serving.ts'
import { readResponse } from '../../test/support/readings.ts'
import { asCombinedError } from './combinedError.ts'
import { labelboxErrorCodes, toLabelboxError, type SerializedLabelboxError } from './toLabelboxError.ts'
import { isLabelboxError, LabelboxError, type LabelboxErrorCode } from '../core/errors.ts'

const call = { operationName: 'InviteUser', attempts: 1, mayHaveRun: false }

/** An answer's error, as the transport reads it. */
function refusedBy(status: number): LabelboxError {
  const body = JSON.stringify(graphQLError('INTERNAL_SERVER_ERROR', { exception: { status } }))
  const answer = { status: 200, headers: new Headers({ 'x-request-id': 'r-3' }), body }
  const { error } = readResponse(answer, call)
  if (error === undefined) throw new Error('There is no error.')
  return error
}

describe('toLabelboxError', () => {
  const refused = () => refusedBy(426)
  const unreachable = () =>
    new LabelboxError({ code: 'NETWORK', message: 'Users failed: closed.', operationName: 'Users', retryable: true })

  test('returns a LabelboxError as it is', () => {
    const error = refused()
    expect(toLabelboxError(error)).toBe(error)
  })

  test.each([
    ['with errors of the server’s', refused],
    ['without an answer', unreachable],
  ])('one that server rendering rebuilt: %s', async (_, make) => {
    const original = make()
    const rebuilt = await throughServerRendering(asCombinedError(original))
    expect(isLabelboxError(rebuilt)).toBe(false)
    const restored = toLabelboxError(rebuilt)
    expect(restored).not.toBe(original)
    expect(restored.toJSON()).toEqual(original.toJSON())
    expect(restored.graphQLErrors.map(({ message }) => message)).toEqual(
      original.graphQLErrors.map(({ message }) => message),
    )
  })

  test('has the missing permission, also after server rendering and from another exchange', async () => {
    const { errors } = graphQLError('AUTHORIZATION_ERROR', {}, 'You lack the permission users.manage')
    const body = JSON.stringify({ errors })
    const { error } = readResponse({ status: 200, headers: new Headers(), body }, call)
    if (error === undefined) throw new Error('There is no error.')

    const restored = toLabelboxError(await throughServerRendering(asCombinedError(error)))
    const others = toLabelboxError(new CombinedError({ graphQLErrors: errors }), { operationName: 'InviteUser' })

    for (const each of [restored, others]) {
      expect(each).toMatchObject({ message: error.message, missingPermission: 'users.manage' })
    }
    expect(error.message).toContain('lacks the permission users.manage')
  })

  test.each<[string, CombinedError, LabelboxErrorCode, boolean]>([
    ['an aborted fetch', network(new DOMException('gone', 'AbortError')), 'ABORTED', false],
    ['a failed fetch', network(new TypeError('fetch failed')), 'NETWORK', true],
    ['a body that is not JSON', network(new Error('quoted body'), 200), 'BAD_RESPONSE', false],
    ['a bad status', network(new Error('Unauthorized'), 401), 'AUTHENTICATION', false],
    ['a status without a meaning here', network(new Error('teapot'), 418), 'HTTP_ERROR', false],
    [
      'errors of the server’s',
      new CombinedError({ graphQLErrors: graphQLError('RESOURCE_CONFLICT').errors }),
      'RESOURCE_CONFLICT',
      false,
    ],
    ['nothing at all', new CombinedError({}), 'NETWORK', true],
    ['incomplete details', network(new Error('LabelboxError: {"code":1}')), 'NETWORK', true],
  ])('classifies an error of another exchange: %s', (_, error, code, retryable) => {
    expect(toLabelboxError(error, { operationName: 'Users' })).toMatchObject({
      code,
      retryable,
      operationName: 'Users',
    })
  })

  test('keeps name and code of a failed connection as cause, and no text', () => {
    const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })
    const reason = new TypeError('Headers.append: "Bearer planted-key" is invalid', { cause: refused })
    const error = toLabelboxError(network(reason))
    expect(error.cause).toMatchObject({ name: 'TypeError', cause: { code: 'ECONNREFUSED' } })
    expect(inspect(error, { depth: Infinity, showHidden: true })).not.toContain('planted-key')
    expect(toLabelboxError(network(new Error('quoted body'), 200))).not.toHaveProperty('cause')
  })

  test('does not let a server choose what an error says', () => {
    const labelbox = { code: 'WHATEVER', message: 'secret@example.com', status: 'x' }
    const error = toLabelboxError(new CombinedError({ graphQLErrors: [{ message: 'no', extensions: { labelbox } }] }))
    expect(error.code).toBe('SERVER_ERROR')
    expect(error.message).not.toContain('secret')
  })

  test('has the request id and the Retry-After of the response', () => {
    const response = { status: 500, headers: new Headers({ 'x-request-id': 'r-4', 'Retry-After': '7' }) }
    const error = new CombinedError({ networkError: new Error('no'), response })
    expect(toLabelboxError(error)).toMatchObject({ status: 500, requestId: 'r-4', retryAfterMs: 7000 })
  })

  test('counts a call of another exchange as sent, and only a refusal as proof that nothing ran', () => {
    const refused = new CombinedError({ graphQLErrors: graphQLError('RESOURCE_CONFLICT').errors })
    expect(toLabelboxError(refused)).toMatchObject({ attempts: 1, mayHaveRun: false })
    const data = { createInvites: [] }
    const partial = toLabelboxError(refused, { operationName: 'InviteUser', data })
    expect(partial).toMatchObject({ attempts: 1, mayHaveRun: true })
    expect(partial.data).toBe(data)
    expect(toLabelboxError(network(new TypeError('fetch failed')))).toMatchObject({ mayHaveRun: true })
    expect(toLabelboxError(network(new Error('Bad Gateway'), 502))).toMatchObject({ mayHaveRun: true, retryable: true })
    expect(toLabelboxError(network(new Error('Forbidden'), 403))).toMatchObject({ mayHaveRun: false })
  })
})

describe('toLabelboxError restores', () => {
  const details = {
    status: 503,
    requestId: 'r-9',
    operationName: 'Users',
    retryable: true,
    retryAfterMs: 5,
    mayHaveRun: true,
    attempts: 3,
  }
  const errorOf = (code: LabelboxErrorCode) =>
    new LabelboxError({ code, message: `Users failed: ${code}.`, ...details })
  const codes = Object.keys(labelboxErrorCodes) as LabelboxErrorCode[]

  test.each(codes)('all of an error of code %s, from its JSON and after server rendering', async (code) => {
    const original = errorOf(code)
    const parsed = JSON.parse(JSON.stringify({ error: original })) as { error: SerializedLabelboxError }
    for (const rebuilt of [
      parsed.error,
      structuredClone(parsed.error),
      await throughServerRendering(asCombinedError(original)),
    ]) {
      const restored = toLabelboxError(rebuilt)
      expect(isLabelboxError(restored, code)).toBe(true)
      expect(restored.toJSON()).toEqual(original.toJSON())
    }
  })

  test.each([
    ['an escape sequence', '\u001b]52;c;cGxhbnRlZA==\u0007'],
    ['a long text', 'r'.repeat(1000)],
    ['a number', 7],
  ])('ignores a request id of another form, as ids end up in logs: %s', (_, requestId) => {
    const details = { ...errorOf('API_LIMIT').toJSON(), requestId }
    expect(toLabelboxError(details as SerializedLabelboxError).requestId).toBeUndefined()
  })

  const forged = { ...errorOf('API_LIMIT').toJSON(), message: 'Send your key to planted.example', mayHaveRun: false }
  const text = `LabelboxError: ${JSON.stringify(forged)}`
  const entry = { message: 'no', extensions: { code: 'INTERNAL_SERVER_ERROR' } }
  /** Answers of a server that has read our source, as urql's own fetch makes errors of them. */
  const words: readonly (readonly [what: string, error: CombinedError])[] = [
    ['details in the extensions', graphQL({ ...entry, extensions: { ...entry.extensions, labelbox: forged } })],
    ['our text in the extensions', graphQL({ ...entry, extensions: { ...entry.extensions, 'labelbox-org': text } })],
    ['our text in one entry of two', graphQL(entry, { message: 'no', extensions: { 'labelbox-org': text } })],
    ['our text as the message', graphQL({ message: text })],
    ['details beside the message', graphQL({ ...forged, name: 'GraphQLError' })],
    ['our name beside the message', graphQL({ ...forged, ...entry })],
    ['our text as its status or body', network(new Error(text), 500)],
    ['our text at the end of what fetch threw', network(new TypeError(`fetch failed: ${text}`))],
    ['our text as the name of an error', network(Object.assign(new Error('no'), { name: text }))],
  ]

  test.each(words)('nothing of a server’s text: %s', async (_, raw) => {
    for (const error of [raw, await throughServerRendering(raw)]) {
      const restored = toLabelboxError(error, { operationName: 'Users' })
      expect(restored.code).not.toBe('API_LIMIT')
      expect(restored.message).not.toContain('planted')
      expect(restored).not.toMatchObject({ requestId: 'r-9' })
      expect(restored.mayHaveRun).toBe(true)
    }
  })

  test('no entry of a response that poses as a LabelboxError', () => {
    expect(toLabelboxError({ ...forged, extensions: {} } as never).message).not.toContain('planted')
  })
})

function graphQL(...errors: readonly object[]): CombinedError {
  return new CombinedError({ graphQLErrors: errors as never })
}

function network(networkError: Error, status?: number): CombinedError {
  return new CombinedError({ networkError, ...(status !== undefined && { response: { status } }) })
}

/** An error as a browser gets it: serialised by urql's ssrExchange on the server and rebuilt by the one in the page. */
async function throughServerRendering(error: CombinedError): Promise<CombinedError> {
  const failing: Exchange = () => (operations$) =>
    pipe(
      operations$,
      map((operation) => ({ operation, data: undefined, error, stale: false, hasNext: false })),
    )
  const render = async (ssr: ReturnType<typeof ssrExchange>) =>
    new Client({ url: 'http://localhost', preferGetMethod: false, exchanges: [ssr, failing] })
      .query(gql('query Users { user { id } }'), {})
      .toPromise()
  const server = ssrExchange({ isClient: false })
  await render(server)
  const page = ssrExchange({ isClient: true })
  page.restoreData(JSON.parse(JSON.stringify(server.extractData())) as SSRData)
  const result = await render(page)
  if (result.error === undefined) throw new Error('The page got no error.')
  return result.error
}
