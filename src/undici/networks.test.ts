import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createSecureServer, type Http2ServerRequest, type Http2ServerResponse } from 'node:http2'
import { createServer as httpsServer } from 'node:https'
import { createServer as tcpServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { rootCertificates } from 'node:tls'
import { inspect, promisify } from 'node:util'
import { GetUserDocument, InviteUserDocument } from 'labelbox-org/operations'
import { undiciTransport } from 'labelbox-org/undici'
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { connectProxy } from '../../test/support/connectProxy.ts'
import { giving, silence } from '../../test/support/httpServer.ts'
import { rejection } from '../../test/support/roads.ts'
import { failure, serving } from '../../test/support/serving.ts'
import { transported, undicis } from '../../test/support/undicis.ts'
import { connect } from '../transport/connection.ts'
import { deliver } from '../transport/deliver.ts'
import type { Transport } from '../transport/transport.ts'

const read = (name: string): Buffer => readFileSync(new URL(`../../test/support/tls/${name}.pem`, import.meta.url))
const identity = { key: read('key'), cert: read('certificate') }
const ca = identity.cert
const user = { user: { id: 'u-1' } }

const query = (endpoint: string, transport: Transport, timeoutMs = 5000) =>
  deliver(connect({ endpoint, transport, retry: false, timeoutMs }), GetUserDocument, {})
const change = (endpoint: string, transport: Transport, timeoutMs = 5000) =>
  deliver(connect({ endpoint, transport, retry: false, timeoutMs }), InviteUserDocument, { data: [] })

/** Lets a server listen until the test ends, and gives its port. */
async function port(server: Server & { closeAllConnections?: () => void }): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.close()
    server.closeAllConnections?.()
  })
  return (server.address() as AddressInfo).port
}

const secure = async (): Promise<string> =>
  `https://localhost:${await port(httpsServer(identity, giving(user)))}/graphql`

/** The same server under the name of another machine, which only a proxy resolves. */
const away = (url: string): string => url.replace(/\/\/(?:localhost|127\.0\.0\.1):/, '//api.labelbox.test:')

beforeEach(() => {
  for (const name of ['http_proxy', 'https_proxy', 'no_proxy']) {
    vi.stubEnv(name, undefined)
    vi.stubEnv(name.toUpperCase(), undefined)
  }
})
afterEach(() => vi.unstubAllEnvs())

