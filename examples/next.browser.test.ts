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
    more: (urlOf) => {
      it('shows the seats on a page that a server component renders', async () => {
        const response = await fetch(urlOf('/'))
        const text = (await response.text()).replaceAll(/<!--.*?-->/g, '')

        expect(text).toContain('26 of 100 seats are taken.')
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
