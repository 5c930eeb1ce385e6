import { setTimeout as sleep } from 'node:timers/promises'
import { redisOnceStore } from 'labelbox-org/redis'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { documentId, proxied } from '../../test/support/proxied.ts'
import { clients, type Kind, type OpenClient } from '../../test/support/redisClients.ts'
import { redisServer, type RedisServer } from '../../test/support/redisServer.ts'
import { sandboxed } from '../../test/support/roads.ts'

let server: RedisServer
const open: OpenClient[] = []

beforeEach(async () => void (server = await redisServer()))
afterEach(async () => {
  for (const { close } of open.splice(0)) close()
  await server[Symbol.asyncDispose]()
})

async function storeOf(kind: Kind) {
  const opened = clients[kind](server.url)
  open.push(opened)
  await opened.connected
  return redisOnceStore({ client: opened.client })
}

describe.each(['ioredis', 'iovalkey', 'redis'] as const)('redisOnceStore with %s', (kind) => {
  it('gives an id to the first, and what is known to all others', async () => {
    const store = await storeOf(kind)
    expect(await store.claim('a', 'content', 60_000)).toBeUndefined()
    expect(await store.claim('a', 'other', 60_000)).toEqual({ content: 'content', outcome: undefined })
    await store.settle('a', 'made')
    await store.settle('a', 'made again')
    expect(await store.read('a')).toEqual({ content: 'content', outcome: 'made' })
    await store.release('a')
    expect(await store.read('a')).toBeUndefined()
  })

  it('forgets an id after its time', async () => {
    const store = await storeOf(kind)
    await store.claim('a', 'content', 50)
    await sleep(200)
    expect(await store.claim('a', 'content', 50)).toBeUndefined()
  })
})

const tag = { documentId: documentId('CreateResourceTag'), variables: { text: 'urgent', color: 'ff0000' } }

it('a change that reaches two processes is made once, and both give the same response', async () => {
  const sandbox = await sandboxed()
  sandbox.setFaults([{ kind: 'slow-body', delayMs: 300, operationName: 'CreateResourceTag' }])
  const one = await proxied({ authorize: () => true, once: await storeOf('ioredis') }, sandbox)
  const other = await proxied({ authorize: () => true, once: await storeOf('redis') }, sandbox)
  const headers = { 'x-delivery-id': crypto.randomUUID() }
  const responses = await Promise.all([one.send(tag, headers), other.send(tag, headers)])
  const [first, second] = await Promise.all(responses.map((response) => response.text()))
  expect(first).toBe(second)
  expect(sandbox.received).toHaveLength(1)
})

it('sends no change while Redis is away, and says that trying again is safe', async () => {
  const errors: unknown[] = []
  const onError = (error: unknown) => errors.push(error)
  const { send, sandbox } = await proxied({ authorize: () => true, once: await storeOf('ioredis'), onError })
  await server.kill()
  const response = await send(tag)
  expect(response.status).toBe(503)
  expect(response.headers.get('retry-after')).toBe('1')
  expect(await response.json()).toMatchObject({
    errors: [{ extensions: { code: 'PROXY_FAILED', proxy: { retryable: true, mayHaveRun: false } } }],
  })
  expect(errors).toHaveLength(1)
  expect(sandbox.received).toHaveLength(0)
})
