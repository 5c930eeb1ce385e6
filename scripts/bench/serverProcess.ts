// A minimal server in a separate process, so that its work does not count as the client's.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

const answer = Buffer.from('{"data":{"invitesLimit":{"used":17,"limit":50,"remaining":33}}}')
const headers = {
  'Content-Type': 'application/json; charset=utf-8',
  'Content-Length': answer.byteLength,
  'X-Request-Id': '0d9c2f52-6a2e-4c6b-9b6a-6c1d5f1b8e0a',
}

const server = createServer((request, response) => {
  request.resume().once('end', () => response.writeHead(200, headers).end(answer))
})
// No connection is reopened during a measurement.
server.keepAliveTimeout = 600_000
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port))
process.once('disconnect', () => process.exit())
