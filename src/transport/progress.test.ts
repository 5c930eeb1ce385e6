import { describe, expect, test, vi } from 'vitest'
import { CancelInviteDocument, CreateResourceTagDocument, GetUserDocument } from '../../generated/operations.ts'
import { giving, httpServer, silence, type HttpServer } from '../../test/support/httpServer.ts'
import { roads } from '../../test/support/roads.ts'
import { answering, failure, graphQLError, reset, scriptedTiming, serving } from '../../test/support/serving.ts'
import { LabelboxError } from '../core/errors.ts'
import { connect, type ConnectionOptions } from './connection.ts'
import { deliver } from './deliver.ts'

const answered = giving({ done: true })

const connectTo = ({ origin }: HttpServer, options: ConnectionOptions = {}) =>
  connect({ endpoint: origin, ...options }, scriptedTiming())

type Connection = ReturnType<typeof connect>

const getUser = (connection: Connection) => deliver(connection, GetUserDocument, {})
const cancelInvite = (connection: Connection) => deliver(connection, CancelInviteDocument, { id: 'i-1' })
const createTag = (connection: Connection) =>
  deliver(connection, CreateResourceTagDocument, { text: 'urgent', color: 'ff0000' })

describe('an error counts the requests, and says whether one may have run:', () => {
  test('none after a refused connection', async () => {
    const server = await httpServer(silence)
    await server[Symbol.asyncDispose]()
    expect(await failure(createTag(connectTo(server)))).toMatchObject({ attempts: 5, mayHaveRun: false })
  })

  test.each([
    ['the quota', answering(429), 5],
    ['a refusal', answering(200, graphQLError('RESOURCE_CONFLICT')), 1],
    ['a status of the client’s fault', answering(404), 1],
  ])('not after %s', async (_, answer, attempts) => {
    const error = await failure(createTag(connectTo(await serving(answer))))
    expect(error).toMatchObject({ attempts, mayHaveRun: false })
  })

  test.each([
    ['a gateway’s failure', answering(502)],
    ['an error that is not known', answering(200, graphQLError('SOMETHING_NEW'))],
    ['an answer that cannot be read', answering(200, '{"data":')],
    ['a redirect', answering(303, '', { Location: '/' })],
    ['a refusal beside data', answering(200, { ...graphQLError('RESOURCE_CONFLICT'), data: { tag: { id: 't-1' } } })],
  ])('after %s', async (_, answer) => {
    expect(await failure(createTag(connectTo(await serving(answer))))).toMatchObject({ attempts: 1, mayHaveRun: true })
  })

  test('an earlier one, whatever the last response says', async () => {
    const gone = answering(200, graphQLError('RESOURCE_NOT_FOUND'))
    const error = await failure(cancelInvite(connectTo(await serving(answering(502), answering(429), gone))))
    expect(error).toMatchObject({ code: 'RESOURCE_NOT_FOUND', attempts: 3, mayHaveRun: true })
    const first = await failure(cancelInvite(connectTo(await serving(gone))))
    expect(first).toMatchObject({ code: 'RESOURCE_NOT_FOUND', attempts: 1, mayHaveRun: false })
  })

  test('the first, if the second had no connection', async () => {
    const refused = new TypeError('fetch failed', { cause: Object.assign(new Error('no'), { code: 'ECONNREFUSED' }) })
    const server = await serving(answering(502))
    const fetch = vi.fn<typeof globalThis.fetch>().mockRejectedValue(refused).mockImplementationOnce(globalThis.fetch)
    const error = await failure(cancelInvite(connectTo(server, { fetch })))
    expect(error).toMatchObject({ code: 'NETWORK', attempts: 5, mayHaveRun: true })
  })

  test('even if an aborted request fails later', async () => {
    const given: ((error: Error) => void)[] = []
    const deaf = () => new Promise<Response>((_, reject) => given.push(reject))
    const controller = new AbortController()
    const connection = connect({ fetch: deaf, timeoutMs: 200 }, scriptedTiming())
    const call = failure(deliver(connection, CancelInviteDocument, { id: 'i-1' }, { signal: controller.signal }))
    await expect.poll(() => given).toHaveLength(2)
    given[0]?.(Object.assign(new Error('refused after all'), { code: 'ECONNREFUSED' }))
    await new Promise(setImmediate)
    controller.abort()
    expect(await call).toMatchObject({ code: 'ABORTED', attempts: 2, mayHaveRun: true })
  })

  test('the first, if it timed out and the second was refused', async () => {
    const server = await serving(silence, answering(403))
    const error = await failure(cancelInvite(connectTo(server, { timeoutMs: 200 })))
    expect(error).toMatchObject({ code: 'AUTHORIZATION', attempts: 2, mayHaveRun: true })
  })

  test('the first, if the second was not sent for lack of a key', async () => {
    const reason = new Error('the vault is closed')
    const claim = {
      code: 'NETWORK',
      message: 'no',
      operationName: 'CancelInvite',
      attempts: 1,
      mayHaveRun: false,
    } as const
    for (const second of [
      () => Promise.reject(reason),
      () => 'a key',
      () => Promise.reject(new LabelboxError(claim)),
    ]) {
      const keys = [() => 'first', second]
      const server = await serving(answering(502), answered)
      const error = await failure(cancelInvite(connectTo(server, { apiKey: async () => keys.shift()?.() ?? '' })))
      expect(error).toMatchObject({ attempts: 1, mayHaveRun: true, operationName: 'CancelInvite' })
      expect(server.received).toHaveLength(1)
    }
  })

  test('the first, if the second was not sent because the quota’s store broke', async () => {
    const reason = new Error('the store is closed')
    const takes = [() => 0, () => Promise.reject(reason)]
    const store = { take: () => takes.shift()?.() ?? 0 }
    const server = await serving(answering(502), answered)
    const retry = { maxAttempts: 2 }
    const error = await failure(cancelInvite(connectTo(server, { rateLimit: { requestsPerMinute: 60, store }, retry })))
    expect(error).toMatchObject({ code: 'API_LIMIT', attempts: 1, mayHaveRun: true, operationName: 'CancelInvite' })
    expect(error.cause).toBe(reason)
  })

  test('the first, if the second was not sent because the quota’s store failed', async () => {
    const answers = [0, NaN]
    const store = { take: () => answers.shift() ?? 0 }
    const server = await serving(answering(502), answered)
    const error = await failure(cancelInvite(connectTo(server, { rateLimit: { requestsPerMinute: 60, store } })))
    expect(error).toMatchObject({ code: 'INVALID_INPUT', attempts: 1, mayHaveRun: true, operationName: 'CancelInvite' })
    expect(error.message).toContain('rateLimit.store')
    expect(server.received).toHaveLength(1)
  })
})

