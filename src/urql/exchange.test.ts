import type { RequestListener } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client, gql, type Exchange, type Operation, type OperationResult } from '@urql/core'
import { filter, map, pipe, take, tap, toPromise } from 'wonka'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { CreateResourceTagDocument, GetUserDocument } from '../../generated/operations.ts'
import { giving, httpServer, silence, type HttpServer } from '../../test/support/httpServer.ts'
import { isLabelboxError } from '../core/errors.ts'
import type { ConnectionOptions } from '../transport/connection.ts'
import { labelboxExchange } from './exchange.ts'

const apiKey = 'planted.api-key'
const open: HttpServer[] = []

afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server[Symbol.asyncDispose]()))
})

async function setUp(answer: RequestListener, after: readonly Exchange[] = [], options: ConnectionOptions = {}) {
  const server = await httpServer(answer)
  open.push(server)
  const endpoint = `${server.origin}/graphql`
  const client = new Client({
    url: endpoint,
    exchanges: [labelboxExchange({ apiKey, endpoint, ...options }), ...after],
  })
  return { server, client }
}

describe('labelboxExchange', () => {
  test('delivers a query', async () => {
    const { server, client } = await setUp(giving({ user: { id: 'u-1' } }))
    const result = await client.query(GetUserDocument, {}).toPromise()
    expect(result).toMatchObject({ data: { user: { id: 'u-1' } }, hasNext: false, stale: false })
    expect(result.error).toBeUndefined()
    expect(server.received).toMatchObject([
      { method: 'POST', url: '/graphql', headers: { authorization: `Bearer ${apiKey}` } },
    ])
  })

  test('delivers a mutation with its variables', async () => {
    const { server, client } = await setUp(giving({ createResourceTag: null }))
    const variables = { text: 'urgent', color: 'ff0000' }
    const { data } = await client.mutation(CreateResourceTagDocument, variables).toPromise()
    expect(data).toEqual({ createResourceTag: null })
    expect(JSON.parse(server.received[0]?.body ?? '')).toMatchObject({ variables })
  })

  test('returns a LabelboxError, and the data beside it', async () => {
    const errors = [{ message: 'no', extensions: { code: 'AUTHORIZATION_ERROR' } }]
    const { client } = await setUp((_, response) => response.end(JSON.stringify({ data: { user: null }, errors })))
    const { data, error } = await client.query(GetUserDocument, {}).toPromise()
    expect(isLabelboxError(error, 'AUTHORIZATION')).toBe(true)
    expect(error).toMatchObject({ operationName: 'GetUser', status: 200 })
    expect(data).toEqual({ user: null })
  })

  test('aborts the request without a result when nobody is subscribed any more', async () => {
    const { server, client } = await setUp(silence)
    const results: OperationResult[] = []
    const subscription = client.query(GetUserDocument, {}).subscribe((result) => results.push(result))
    await expect.poll(() => server.received).toHaveLength(1)
    subscription.unsubscribe()
    await expect.poll(() => server.abandoned()).toBe(1)
    expect(results).toEqual([])
  })

  test('stops retrying when nobody is subscribed any more', async () => {
    const onRetry = vi.fn()
    const busy: RequestListener = (_, response) => response.writeHead(503, { 'Retry-After': '1' }).end()
    const { server, client } = await setUp(busy, [], { hooks: { onRetry }, retry: { maxRetryAfterMs: 100 } })
    const results: OperationResult[] = []
    const subscription = client.query(GetUserDocument, {}).subscribe((result) => results.push(result))
    await expect.poll(() => onRetry).toHaveBeenCalledOnce()
    subscription.unsubscribe()
    await sleep(800)
    expect(server.received).toHaveLength(1)
    expect(results).toEqual([])
  })

  test('leaves the queue when nobody is subscribed any more', async () => {
    const quick = giving({ createResourceTag: null })
    const { server, client } = await setUp(
      (request, response) => {
        if (server.received.length > 1) quick(request, response)
      },
      [],
      { rateLimit: { maxConcurrent: 1 } },
    )
    const first = client.query(GetUserDocument, {}).subscribe(() => undefined)
    const second = client.query(gql('query Second { organization { id } }'), {}).subscribe(() => undefined)
    const third = client.mutation(CreateResourceTagDocument, { text: 'urgent', color: 'ff0000' }).toPromise()
    await expect.poll(() => server.received).toHaveLength(1)
    second.unsubscribe()
    first.unsubscribe()
    expect((await third).data).toEqual({ createResourceTag: null })
    expect(server.received.map(({ body }) => /(?:query|mutation) (\w+)/.exec(body)?.[1])).toEqual([
      'GetUser',
      'CreateResourceTag',
    ])
  })

  test('keeps a shared request as long as one is subscribed', async () => {
    const { server, client } = await setUp((request, response) => {
      setTimeout(() => giving({ user: { id: 'u-1' } })(request, response), 100)
    })
    const leaver = client.query(GetUserDocument, {}).subscribe(() => undefined)
    const stayer = client.query(GetUserDocument, {}).toPromise()
    await expect.poll(() => server.received).toHaveLength(1)
    leaver.unsubscribe()
    expect((await stayer).data).toEqual({ user: { id: 'u-1' } })
    expect(server.abandoned()).toBe(0)
    expect(server.received).toHaveLength(1)
  })

  test('runs operations independently', async () => {
    const { client } = await setUp((request, response) => {
      setTimeout(() => giving({ answered: true })(request, response), 50)
    })
    const both = [
      client.query(GetUserDocument, {}).toPromise(),
      client.query(gql('{ organization { id } }'), {}).toPromise(),
    ]
    expect((await Promise.all(both)).map(({ data }) => data as unknown)).toEqual([
      { answered: true },
      { answered: true },
    ])
  })

  test('sends the same query again after an abort', async () => {
    let answers = 0
    const { client } = await setUp((request, response) => {
      answers += 1
      if (answers > 1) giving({ user: { id: 'u-1' } })(request, response)
    })
    const first = client.query(GetUserDocument, {}).subscribe(() => undefined)
    await expect.poll(() => answers).toBe(1)
    first.unsubscribe()
    const { data } = await client.query(GetUserDocument, {}).toPromise()
    expect(data).toEqual({ user: { id: 'u-1' } })
  })

  test.each([0, -7, 2 ** 31, 2 ** 33, -(2 ** 33)])('delivers an operation whose key is %d', async (key) => {
    const { client } = await setUp(giving({ user: { id: 'u-1' } }))
    const operation = client.createRequestOperation('query', { key, query: GetUserDocument, variables: {} })
    expect((await client.executeRequestOperation(operation)).data).toEqual({ user: { id: 'u-1' } })
  })

  test('leaves subscriptions and teardowns to the next exchange', async () => {
    const passed: Operation['kind'][] = []
    const next: Exchange = () => (operations$) =>
      pipe(
        operations$,
        tap(({ kind }) => passed.push(kind)),
        filter(({ kind }) => kind === 'subscription'),
        map((operation) => ({ operation, data: { ticks: 1 }, stale: false, hasNext: true })),
      )
    const { server, client } = await setUp(silence, [next])
    const ticks = await pipe(client.subscription(gql('subscription Ticks { ticks }'), {}), take(1), toPromise)
    expect(ticks.data).toEqual({ ticks: 1 })
    client
      .query(GetUserDocument, {})
      .subscribe(() => undefined)
      .unsubscribe()
    expect(passed).toEqual(['subscription', 'teardown', 'teardown'])
    await sleep(20)
    expect(server.received.filter(({ body }) => body.includes('Ticks'))).toEqual([])
  })

  test('refuses wrong options when it is created', () => {
    expect(() => labelboxExchange({ apiKey, endpoint: 'http://labelbox.example.com/graphql' })).toThrow('https')
  })
})
