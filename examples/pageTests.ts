// What each page of the examples does in Chromium.
import { createSandbox, type Sandbox } from '@labelbox-org/tools/sandbox'
import { chromium, type Browser, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { chromiumOptions } from '../test/support/chromium.ts'
import type { Served } from './serving.ts'

const apiKey = 'planted-key-that-no-page-may-see'

interface PageOptions {
  readonly path?: string
  /** Whether the first members are in the HTML. */
  readonly isRendered?: boolean
  /** Other tests, which get the address of the server, and the browser and the sandbox once they run. */
  readonly more?: (urlOf: (path: string) => URL, running: () => { browser: Browser; sandbox: Sandbox }) => void
}

/** Tests a page that lists members and invites. */
export function describePage(
  name: string,
  serve: () => Promise<Served>,
  { path = '', isRendered = false, more }: PageOptions = {},
): void {
  describe(name, () => {
    let browser: Browser
    let sandbox: Sandbox
    let served: Served
    let page: Page
    const complaints: string[] = []
    const received: Promise<string>[] = []

    beforeAll(async () => {
      browser = await chromium.launch(chromiumOptions)
      sandbox = await createSandbox({ users: 25, invites: 0, seats: 100, apiKey })
      vi.stubEnv('LABELBOX_ENDPOINT', sandbox.url)
      vi.stubEnv('LABELBOX_API_KEY', apiKey)
      served = await serve()
      page = await browser.newPage()
      page.setDefaultTimeout(20_000)
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
      })
      page.on('pageerror', (error) => complaints.push(error.message))
      page.on('requestfinished', (request) => {
        // A redirect has no body.
        const text = request.response().then((response) => response?.text() ?? '')
        received.push(text.catch(() => ''))
      })
      await page.goto(new URL(path, served.url).href)
      // Next.js is installed and built.
    }, 600_000)

    afterAll(async () => {
      vi.unstubAllEnvs()
      await browser.close()
      await served.close()
      await sandbox.close()
    })

    const emails = (): Promise<readonly string[]> =>
      page.getByRole('list', { name: 'Members' }).getByRole('listitem').allTextContents()

    const alerts = async (): Promise<readonly string[]> =>
      (await page.locator('[role=alert]').allTextContents()).filter(Boolean)

    const invites = (): number => sandbox.received.filter(({ operationName }) => operationName === 'InviteUser').length

    /** The emails of members, from a client that shares no code with the page. */
    async function members(): Promise<readonly string[]> {
      const response = await fetch(sandbox.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${apiKey}` },
        body: '{"query":"{ organization { users(skip: 0, first: 100) { email } } }"}',
      })
      const { data } = (await response.json()) as { data: { organization: { users: { email: string }[] } } }
      return data.organization.users.map(({ email }) => email)
    }

    it('lists members page by page, to the last page and back', async () => {
      const all = await members()
      const next = page.getByRole('button', { name: 'Next' })

      expect(all).toHaveLength(25)
      await expect.poll(emails).toEqual(all.slice(0, 10))
      await next.click()
      await expect.poll(emails).toEqual(all.slice(10, 20))
      await next.click()
      await expect.poll(emails).toEqual(all.slice(20))
      expect(await next.isDisabled()).toBe(true)
      await page.getByRole('button', { name: 'Previous' }).click()
      await expect.poll(emails).toEqual(all.slice(10, 20))
      // Neither for the page that was seen before, nor for what a server has rendered.
      expect(sandbox.received.filter(({ operationName }) => operationName === 'Users')).toHaveLength(3)
    })

    it('sends one invite for a double click', async () => {
      await page.getByLabel('Email').fill('new.person@example.com')
      await page.getByRole('button', { name: 'Invite' }).dblclick()
      await page.getByText('Invited new.person@example.com.').waitFor()

      expect(invites()).toBe(1)
      expect(await page.getByLabel('Email').inputValue()).toBe('')
      expect(await alerts()).toEqual([])
    })

    it('says why a member is not invited, and sends nothing', async () => {
      const [member = ''] = await members()
      await page.getByLabel('Email').fill(member)
      await page.getByRole('button', { name: 'Invite' }).click()

      await expect.poll(alerts).toEqual([expect.stringMatching(/^ALREADY_MEMBER: /)])
      expect(invites()).toBe(1)
    })

    it('logs no errors or warnings, and never receives the key', async () => {
      expect(complaints).toEqual([])
      expect((await Promise.all(received)).filter((text) => text.includes(apiKey))).toEqual([])
    })

    more?.(
      (other) => new URL(other, served.url),
      () => ({ browser, sandbox }),
    )

    if (isRendered) {
      it('has the first members in its HTML', async () => {
        const response = await fetch(new URL(path, served.url))
        const html = await response.text()
        expect((await members()).slice(0, 10).filter((email) => !html.includes(email))).toEqual([])
      })
    }
  })
}
