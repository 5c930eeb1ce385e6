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
    expect(await store.claim('a', 'first', 60_000)).toBeUndefined()
    expect(await store.claim('a', 'other', 60_000)).toEqual({ claimant: 'first', outcome: undefined })
    await store.settle('a', 'first', 'made')
    await store.settle('a', 'first', 'made again')
    expect(await store.read('a')).toEqual({ claimant: 'first', outcome: 'made' })
    await store.release('a', 'first')
    expect(await store.read('a')).toBeUndefined()
  })

  it('takes an outcome and a release from the claimant alone', async () => {
    const store = await storeOf(kind)
    await store.settle('a', 'other', 'made')
    await store.claim('a', 'first', 60_000)
    await store.settle('a', 'other', 'made')
    await store.release('a', 'other')
    expect(await store.read('a')).toEqual({ claimant: 'first', outcome: undefined })
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
  // Later, and in the other order.
  for (const proxy of [other, one]) expect(await (await proxy.send(tag, headers)).text()).toBe(first)
  expect(sandbox.received).toHaveLength(1)
  expect((await one.send({ ...tag, variables: { ...tag.variables, text: 'late' } }, headers)).status).toBe(409)
  await one.send(tag)
  expect(sandbox.received).toHaveLength(2)
})

it('a change is made once while Redis stands still between its two requests', async () => {
  const sandbox = await sandboxed()
  const options = { authorize: () => true, onError: () => undefined } as const
  const one = await proxied({ ...options, once: await storeOf('ioredis') }, sandbox)
  const other = await proxied({ ...options, once: await storeOf('redis') }, sandbox)
  const headers = { 'x-delivery-id': crypto.randomUUID() }
  server.freeze()
  const refused = await Promise.all([one.send(tag, headers), other.send(tag, headers)])
  expect(refused.map(({ status }) => status)).toEqual([503, 503])
  expect(sandbox.received).toHaveLength(0)
  server.thaw()
  // What the clients had queued arrives now, and belongs to nobody.
  const responses = await Promise.all([other.send(tag, headers), one.send(tag, headers)])
  expect(responses.map(({ status }) => status)).toEqual([200, 200])
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

it('refuses an option that it does not have', () => {
  const client = { eval: () => Promise.resolve() }
  expect(() => redisOnceStore({ client, prefx: 'a' } as Parameters<typeof redisOnceStore>[0])).toThrow(
    'There is no option prefx. The options are client, prefix.',
  )
})
