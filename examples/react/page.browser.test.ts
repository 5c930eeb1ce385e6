import { createSandbox, type Fault, type Sandbox } from '@labelbox-org/tools/sandbox'
import { mkdtemp, rm } from 'node:fs/promises'
import { request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { build, createServer, type InlineConfig } from 'vite'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { chromiumOptions } from '../../test/support/chromium.ts'
import { install } from '../../test/support/installed.ts'

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
  ['its own server, from a build', () => serveBuild()],
  ['its own server, from a build with React 18', serveReact18],
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

async function serveBuild(alias: Readonly<Record<string, string>> = {}): Promise<Served> {
  vi.stubEnv('NODE_ENV', 'production')
  const outDir = await mkdtemp(join(tmpdir(), 'react-example-'))
  await build({ configFile, logLevel: 'error', resolve: { alias }, build: { outDir, emptyOutDir: true } })
  // The proxy reads the environment when it is loaded.
  vi.resetModules()
  const { pageServer } = await import('./server.ts')
  const server = pageServer(outDir)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`,
    close: async () => {
      server.close()
      server.closeAllConnections()
      await rm(outDir, { recursive: true, force: true })
    },
  }
}

async function serveReact18(): Promise<Served> {
  const packages = join(await install('react-dom@18'), 'node_modules')
  return serveBuild({ react: join(packages, 'react'), 'react-dom': join(packages, 'react-dom') })
}

describe.each(servers)('the page, served by %s', (_, serve) => {
  let sandbox: Sandbox
  let served: Served
  /** Windows of one browser share it. */
  let context: BrowserContext
  let page: Page
  /** Everything that the browser sent, received or logged. */
  const traffic: string[] = []
  const complaints: string[] = []
  const reading: Promise<void>[] = []

  beforeAll(async () => {
    sandbox = await createSandbox({ users: 25, invites: 0, seats: 30, latencyMs: 20, apiKey })
    vi.stubEnv('LABELBOX_ENDPOINT', sandbox.url)
    vi.stubEnv('LABELBOX_API_KEY', apiKey)
    served = await serve()
    context = await browser.newContext()
    page = await context.newPage()
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
    await context.close()
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

  const button = (on = page) => on.locator('form button')
  const invited = (email: string) => page.getByText(`Invited ${email}.`)

  async function fill(email: string, on = page): Promise<void> {
    await on.getByLabel('Email').fill(email)
    await on.getByLabel('Role').selectOption({ label: 'Labeler' })
  }

  async function invite(email: string): Promise<void> {
    await fill(email)
    await button().click()
  }

  /** Each repetition of a held key submits the form. */
  async function holdEnter(): Promise<void> {
    await page.getByLabel('Email').focus()
    for (let press = 0; press < 8; press += 1) await page.keyboard.down('Enter')
    await page.keyboard.up('Enter')
  }

  /** How many invites the sandbox was asked for. */
  const sent = (): number => sandbox.received.filter(({ operationName }) => operationName === 'InviteUser').length

  async function pending(email: string): Promise<number> {
    const { organization } = await ask<{ organization: { invites: { nodes: { inviteeEmail: string }[] } } }>(
      '{ organization { invites(first: 100) { nodes { inviteeEmail } } } }',
    )
    return organization.invites.nodes.filter(({ inviteeEmail }) => inviteeEmail === email).length
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
    await expect.poll(seats).toEqual(['25', '30', '5'])
  })

  it('says that an address is a member’s, and sends nothing', async () => {
    const { user } = await ask<{ user: { email: string } }>('{ user { email } }')

    await invite(user.email)
    await page.getByText(`${user.email} is a member already.`).waitFor()

    expect(sent()).toBe(0)
    expect(await seats()).toEqual(['25', '30', '5'])
  })

  it('sends an invite, and shows the seat that it takes', async () => {
    await invite('new.person@example.com')
    await page.getByText('Invited new.person@example.com.').waitFor()

    await expect.poll(seats).toEqual(['26', '30', '4'])
    expect(await page.getByRole('alert').count()).toBe(0)
    expect(await page.getByLabel('Email').inputValue()).toBe('')
  })

  it('says that an invite is pending, and sends no second one', async () => {
    await invite('new.person@example.com')
    await page.getByText('new.person@example.com has an invite already').or(invited('new.person@example.com')).waitFor()
    expect(await pending('new.person@example.com')).toBe(1)
  })

  it.each<[string, Fault[], (press: () => Promise<void>) => Promise<void>]>([
    ['a double click', [], () => button().dblclick()],
    ['a held Enter', [], holdEnter],
    [
      'a gateway that fails after the invite was stored',
      [{ kind: 'http-status', status: 502, processed: true, operationName: 'InviteUser' }],
      (press) => press(),
    ],
    [
      'a connection that breaks after the invite was stored',
      [{ kind: 'reset', processed: true, operationName: 'InviteUser' }],
      (press) => press(),
    ],
  ])('makes one invite for %s', async (what, faults, act) => {
    const email = `${what.replaceAll(' ', '.')}@example.com`
    const before = Number((await seats())[0])
    sandbox.setFaults(faults)
    await fill(email)

    await act(() => button().click())
    await invited(email).waitFor()

    sandbox.setFaults([])
    expect(await pending(email)).toBe(1)
    await expect.poll(async () => Number((await seats())[0])).toBe(before + 1)
  })

  it('shows the API’s message when no seat is left', async () => {
    const count = await seats()
    await invite('one.too.many@example.com')
    const alert = page.getByRole('alert')
    await alert.waitFor()

    expect(await alert.locator('code').first().textContent()).toBe('USAGE_LIMIT')
    expect(await alert.textContent()).toContain("the plan's allowance, such as its seats, is used up")
    expect(await alert.getByText('Request').locator('code').textContent()).not.toBe('')
    expect(await seats()).toEqual(count)
  })

  it('makes one invite in two windows', async () => {
    sandbox.setSeats(40)
    const other = await context.newPage()
    await other.goto(served.url)
    for (const each of [page, other]) await fill('two.windows@example.com', each)
    await Promise.all([page, other].map((each) => button(each).click()))

    await expect.poll(() => pending('two.windows@example.com')).toBe(1)
    const texts = () =>
      Promise.all([page, other].map((each) => each.getByRole('status').filter({ hasText: 'two.windows' }).count()))
    await expect.poll(texts).toEqual([1, 1])
    expect(await pending('two.windows@example.com')).toBe(1)
    await other.close()
  })

  it.each<[string, Readonly<Record<string, string>>]>([
    ['another site', { origin: 'https://other.example', 'sec-fetch-site': 'cross-site' }],
    ['another port of the same host', { origin: 'http://127.0.0.1:1', 'sec-fetch-site': 'same-site' }],
    ['a page without an origin', { origin: 'null', 'sec-fetch-site': 'cross-site' }],
    ['a form', { origin: 'SELF', 'content-type': 'text/plain' }],
  ])('does not add the key to requests from %s', async (_, headers) => {
    const before = sandbox.received.length
    expect(await status('/api/labelbox', headers)).toBeGreaterThanOrEqual(400)
    expect(sandbox.received).toHaveLength(before)
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
    // Chromium itself reports each response with a status of an error.
    expect(complaints.filter((text) => !text.startsWith('Failed to load resource'))).toEqual([])
  })
})
