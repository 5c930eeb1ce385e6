import { build } from 'esbuild'
import { chromium, type Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type * as Webhooks from 'labelbox-org/webhooks'
import { chromiumOptions } from '../../test/support/chromium.ts'
import vectors from './vectors.json' with { type: 'json' }

let browser: Browser

beforeAll(async () => {
  browser = await chromium.launch(chromiumOptions)
})

afterAll(() => browser.close())

it('verifies signatures and handles requests in a browser, without Node.js', async () => {
  const { outputFiles } = await build({
    entryPoints: ['src/webhooks/index.ts'],
    bundle: true,
    format: 'iife',
    globalName: 'webhooks',
    platform: 'browser',
    tsconfigRaw: {},
    write: false,
  })
  const page = await browser.newPage()
  // WebCrypto is for secure pages only.
  await page.route('https://page.example/', (route) => route.fulfill({ contentType: 'text/html', body: '<p>page</p>' }))
  await page.goto('https://page.example/')
  await page.addScriptTag({ content: outputFiles[0]?.text ?? '' })

  const seen = await page.evaluate(async (all) => {
    const { verifySignature, signPayload, webhookHandler } = (globalThis as unknown as { webhooks: typeof Webhooks })
      .webhooks
    const good: boolean[] = []
    for (const { bodyHex, secret, sha256, sha1 } of all) {
      const body = Uint8Array.from(bodyHex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
      for (const headers of [{ 'x-hub-signature-256': `sha256=${sha256}` }, { 'x-hub-signature': `sha1=${sha1}` }]) {
        good.push(await verifySignature({ body, secret, headers }))
        good.push(!(await verifySignature({ body: Uint8Array.of(...body, 0), secret, headers })))
      }
    }
    const ids: string[] = []
    const handler = webhookHandler({
      secret: 's',
      onEvent: (event) => event.type === 'LABEL_CREATED' && ids.push(...event.labelIds),
    })
    const statuses: number[] = []
    for (const secret of ['s', 'other']) {
      const request = new Request('https://page.example/', await signPayload({ id: 'label-1' }, { secret }))
      statuses.push((await handler(request)).status)
    }
    return { good, ids, statuses, node: ['process', 'Buffer', 'require'].filter((name) => name in globalThis) }
  }, vectors)

  expect(seen).toEqual({
    good: vectors.flatMap(() => [true, true, true, true]),
    ids: ['label-1'],
    statuses: [200, 401],
    node: [],
  })
})
