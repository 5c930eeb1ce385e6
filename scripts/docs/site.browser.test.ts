import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, type Browser, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chromiumOptions } from '../../test/support/chromium.ts'

const folder = 'docs/.vitepress/dist'
const origin = 'http://site.test'

/** The file that a host with clean addresses serves. */
const fileOf = (pathname: string): string | undefined =>
  [pathname, `${pathname}.html`, `${pathname}index.html`]
    .map((path) => join(folder, path))
    .find((path) => existsSync(path) && statSync(path).isFile())

// CI builds the site first. Without a build there is nothing to open.
describe.runIf(process.env['CI'] !== undefined || existsSync(folder))('the built site', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await chromium.launch(chromiumOptions)
  })
  afterAll(() => browser.close())

  async function open(width: number, colorScheme: 'light' | 'dark'): Promise<{ page: Page; complaints: string[] }> {
    const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme })
    const complaints: string[] = []
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
    })
    page.on('pageerror', (error) => complaints.push(error.message))
    await page.route('**', (route) => {
      const { origin: asked, pathname } = new URL(route.request().url())
      const path = asked === origin ? fileOf(pathname) : undefined
      if (path !== undefined) return route.fulfill({ path })
      complaints.push(`${route.request().url()} is not part of the site.`)
      return route.abort()
    })
    return { page, complaints }
  }

  it.each([
    [1280, 'light'],
    [390, 'dark'],
  ] as const)(
    'fits a window of %i px in %s colours, without console errors or other servers',
    async (width, scheme) => {
      const { page, complaints } = await open(width, scheme)
      for (const path of ['/', '/guide/getting-started', '/reference/labelbox-org/', '/changelog']) {
        await page.goto(`${origin}${path}`, { waitUntil: 'networkidle' })
        expect(await page.evaluate('document.documentElement.scrollWidth'), path).toBeLessThanOrEqual(width)
        expect(await page.locator('html.dark').count(), path).toBe(scheme === 'dark' ? 1 : 0)
      }
      expect(complaints).toEqual([])
    },
  )

  it('finds a method by its name and leads to it', async () => {
    const { page, complaints } = await open(1280, 'light')
    await page.goto(`${origin}/guide/getting-started`, { waitUntil: 'networkidle' })
    await page.getByRole('button', { name: 'Search' }).click()
    await page.locator('.search-input').fill('inviteUsers')
    await page.locator('.VPLocalSearchBox .result').first().click()
    await page.waitForURL(/\/reference\/.*Organization#inviteusers/)
    await page.locator('#inviteusers').waitFor()
    expect(complaints).toEqual([])
  })
})
