import { existsSync } from 'node:fs'
import { signPayload } from 'labelbox-org/webhooks'
import { describe, expect, it, vi } from 'vitest'
import { describePage } from './pageTests.ts'
import { serveNext } from './serving.ts'

const secret = 'secret of the webhook'

// It installs the built package.
describe.runIf(process.env['CI'] !== undefined || existsSync('dist'))('Next.js', () => {
  const serve = () => {
    vi.stubEnv('WEBHOOK_SECRET', secret)
    return serveNext()
  }
  describePage('examples/next, built and started', serve, {
    path: '/members',
    isRendered: true,
    more: (urlOf, running) => {
      it('shows the seats on a page that a server component renders', async () => {
        const response = await fetch(urlOf('/'))
        const text = (await response.text()).replaceAll(/<!--.*?-->/g, '')

        expect(text).toContain('26 of 100 seats are taken.')
      })

      it('reads a page that a link opens once, and shows the seats that an invite has taken', async () => {
        const { browser, sandbox } = running()
        const page = await browser.newPage()
        await page.goto(urlOf('/').href)
        await page.getByText('26 of 100 seats are taken.').waitFor()
        const before = sandbox.received.length

        await page.getByRole('link', { name: 'Members' }).click()
        await expect.poll(() => page.getByRole('listitem').count()).toBe(10)
        expect(sandbox.received.slice(before).map(({ operationName }) => operationName)).toEqual(['Users'])

        await page.getByLabel('Email').fill('another.person@example.com')
        await page.getByRole('button', { name: 'Invite' }).click()
        await page.getByText('Invited another.person@example.com.').waitFor()
        await page.goBack()
        await page.getByText('27 of 100 seats are taken.').waitFor()
        await page.close()
      })

      it('takes a signed delivery of a webhook, and no other', async () => {
        const { body, headers } = await signPayload({ id: 'label-1' }, { secret })
        const send = (sent: HeadersInit) => fetch(urlOf('/api/webhooks'), { method: 'POST', body, headers: sent })

        expect((await send(headers)).status).toBe(200)
        expect((await send({ 'content-type': 'application/json' })).status).toBe(401)
      })
    },
  })
})
