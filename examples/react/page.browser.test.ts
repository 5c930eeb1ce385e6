import { createSandbox, type Sandbox } from 'labelbox-org/sandbox'
import { mkdtemp, rm } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Browser, type Page } from 'playwright-core'
import { build, createServer, preview, type InlineConfig } from 'vite'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { chromiumOptions } from '../../test/support/chromium.ts'

const apiKey = 'planted-key-that-no-page-may-see'
const root = import.meta.dirname
const configFile = join(root, 'vite.config.ts')

let browser: Browser

beforeAll(async () => {
  browser = await chromium.launch(chromiumOptions)
})

afterAll(() => browser.close())

/** How the page is served: by the development server, and from a build. */
const servers: readonly (readonly [name: string, serve: () => Promise<Served>])[] = [
  ["Vite's dev server", serveSource],
  ['a production build', serveBuild],
]

interface Served {
  readonly url: string
  readonly close: () => Promise<void>
}

async function serveSource(): Promise<Served> {
  vi.stubEnv('NODE_ENV', 'development')
  const cacheDir = await mkdtemp(join(tmpdir(), 'react-example-'))
  const config: InlineConfig = {
    configFile,
    cacheDir,
    logLevel: 'error',
    server: { host: '127.0.0.1', port: 0, watch: null },
  }
  const server = await createServer(config)
  await server.listen()
  return {
    url: server.resolvedUrls?.local[0] ?? '',
    close: async () => {
      await server.close()
      await rm(cacheDir, { recursive: true, force: true })
    },
  }
}

async function serveBuild(): Promise<Served> {
  vi.stubEnv('NODE_ENV', 'production')
  const outDir = await mkdtemp(join(tmpdir(), 'react-example-'))
  const config: InlineConfig = {
    configFile,
    logLevel: 'error',
    build: { outDir, emptyOutDir: true },
    preview: { host: '127.0.0.1', port: 0 },
  }
  await build(config)
  const server = await preview(config)
  return {
    url: server.resolvedUrls?.local[0] ?? '',
    close: async () => {
      await server.close()
      await rm(outDir, { recursive: true, force: true })
    },
  }
}

