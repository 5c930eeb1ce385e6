// A TLS server in front of the API whose URL is its second argument; the first is `h2` or `http/1.1`, and it speaks nothing else.
import { readFileSync } from 'node:fs'
import { Agent, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http'
import { createSecureServer, type Http2ServerRequest, type Http2ServerResponse } from 'node:http2'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'

const [protocol, api = ''] = process.argv.slice(2)
const read = (name: string): Buffer => readFileSync(new URL(`../../../test/support/tls/${name}.pem`, import.meta.url))
const identity = { key: read('key'), cert: read('certificate') }
const agent = new Agent({ keepAlive: true })

/** HTTP/2 has no headers about the connection. */
const aboutConnection = new Set(['connection', 'keep-alive', 'transfer-encoding', 'host'])

type Headers = Readonly<Record<string, string | string[] | undefined>>
const passedOn = (headers: Headers) =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith(':') && !aboutConnection.has(name)))

function pass(request: IncomingMessage | Http2ServerRequest, response: ServerResponse | Http2ServerResponse): void {
  const headers = passedOn(request.headers)
  const passed = httpRequest(api, { method: 'POST', headers, agent }, (answer) => {
    // Both kinds of responses take these arguments.
    ;(response as ServerResponse).writeHead(answer.statusCode ?? 502, passedOn(answer.headers))
    answer.pipe(response as ServerResponse)
  })
  request.pipe(passed)
}

const server = protocol === 'h2' ? createSecureServer(identity, pass) : createServer(identity, pass)
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port))
process.once('disconnect', () => process.exit())
