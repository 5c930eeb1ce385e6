import type { RequestListener } from 'node:http'
import { createServer as tcpServer, type AddressInfo, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { Client } from '@urql/core'
import { Labelbox } from 'labelbox-org'
import { CancelInviteDocument, GetUserDocument, InviteUserDocument } from 'labelbox-org/operations'
import { undiciTransport, type UndiciTransportOptions } from 'labelbox-org/undici'
import { labelboxExchange } from 'labelbox-org/urql'
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { giving, halfAnAnswer, silence } from '../../test/support/httpServer.ts'
import { documentId, proxied } from '../../test/support/proxied.ts'
import { sandboxed } from '../../test/support/roads.ts'
import { answering, failure, reset, serving } from '../../test/support/serving.ts'
import { transported, undicis } from '../../test/support/undicis.ts'
import { connect, type ConnectionOptions } from '../transport/connection.ts'
import { deliver } from '../transport/deliver.ts'
import type { Transport } from '../transport/transport.ts'

const user = { user: { id: 'u-1' } }

const refused = (message: string): unknown =>
  expect.objectContaining({ code: 'INVALID_INPUT', message: expect.stringContaining(message) as string })

afterEach(() => vi.unstubAllGlobals())

/** A TCP server that closes after the test. */
async function listening(take: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>()
  const server = tcpServer((socket) => {
    sockets.add(socket.on('error', () => undefined))
    take(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.close()
    for (const socket of sockets) socket.destroy()
  })
  return (server.address() as AddressInfo).port
}

describe.each(undicis)('%s', (_, undici) => {
  const query = (endpoint: string, options: ConnectionOptions = {}, transport: Transport = transported(undici)) =>
    deliver(connect({ endpoint, retry: false, transport, ...options }), GetUserDocument, {})
  const change = (endpoint: string, options: ConnectionOptions = {}, transport: Transport = transported(undici)) =>
    deliver(connect({ endpoint, retry: false, transport, ...options }), InviteUserDocument, { data: [] })

  it('sends a request as fetch would, without fetch and without a Response', async () => {
    const server = await serving(giving(user), giving({ createInvites: [] }))
    const missing = () => {
      throw new Error('It is not used.')
    }
    vi.stubGlobal('fetch', missing)
    vi.stubGlobal('Response', missing)
    const transport = transported(undici)
    const connection = connect({ endpoint: `${server.origin}/graphql?tenant=a`, apiKey: 'planted.api-key', transport })

    expect(await deliver(connection, GetUserDocument, {})).toEqual(user)
    await deliver(connection, InviteUserDocument, { data: [] })

    expect(server.received[0]).toMatchObject({
      method: 'POST',
      url: '/graphql?tenant=a',
      headers: { authorization: 'Bearer planted.api-key', 'content-type': 'application/json', 'user-agent': 'node' },
    })
    expect(server.received[0]?.headers['x-attempt-id']).toBeUndefined()
    expect(server.received[1]?.headers['x-attempt-id']).toMatch(/^[\da-f-]{36}$/)
    expect(server.received[1]?.headers['content-length']).toMatch(/^\d+$/)
  })

  it('sends bytes as they are, such as a form with files', async () => {
    const server = await serving(giving(user))
    const body = new TextEncoder().encode('<größe>').subarray(1, -1)
    const { send } = transported(undici)
    const { signal } = new AbortController()
    const response = await send({
      url: `${server.origin}/graphql`,
      headers: { 'Content-Type': 'text/plain' },
      ...{ body, isChange: false, signal, maxBytes: 1000, onSent: () => undefined },
    })
    expect(response).toMatchObject({ status: 200, body: JSON.stringify({ data: user }) })
    expect(server.received[0]).toMatchObject({ body: 'größe', headers: { 'content-length': '7' } })
  })

  it('keeps a connection for the next request', async () => {
    const ports = new Set<unknown>()
    const server = await serving((request, response) => {
      ports.add(request.socket.remotePort)
      giving(user)(request, response)
    })
    const connection = connect({ endpoint: server.origin, transport: transported(undici) })
    for (let call = 0; call < 5; call += 1) await deliver(connection, GetUserDocument, {})
    // undici leaves a connection alone for a turn of the event loop, so calls in a row use two in turn.
    expect(ports.size).toBeLessThanOrEqual(2)
  })

  it('opens no more connections than it may', async () => {
    let open = 0
    let most = 0
    const server = await serving((request, response) => {
      open += 1
      most = Math.max(most, open)
      setTimeout(() => {
        open -= 1
        giving(user)(request, response)
      }, 20)
    })
    const connection = connect({ endpoint: server.origin, transport: transported(undici, { connections: 2 }) })
    await Promise.all(Array.from({ length: 8 }, () => deliver(connection, GetUserDocument, {})))
    expect(most).toBe(2)
  })

  it('follows no redirect', async () => {
    const other = await serving(giving(user))
    const server = await serving(answering(307, '', { location: other.origin }))
    expect(await failure(query(server.origin))).toMatchObject({ code: 'HTTP_ERROR', status: 307 })
    expect(other.received).toEqual([])
  })

  it('reads status, headers and errors as from fetch', async () => {
    const body = { errors: [{ message: 'You have exceeded the limit', path: null }] }
    const server = await serving(answering(429, body, { 'Retry-After': '7', 'X-Request-Id': 'r-1' }))
    const error = await failure(change(server.origin))
    expect(error).toMatchObject({
      code: 'API_LIMIT',
      status: 429,
      retryAfterMs: 7000,
      requestId: 'r-1',
      mayHaveRun: false,
    })
    expect(error.response).toMatchObject({ status: 429 })
  })

  it('waits for the response after informational ones', async () => {
    const server = await serving((request, response) => {
      response.writeEarlyHints({ link: '</style.css>; rel=preload' })
      giving(user)(request, response)
    })
    expect(await query(server.origin)).toEqual(user)
  })

  describe('a compressed response', () => {
    const json = JSON.stringify({ data: { user: { id: 'ü'.repeat(5000) } } })
    it.each([
      ['gzip', gzipSync(json)],
      ['x-gzip', gzipSync(json)],
      ['br', brotliCompressSync(json)],
      ['deflate', deflateSync(json)],
      ['deflate', deflateRawSync(json)],
      ['gzip, br', brotliCompressSync(gzipSync(json))],
      ['identity', Buffer.from(json)],
      ['utf-8', Buffer.from(json)],
      // Without the checksum and the length at the end.
      ['gzip', gzipSync(json).subarray(0, -8)],
      ['deflate', deflateSync(json).subarray(0, -4)],
      ['deflate', deflateRawSync(json).subarray(0, -1)],
    ])('is read: %s', async (encoding, body) => {
      const server = await serving((_, response) => response.setHeader('Content-Encoding', encoding).end(body))
      expect(await query(server.origin)).toEqual({ user: { id: 'ü'.repeat(5000) } })
      expect(server.received[0]?.headers['accept-encoding']).toBe('gzip, deflate, br')
    })

    it.each([
      ['is cut off', 'gzip', gzipSync(json).subarray(0, 40), 'BAD_RESPONSE'],
      ['is cut off', 'br', brotliCompressSync(json).subarray(0, 20), 'BAD_RESPONSE'],
      ['is compressed in a way that is not known', 'compress', gzipSync(json), 'BAD_RESPONSE'],
      ['is not compressed as it says', 'gzip', Buffer.from(json), 'NETWORK'],
      ['is compressed too often', 'gzip, gzip, gzip, gzip', gzipSync(json), 'NETWORK'],
    ])('fails if it %s: %s', async (_, encoding, body, code) => {
      const server = await serving((_, response) => response.setHeader('Content-Encoding', encoding).end(body))
      expect(await failure(change(server.origin))).toMatchObject({ code, mayHaveRun: true })
    })

    it.each([
      [401, 'gzip', { code: 'AUTHENTICATION', mayHaveRun: false, retryable: false }],
      [429, 'gzip, gzip, gzip, gzip', { code: 'API_LIMIT', mayHaveRun: false, retryable: true }],
      [502, 'br', { code: 'INTERNAL_SERVER_ERROR', mayHaveRun: true, retryable: true }],
      [502, 'zstd', { code: 'INTERNAL_SERVER_ERROR', mayHaveRun: true, retryable: true }],
    ])('with HTTP %i keeps its meaning if %s can’t be read', async (status, encoding, error) => {
      const server = await serving(
        answering(status, 'not compressed', { 'Content-Encoding': encoding, 'X-Request-Id': 'r-1' }),
      )
      expect(await failure(change(server.origin))).toMatchObject({ ...error, status, requestId: 'r-1' })
    })

    it('is measured decompressed', async () => {
      const bomb = gzipSync(Buffer.alloc(50_000_000, ' '))
      const server = await serving((_, response) => response.setHeader('Content-Encoding', 'gzip').end(bomb))
      const error = await failure(query(server.origin, { maxResponseBytes: 200_000 }))
      expect(error).toMatchObject({ code: 'BAD_RESPONSE', status: 200 })
    })
  })

  it('stops an endless response at its limit, and closes the connection', async () => {
    const closed = vi.fn()
    const server = await serving((request, response) => {
      request.socket.on('close', closed)
      const write = (): void => {
        let isRoom = true
        while (isRoom) isRoom = response.write(' '.repeat(65_536))
      }
      response.on('drain', write)
      write()
    })
    const error = await failure(query(server.origin, { maxResponseBytes: 200_000 }))
    expect(error).toMatchObject({ code: 'BAD_RESPONSE', status: 200 })
    expect(error.message).toContain('200000 bytes')
    await expect.poll(() => closed).toHaveBeenCalledOnce()
  })

  it('closes an idle connection after keepAliveMs, although the server would keep it longer', async () => {
    const closed = vi.fn()
    const server = await serving((request, response) => {
      request.socket.on('close', closed)
      response.setHeader('Keep-Alive', 'timeout=60')
      giving(user)(request, response)
    })
    await query(server.origin, {}, transported(undici, { keepAliveMs: 100 }))
    await expect.poll(() => closed, { timeout: 3000 }).toHaveBeenCalledOnce()
  })

  it('keeps the headers of two clients apart', async () => {
    const server = await serving(giving(user))
    const transport = transported(undici)
    const keys = ['planted.key-a', 'planted.key-b']
    const clients = keys.map((apiKey) => connect({ endpoint: server.origin, apiKey, transport }))
    for (const client of [...clients, ...clients]) await deliver(client, GetUserDocument, {})
    const sent = server.received.map(({ headers }) => headers.authorization)
    expect(sent).toEqual([...keys, ...keys].map((key) => `Bearer ${key}`))
  })

  it('forgets the key of a client that is not used any more', async () => {
    setFlagsFromString('--expose-gc')
    const collect = runInNewContext('gc') as () => void
    const server = await serving(giving(user))
    const transport = transported(undici)
    const headersOfQuery = async (): Promise<WeakRef<object>> => {
      let headers: WeakRef<object> | undefined
      const send: Transport['send'] = (request) => {
        headers = new WeakRef(request.headers)
        return transport.send(request)
      }
      await query(server.origin, { apiKey: 'planted.api-key' }, { send })
      return headers as unknown as WeakRef<object>
    }
    const headers = await headersOfQuery()
    await expect
      .poll(() => {
        collect()
        return headers.deref()
      })
      .toBeUndefined()
  })

  describe('an abort', () => {
    it('before the request is taken sends nothing, and tells nothing of it', async () => {
      const server = await serving(giving(user))
      const [reason, onSent] = [new Error('the user has left'), vi.fn()]
      const transport = transported(undici)
      const call = transport.send({
        ...{ url: server.origin, headers: {}, body: '{}', isChange: true, maxBytes: 1000 },
        ...{ signal: AbortSignal.abort(reason), onSent },
      })
      await expect(call).rejects.toBe(reason)
      expect(onSent).not.toHaveBeenCalled()
      await transport.close()
      expect(server.received).toEqual([])
    })

    it.each<[when: string, answer: RequestListener]>([
      ['before the response', silence],
      ['within the response', halfAnAnswer],
    ])('%s ends the call at once and closes the connection', async (_, answer) => {
      const server = await serving(answer)
      const controller = new AbortController()
      const connection = connect({ endpoint: server.origin, transport: transported(undici) })
      const call = failure(deliver(connection, InviteUserDocument, { data: [] }, { signal: controller.signal }))
      await expect.poll(() => server.received.length).toBe(1)
      const start = performance.now()
      controller.abort()
      expect(await call).toMatchObject({ code: 'ABORTED', mayHaveRun: true })
      // The other limits are a minute and more.
      expect(performance.now() - start).toBeLessThan(5000)
      await expect.poll(server.abandoned).toBe(1)
    })

    it('of a call that waits for a connection sends nothing, and says so', async () => {
      const held: (() => void)[] = []
      const server = await serving((request, response) => held.push(() => giving(user)(request, response)))
      const connection = connect({ endpoint: server.origin, transport: transported(undici, { connections: 1 }) })
      const first = deliver(connection, GetUserDocument, {})
      await expect.poll(() => held.length).toBe(1)
      const controller = new AbortController()
      const second = failure(deliver(connection, InviteUserDocument, { data: [] }, { signal: controller.signal }))
      await sleep(20)
      controller.abort()
      expect(await second).toMatchObject({ code: 'ABORTED', mayHaveRun: false })
      held[0]?.()
      expect(await first).toEqual(user)
      // The connection is as good as before.
      const third = deliver(connection, GetUserDocument, {})
      await expect.poll(() => held.length).toBe(2)
      held[1]?.()
      expect(await third).toEqual(user)
      expect(server.received).toHaveLength(2)
    })
  })

  describe('a failure tells whether the request went out:', () => {
    it('nobody listens', async () => {
      const { origin } = await (async () => {
        await using server = await (await import('../../test/support/httpServer.ts')).httpServer(silence)
        return server
      })()
      expect(await failure(change(origin))).toMatchObject({
        code: 'NETWORK',
        mayHaveRun: false,
        retryable: true,
        cause: { code: 'ECONNREFUSED' },
      })
    })

    it('the name does not exist', async () => {
      const error = await failure(change('http://labelbox.invalid/graphql'))
      expect(error).toMatchObject({ code: 'NETWORK', mayHaveRun: false })
    })

    it('the handshake never ends: a timeout says that nothing was changed', async () => {
      const port = await listening(() => undefined)
      const error = await failure(change(`https://127.0.0.1:${port}/graphql`, { timeoutMs: 100 }))
      expect(error).toMatchObject({ code: 'TIMEOUT', mayHaveRun: false, retryable: true })
      expect(error.message).toContain('Nothing was changed.')
    })

    it('the connection takes longer than connectTimeoutMs', async () => {
      const port = await listening(() => undefined)
      const transport = transported(undici, { connectTimeoutMs: 1000 })
      const error = await failure(change(`https://127.0.0.1:${port}/graphql`, {}, transport))
      expect(error).toMatchObject({ code: 'NETWORK', mayHaveRun: false, cause: { code: 'UND_ERR_CONNECT_TIMEOUT' } })
    })

    it('the server hangs up in the handshake', async () => {
      const port = await listening((socket) => socket.once('data', () => socket.destroy()))
      const error = await failure(change(`https://127.0.0.1:${port}/graphql`))
      expect(error).toMatchObject({ code: 'NETWORK', mayHaveRun: false })
    })

    it.each<[what: string, answer: RequestListener]>([
      ['the connection closes after the request', reset],
      [
        'the connection closes within the response',
        (request, response) => {
          response.writeHead(200, { 'content-length': '100' }).write('{"data":')
          setTimeout(() => request.socket.destroy(), 10)
        },
      ],
    ])('%s: a change may have been made, and is sent once', async (_, answer) => {
      const server = await serving(answer)
      const error = await failure(change(server.origin, { retry: { baseDelayMs: 1 } }))
      expect(error).toMatchObject({ code: 'NETWORK', mayHaveRun: true, attempts: 1 })
      expect(server.received).toHaveLength(1)
    })

    it('no response in time: a change may have been made', async () => {
      const server = await serving(silence)
      const error = await failure(change(server.origin, { timeoutMs: 100 }))
      expect(error).toMatchObject({ code: 'TIMEOUT', mayHaveRun: true })
      await expect.poll(server.abandoned).toBe(1)
    })

    it('an earlier attempt went out: it may have run, whatever the next one did', async () => {
      let connections = 0
      const port = await listening((socket) => {
        connections += 1
        socket.once('data', () => socket.destroy())
      })
      const connection = connect({
        endpoint: `http://127.0.0.1:${port}/graphql`,
        transport: transported(undici),
        retry: { baseDelayMs: 1 },
      })
      // Idempotent, so it is sent again.
      const error = await failure(deliver(connection, CancelInviteDocument, { id: 'i-1' }))
      expect(error).toMatchObject({ code: 'NETWORK', mayHaveRun: true, attempts: connections })
      expect(connections).toBeGreaterThan(1)
    })

    it.each([
      [{ upgrade: 'h2c' }, 'UND_ERR_INVALID_ARG'],
      [{ expect: '100-continue' }, 'UND_ERR_NOT_SUPPORTED'],
    ])('a header that undici refuses is not retried: %j', async (headers, code) => {
      const server = await serving(giving(user))
      const error = await failure(change(server.origin, { headers, retry: { baseDelayMs: 1 } }))
      expect(error).toMatchObject({
        code: 'NETWORK',
        attempts: 1,
        mayHaveRun: false,
        retryable: false,
        cause: { code },
      })
      expect(server.received).toEqual([])
    })
  })

  describe('pipelining', () => {
    /** A server that holds its responses, and the connections of its requests. */
    async function holding() {
      const requests: { readonly isChange: boolean; readonly port: number | undefined; readonly answer: () => void }[] =
        []
      const server = await serving((request, response) => {
        const isChange = request.headers['x-attempt-id'] !== undefined
        const answer = () => giving(isChange ? { createInvites: [] } : user)(request, response)
        requests.push({ isChange, port: request.socket.remotePort, answer })
      })
      return { server, requests }
    }

    it('is for queries: a change has a connection to itself', async () => {
      const { server, requests } = await holding()
      const transport = transported(undici, { connections: 1, pipelining: 4 })
      const connection = connect({ endpoint: server.origin, transport, retry: false })
      const warm = deliver(connection, GetUserDocument, {})
      await expect.poll(() => requests.length).toBe(1)
      requests[0]?.answer()
      await warm
      const calls = [
        ...Array.from({ length: 3 }, () => deliver(connection, GetUserDocument, {})),
        deliver(connection, InviteUserDocument, { data: [] }),
        deliver(connection, InviteUserDocument, { data: [] }),
      ]
      await expect.poll(() => requests.length).toBe(5)
      // The second change waits for the first.
      await sleep(50)
      expect(requests).toHaveLength(5)
      const [changes, queries] = [true, false].map((is) => requests.filter(({ isChange }) => isChange === is))
      expect(new Set(queries?.map(({ port }) => port)).size).toBe(1)
      expect(changes?.map(({ port }) => port)).not.toContain(queries?.[0]?.port)
      for (const { answer } of requests.slice(1)) answer()
      await expect.poll(() => requests.length).toBe(6)
      requests[5]?.answer()
      await Promise.all(calls)
    })

    it('leaves a change alone when a query is aborted, and sends the other queries again', async () => {
      const { server, requests } = await holding()
      const transport = transported(undici, { connections: 1, pipelining: 4 })
      const connection = connect({ endpoint: server.origin, transport, retry: false })
      const warm = deliver(connection, GetUserDocument, {})
      await expect.poll(() => requests.length).toBe(1)
      requests[0]?.answer()
      await warm
      const controller = new AbortController()
      const aborted = failure(deliver(connection, GetUserDocument, {}, { signal: controller.signal }))
      const other = deliver(connection, GetUserDocument, {})
      const changed = deliver(connection, InviteUserDocument, { data: [] })
      await expect.poll(() => requests.length).toBe(4)
      controller.abort()
      expect((await aborted).code).toBe('ABORTED')
      await expect.poll(() => requests.length).toBe(5)
      for (const { answer } of requests.slice(1)) answer()
      expect(await other).toEqual(user)
      await changed
      expect(requests.filter(({ isChange }) => isChange)).toHaveLength(1)
    })
  })

  it('closes when the calls under way have ended, those in the queue too', async () => {
    let isHeld = true
    const server = await serving((request, response) => {
      const answer = (): void => {
        if (isHeld) setTimeout(answer, 5)
        else giving(user)(request, response)
      }
      answer()
    })
    const transport = transported(undici, { connections: 1 })
    const connection = connect({ endpoint: server.origin, transport, retry: false })
    const calls = [1, 2, 3].map(() => deliver(connection, GetUserDocument, {}))
    await expect.poll(() => server.received.length).toBe(1)
    const closed = transport.close()
    isHeld = false
    expect(await failure(deliver(connection, GetUserDocument, {}))).toMatchObject({ code: 'NETWORK' })
    await closed
    expect(server.received).toHaveLength(3)
    expect(await Promise.all(calls)).toEqual([user, user, user])
  })

  it('closes without waiting for the connection of a call that was aborted', async () => {
    const port = await listening(() => undefined)
    const transport = transported(undici, { connectTimeoutMs: Infinity })
    const endpoint = `https://127.0.0.1:${port}/graphql`
    await failure(deliver(connect({ endpoint, transport, retry: false, timeoutMs: 50 }), GetUserDocument, {}))
    await transport.close()
  })

  it('sends nothing once it is closed', async () => {
    const server = await serving(giving(user))
    const transport = transported(undici)
    const connection = connect({ endpoint: server.origin, transport, retry: false })
    await deliver(connection, GetUserDocument, {})
    await transport.close()
    const patient = connect({ endpoint: server.origin, transport, retry: { baseDelayMs: 1 } })
    for (const call of [deliver(patient, GetUserDocument, {}), deliver(patient, InviteUserDocument, { data: [] })]) {
      const error = await failure(call)
      expect(error).toMatchObject({ code: 'NETWORK', attempts: 1, mayHaveRun: false, retryable: false })
      expect(error.message).toContain('its transport is closed')
    }
    expect(server.received).toHaveLength(1)
  })
})

describe('the option transport', () => {
  it('is of Labelbox and of labelboxExchange, which may share one', async () => {
    const sandbox = await sandboxed()
    const transport = undiciTransport()
    onTestFinished(() => transport.close())
    const options = { endpoint: sandbox.url, apiKey: sandbox.apiKey, transport }
    const labelbox = new Labelbox(options)
    const client = new Client({ url: sandbox.url, exchanges: [labelboxExchange(options)], preferGetMethod: false })

    const { email } = await labelbox.getUser()
    expect((await new Labelbox({ client }).getUser()).email).toBe(email)
    const organization = await labelbox.getOrganization()
    const invite = await organization.inviteUser({ email: 'new@example.com', role: 'LABELER' })
    expect(invite.inviteeEmail).toBe('new@example.com')
  })

  it('is of labelboxProxy', async () => {
    const inner = undiciTransport()
    onTestFinished(() => inner.close())
    let sent = 0
    const transport: Transport = {
      send: (request) => inner.send({ ...request, onSent: (is) => (sent += Number(is)) }),
    }
    const { send } = await proxied({ transport })
    const response = await send({ documentId: documentId('GetUser'), operationName: 'GetUser', variables: {} })
    expect(response.status).toBe(200)
    expect(sent).toBe(1)
  })

  it('tells hooks what was sent', async () => {
    const server = await serving(giving(user))
    const transport = undiciTransport()
    onTestFinished(() => transport.close())
    const [onRequest, onResponse] = [vi.fn(), vi.fn()]
    const connection = connect({ endpoint: server.origin, transport, hooks: { onRequest, onResponse } })
    await deliver(connection, GetUserDocument, {})
    expect(onRequest).toHaveBeenCalledOnce()
    expect(onResponse).toHaveBeenCalledWith(expect.objectContaining({ status: 200 }))
  })

  it.each<[what: string, options: ConnectionOptions, message: string]>([
    ['beside fetch', { transport: undiciTransport(), fetch }, 'transport must be undiciTransport(), without fetch.'],
    ['that is a dispatcher', { transport: {} as unknown as Transport }, 'transport must be undiciTransport()'],
    [
      'that is not called',
      { transport: undiciTransport as unknown as Transport },
      'transport must be undiciTransport()',
    ],
    ['that is null', { transport: null as unknown as Transport }, 'transport must be undiciTransport()'],
  ])('is refused %s', (_, options, message) => {
    expect(() => connect(options)).toThrow(refused(message))
  })

  it.each<[UndiciTransportOptions, string]>([
    [{ connections: 0 }, 'connections'],
    [{ pipelining: 1.5 }, 'pipelining'],
    [{ allowH2: 'yes' as unknown as boolean }, 'allowH2'],
    [{ keepAliveMs: 0 }, 'keepAliveMs'],
    [{ connectTimeoutMs: -1 }, 'connectTimeoutMs'],
    [{ ca: 'corporate-ca.pem' }, 'ca must be'],
    [{ ca: [] }, 'ca must be'],
    [{ ca: '-----BEGIN CERTIFICATE-----\nnone' }, 'ca must be'],
    [{ proxy: 'proxy.example.com' }, 'proxy must be'],
    [{ proxy: 'ftp://proxy.example.com' }, 'proxy must be'],
    [{ Proxy: 'env' } as object, 'There is no option Proxy. The options are connections, '],
  ])('is made of options that are checked: %j', (options, message) => {
    expect(() => undiciTransport(options)).toThrow(refused(message))
  })
})
