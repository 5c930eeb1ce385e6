import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { chromium, type Browser, type Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { chromiumOptions } from '../../../test/support/chromium.ts'
import { Labelbox } from '../../labelbox.ts'
import { createSandbox, type Sandbox } from '../../sandbox/index.ts'

/** A page of the sandbox's own origin, so that no other origin has to be let in. */
const source = `
import { Labelbox } from './src/index.ts'

globalThis.call = async (apiKey, method, email) => {
  const endpoint = new URL('/graphql', location.href).href
  const labelbox = new Labelbox({ endpoint, apiKey, retry: { baseDelayMs: 1 }, dangerouslyAllowBrowser: true })
  const organization = await labelbox.getOrganization()
  const invite = { email, role: 'LABELER' }
  if (method === 'inviteUser') return (await organization.inviteUser(invite)).id
  const [row] = await (await organization.inviteUsers([invite])).toArray({ limit: 1 })
  return row.id
}
`

let sandbox: Sandbox
let browser: Browser
let page: Page

beforeAll(async () => {
  sandbox = await createSandbox({ invites: 0, seats: 100 })
  const resolveDir = fileURLToPath(new URL('../../..', import.meta.url))
  const stdin = { contents: source, resolveDir, loader: 'ts' } as const
  const bundle = await build({ stdin, bundle: true, format: 'iife', write: false, logLevel: 'error' })
  browser = await chromium.launch(chromiumOptions)
  page = await browser.newPage()
  await page.goto(new URL('/', sandbox.url).href)
  await page.evaluate(bundle.outputFiles[0]?.text ?? '')
})

afterAll(async () => {
  await browser.close()
  await sandbox.close()
})

it.each(['inviteUser', 'inviteUsers'])(
  'a connection that Chromium loses and sends the request again on leaves one invite: %s',
  async (method) => {
    const email = `${method.toLowerCase()}@example.com`
    sandbox.setFaults([{ kind: 'reset', processed: true, operationName: 'InviteUser', times: 1 }])

    const id: unknown = await page.evaluate(`call(${JSON.stringify(sandbox.apiKey)}, '${method}', '${email}')`)

    const sent = sandbox.received.filter(
      ({ operationName, variables }) => operationName === 'InviteUser' && JSON.stringify(variables).includes(email),
    )
    expect(sent).toHaveLength(2)
    const labelbox = new Labelbox({ endpoint: sandbox.url, apiKey: sandbox.apiKey })
    const pending = await (await labelbox.getOrganization()).getInvites().toArray({ limit: 100 })
    expect(pending.filter(({ inviteeEmail }) => inviteeEmail === email).map((invite) => invite.id)).toEqual([id])
  },
)
