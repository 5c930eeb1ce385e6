import { resolve } from 'node:path'
import { createSandbox } from '@labelbox-org/tools/sandbox'
import { chromium, type Page } from 'playwright-core'
import { startConsole } from '../../../src/console/server/consoleServer.ts'
import { chromiumOptions } from '../../../test/support/chromium.ts'
import { median } from '../numbers.ts'
import type { Measurement } from '../results/measurement.ts'

/** Milliseconds until the first members are on the screen. */
const limit = 1500

/** What each request of the page takes longer, in milliseconds. */
const latency = 300

/** Opens the built console in Chromium on a slow network. Needs Chromium. */
export async function measureConsole(rounds = 5): Promise<Measurement> {
  await using sandbox = await createSandbox({ users: 1000 })
  const browser = await chromium.launch(chromiumOptions)
  const times: Record<'first' | 'again', number[]> = { first: [], again: [] }
  try {
    for (let round = 0; round < rounds; round += 1) {
      // Its address signs one browser in.
      const running = await startConsole({
        endpoint: sandbox.url,
        apiKey: sandbox.apiKey,
        folder: resolve(import.meta.dirname, '../../../packages/tools/dist/console'),
        place: { host: new URL(sandbox.url).host, isSandbox: true },
      })
      const context = await browser.newContext()
      const page = await context.newPage()
      const network = await context.newCDPSession(page)
      await network.send('Network.enable')
      await network.send('Network.emulateNetworkConditions', {
        offline: false,
        latency,
        downloadThroughput: -1,
        uploadThroughput: -1,
      })
      times.first.push(await shown(page, () => page.goto(running.url)))
      times.again.push(await shown(page, () => page.reload()))
      await context.close()
      await running.close()
    }
  } finally {
    await browser.close()
  }
  const [first, again] = [median(times.first), median(times.again)]
  return {
    tables: [
      {
        caption: `Milliseconds until [the console](./console.md) shows members, on a network with ${latency} ms of latency. Medians of ${rounds} rounds in Chromium.`,
        columns: [
          { name: 'first visit', digits: 0 },
          { name: 'reload', digits: 0 },
        ],
        rows: [{ name: 'the console', cells: [first, again] }],
      },
    ],
    targets: [
      { what: 'console, reload, until members are shown', figure: again, bound: 'at most', target: limit, unit: 'ms' },
    ],
  }
}

/** Milliseconds until the page that `load` loads shows members. */
async function shown(page: Page, load: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  await Promise.all([load(), page.getByRole('row').filter({ hasText: '@example.com' }).first().waitFor()])
  return performance.now() - startedAt
}
