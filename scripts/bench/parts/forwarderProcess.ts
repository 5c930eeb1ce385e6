// The least that a server can do to pass a request on, in a separate process, in front of the API whose URL is its argument.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

const api = process.argv[2] ?? ''
const server = createServer((request, response) => {
  void text(request).then(async (body) => {
    const headers = { 'content-type': 'application/json', authorization: 'Bearer key' }
    const answer = await fetch(api, { method: 'POST', headers, body })
    response.writeHead(answer.status, { 'content-type': 'application/json' })
    response.end(await answer.text())
  })
})
server.keepAliveTimeout = 600_000
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port))
process.once('disconnect', () => process.exit())
