import { build } from 'esbuild'
import { chromium, type Browser, type Page } from 'playwright-core'
import type { Client as UrqlClient } from '@urql/core'
import type { Labelbox as LabelboxClass } from 'labelbox-org'
import type { labelboxExchange as exchange } from 'labelbox-org/urql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chromiumOptions } from '../../test/support/chromium.ts'
import { httpServer } from '../../test/support/httpServer.ts'
import { sandboxed } from '../../test/support/roads.ts'
import { serving } from '../../test/support/serving.ts'

// Chromium sends a request again by itself when the connection that it reused dies, and nothing in the request keeps it
// from that.

interface Bundle {
  readonly Labelbox: typeof LabelboxClass
  readonly Client: typeof UrqlClient
  readonly labelboxExchange: typeof exchange
}

let browser: Browser
let script: string

beforeAll(async () => {
  browser = await chromium.launch(chromiumOptions)
  const { outputFiles } = await build({
    stdin: {
      contents: `export { Labelbox } from './src/index.ts'
        export { labelboxExchange } from './src/urql/index.ts'
        export { Client } from '@urql/core'`,
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

async function openPage(): Promise<Page> {
  const host = await serving((_, response) => response.setHeader('content-type', 'text/html').end('<p>page</p>'))
  const page = await browser.newPage()
  await page.goto(host.origin)
  await page.addScriptTag({ content: script })
  return page
}

/** Makes a change in the page, over a connection that has carried requests before; gives what it came to. */
const change = (page: Page, name: 'inviteUser' | 'createProject', endpoint: string, apiKey: string): Promise<unknown> =>
  page.evaluate(
    async ({ name, endpoint, apiKey }) => {
      const { Labelbox, Client, labelboxExchange } = (globalThis as unknown as { bundle: Bundle }).bundle
      // As a server of the page's would add it.
      const fetch: typeof globalThis.fetch = (input, init) =>
        globalThis.fetch(input, {
          ...init,
          headers: { ...(init?.headers as Record<string, string>), Authorization: `Bearer ${apiKey}` },
        })
      const exchanges = [labelboxExchange({ endpoint, fetch, retry: { baseDelayMs: 50 } })]
      const client = new Client({ url: endpoint, preferGetMethod: false, exchanges })
      const organization = await new Labelbox({ client }).getOrganization()
      try {
        return name === 'inviteUser'
          ? await organization.inviteUser({ email: 'ada@chromium.example', role: 'LABELER' })
          : await organization.createProject({ name: 'of Chromium', allowedMediaType: 'IMAGE' })
      } catch (error) {
        return { error: JSON.parse(JSON.stringify(error)) as unknown }
      }
    },
    { name, endpoint, apiKey },
  )

it.each([
  ['inviteUser', 'InviteUser'],
  ['createProject', 'CreateProject'],
] as const)('%s goes out twice under one X-Attempt-Id when its connection dies', async (name, operationName) => {
  const sandbox = await sandboxed({ users: 2, invites: 0 })
  sandbox.setFaults([{ kind: 'reset', processed: true, operationName, times: 1 }])

  await change(await openPage(), name, sandbox.url, sandbox.apiKey)

  const sent = sandbox.received.filter((request) => request.operationName === operationName)
  const ids = sent.map(({ headers }) => headers['x-attempt-id'])
  expect(ids).toEqual([expect.stringMatching(/^[\da-f-]{36}$/), ids[0]])
})

describe('a server that refuses the second request under one X-Attempt-Id keeps the change to one', () => {
  it.each([
    ['inviteUser', 'InviteUser', { inviteeEmail: 'ada@chromium.example' }],
    ['createProject', 'CreateProject', { error: { code: 'RESOURCE_CONFLICT', mayHaveRun: true } }],
  ] as const)('%s', async (name, operationName, outcome) => {
    const sandbox = await sandboxed({ users: 2, invites: 0 })
    const known = new Set<string>()
    const refused: string[] = []
    await using front = await httpServer((request, response) => {
      response.setHeader('access-control-allow-origin', '*')
      response.setHeader('access-control-allow-headers', request.headers['access-control-request-headers'] ?? '*')
      const { body = '' } = front.received.at(-1) ?? {}
      const { authorization = '', 'x-attempt-id': id } = request.headers as Record<string, string>
      if (request.method === 'OPTIONS') return void response.writeHead(204).end()
      if (id !== undefined && known.has(id)) {
        refused.push(id)
        return void response.writeHead(409).end()
      }
      if (id !== undefined) known.add(id)
      const url = new URL(request.url ?? '', sandbox.url)
      const headers = { authorization, 'content-type': 'application/json' }
      void fetch(url, { method: 'POST', headers, body }).then(async (answer) => {
        const text = await answer.text()
        // Carried out, and the connection dies before the answer.
        if (id !== undefined) request.socket.resetAndDestroy()
        else response.writeHead(answer.status, { 'content-type': 'application/json' }).end(text)
      })
      return undefined
    })

    const result = await change(await openPage(), name, `${front.origin}/graphql`, sandbox.apiKey)

    expect(result).toMatchObject(outcome)
    expect(refused).toEqual([...known])
    expect(sandbox.received.filter((request) => request.operationName === operationName)).toHaveLength(1)
  })
})