describe.each(servers)('the page, served by %s', (_, serve) => {
  let sandbox: Sandbox
  let served: Served
  let page: Page
  /** Everything that the browser sent, received or logged. */
  const traffic: string[] = []
  const complaints: string[] = []
  const reading: Promise<void>[] = []

  beforeAll(async () => {
    sandbox = await createSandbox({ users: 25, invites: 0, seats: 26, apiKey })
    vi.stubEnv('LABELBOX_ENDPOINT', sandbox.url)
    vi.stubEnv('LABELBOX_API_KEY', apiKey)
    served = await serve()
    page = await browser.newPage()
    page.setDefaultTimeout(20_000)
    page.on('console', (message) => {
      traffic.push(message.text())
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
    })
    page.on('pageerror', (error) => complaints.push(error.message))
    page.on('requestfinished', (request) => {
      reading.push(
        (async () => {
          const response = await request.response()
          const received = response === null ? [] : [await response.allHeaders(), await response.text()]
          traffic.push(JSON.stringify([request.url(), await request.allHeaders(), request.postData(), ...received]))
        })(),
      )
    })
    await page.goto(served.url)
  })

  afterAll(async () => {
    vi.unstubAllEnvs()
    await page.close()
    await served.close()
    await sandbox.close()
  })

  /** Asks the sandbox with a client that shares no code with the page. */
  async function ask<Data>(query: string): Promise<Data> {
    const response = await fetch(sandbox.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${apiKey}` },
      body: JSON.stringify({ query }),
    })
    return ((await response.json()) as { data: Data }).data
  }

  /** The emails in the table after a page has loaded. */
  async function emails(pageNumber: number): Promise<readonly string[]> {
    await page.getByText(`Page ${pageNumber}`, { exact: true }).waitFor()
    const table = page.getByRole('table', { name: 'Members' })
    await table.and(page.locator('[aria-busy=false]')).waitFor()
    return table.locator('tbody tr td:nth-child(2)').allTextContents()
  }

  const seats = async (): Promise<readonly string[]> =>
    page.getByRole('region', { name: 'Seats' }).locator('dd').allTextContents()

  async function invite(email: string): Promise<void> {
    await page.getByLabel('Email').fill(email)
    await page.getByLabel('Role').selectOption({ label: 'Labeler' })
    await page.getByRole('button', { name: 'Send invite' }).click()
  }

  it('lists members page by page, to the last page and back', async () => {
    const { organization } = await ask<{ organization: { users: { email: string }[] } }>(
      '{ organization { users(skip: 0, first: 100) { email } } }',
    )
    const all = organization.users.map(({ email }) => email)
    const next = page.getByRole('button', { name: 'Next' })
    const previous = page.getByRole('button', { name: 'Previous' })

    expect(all).toHaveLength(25)
    expect(await emails(1)).toEqual(all.slice(0, 10))
    expect(await previous.isDisabled()).toBe(true)
    await next.click()
    expect(await emails(2)).toEqual(all.slice(10, 20))
    await next.click()
    expect(await emails(3)).toEqual(all.slice(20))
    expect(await next.isDisabled()).toBe(true)
    await previous.click()
    expect(await emails(2)).toEqual(all.slice(10, 20))
  })

  it('shows the seats', async () => {
    await expect.poll(seats).toEqual(['25', '26', '1'])
  })

  it('shows a refused invite as a LabelboxError that takes no seat', async () => {
    const { user } = await ask<{ user: { email: string } }>('{ user { email } }')

    await invite(user.email)
    const alert = page.getByRole('alert')
    await alert.waitFor()

    expect(await alert.locator('code').first().textContent()).toBe('INVITE_REFUSED')
    expect(await seats()).toEqual(['25', '26', '1'])
    expect(await alert.textContent()).toMatch(/[0-9a-f]{8}-[0-9a-f-]{27}/)
  })

  it('sends an invite, and shows the seat that it takes', async () => {
    await invite('new.person@example.com')
    await page.getByText('Invited new.person@example.com.').waitFor()

    await expect.poll(seats).toEqual(['26', '26', '0'])
    expect(await page.getByRole('alert').count()).toBe(0)
    expect(await page.getByLabel('Email').inputValue()).toBe('')
  })

  it('shows the API’s message when no seat is left', async () => {
    await invite('one.too.many@example.com')
    const alert = page.getByRole('alert')
    await alert.waitFor()

    expect(await alert.locator('code').first().textContent()).toBe('USAGE_LIMIT')
    expect(await alert.textContent()).toContain("the plan's allowance is used up")
    expect(await alert.getByText('Request').locator('code').textContent()).not.toBe('')
    expect(await seats()).toEqual(['26', '26', '0'])
  })

  it.each<[string, Readonly<Record<string, string>>]>([
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['another site that sends our origin', { 'sec-fetch-site': 'same-site', origin: 'SELF' }],
    ['another origin on a network without TLS', { origin: 'http://192.168.1.5:8080' }],
    ['another port of the same host', { origin: 'http://127.0.0.1:1' }],
    ['a page without an origin', { origin: 'null' }],
    ['an unknown origin', {}],
    ['another site, as a form', { origin: 'SELF', 'content-type': 'text/plain' }],
    [
      'another site, as a form whose type only looks like JSON',
      { origin: 'SELF', 'content-type': 'text/plain; application/json' },
    ],
  ])('does not add the key to requests from %s', async (_, headers) => {
    const before = sandbox.received.length
    for (const path of ['/graphql', '/_gql']) {
      expect(await status(path, headers)).toBe(404)
    }
    expect(sandbox.received).toHaveLength(before)
  })

  it('adds the key for its own page when the browser sends no Sec-Fetch-Site', async () => {
    expect(await status('/graphql', { origin: 'SELF' })).toBe(200)
  })

  /** Uses Node's HTTP client, because `fetch` sets some of these headers itself. */
  const status = (path: string, headers: Readonly<Record<string, string>>): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      const { origin } = new URL(served.url)
      const sent = Object.entries({ 'content-type': 'application/json', ...headers })
      const options = {
        method: 'POST',
        headers: Object.fromEntries(sent.map(([name, value]) => [name, value === 'SELF' ? origin : value])),
      }
      const asking = request(new URL(path, served.url), options, (response) => {
        response.resume()
        resolve(response.statusCode)
      })
      asking.on('error', reject).end('{"query":"{ user { email } }"}')
    })

  it('keeps the key out of everything that the browser receives', async () => {
    await Promise.all(reading)
    // Text, because it runs in the page.
    const stored = await page.evaluate<string>(
      'JSON.stringify([document.documentElement.outerHTML, document.cookie, { ...localStorage }, { ...sessionStorage }])',
    )

    expect(traffic.filter((entry) => entry.includes('InviteUser'))).not.toHaveLength(0)
    const leaks = [...traffic, stored].filter((entry) => entry.includes(apiKey))
    expect(leaks.map((entry) => entry.slice(0, 100))).toEqual([])
  })

  it('logs no errors and no warnings', () => {
    expect(complaints).toEqual([])
  })
})
