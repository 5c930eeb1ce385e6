import { chromium, type Browser, type Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createSandbox, type Sandbox } from '../index.ts'
import { ask, records } from '../testingSandbox.ts'

const markup = '<script>document.title="taken"</script><img src=x onerror=document.title="taken">'
const invitee = '"<script>taken</script>"@example.com'

let browser: Browser
let sandbox: Sandbox
let page: Page
const complaints: string[] = []
const requests: string[] = []

beforeAll(async () => {
  sandbox = await createSandbox({ users: 3, invites: 1, seats: 10, projects: 0, webhooks: 0, apiKey: 'planted-key' })
  browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-dev-shm-usage',
    ],
  })
  page = await browser.newPage()
  page.setDefaultTimeout(20_000)
  page.on('console', (message) => complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('request', (request) => requests.push(new URL(request.url()).href))
  await page.goto(new URL('/', sandbox.url).href)
})

afterAll(async () => {
  await browser.close()
  await sandbox.close()
})

const facts = (): Promise<readonly string[]> => page.locator('dd').allTextContents()
const table = (name: string): ReturnType<Page['locator']> => page.getByRole('table', { name }).locator('tbody tr')

it('shows the organization and its outbox', async () => {
  await page.getByText('Live', { exact: true }).waitFor()

  expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Sandbox')
  expect(await facts()).toEqual(['4 of 10', '6', '3', '0', '0'])
  expect(await table('Outbox').textContent()).toContain('invited.1@example.com')
})

it('updates itself, and shows data as text, never as markup', async () => {
  const { me, organizationId, role } = await records(sandbox)
  const made = await ask(
    sandbox,
    `mutation Project($name: String!) { createProject(data: {name: $name, allowedMediaType: IMAGE}) { id } }`,
    { variables: { name: markup } },
  )
  const { id } = made.data?.['createProject'] as { id: string }
  const data = [
    {
      inviterId: me.id,
      inviteeEmail: invitee,
      organizationId,
      organizationRoleId: role('None'),
      projects: [{ projectId: id, projectRoleId: role('Labeler') }],
    },
  ]
  await ask(sandbox, 'mutation Invite($data: [CreateInviteInput!]) { createInvites(data: $data) { invite { id } } }', {
    variables: { data },
  })

  const row = table('Outbox').filter({ hasText: invitee })
  await row.waitFor()

  const cells = await row.locator('td').allTextContents()
  expect(cells.slice(0, 4)).toEqual([invitee, me.email, 'None', `${markup} (Labeler)`])
  expect(await page.locator('td script, td img').count()).toBe(0)
  expect(await page.title()).toContain('Sandbox')
  expect(await facts()).toEqual(['5 of 10', '5', '3', '1', '0'])
  await expect.poll(() => table('Latest requests').first().textContent()).toMatch(/Invite200\d+ ms/)
})

it('accepts an invite with its button', async () => {
  await page.getByRole('button', { name: `Accept the invite to ${invitee}` }).click()

  const row = table('Outbox').filter({ hasText: invitee })
  await row.getByText('accepted', { exact: true }).waitFor()
  expect(await row.getByRole('button').count()).toBe(0)
  expect(await facts()).toEqual(['5 of 10', '5', '4', '1', '0'])
})

it('loads nothing from other hosts, shows no key, and logs nothing', async () => {
  const { origin } = new URL(sandbox.url)

  expect(requests.filter((url) => !url.startsWith(origin) && !url.startsWith('data:'))).toEqual([])
  expect(await page.content()).not.toContain('planted-key')
  expect(complaints).toEqual([])
})

it('says when the sandbox does not respond', async () => {
  await sandbox.close()

  await page.getByText('The sandbox does not respond').waitFor()
})
