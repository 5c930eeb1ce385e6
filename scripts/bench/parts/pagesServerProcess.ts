// Serves pages of members, written beforehand: a server that costs next to nothing, in a separate process.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

const count = Number(process.argv[2])
const members = Array.from({ length: count }, (_, index) =>
  JSON.stringify({
    id: `ckmember${String(index).padStart(17, '0')}`,
    email: `member-${index}@example.com`,
    name: `Member ${index}`,
    isViewer: false,
    lastLoginAt: '2026-01-02T03:04:05.678Z',
    createdAt: '2025-01-02T03:04:05.678Z',
    updatedAt: '2025-06-02T03:04:05.678Z',
  }),
)

const server = createServer((request, response) => {
  let text = ''
  request
    .setEncoding('utf8')
    .on('data', (part: string) => (text += part))
    .once('end', () => {
      const skip = Number(/"skip":(\d+)/.exec(text)?.[1] ?? 0)
      // A variable of the loop by hand, and a literal in the client's document.
      const first = Number(/\bfirst"?:\s*(\d+)/.exec(text)?.[1] ?? 0)
      const users = first === 0 ? '' : `,"users":[${members.slice(skip, skip + first).join(',')}]`
      const body = Buffer.from(
        `{"data":{"organization":{"id":"ckorganization","name":"Acme","createdAt":null,"updatedAt":null${users}}}}`,
      )
      response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': body.byteLength }).end(body)
    })
})
// No connection is reopened during a measurement.
server.keepAliveTimeout = 600_000
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port))
process.once('disconnect', () => process.exit())
