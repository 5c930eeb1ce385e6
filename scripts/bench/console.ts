import { resolve } from 'node:path'
import { createSandbox } from 'labelbox-org/sandbox'
import { chromium, type Page } from 'playwright-core'
import { startConsole } from '../../src/console/server/consoleServer.ts'
import { chromiumOptions } from '../../test/support/chromium.ts'
import { median } from './numbers.ts'
import { row } from './row.ts'

/** Milliseconds until the first members are on the screen. */
const limit = 1500

/** What each request of the page takes longer, in milliseconds. */
const latency = 300

/** Opens the built console in Chromium on a slow network. Needs Chromium. Returns missed targets. */
export async function benchConsole(rounds: number): Promise<readonly string[]> {
  await using sandbox = await createSandbox({ users: 1000 })
  const browser = await chromium.launch(chromiumOptions)
  const times: Record<'first' | 'again', number[]> = { first: [], again: [] }
  try {
    for (let round = 0; round < rounds; round += 1) {
      // Its address signs one browser in.
      const running = await startConsole({
        endpoint: sandbox.url,
        apiKey: sandbox.apiKey,
        folder: resolve(import.meta.dirname, '../../dist/console'),
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
  console.log(`Medians of ${rounds} rounds at ${latency} ms of latency, in milliseconds.\n`)
  console.log(row('', ['first visit', 'reload']))
  console.log(row('the console until members are shown', [first, again]))
  return again <= limit ? [] : [`The console takes ${again.toFixed(0)} ms to show members; the limit is ${limit}.`]
}

/** Milliseconds until the page that `load` loads shows members. */
async function shown(page: Page, load: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  await Promise.all([load(), page.getByRole('row').filter({ hasText: '@example.com' }).first().waitFor()])
  return performance.now() - startedAt
}
