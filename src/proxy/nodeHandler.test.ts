import { request as httpRequest, createServer as createHttpServer } from 'node:http'
import { connect, createServer, type Http2Server } from 'node:http2'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import express, { type ErrorRequestHandler, type Express } from 'express'
import { labelboxProxy, toNodeHandler } from 'labelbox-org/proxy'
import { describe, expect, it, onTestFinished } from 'vitest'
import { documentId, pageHeaders, proxied } from '../../test/support/proxied.ts'
import { sandboxed } from '../../test/support/roads.ts'

const query = { documentId: documentId('GetOrganization') }

it('refuses TRACE, which the Fetch API lacks, as any other method', async () => {
  const { endpoint } = await proxied()
  const response = await new Promise<{ status: number | undefined; body: string }>((resolve, reject) => {
    const request = httpRequest(endpoint, { method: 'TRACE', headers: pageHeaders() }, (message) => {
      void text(message).then((body) => resolve({ status: message.statusCode, body }))
    })
    request.on('error', reject).end()
  })
  expect(response.status).toBe(405)
  expect(response.body).toContain('NOT_TRUSTED')
})

it('gives the length of a response in bytes, and sends no chunks', async () => {
  const project = { data: { organization: { id: 'o', name: 'Zoë’s 組織' } } }
  const { send, endpoint } = await proxied({
    allowedOrigins: ['https://app.example'],
    fetch: () => Promise.resolve(Response.json(project)),
  })
  const response = await send(query)
  expect(response.headers.get('transfer-encoding')).toBeNull()
  expect(response.headers.get('content-length')).toBe(String(Buffer.byteLength(JSON.stringify(project))))
  expect(await response.json()).toEqual(project)
  const preflight = await fetch(endpoint, { method: 'OPTIONS', headers: { origin: 'https://app.example' } })
  expect(preflight.status).toBe(204)
  expect(preflight.headers.get('content-length')).toBeNull()
})

it.each([
  ['the own origin', 'own', 200],
  ['another', 'http://evil.example', 403],
])('serves HTTP/2, a page of %s', async (_, origin, status) => {
  const sandbox = await sandboxed()
  const proxy = labelboxProxy({ apiKey: sandbox.apiKey, endpoint: sandbox.url })
  const server = await listening(createServer(toNodeHandler(proxy)))
  const host = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const session = connect(host)
  onTestFinished(() => session.destroy())
  const stream = session.request({
    ':method': 'POST',
    ':path': '/api/labelbox',
    ...pageHeaders(),
    origin: origin === 'own' ? host : origin,
  })
  const answered = new Promise((resolve) => stream.on('response', (headers) => resolve(headers[':status'])))
  stream.end(JSON.stringify(query))
  expect(await answered).toBe(status)
  await text(stream)
  expect(sandbox.received).toHaveLength(status === 200 ? 1 : 0)
})

it('in Express, authorize gets the whole URL, under whatever path the handler is', async () => {
  const urls: string[] = []
  const sandbox = await sandboxed()
  const authorize = ({ url }: Request): boolean => urls.push(url) > 0
  const proxy = labelboxProxy({ apiKey: sandbox.apiKey, endpoint: sandbox.url, authorize })
  const router = express.Router()
  router.use('/labelbox', toNodeHandler(proxy))
  const app = express()
  app.use('/api', router)
  const origin = await origined(app)
  for (const path of ['/api/labelbox', '/api/labelbox/', '/api/labelbox?team=1']) {
    const response = await fetch(`${origin}${path}`, {
      method: 'POST',
      headers: { ...pageHeaders(), origin },
      body: JSON.stringify(query),
    })
    expect(response.status).toBe(200)
    expect(urls.pop()).toBe(`${origin}${path}`)
  }
})

it('reads a body that a parser has left alone and set to an object', async () => {
  const sandbox = await sandboxed()
  const app = express()
  app.use((request, _, next) => {
    request.body = {}
    next()
  })
  app.use(toNodeHandler(labelboxProxy({ apiKey: sandbox.apiKey, endpoint: sandbox.url })))
  const init = { method: 'POST', headers: pageHeaders(), body: JSON.stringify(query) }
  expect((await fetch(await origined(app), init)).status).toBe(200)
})

it('after a parser that has read the body and kept nothing, refuses the request', async () => {
  const sandbox = await sandboxed()
  const app = express()
  app.use((request, _, next) => void request.resume().on('end', next))
  app.use(toNodeHandler(labelboxProxy({ apiKey: sandbox.apiKey, endpoint: sandbox.url })))
  const response = await fetch(await origined(app), { method: 'POST', headers: pageHeaders(), body: '{}' })
  expect(response.status).toBe(400)
})

it.each([
  ['text', express.text({ type: '*/*' })],
  ['bytes', express.raw({ type: '*/*' })],
])('takes a body that Express has read as %s', async (_, parser) => {
  const sandbox = await sandboxed()
  const app = express()
  app.use(parser, toNodeHandler(labelboxProxy({ apiKey: sandbox.apiKey, endpoint: sandbox.url })))
  const init = { method: 'POST', headers: pageHeaders(), body: JSON.stringify(query) }
  expect((await fetch(await origined(app), init)).status).toBe(200)
})

it('closes the connection of a request whose body it has not read, and keeps others', async () => {
  const { send } = await proxied({ maxBodyBytes: 1000 })
  const large = await send({ ...query, operationName: 'x'.repeat(1_000_000) })
  expect([large.status, large.headers.get('connection')]).toEqual([413, 'close'])
  expect((await send(query)).headers.get('connection')).toBe('keep-alive')
})

it('refuses a page whose request has an unreadable host', async () => {
  const { endpoint, sandbox } = await proxied()
  const status = await new Promise((resolve, reject) => {
    const headers = { ...pageHeaders(), host: '[', origin: 'http://localhost' }
    const request = httpRequest(endpoint, { method: 'POST', headers }, (message) => resolve(message.statusCode))
    request.on('error', reject).end(JSON.stringify(query))
  })
  expect(status).toBe(403)
  expect(sandbox.received).toHaveLength(0)
})

describe('a handler that fails', () => {
  const failing = toNodeHandler(() => Promise.reject(new Error('planted')))

  it('is a 500 without a word in Node', async () => {
    const response = await fetch(await originOf(createHttpServer(failing)))
    expect([response.status, await response.text()]).toEqual([500, ''])
  })

  it('ends a response that was begun', async () => {
    const server = createHttpServer((request, response) => {
      response.writeHead(202).flushHeaders()
      failing(request, response)
    })
    const response = await fetch(await originOf(server))
    expect([response.status, await response.text()]).toEqual([202, ''])
  })

  it('is an error of Express', async () => {
    const app = express()
    app.use(failing)
    const onError: ErrorRequestHandler = (error: Error, _, response, next) => {
      if (response.headersSent) next(error)
      else response.status(503).send(error.message)
    }
    app.use(onError)
    const response = await fetch(await origined(app))
    expect([response.status, await response.text()]).toEqual([503, 'planted'])
  })
})

const origined = (app: Express): Promise<string> => originOf(createHttpServer(app))

const originOf = async (server: ReturnType<typeof createHttpServer>): Promise<string> => {
  const { port } = (await listening(server)).address() as AddressInfo
  return `http://127.0.0.1:${port}`
}

async function listening<Server extends Http2Server | ReturnType<typeof createHttpServer>>(
  server: Server,
): Promise<Server> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return server
}
