import { readFileSync } from 'node:fs'
import { connect, createServer, type AddressInfo } from 'node:net'
import { join, resolve } from 'node:path'
import { createServer as secureServer } from 'node:tls'
import { afterEach, describe, expect, it, onTestFinished } from 'vitest'
import { connectProxy } from '../../../test/support/connectProxy.ts'
import { folder } from '../../../test/support/folder.ts'
import { bare, commandLine, commandProcess, endOf, errorOf, type Ended } from '../testing.ts'

// With the type in the package's schema, so that `schema verify` finds nothing.
const command = commandLine({ users: 3, firstType: 'PageSize' })
const own = commandProcess(command)

const user = 'user-name'
const password = 'p@ss:word/123'
const token = `Basic ${btoa(`${user}:${password}`)}`
const sandboxPort = (): number => Number(new URL(command.sandbox.url).port)

/** A proxy with a password, whose tunnels lead to the sandbox wherever they should lead. */
const proxyToSandbox = (statusOf = (given: string | undefined): number | undefined => (given === token ? 200 : 407)) =>
  connectProxy(statusOf, sandboxPort)

const urlOf = (port: number, word = password): string => `http://${user}:${encodeURIComponent(word)}@127.0.0.1:${port}`

/** Nobody knows this name: only the proxy leads to the sandbox. */
const endpoint = 'http://labelbox.test/graphql'
const behind = (variables: Readonly<Record<string, string>>) => ({
  env: { LABELBOX_API_KEY: command.sandbox.apiKey, LABELBOX_ENDPOINT: endpoint, ...variables },
  // The sandbox has no TLS.
  io: { client: { retry: { baseDelayMs: 1 }, allowInsecureHttp: true } },
})

/** All that a run printed. */
const printed: string[] = []
const noted = <T extends Ended>(ended: T): T => {
  printed.push(ended.stdout, ended.stderr)
  return ended
}
afterEach(() => {
  const secrets = [user, password, encodeURIComponent(password), 'p@ss', 'word/123', token.slice('Basic '.length)]
  for (const text of printed.splice(0)) for (const secret of secrets) expect(text).not.toContain(secret)
})

describe('a proxy of the environment', () => {
  it.each(['HTTP_PROXY', 'http_proxy'])('in %s gets all requests', async (name) => {
    const proxy = await proxyToSandbox()
    const ended = noted(await command.run(['members', 'list', '--json'], behind({ [name]: urlOf(proxy.port) })))
    expect(ended).toMatchObject({ code: 0, stderr: '' })
    expect(JSON.parse(ended.stdout)).toHaveLength(3)
    expect(new Set(proxy.tunnels)).toEqual(new Set(['labelbox.test:80']))
    expect(new Set(proxy.credentials)).toEqual(new Set([token]))
  })

  it.each([[['schema', 'probe']], [['schema', 'verify']], [['schema', 'pull', '--out', 'OUT']]])(
    'is used by %j',
    async (args) => {
      const proxy = await proxyToSandbox()
      const out = join(folder().path, 'out.graphql')
      const given = args.map((word) => (word === 'OUT' ? out : word))
      const ended = noted(await command.run(given, behind({ HTTP_PROXY: urlOf(proxy.port) })))
      expect(ended.stderr).not.toContain('NETWORK')
      expect(ended.code).toBe(0)
      expect(proxy.tunnels.length).toBeGreaterThan(0)
    },
  )

  it.each(['labelbox.test', '*', 'example.com,.test'])('is not used for NO_PROXY=%s', async (hosts) => {
    const proxy = await proxyToSandbox()
    const { code, stderr } = noted(
      await command.run(['org'], behind({ HTTP_PROXY: urlOf(proxy.port), NO_PROXY: hosts })),
    )
    expect(code).toBe(1)
    expect(stderr).not.toContain('HTTP_PROXY')
    expect(proxy.credentials).toEqual([])
  })

  it('never gets the key on its way to a server on this machine', async () => {
    const proxy = await proxyToSandbox()
    const variables = { HTTP_PROXY: urlOf(proxy.port), HTTPS_PROXY: urlOf(proxy.port) }
    for (const host of ['127.0.0.1', 'localhost']) {
      const LABELBOX_ENDPOINT = command.sandbox.url.replace('127.0.0.1', host)
      const ended = noted(
        await command.run(['org'], { env: { ...command.environment, LABELBOX_ENDPOINT, ...variables } }),
      )
      expect(ended).toMatchObject({ code: 0, stderr: '' })
    }
    expect(proxy.credentials).toEqual([])
  })

  it.each([
    [{ HTTPS_PROXY: 'socks5h://proxy.example.com' }],
    [{ HTTP_PROXY: 'socks5h://proxy.example.com', NO_PROXY: 'localhost' }],
  ])('is not looked at if the server is reached without it: %j', async (variables) => {
    const env = { ...command.environment, ...variables }
    expect(noted(await command.run(['org'], { env }))).toMatchObject({ code: 0, stderr: '' })
  })
})

