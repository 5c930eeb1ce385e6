import axe from 'axe-core'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { build } from 'vite'
import { afterAll, afterEach, beforeAll, vi } from 'vitest'
import { createSandbox, type Sandbox, type SandboxOptions } from 'labelbox-org/sandbox'
import { chromiumOptions } from '../../test/support/chromium.ts'
import { startConsole, type RunningConsole } from './server/consoleServer.ts'

let browser: Browser
let folder: string

/** Builds the page and starts Chromium for the tests of a file. */
export function serveConsoles(): void {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'console-'))
    // Otherwise the page has the development build of React.
    vi.stubEnv('NODE_ENV', 'production')
    await build({
      configFile: 'vite.console.config.ts',
      logLevel: 'error',
      build: { outDir: folder, emptyOutDir: true },
    })
    vi.unstubAllEnvs()
    browser = await chromium.launch(chromiumOptions)
  })

  afterAll(async () => {
    await browser.close()
    await rm(folder, { recursive: true, force: true })
  })

  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close()
  })
}

/** A console over a sandbox, and windows of one browser. */
export interface World {
  readonly sandbox: Sandbox
  readonly running: RunningConsole
  readonly context: BrowserContext
  /** The first window, signed in. */
  readonly page: Page
  /** Errors and warnings of all windows. */
  readonly complaints: readonly string[]
  /** The URLs that the windows asked for. */
  readonly requested: readonly string[]
}

const closing: (() => Promise<unknown>)[] = []

/** The API key of the consoles. */
export const plantedKey = 'planted-key-that-no-page-may-see'

/** Opens a page of a console over a sandbox of its own. All is closed after the test. */
export async function open(options: SandboxOptions = {}, path = '/members'): Promise<World> {
  const sandbox = await createSandbox({ users: 30, apiKey: plantedKey, ...options })
  closing.push(() => sandbox.close())
  const running = await startConsole({
    endpoint: sandbox.url,
    apiKey: sandbox.apiKey,
    folder,
    place: { host: new URL(sandbox.url).host, isSandbox: true },
  })
  closing.push(() => running.close())
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  closing.push(() => context.close())
  context.setDefaultTimeout(30_000)
  const complaints: string[] = []
  const requested: string[] = []
  context.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
  })
  context.on('weberror', (error) => complaints.push(error.error().message))
  context.on('request', (request) => requested.push(request.url()))
  const page = await context.newPage()
  await page.goto(running.url)
  await page.getByRole('navigation', { name: 'Sections' }).or(page.getByLabel('Open the navigation')).waitFor()
  if (path !== '/members') await page.goto(running.origin + path)
  return { sandbox, running, context, page, complaints, requested }
}

/** Number of times that the page has sent an operation. */
export const sent = (sandbox: Sandbox, operationName: string): number =>
  sandbox.received.filter((request) => request.operationName === operationName).length

/** A window of another browser, which no console knows. */
export async function otherBrowser(): Promise<BrowserContext> {
  const context = await browser.newContext()
  closing.push(() => context.close())
  return context
}

/** The findings of axe-core that are serious or worse. */
export async function findings(page: Page): Promise<readonly string[]> {
  const hasAxe = await page.evaluate(() => 'axe' in globalThis)
  // Evaluated by the debugger, which the page's policy does not concern.
  if (!hasAxe) await page.evaluate(axe.source)
  const violations = await page.evaluate(async () => {
    const { axe: inPage } = globalThis as unknown as { axe: typeof axe }
    const { violations } = await inPage.run()
    return violations.map(({ id, impact, nodes }) => ({ id, impact, html: nodes.slice(0, 3).map((node) => node.html) }))
  })
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, html }) => `${id}: ${html.join(' ')}`)
}
