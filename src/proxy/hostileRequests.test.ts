import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { labelboxProxy, toNodeHandler, type LabelboxProxyHandler } from 'labelbox-org/proxy'
import { describe, expect, it, onTestFinished } from 'vitest'
import { hostileRequests } from '../../test/support/hostileRequests.ts'
import type { HttpServer } from '../../test/support/httpServer.ts'
import { documentId, pageHeaders, served } from '../../test/support/proxied.ts'
import { answering, serving } from '../../test/support/serving.ts'

const key = 'planted.api-key'
const words = 'planted words of the server'

/** An API that must not be reached. */
const api = () => serving(answering(500, { errors: [{ message: words }] }))

const proxyTo = ({ origin }: HttpServer): LabelboxProxyHandler =>
  labelboxProxy({ apiKey: key, endpoint: `${origin}/graphql`, onError: () => undefined })

async function servedByExpress(handler: LabelboxProxyHandler, parses: boolean): Promise<string> {
  const app = express()
  if (parses) app.use(express.json({ limit: '2mb' }))
  app.all('/api/labelbox', toNodeHandler(handler))
  const server = createServer(app)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/labelbox`
}

it('the table has 80 requests or more', () => {
  expect(hostileRequests.length).toBeGreaterThanOrEqual(80)
})

const servers: readonly (readonly [name: string, serve: (handler: LabelboxProxyHandler) => Promise<string>])[] = [
  ['Node', served],
  ['Express', (handler) => servedByExpress(handler, false)],
]

describe.each(servers)('a proxy in %s', (_, serve) => {
  it.each(hostileRequests)('refuses without reaching Labelbox: $name', async ({ init, status, code }) => {
    const labelbox = await api()
    const response = await fetch(await serve(proxyTo(labelbox)), init)
    const text = await response.text()
    expect(response.status).toBe(status)
    if (init.method !== 'HEAD') {
      expect(JSON.parse(text)).toMatchObject({ errors: [{ extensions: { code, proxy: { mayHaveRun: false } } }] })
    }
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    expect(response.headers.get('access-control-allow-origin')).toBeNull()
    expect(labelbox.received).toHaveLength(0)
  })
})

it('takes a body that express.json() has parsed, and refuses a hostile one', async () => {
  const labelbox = await serving(answering(200, { data: { organization: { id: 'o' } } }))
  const url = await servedByExpress(proxyTo(labelbox), true)
  const send = (body: string) => fetch(url, { method: 'POST', headers: pageHeaders(), body })
  expect((await send(JSON.stringify({ documentId: documentId('GetOrganization') }))).status).toBe(200)
  expect((await send('{"__proto__":{"a":1}}')).status).toBe(400)
  expect(labelbox.received).toHaveLength(1)
})

describe('no response holds the key or words of the server', () => {
  const planted = [401, 403, 404, 409, 422, 426, 429, 500, 502, 503].map((status) =>
    answering(
      status,
      {
        errors: [{ message: `${words} ${key}`, extensions: { code: 'AUTHORIZATION_ERROR', stack: words } }],
        message: words,
      },
      {
        'set-cookie': 'planted-cookie=1',
        'x-planted': words,
        server: words,
        'retry-after': '7',
        'x-request-id': 'r-1',
      },
    ),
  )
  it.each(planted.map((answer, index) => [index, answer] as const))(
    'whatever Labelbox answers: %i',
    async (_, answer) => {
      const labelbox = await serving(answer)
      const url = await served(proxyTo(labelbox))
      const body = JSON.stringify({ documentId: documentId('GetOrganization') })
      const headers = { ...pageHeaders(), authorization: 'Bearer of-the-page', cookie: 'session=of-the-page' }
      const response = await fetch(url, { method: 'POST', headers, body })
      const all = `${await response.text()} ${JSON.stringify([...response.headers])}`
      expect(all).not.toMatch(/planted/)
      expect(response.headers.get('retry-after')).toBe('7')
      expect(response.headers.get('x-request-id')).toBe('r-1')
      expect(labelbox.received).toHaveLength(1)
      expect(JSON.stringify(labelbox.received[0]?.headers)).not.toMatch(/of-the-page/)
      expect(labelbox.received[0]?.headers.authorization).toBe(`Bearer ${key}`)
    },
  )
})
