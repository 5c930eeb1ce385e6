import axe from 'axe-core'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  chromium,
  type Browser,
  type BrowserContext,
  type ConsoleMessage,
  type Locator,
  type Page,
  type Request,
  type WebError,
} from 'playwright-core'
import { build } from 'vite'
import { afterAll, afterEach, beforeAll, expect, vi } from 'vitest'
import { createSandbox, type Sandbox, type SandboxOptions } from '@labelbox-org/tools/sandbox'
import { chromiumOptions } from '../../test/support/chromium.ts'
import { startConsole, type ConsoleOptions, type RunningConsole } from './server/consoleServer.ts'

let browser: Browser
// Shared by the tests of a file: a new window costs more than most tests, and the browser compiles the page's code once.
// Nothing that a page stores outlasts a test.
let context: BrowserContext
let firstWindow: Page
let folder: string
/** Of the last console: the next one is at the same origin, where the browser knows the files. */
let port = 0

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
    context = await browser.newContext({ reducedMotion: 'reduce', viewport: size })
    context.setDefaultTimeout(30_000)
    firstWindow = await context.newPage()
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

const size = { width: 1280, height: 800 }

/** The API key of the consoles. */
export const plantedKey = 'planted-key-that-no-page-may-see'

/**
 * Opens a page of a console over a sandbox of its own. All is closed after the test.
 *
 * @param isHurried - Whether the page waits for a twentieth of the time between attempts.
 */
export async function open(options: SandboxOptions = {}, path = '/members', isHurried = false): Promise<World> {
  const sandbox = await createSandbox({ users: 30, apiKey: plantedKey, ...options })
  closing.push(() => sandbox.close())
  const running = await startAtSamePort({
    endpoint: sandbox.url,
    apiKey: sandbox.apiKey,
    folder,
    place: { host: new URL(sandbox.url).host, isSandbox: true },
  })
  closing.push(() => running.close())
  const complaints: string[] = []
  const requested: string[] = []
  const listeners = {
    console: (message: ConsoleMessage) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
    },
    weberror: (error: WebError) => complaints.push(error.error().message),
    request: (request: Request) => requested.push(request.url()),
  }
  context.on('console', listeners.console).on('weberror', listeners.weberror).on('request', listeners.request)
  closing.push(async () => {
    context.off('console', listeners.console).off('weberror', listeners.weberror).off('request', listeners.request)
    await context.setOffline(false)
    for (const each of context.pages()) if (each !== firstWindow) await each.close()
    firstWindow.removeAllListeners()
    await firstWindow.goto('about:blank')
    await context.clearCookies()
  })
  // The scripts of a page stay, so a hurried page is a window of its own.
  const page = isHurried ? await context.newPage() : firstWindow
  if (isHurried) await page.addInitScript(hurry)
  await page.setViewportSize(size)
  await page.emulateMedia({ colorScheme: null })
  await page.mouse.move(0, 0)
  await forget(page, running.origin)
  await page.goto(running.origin + path + new URL(running.url).hash)
  await page.getByRole('navigation', { name: 'Sections' }).or(page.getByLabel('Open the navigation')).waitFor()
  return { sandbox, running, context, page, complaints, requested }
}

/** Shortens the waits between attempts. Those of half a second and less, and how long an outcome is shown, stay. */
function hurry(): void {
  const wait = setTimeout
  const shorter = (run: () => void, ms = 0): ReturnType<typeof setTimeout> =>
    wait(run, ms >= 500 && ms < 6000 ? ms / 20 : ms)
  Object.assign(globalThis, { setTimeout: shorter })
}

/** Starts a console where the last one was, or elsewhere if somebody has taken the port. */
async function startAtSamePort(options: ConsoleOptions): Promise<RunningConsole> {
  const running = await startConsole({ ...options, port }).catch(() => startConsole(options))
  port = Number(new URL(running.origin).port)
  return running
}

/** Empties what the pages of an origin have stored. The browser keeps their files. */
async function forget(page: Page, origin: string): Promise<void> {
  const session = await context.newCDPSession(page)
  await session.send('Storage.clearDataForOrigin', { origin, storageTypes: 'indexeddb,local_storage' })
  await session.detach()
}

/** The dialog that is open. What says an outcome, for some seconds, has the same role. */
export const dialogOf = (page: Page): Locator => page.getByRole('dialog').and(page.locator(':not(.outcome)'))

/** Number of times that the page has sent an operation. */
export const sent = (sandbox: Sandbox, operationName: string): number =>
  sandbox.received.filter((request) => request.operationName === operationName).length

/** A window of another browser, which no console knows. */
export async function otherBrowser(): Promise<BrowserContext> {
  const context = await browser.newContext()
  closing.push(() => context.close())
  return context
}

/** Goes to a place of the console as a link does, without loading the page again. */
export const visit = (page: Page, path: string): Promise<void> =>
  page.evaluate((place) => history.pushState(null, '', place), path)

/**
 * Checks what the page shows: axe-core finds nothing serious in either theme, and nothing is wider than the window.
 * `SCREENSHOTS` names a folder that gets a picture of each.
 */
export async function expectGoodLook(page: Page, name: string): Promise<void> {
  await page.getByRole('heading').first().waitFor()
  await expect.poll(() => page.locator('[aria-busy=true], .table-skeleton, .skeleton-line, .spinner').count()).toBe(0)
  const width = page.viewportSize()?.width ?? 0
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await page.evaluate(async () => {
      await new Promise((resolve) => requestAnimationFrame(resolve))
      const transitions = document.getAnimations().filter((animation) => animation instanceof CSSTransition)
      await Promise.allSettled(transitions.map(({ finished }) => finished))
    })
    // The theme changes nothing but colors.
    const rules = colorScheme === 'light' ? undefined : ['color-contrast']
    expect(await findings(page, rules), `${name}, ${colorScheme}`).toEqual([])
    const folder = process.env['SCREENSHOTS']
    if (folder !== undefined) await page.screenshot({ path: join(folder, `${name}-${width}-${colorScheme}.png`) })
  }
  await page.emulateMedia({ colorScheme: 'light' })
  expect(await page.evaluate(() => document.documentElement.scrollWidth), name).toBeLessThanOrEqual(width)
}

/** The findings of axe-core that are serious or worse. */
async function findings(page: Page, rules: string[] | undefined): Promise<readonly string[]> {
  const hasAxe = await page.evaluate(() => 'axe' in globalThis)
  // Evaluated by the debugger, which the page's policy does not concern.
  if (!hasAxe) await page.evaluate(axe.source)
  const violations = await page.evaluate(async (values) => {
    const { axe: inPage } = globalThis as unknown as { axe: typeof axe }
    const { violations } = await inPage.run({
      resultTypes: ['violations'],
      ...(values !== undefined && { runOnly: { type: 'rule', values } }),
    })
    return violations.map(({ id, impact, nodes }) => ({ id, impact, html: nodes.slice(0, 3).map((node) => node.html) }))
  }, rules)
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, html }) => `${id}: ${html.join(' ')}`)
}
