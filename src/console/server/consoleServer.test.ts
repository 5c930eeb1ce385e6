import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createSandbox, type Sandbox } from '@labelbox-org/tools/sandbox'
import { documentId, pageHeaders } from '../../../test/support/proxied.ts'
import type { Transport } from '../../transport/transport.ts'
import { startConsole, type RunningConsole } from './consoleServer.ts'
import { packPage } from './packedPage.ts'

let folder = ''
let sandbox: Sandbox
let running: RunningConsole

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'console-server-'))
  await writeFile(join(folder, 'page.br'), packPage(new Map([['/index.html', '<title>console</title>']])))
  sandbox = await createSandbox({ apiKey: 'planted-key' })
  const { url: endpoint, apiKey } = sandbox
  running = await startConsole({ endpoint, apiKey, folder, place: { host: 'sandbox', isSandbox: true } })
})

afterEach(async () => {
  await running.close()
  await sandbox.close()
  await rm(folder, { recursive: true })
})

interface Got {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
}

/** Node's own client, because `fetch` sets `Host` and `Sec-Fetch-Site` itself. */
const ask = (
  path: string,
  { method = 'GET', headers = {}, body }: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Got> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(running.origin)
    const asking = request({ hostname, port, path, method, headers }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (part: string) => (text += part))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }))
    })
    asking.on('error', reject).end(body)
  })

const json = { 'content-type': 'application/json' }
const token = (): string => new URLSearchParams(new URL(running.url).hash.slice(1)).get('token') ?? ''
const signIn = (text = token(), headers = {}): Promise<Got> =>
  ask('/console/session', { method: 'POST', headers: { ...json, ...headers }, body: JSON.stringify({ token: text }) })

async function session(): Promise<string> {
  const { headers } = await signIn()
  return (headers['set-cookie']?.[0] ?? '').split(';')[0] ?? ''
}

describe('the token', () => {
  it('opens one session, for a cookie that scripts and other sites do not get', async () => {
    const { status, headers } = await signIn()

    expect(status).toBe(200)
    expect(headers['set-cookie']?.[0]).toMatch(/^labelbox-console-\d+=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/)
  })

  it('is refused the second time', async () => {
    await signIn()

    expect((await signIn()).status).toBe(401)
  })

  it('is no longer needed by the browser that it has signed in', async () => {
    const cookie = await session()

    const { status, headers } = await signIn(token(), { cookie })

    expect([status, headers['set-cookie']]).toEqual([200, undefined])
  })

  it.each([['another'], [''], ['x'.repeat(43)]])(
    'is refused if it is “%s”, and the right one still works',
    async (wrong) => {
      expect((await signIn(wrong)).status).toBe(401)
      expect((await signIn()).status).toBe(200)
    },
  )

  it('is refused as the body of a form', async () => {
    const text = { 'content-type': 'text/plain' }
    expect((await signIn(token(), text)).status).toBe(401)
  })
})

describe('without a session', () => {
  it.each([
    ['GET', '/console/activity'],
    ['POST', '/graphql'],
  ])('%s %s is refused', async (method, path) => {
    const { status, body } = await ask(path, { method, headers: json, ...(method === 'POST' && { body: '{}' }) })

    expect([status, JSON.parse(body)]).toEqual([401, { error: 'SIGN_IN' }])
    expect(sandbox.received).toEqual([])
  })

  it.each([['labelbox-console-1=x'], ['labelbox-console-PORT=x'], ['']])(
    'the cookie %j opens nothing',
    async (cookie) => {
      const own = cookie.replace('PORT', new URL(running.origin).port)
      expect((await ask('/console/activity', { headers: { cookie: own } })).status).toBe(401)
    },
  )
})

describe('other sites', () => {
  it.each([
    ['evil.example'],
    ['evil.example:PORT'],
    ['127.0.0.1'],
    ['[::1]:PORT'],
    ['127.0.0.1.nip.io:PORT'],
    ['0.0.0.0:PORT'],
  ])('that resolve to this machine get nothing under the name %s', async (name) => {
    const cookie = await session()
    const host = name.replace('PORT', new URL(running.origin).port)
    for (const path of ['/', '/console/session', '/console/activity']) {
      expect((await ask(path, { headers: { host, cookie } })).status).toBe(421)
    }
  })

  it.each<[string, Record<string, string>]>([
    ['another origin', { origin: 'https://evil.example' }],
    ['another port of this machine', { origin: 'http://127.0.0.1:1' }],
    ['a sandboxed frame', { origin: 'null' }],
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['another port, in a browser that says so', { 'sec-fetch-site': 'same-site' }],
    ['an address that somebody typed', { 'sec-fetch-site': 'none' }],
  ])('can’t use the session: %s', async (_, headers) => {
    const cookie = await session()
    for (const [method, path] of [
      ['GET', '/console/activity'],
      ['POST', '/graphql'],
    ] as const) {
      const { status } = await ask(path, { method, headers: { ...json, cookie, ...headers } })
      expect(status).toBe(403)
    }
    expect(sandbox.received).toEqual([])
  })
})

it('sends to the API by the transport that it is given, such as one through a proxy', async () => {
  await running.close()
  const sent: string[] = []
  const transport: Transport = {
    send: ({ url, headers }) => {
      sent.push(`${url} ${headers['Authorization']}`)
      return Promise.resolve({ status: 200, headers: new Headers(), body: '{"data":{"user":{"id":"u-1"}}}' })
    },
  }
  const endpoint = 'https://labelbox.example/graphql'
  const place = { host: 'labelbox.example', isSandbox: false }
  running = await startConsole({ endpoint, apiKey: 'planted-key', folder, place, transport })

  const body = JSON.stringify({ documentId: documentId('GetUser'), operationName: 'GetUser', variables: {} })
  const headers = { ...pageHeaders(), cookie: await session(), origin: running.origin }
  const answer = await ask('/graphql', { method: 'POST', headers, body })

  expect(answer).toMatchObject({ status: 200 })
  expect(sent).toEqual([`${endpoint} Bearer planted-key`])
})

describe('the page', () => {
  it('is sent for every place, with a policy that allows its own origin alone', async () => {
    for (const path of ['/', '/members', '/members/c123?q=a']) {
      const { status, headers, body } = await ask(path)
      expect([status, body]).toEqual([200, '<title>console</title>'])
      const policy = String(headers['content-security-policy'])
      expect(policy).toContain("default-src 'none'")
      expect(policy).toContain("frame-ancestors 'none'")
      expect(policy).not.toMatch(/unsafe|\*|https?:/)
      expect(headers).toMatchObject({ 'referrer-policy': 'no-referrer', 'x-content-type-options': 'nosniff' })
    }
  })

  it.each([['/missing.js'], ['/../package.json'], ['/..%2fpackage.json'], ['/assets/../../package.json']])(
    'has no file %s',
    async (path) => expect((await ask(path)).status).toBe(404),
  )

  it.each([
    ['PUT', '/members'],
    ['POST', '/members'],
    ['DELETE', '/console/session'],
    ['GET', '/graphql'],
  ])('%s %s is not found', async (method, path) => {
    const cookie = await session()
    expect((await ask(path, { method, headers: { cookie } })).status).toBe(404)
  })
})