describe('a failure names the proxy and what to do:', () => {
  const run = async (variables: Readonly<Record<string, string>>, ...flags: string[]) =>
    noted(await command.run(['org', ...flags], behind(variables)))

  it('the password is wrong', async () => {
    const proxy = await proxyToSandbox()
    const { code, stderr } = await run({ HTTP_PROXY: urlOf(proxy.port, 'wrong-word') })
    expect(code).toBe(1)
    expect(stderr).toContain(
      `The proxy 127.0.0.1:${proxy.port} of HTTP_PROXY answered HTTP 407 (Proxy Authentication Required) to the request for labelbox.test:80. It did not accept the user and the password in HTTP_PROXY.`,
    )
    expect(stderr).not.toContain('wrong-word')
    // Nobody need wait for a second answer.
    expect(proxy.credentials).toHaveLength(1)
  })

  it('there is no password', async () => {
    const proxy = await proxyToSandbox()
    const { stderr } = await run({ http_proxy: `127.0.0.1:${proxy.port}` })
    expect(stderr).toContain('of http_proxy answered HTTP 407')
    expect(stderr).toContain('It needs a user and a password: put them into http_proxy')
  })

  it.each([
    [403, 'Ask the administrator of the proxy to allow this server.'],
    [502, 'Check that the proxy can reach this server.'],
  ])('it answers %i', async (status, advice) => {
    const proxy = await proxyToSandbox(() => status)
    const ended = await run({ HTTP_PROXY: urlOf(proxy.port) }, '--json')
    const { message, ...rest } = errorOf(ended)
    expect(message).toContain(`The proxy 127.0.0.1:${proxy.port} of HTTP_PROXY answered HTTP ${status}`)
    expect(message).toContain(advice)
    expect(message).toContain('add it to NO_PROXY: labelbox.test.')
    expect(rest).toMatchObject({ code: 'NETWORK', exitCode: 1, mayHaveRun: false, retryable: status === 502 })
  })

  it('it is down', async () => {
    const { code, stderr } = await run({ HTTP_PROXY: urlOf(1) })
    expect(code).toBe(1)
    expect(stderr).toContain('The proxy 127.0.0.1:1 of HTTP_PROXY could not be used. Check that it is right')
    expect(stderr).toContain('add it to NO_PROXY: labelbox.test. Cause: connection refused (ECONNREFUSED).')
  })

  it('it hangs up', async () => {
    const server = createServer((socket) => socket.once('data', () => socket.destroy())).listen(0, '127.0.0.1')
    onTestFinished(() => void server.close())
    await expect.poll(() => server.listening).toBe(true)
    const { port } = server.address() as AddressInfo
    expect((await run({ HTTP_PROXY: urlOf(port) })).stderr).toContain(`The proxy 127.0.0.1:${port} of HTTP_PROXY`)
  })

  it.each([
    ['ftp://user-name:p%40ss@proxy.example.com', 'HTTP_PROXY must be the URL of an HTTP proxy'],
    [
      'socks5h://user-name:p%40ss@proxy.example.com',
      'SOCKS is not supported. Change it, unset it, or list the server in NO_PROXY.',
    ],
    ['http://user-name:p@ss:word/123@proxy.example.com:8080', 'HTTP_PROXY is not encoded as in a URL'],
    ['user-name:p@ss:word/123@proxy.example.com:8080', 'HTTP_PROXY is not encoded as in a URL'],
    ['proxy.example.com:port', 'HTTP_PROXY must be the URL of an HTTP proxy'],
    ['http://user-name:12#p@ss@proxy.example.com', 'HTTP_PROXY is not encoded as in a URL'],
    ['http://user-name:p%ss@proxy.example.com', 'HTTP_PROXY is not encoded as in a URL'],
  ])('it can be no proxy: %s', async (url, message) => {
    const { code, stderr } = await run({ HTTP_PROXY: url })
    expect(code).toBe(2)
    expect(stderr).toContain(message)
  })
})

