import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { build } from 'esbuild'
import { chromium, type Browser } from 'playwright-core'
import type { Labelbox as LabelboxClass } from 'labelbox-org'
import { labelboxProxy, toNodeHandler, type NodeResponse } from 'labelbox-org/proxy'
import type { createLabelboxClient as createClient } from 'labelbox-org/urql'
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import { chromiumOptions } from '../../test/support/chromium.ts'
import { sandboxed } from '../../test/support/roads.ts'

// Chromium sends a request again by itself when the connection that it reused dies. The proxy has made the change by then,
// and gives the second request the response of the first.

interface Bundle {
  readonly Labelbox: typeof LabelboxClass
  readonly createLabelboxClient: typeof createClient
}

let browser: Browser
let script: string

beforeAll(async () => {
  browser = await chromium.launch(chromiumOptions)
  const { outputFiles } = await build({
    stdin: {
      contents: `export { Labelbox } from './src/index.ts'
        export { createLabelboxClient } from './src/urql/index.ts'`,
      resolveDir: process.cwd(),
    },
    bundle: true,
    format: 'iife',
    globalName: 'bundle',
    platform: 'browser',
    write: false,
  })
  script = outputFiles[0]?.text ?? ''
})

afterAll(() => browser.close())

it.each([
  ['inviteUser', 'InviteUser', { inviteeEmail: 'ada@chromium.example' }],
  ['createProject', 'CreateProject', { name: 'of Chromium' }],
] as const)('%s is made once, and succeeds, when its connection dies', async (name, operationName, outcome) => {
  const sandbox = await sandboxed({ users: 2, invites: 0 })
  const proxy = labelboxProxy({ apiKey: sandbox.apiKey, endpoint: sandbox.url, authorize: () => true })
  const handle = toNodeHandler(proxy)
  const ids: string[] = []
  const server = createServer((request, response) => {
    if (request.method === 'GET') return void response.setHeader('content-type', 'text/html').end('<p>page</p>')
    const id = request.headers['x-delivery-id']
    if (typeof id === 'string') ids.push(id)
    // Carried out, and the connection dies before the answer.
    const dying: NodeResponse = {
      writableFinished: true,
      headersSent: false,
      writeHead: () => undefined,
      end: () => request.socket.resetAndDestroy(),
      on: () => undefined,
    }
    handle(request, ids.length === 1 && id !== undefined ? dying : response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  const page = await browser.newPage()
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
  await page.addScriptTag({ content: script })

  const result = await page.evaluate(async (name) => {
    const { Labelbox, createLabelboxClient } = (globalThis as unknown as { bundle: Bundle }).bundle
    const client = createLabelboxClient({ endpoint: '/api/labelbox' })
    const organization = await new Labelbox({ client }).getOrganization()
    try {
      return name === 'inviteUser'
        ? await organization.inviteUser({ email: 'ada@chromium.example', role: 'LABELER' })
        : await organization.createProject({ name: 'of Chromium', allowedMediaType: 'IMAGE' })
    } catch (error) {
      return { error: JSON.parse(JSON.stringify(error)) as unknown }
    }
  }, name)

  expect(result).toMatchObject(outcome)
  // Chromium has sent it twice, under one id.
  expect(ids).toEqual([ids[0], ids[0]])
  expect(sandbox.received.filter((request) => request.operationName === operationName)).toHaveLength(1)
})