describe.each(undicis)('%s', (_, undici) => {
  describe('a private CA', () => {
    it.each([
      ['as bytes', ca],
      ['as text', ca.toString()],
      ['in a list', [rootCertificates[0] ?? '', ca]],
      ['in a bundle', `${rootCertificates.slice(0, 3).join('\n')}\n${ca.toString()}`],
    ])('is trusted %s', async (_, ca) => {
      expect(await query(await secure(), transported(undici, { ca }))).toEqual(user)
    })

    it('is not trusted without the option', async () => {
      const error = await failure(change(await secure(), transported(undici)))
      expect(error).toMatchObject({
        code: 'NETWORK',
        retryable: false,
        mayHaveRun: false,
        cause: { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
      })
    })

    // Node reads the variable when it starts.
    it('leaves those in NODE_EXTRA_CA_CERTS trusted', async () => {
      const program = `
        import { rootCertificates } from 'node:tls'
        import { Agent, Pool, ProxyAgent } from 'undici'
        import { transportOn } from './src/undici/undiciTransport.ts'
        const { send } = transportOn({ Agent, Pool, ProxyAgent }, { ca: rootCertificates[0] })
        const request = { url: ${JSON.stringify(await secure())}, headers: {}, body: '{}', isChange: false, maxBytes: 1000 }
        const { body } = await send({ ...request, signal: new AbortController().signal, onSent: () => undefined })
        console.log(body)
      `
      const { stdout } = await promisify(execFile)(
        process.execPath,
        ['--import', 'tsx', '--input-type=module', '--eval', program],
        { env: { ...process.env, NODE_EXTRA_CA_CERTS: resolve('test/support/tls/certificate.pem') } },
      )
      expect(JSON.parse(stdout)).toEqual({ data: user })
    })

    it('is not trusted if it is another one', async () => {
      const transport = transported(undici, { ca: rootCertificates[0] ?? '' })
      expect(await failure(change(await secure(), transport))).toMatchObject({ code: 'NETWORK', mayHaveRun: false })
    })
  })

  describe('a proxy', () => {
    const credentials = 'Basic dXNlci1uYW1lOnBAc3M6d29yZC0xMjM='
    const withPassword = (port: number): string => `http://user-name:p%40ss%3Aword-123@127.0.0.1:${port}`

    it('tunnels to https and to http', async () => {
      const proxy = await connectProxy()
      const [https, http] = [away(await secure()), away((await serving(giving(user))).origin)]
      const transport = transported(undici, { ca, proxy: new URL(`http://127.0.0.1:${proxy.port}`) })
      expect(await query(https, transport)).toEqual(user)
      expect(await query(`${http}/graphql`, transport)).toEqual(user)
      expect(proxy.tunnels).toEqual([new URL(https).host, new URL(http).host])
      expect(proxy.credentials).toEqual([undefined, undefined])
    })

    it('gets a user and a password, and the server does not', async () => {
      const proxy = await connectProxy((authorization) => (authorization === credentials ? 200 : 407))
      const server = await serving(giving(user))
      const transport = transported(undici, { proxy: withPassword(proxy.port) })
      expect(await query(away(server.origin), transport)).toEqual(user)
      expect(proxy.credentials).toEqual([credentials])
      expect(server.received[0]?.headers['proxy-authorization']).toBeUndefined()
    })

    it.each([
      [407, false],
      [403, false],
      [302, false],
      [201, false],
      [502, true],
      [429, true],
    ])('that answers %i has sent nothing; retried: %s', async (status, retryable) => {
      const proxy = await connectProxy(() => status)
      const server = await serving(giving(user))
      const error = await failure(change(away(server.origin), transported(undici, { proxy: withPassword(proxy.port) })))
      expect(error).toMatchObject({ code: 'NETWORK', retryable, mayHaveRun: false })
      expect(inspect(error.cause)).toContain(String(status))
      expect(error.message).toContain(`127.0.0.1:${proxy.port} answered HTTP ${status}`)
      expect(server.received).toEqual([])
      for (const secret of ['user-name', 'p@ss', 'p%40ss', 'word-123', 'dXNlci1uYW1l']) {
        expect(`${inspect(error, { depth: 9, showHidden: true })} ${error.stack}`).not.toContain(secret)
      }
    })

    it.each([
      [302, 'whether this network wants you to sign in'],
      [403, 'Ask the administrator of the proxy'],
      [502, 'Check that the proxy can reach this server'],
    ])('that answers %i has a message that says what to do', async (status, advice) => {
      const proxy = await connectProxy(() => status)
      const transport = transported(undici, { proxy: `http://127.0.0.1:${proxy.port}` })
      const { cause } = await failure(change('http://api.labelbox.test/graphql', transport))
      expect((cause as Error).message).toContain(advice)
    })

    it('that is not there has sent nothing', async () => {
      const transport = transported(undici, { proxy: 'http://user-name:p%40ss%3Aword-123@127.0.0.1:1' })
      const error = await failure(change('http://api.labelbox.test/graphql', transport))
      expect(error).toMatchObject({ code: 'NETWORK', mayHaveRun: false, cause: { code: 'ECONNREFUSED' } })
      expect(inspect(error, { depth: 9 })).not.toContain('word-123')
    })

    it('that never answers is given up with the call, which sent nothing', async () => {
      const proxy = await connectProxy(() => undefined)
      const transport = transported(undici, { proxy: `http://127.0.0.1:${proxy.port}`, connectTimeoutMs: 1500 })
      const late = await failure(change('http://api.labelbox.test/graphql', transport, 100))
      expect(late).toMatchObject({ code: 'TIMEOUT', mayHaveRun: false })
      const error = await failure(change('http://api.labelbox.test/graphql', transport))
      expect(error).toMatchObject({ code: 'NETWORK', mayHaveRun: false })
    })

    it.each<[how: string, end: (socket: Socket) => unknown]>([
      ['closes', (socket) => socket.end()],
      ['resets', (socket) => socket.resetAndDestroy()],
    ])('that %s the connection instead of an answer has sent nothing, and is asked once', async (_, end) => {
      let asked = 0
      const proxy = tcpServer((socket) => {
        asked += 1
        socket.on('error', () => undefined).once('data', () => end(socket))
      })
      const transport = transported(undici, { proxy: `http://127.0.0.1:${await port(proxy)}` })
      const error = await failure(change('http://api.labelbox.test/graphql', transport))
      expect(error).toMatchObject({
        code: 'NETWORK',
        retryable: true,
        mayHaveRun: false,
        cause: { name: 'ProxyError' },
      })
      expect(asked).toBe(1)
    })

    it.each(['localhost', 'api.localhost', '127.0.0.1', '127.8.9.10', '[::1]'])(
      'gets no request to this machine: %s',
      async (host) => {
        const proxy = await connectProxy()
        const url = `http://127.0.0.1:${proxy.port}`
        vi.stubEnv('HTTP_PROXY', url)
        for (const given of [url, 'env']) {
          // Port 1 is closed.
          await failure(query(`http://${host}:1/graphql`, transported(undici, { proxy: given })))
        }
        expect(proxy.credentials).toEqual([])
      },
    )

    it.each(['localhost.example.com', 'notlocalhost', '128.0.0.1', '[::2]'])(
      'gets requests to other machines: %s',
      async (host) => {
        const proxy = await connectProxy(() => 403)
        const transport = transported(undici, { proxy: `http://127.0.0.1:${proxy.port}` })
        await failure(query(`http://${host}:1/graphql`, transport))
        expect(proxy.credentials).toHaveLength(1)
      },
    )

    it('knows that a request behind it went out', async () => {
      const proxy = await connectProxy()
      const server = await serving(silence)
      const transport = transported(undici, { proxy: `http://127.0.0.1:${proxy.port}` })
      const error = await failure(change(away(server.origin), transport, 300))
      expect(error).toMatchObject({ code: 'TIMEOUT', mayHaveRun: true })
      await expect.poll(server.abandoned).toBe(1)
    })
  })

  describe('a proxy of the environment', () => {
    it.each(['HTTPS_PROXY', 'https_proxy'])('is that in %s', async (name) => {
      const proxy = await connectProxy()
      vi.stubEnv(name, `http://user-name:word-123@127.0.0.1:${proxy.port}`)
      const https = away(await secure())
      expect(await query(https, transported(undici, { ca, proxy: 'env' }))).toEqual(user)
      expect(proxy.tunnels).toEqual([new URL(https).host])
      expect(proxy.credentials).toEqual([`Basic ${btoa('user-name:word-123')}`])
    })

    it('is for http that in HTTP_PROXY, also without http://', async () => {
      const proxy = await connectProxy()
      vi.stubEnv('HTTP_PROXY', `127.0.0.1:${proxy.port}`)
      const server = await serving(giving(user))
      expect(await query(away(server.origin), transported(undici, { proxy: 'env' }))).toEqual(user)
      expect(proxy.tunnels).toHaveLength(1)
    })

    it.each(['labelbox.test', '10.0.0.0/8, api.labelbox.test', '*', '.example.com,.labelbox.test'])(
      'is not asked for NO_PROXY=%s',
      async (hosts) => {
        const proxy = await connectProxy()
        vi.stubEnv('HTTPS_PROXY', `http://127.0.0.1:${proxy.port}`)
        vi.stubEnv('NO_PROXY', hosts)
        // Nobody but the proxy knows the name.
        const error = await failure(query(away(await secure()), transported(undici, { ca, proxy: 'env' })))
        expect(error).toMatchObject({ code: 'NETWORK', cause: { syscall: 'getaddrinfo' } })
        expect(proxy.tunnels).toEqual([])
      },
    )

    it('is asked for other hosts than those of NO_PROXY', async () => {
      const proxy = await connectProxy()
      vi.stubEnv('HTTPS_PROXY', `http://127.0.0.1:${proxy.port}`)
      vi.stubEnv('NO_PROXY', 'example.com')
      expect(await query(away(await secure()), transported(undici, { ca, proxy: 'env' }))).toEqual(user)
      expect(proxy.tunnels).toHaveLength(1)
    })

    it('is that of when the transport was made', async () => {
      const proxy = await connectProxy()
      vi.stubEnv('HTTPS_PROXY', `http://127.0.0.1:${proxy.port}`)
      const transport = transported(undici, { ca, proxy: 'env' })
      vi.stubEnv('HTTPS_PROXY', 'http://127.0.0.1:1')
      expect(await query(away(await secure()), transport)).toEqual(user)
    })

    it('fails the requests that need it if it can be no proxy, and no others', async () => {
      const proxy = await connectProxy()
      vi.stubEnv('HTTPS_PROXY', 'socks5h://user-name:word-123@proxy.example.com')
      vi.stubEnv('HTTP_PROXY', `http://127.0.0.1:${proxy.port}`)
      const [https, http] = [await secure(), await serving(giving(user))]
      const transport = transported(undici, { ca, proxy: 'env' })
      const error = await failure(change(away(https), transport))
      expect(error).toMatchObject({
        code: 'NETWORK',
        retryable: false,
        mayHaveRun: false,
        cause: { name: 'ProxyError', message: expect.stringContaining('SOCKS is not supported') as string },
      })
      expect(inspect(error, { depth: 9, showHidden: true })).not.toMatch(/user-name|word-123/)
      expect(await query(away(http.origin), transport)).toEqual(user)
      expect(await query(https, transport)).toEqual(user)
      vi.stubEnv('NO_PROXY', '*')
      const direct = await failure(query(away(https), transported(undici, { ca, proxy: 'env' })))
      expect(direct.cause).toMatchObject({ syscall: 'getaddrinfo' })
    })

    it('is not used without the option', async () => {
      const proxy = await connectProxy()
      vi.stubEnv('HTTPS_PROXY', `http://127.0.0.1:${proxy.port}`)
      const error = await failure(query(away(await secure()), transported(undici, { ca })))
      expect(error.cause).toMatchObject({ syscall: 'getaddrinfo' })
      expect(proxy.credentials).toEqual([])
    })
  })

  describe('HTTP/2', () => {
    /** A server that offers both, and holds its responses. */
    async function holding() {
      const requests: { readonly version: string; readonly isChange: boolean; readonly answer: () => void }[] = []
      const connections = new Set<unknown>()
      const take = (request: Http2ServerRequest, response: Http2ServerResponse): void => {
        const isChange = request.headers['x-attempt-id'] !== undefined
        const answer = (): void => void response.end(JSON.stringify({ data: isChange ? { createInvites: [] } : user }))
        request.resume()
        requests.push({ version: request.httpVersion, isChange, answer })
      }
      const server = createSecureServer({ ...identity, allowHTTP1: true }, take)
      const sessions = new Set<{ destroy(): void }>()
      server.on('session', (session) => {
        connections.add(session)
        sessions.add(session)
      })
      const endpoint = `https://localhost:${await port(server)}/graphql`
      onTestFinished(() => {
        for (const session of sessions) session.destroy()
      })
      return { endpoint, requests, connections, sessions }
    }

    it('carries queries at the same time on one connection, and no change', async () => {
      const { endpoint, requests, connections } = await holding()
      const transport = transported(undici, { ca, allowH2: true, connections: 1, pipelining: 10 })
      const first = query(endpoint, transport)
      await expect.poll(() => requests.length).toBe(1)
      requests[0]?.answer()
      expect(await first).toEqual(user)

      const calls = [...Array.from({ length: 5 }, () => query(endpoint, transport)), change(endpoint, transport)]
      await expect.poll(() => requests.length).toBe(7)
      expect(connections.size).toBe(1)
      expect(requests.filter(({ isChange }) => isChange).map(({ version }) => version)).toEqual(['1.1'])
      expect(requests.filter(({ isChange, version }) => !isChange && version === '2.0')).toHaveLength(6)
      for (const { answer } of requests.slice(1).reverse()) answer()
      await Promise.all(calls)
    })

    it('is not used without the option', async () => {
      const { endpoint, requests } = await holding()
      const call = query(endpoint, transported(undici, { ca }))
      await expect.poll(() => requests.length).toBe(1)
      requests[0]?.answer()
      await call
      expect(requests[0]?.version).toBe('1.1')
    })

    it('leaves the other queries alone when one is aborted', async () => {
      const { endpoint, requests, connections } = await holding()
      const transport = transported(undici, { ca, allowH2: true, connections: 1, pipelining: 10 })
      const connection = connect({ endpoint, transport, retry: false })
      const warm = deliver(connection, GetUserDocument, {})
      await expect.poll(() => requests.length).toBe(1)
      requests[0]?.answer()
      await warm
      const controller = new AbortController()
      const aborted = failure(deliver(connection, GetUserDocument, {}, { signal: controller.signal }))
      const other = deliver(connection, GetUserDocument, {})
      await expect.poll(() => requests.length).toBe(3)
      controller.abort()
      expect((await aborted).code).toBe('ABORTED')
      for (const { answer } of requests.slice(1)) answer()
      expect(await other).toEqual(user)
      expect(connections.size).toBe(1)
    })

    it('ends queries whose connection breaks, or sends them again', async () => {
      const { endpoint, requests, sessions } = await holding()
      const transport = transported(undici, { ca, allowH2: true, connections: 1, pipelining: 10 })
      const call = query(endpoint, transport).then(
        () => 'answered',
        (error: unknown) => (error as { code?: unknown }).code,
      )
      await expect.poll(() => requests.length).toBe(1)
      for (const session of sessions) session.destroy()
      await sleep(50)
      for (const { answer } of requests.slice(1)) answer()
      expect(['answered', 'NETWORK']).toContain(await call)
    })
  })
})

describe('credentials of a proxy are in no message of a wrong option:', () => {
  it.each<[what: string, make: () => unknown]>([
    ['a text that is not a URL', () => undiciTransport({ proxy: 'http://user-name:word-123@:80:80' })],
    ['another protocol', () => undiciTransport({ proxy: 'ftp://user-name:word-123@proxy' })],
    ['a bad escape', () => undiciTransport({ proxy: 'http://user-name:word-123%zz@proxy' })],
  ])('%s', async (_, make) => {
    const error = await rejection(new Promise((resolve) => resolve(make())))
    expect(error).toMatchObject({ code: 'INVALID_INPUT' })
    expect(inspect(error, { depth: 9, showHidden: true })).not.toMatch(/user-name|word-123/)
  })
})
