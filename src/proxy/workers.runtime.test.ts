import { afterAll, beforeAll, expect, it } from 'vitest'
import { hostileRequests } from '../../test/support/hostileRequests.ts'
import { httpServer, type HttpServer } from '../../test/support/httpServer.ts'
import { documentId, pageHeaders } from '../../test/support/proxied.ts'
import { worker, type Worker } from '../../test/support/workerd.ts'

let api: HttpServer
let proxy: Worker

beforeAll(async () => {
  api = await httpServer((_, response) => response.end(JSON.stringify({ data: { createResourceTag: { id: 't-1' } } })))
  const source = `import { labelboxProxy } from './src/proxy/index.ts'
    let proxy
    export default {
      fetch: (request, env, context) => {
        proxy ??= labelboxProxy({
          apiKey: 'planted.api-key',
          endpoint: env.ENDPOINT,
          authorize: (request, { kind }) => kind === 'query' || request.headers.get('x-admin') === 'yes',
        })
        return proxy(request, context)
      },
    }`
  proxy = await worker(source, { ENDPOINT: `${api.origin}/graphql` })
})

afterAll(async () => {
  await proxy[Symbol.asyncDispose]()
  await api[Symbol.asyncDispose]()
})

it.each(hostileRequests)('in workerd, refuses without reaching Labelbox: $name', async ({ init, status, code }) => {
  const response = await proxy.fetch('/api/labelbox', init)
  const text = await response.text()
  expect(response.status).toBe(status)
  if (init.method !== 'HEAD') expect(JSON.parse(text)).toMatchObject({ errors: [{ extensions: { code } }] })
  expect(api.received).toHaveLength(0)
})

it('in workerd, makes a change once, and gives each of its requests the same response', async () => {
  const headers = { ...pageHeaders(), 'x-admin': 'yes' }
  const body = JSON.stringify({
    documentId: documentId('CreateResourceTag'),
    variables: { text: 'urgent', color: 'ff0000' },
  })
  const init = { method: 'POST', headers, body }
  const responses = await Promise.all([proxy.fetch('/', init), proxy.fetch('/', init)])
  const texts = await Promise.all(responses.map((response) => response.text()))
  expect(texts[0]).toContain('t-1')
  expect(texts[1]).toBe(texts[0])
  expect(api.received).toHaveLength(1)
})
