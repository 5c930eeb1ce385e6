// The other end, in a process of its own: what it spends is not counted as the clients' time.
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

const limit = Buffer.from('{"data":{"invitesLimit":{"used":17,"limit":50,"remaining":33}}}')
const headers = {
  'Content-Type': 'application/json; charset=utf-8',
  'Content-Length': limit.byteLength,
  'X-Request-Id': '0d9c2f52-6a2e-4c6b-9b6a-6c1d5f1b8e0a',
}

/** What is answered under a path, whatever was asked. */
const answers: Readonly<Record<string, (response: ServerResponse) => void>> = {
  '/graphql': (response) => void response.writeHead(200, headers).end(limit),
  '/silent': () => undefined,
  '/half': (response) => void response.writeHead(200, headers).write(limit.subarray(0, 20)),
}

/** What is answered under other paths by operation; there is silence where nothing stands here. */
const lookups: Readonly<Record<string, Readonly<Record<string, object>>>> = {
  '/silent-lookups': { GetOrganization: { organization: { id: 'ckorganization', name: 'Bench' } } },
}

const server = createServer((request, response) => {
  const path = request.url ?? ''
  const answer = answers[path]
  if (answer !== undefined) request.resume().once('end', () => answer(response))
  else {
    void text(request).then((body) => {
      const data = lookups[path]?.[/\b(?:query|mutation) (\w+)/.exec(body)?.[1] ?? '']
      if (data !== undefined) response.setHeader('Content-Type', 'application/json').end(JSON.stringify({ data }))
    })
  }
})
// No connection is opened anew while something is measured.
server.keepAliveTimeout = 600_000
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port))
process.once('disconnect', () => process.exit())