describe.each(roads)('a query %s has certainly changed nothing:', (_, connectTo) => {
  test.each([
    ['a gateway’s failure', answering(502)],
    ['a connection that broke', reset],
    ['an answer that did not come in time', silence],
    ['data beside an error', answering(200, { ...graphQLError('SOMETHING_NEW'), data: { users: [{ id: 'u-1' }] } })],
  ])('%s', async (_, answer) => {
    const labelbox = connectTo({ url: (await serving(answer)).origin, apiKey: 'key' }, { retry: false, timeoutMs: 500 })
    expect(await failure(labelbox.execute(GetUserDocument, {}))).toMatchObject({ attempts: 1, mayHaveRun: false })
  })
})

test('two calls on one connection count separately', async () => {
  const connection = connectTo(await serving(answering(502), answering(200, graphQLError('FORBIDDEN'))))
  expect(await failure(createTag(connection))).toMatchObject({ attempts: 1, mayHaveRun: true })
  expect(await failure(getUser(connection))).toMatchObject({ attempts: 1, mayHaveRun: false })
})

test('a call holds a place only while a request is under way', async () => {
  const server = await serving(answering(503), answering(503), answering(503), answered)
  const connection = connectTo(server, { rateLimit: { maxConcurrent: 1 } })
  const calls = [getUser(connection), getUser(connection), getUser(connection)]
  expect(await Promise.all(calls)).toEqual(Array(3).fill({ done: true }))
  await getUser(connection)
  expect(server.received).toHaveLength(7)
})