describe('in a process of its own', () => {
  const pem = (name: string): Buffer => readFileSync(new URL(`../../../test/support/tls/${name}.pem`, import.meta.url))

  /** The sandbox behind TLS, with a certificate of a private CA. */
  async function secureSandbox(): Promise<number> {
    const server = secureServer({ key: pem('key'), cert: pem('certificate') }, (front) => {
      const back = connect(sandboxPort(), '127.0.0.1')
      front.pipe(back).pipe(front)
      front.on('error', () => back.destroy()).on('close', () => back.destroy())
      back.on('error', () => front.destroy()).on('close', () => front.destroy())
    }).on('tlsClientError', () => undefined)
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    onTestFinished(() => void server.close())
    return (server.address() as AddressInfo).port
  }

  const run = async (variables: Readonly<Record<string, string>>, ...args: readonly string[]) => {
    const env = { ...bare(), LABELBOX_API_KEY: command.sandbox.apiKey, ...variables }
    return noted(await endOf(own.start(args, env)))
  }
  const NODE_EXTRA_CA_CERTS = resolve('test/support/tls/certificate.pem')

  it.each(['HTTPS_PROXY', 'https_proxy'])('goes through %s to a server with a private CA', async (name) => {
    const port = await secureSandbox()
    const proxy = await connectProxy(
      (given) => (given === token ? 200 : 407),
      () => port,
    )
    const LABELBOX_ENDPOINT = 'https://api.labelbox.test/graphql'
    const variables = { LABELBOX_ENDPOINT, NODE_EXTRA_CA_CERTS, [name]: urlOf(proxy.port) }
    const ended = await run(variables, 'org', '--json')
    expect(ended).toMatchObject({ code: 0, stderr: '' })
    expect(JSON.parse(ended.stdout)).toMatchObject({ name: 'Sandbox' })
    expect(proxy.tunnels[0]).toBe('api.labelbox.test:443')
  })

  it('names NODE_EXTRA_CA_CERTS if the CA is missing', async () => {
    const proxy = await connectProxy(undefined, await secureSandbox().then((port) => () => port))
    const variables = { LABELBOX_ENDPOINT: 'https://api.labelbox.test/graphql', HTTPS_PROXY: urlOf(proxy.port) }
    const ended = await run(variables, 'org', '--json')
    expect(errorOf(ended)).toMatchObject({ code: 'NETWORK', retryable: false, mayHaveRun: false })
    expect(ended.stderr).toContain('Cause: DEPTH_ZERO_SELF_SIGNED_CERT. The certificate is signed by a CA')
    expect(ended.stderr).toContain('Set NODE_EXTRA_CA_CERTS to a file with it, as PEM.')
  })
})
