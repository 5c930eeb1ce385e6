import { readFileSync } from 'node:fs'
import { createServer as httpServer } from 'node:http'
import { createServer as httpsServer, request as httpsRequest } from 'node:https'
import { connect as dial, createServer as tcpServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { createServer as tlsServer } from 'node:tls'
import { InviteUserDocument } from 'labelbox-org/operations'
import { afterEach, describe, expect, it } from 'vitest'
import { failure } from '../../test/support/serving.ts'
import { connect } from './connection.ts'
import { deliver } from './deliver.ts'

const read = (name: string): Buffer => readFileSync(new URL(`../../test/support/tls/${name}.pem`, import.meta.url))
const identity = { key: read('key'), cert: read('certificate') }

const open: { readonly server: Server; readonly sockets: Set<Socket> }[] = []

afterEach(() => {
  for (const { server, sockets } of open.splice(0)) {
    server.close()
    for (const socket of sockets) socket.destroy()
  }
})

/** Lets a server listen until the test ends, and gives its port. */
async function port(server: Server): Promise<number> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => sockets.add(socket.on('error', () => undefined)))
  server.on('tlsClientError', () => undefined)
  open.push({ server, sockets })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

const afterHello = (act: (socket: Socket) => void): Server =>
  tcpServer((socket) => socket.once('data', () => act(socket)))

const alert = (description: number): Buffer => Buffer.from([0x15, 3, 3, 0, 2, 2, description])

const change = (endpoint: string, fetch?: typeof globalThis.fetch): Promise<unknown> =>
  deliver(connect({ endpoint, retry: false, fetch }), InviteUserDocument, { data: [] })

describe('a failed TLS handshake proves that nothing was sent:', () => {
  it.each<[what: string, server: () => Server, code: string]>([
    ['https to a port of http', () => httpServer((_, response) => response.end()), 'ERR_SSL_WRONG_VERSION_NUMBER'],
    [
      'https to a port of something else',
      () => afterHello((socket) => socket.end('220 ready')),
      'ERR_SSL_WRONG_VERSION_NUMBER',
    ],
    ['a server that hangs up at once', () => tcpServer((socket) => socket.end()), 'ECONNRESET'],
    ['a server that hangs up after the hello', () => afterHello((socket) => socket.end()), 'ECONNRESET'],
    [
      'no cipher in common',
      () => afterHello((socket) => socket.end(alert(40))),
      'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE',
    ],
    [
      'a name that the server does not know',
      () => afterHello((socket) => socket.end(alert(112))),
      'ERR_SSL_TLSV1_UNRECOGNIZED_NAME',
    ],
    [
      'no version in common',
      () => tlsServer({ ...identity, minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'ALL@SECLEVEL=0' }),
      'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION',
    ],
    ['a certificate that nobody vouches for', () => httpsServer(identity), 'DEPTH_ZERO_SELF_SIGNED_CERT'],
  ])('%s', async (_, server, code) => {
    const error = await failure(change(`https://127.0.0.1:${await port(server())}/graphql`))
    expect(error).toMatchObject({ code: 'NETWORK', mayHaveRun: false, cause: { cause: { code } } })
    expect(error.message).not.toContain('may have been made')
  })
})

/** A `fetch` by Node's `https`, as node-fetch is, which trusts the server. */
const byHttps: typeof globalThis.fetch = (input, init) =>
  new Promise((_, reject) => {
    const request = httpsRequest(input as string, { method: 'POST', ca: identity.cert }, (response) =>
      response.resume(),
    )
    request.on('error', reject)
    request.end(init?.body)
  })

describe('a TLS connection that fails after the request proves nothing:', () => {
  it.each<[what: string, bytes: Buffer | undefined]>([
    ['it is closed', undefined],
    [
      'a record that cannot be decrypted comes back',
      Buffer.concat([Buffer.from([0x17, 3, 3, 0, 64]), Buffer.alloc(64)]),
    ],
    ['an alert comes back in the clear', alert(80)],
  ])('%s', async (_, bytes) => {
    let front: Socket | undefined
    const server = await port(
      tlsServer(identity, (socket) => {
        socket.on('error', () => undefined)
        socket.once('data', () => (bytes === undefined ? front?.destroy() : front?.write(bytes)))
      }),
    )
    const between = await port(
      tcpServer((socket) => {
        front = socket
        const behind = dial(server, '127.0.0.1').on('error', () => undefined)
        socket.pipe(behind)
        behind.pipe(socket)
        socket.on('close', () => behind.destroy())
      }),
    )

    const error = await failure(change(`https://127.0.0.1:${between}/graphql`, byHttps))

    expect(error).toMatchObject({ code: 'NETWORK', mayHaveRun: true })
    expect(error.message).toContain('The change may have been made.')
  })
})
