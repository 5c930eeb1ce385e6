import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import {
  dialogOf,
  expectGoodLook,
  open,
  otherBrowser,
  plantedKey,
  sent,
  serveConsoles,
  visit,
} from './testingConsole.ts'

serveConsoles()

/** The row of a member in the table. */
const rowOf = (page: Page, email: string) =>
  page.getByRole('table', { name: 'Members' }).getByRole('row').filter({ hasText: email })

async function openMenu(page: Page, email: string, item: string): Promise<void> {
  await page.getByRole('button', { name: `Actions for ${email}` }).click()
  await page.getByRole('menuitem', { name: item }).click()
}

const hopper = 'grace.hopper.2@example.com'

describe('sign-in', () => {
  it('takes the token out of the address, and keeps the session over a reload', async () => {
    const { page, running, complaints } = await open()

    expect(page.url()).toBe(`${running.origin}/members`)
    const [cookie] = await page.context().cookies()
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict' })
    await page.reload()
    await rowOf(page, hopper).waitFor()
    expect(complaints).toEqual([])
  })

  it('refuses a second browser with the same token', async () => {
    const { running } = await open()
    const other = await otherBrowser()
    const page = await other.newPage()

    await page.goto(running.url)

    await page.getByRole('heading', { name: 'This address was used before' }).waitFor()
    expect(page.url()).not.toContain('token')
    expect(await other.cookies()).toEqual([])
  })

  it('shows nothing without a token', async () => {
    const { running } = await open()
    const other = await otherBrowser()
    const page = await other.newPage()

    await page.goto(`${running.origin}/members`)

    await page.getByRole('heading', { name: 'Open the address from the terminal' }).waitFor()
  })
})

describe('members', () => {
  it('scrolls through 10,000, searches them, and keeps few rows in the document', async () => {
    const { page, sandbox, complaints } = await open({ users: 10_000 })
    await rowOf(page, 'ada.clarke.10009@example.com').or(page.getByRole('row').nth(5)).first().waitFor()
    expect(sent(sandbox, 'GetMembers')).toBeLessThan(5)
    await page.mouse.move(700, 500)
    for (let turn = 0; turn < 30; turn += 1) await page.mouse.wheel(0, 1500)
    await expect.poll(() => sent(sandbox, 'GetMembers')).toBeGreaterThan(5)
    await page.evaluate(() => window.scrollTo(0, 0))

    await page.getByRole('searchbox', { name: 'Search by name or email' }).fill('.9999@')

    await page.getByText('1 of 10,000 members').waitFor()
    expect(await page.getByRole('table').getByRole('row').count()).toBe(2)
    await page.getByRole('button', { name: 'Clear', exact: true }).click()
    await page.getByText('10,000 members', { exact: true }).waitFor()
    expect(await page.getByRole('table').getByRole('row').count()).toBeLessThan(60)
    expect(complaints).toEqual([])
  })

  it('filters by role and by last login, orders, and keeps both in the address', async () => {
    const { page, complaints } = await open()
    await page.getByRole('combobox', { name: 'Role' }).click()
    await page.getByRole('option', { name: 'Reviewer' }).click()
    await page.getByRole('combobox', { name: 'Last login' }).click()
    await page.getByRole('option', { name: 'Over 90 days ago' }).click()
    await page.getByRole('button', { name: 'Joined' }).click()

    await expect.poll(() => page.url()).toMatch(/role=Reviewer&login=over-90&order=createdAt$/)
    await page.reload()
    await page.getByRole('columnheader', { name: 'Joined' }).and(page.locator('[aria-sort=ascending]')).waitFor()
    const rows = page.getByRole('table').getByRole('row').filter({ hasText: '@' })
    await rows.first().waitFor()
    expect(await rows.allTextContents()).not.toHaveLength(0)
    for (const row of await rows.allTextContents()) expect(row).toContain('Reviewer')
    expect(complaints).toEqual([])
  })

  it('changes a role, says so, and lists it in the activity', async () => {
    const { page, complaints } = await open()
    await openMenu(page, hopper, 'Change the role')
    await page.getByRole('dialog').getByRole('combobox', { name: 'Role' }).click()
    await page.getByRole('option', { name: /^Reviewer/ }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Change the role' }).click()

    await page.getByText(`${hopper} now has the role Reviewer.`).first().waitFor()
    await rowOf(page, hopper).getByText('Reviewer').waitFor()
    await page.getByRole('link', { name: 'Activity' }).click()
    const change = page.getByRole('table', { name: 'Activity' }).getByRole('row').filter({ hasText: hopper })
    await change.getByText('Set a role: Reviewer').waitFor()
    await change.getByText('Done').waitFor()
    expect(complaints).toEqual([])
  })

  it('says what a removal takes along, and removes once on a double click', async () => {
    const { page, sandbox, complaints } = await open()
    await openMenu(page, hopper, 'Remove')
    const dialog = page.getByRole('dialog', { name: 'Remove Grace Hopper?' })
    await dialog.getByText('None that this key can see.').waitFor()
    expect(
      await dialog.getByRole('button', { name: 'Cancel' }).evaluate((button) => button === document.activeElement),
    ).toBe(true)

    await dialog.getByRole('button', { name: 'Remove' }).dblclick()

    await page.getByText(`Removed ${hopper} from the organization.`).first().waitFor()
    await expect.poll(() => rowOf(page, hopper).count()).toBe(0)
    expect(sent(sandbox, 'RemoveUser')).toBe(1)
    expect(complaints).toEqual([])
  })

  it('removes a member on their page, which asks for them no more', async () => {
    const { page, sandbox, complaints } = await open()
    await page.getByRole('link', { name: 'Grace Hopper' }).click()
    await page.getByRole('button', { name: 'Remove', exact: true }).click()
    await dialogOf(page).getByRole('button', { name: 'Remove' }).click()
    await page.getByText(`Removed ${hopper} from the organization.`).first().waitFor()
    await page.getByRole('table').waitFor()

    const names = sandbox.received.map(({ operationName }) => operationName)
    expect(names.slice(names.indexOf('RemoveUser'))).not.toContain('GetMember')
    expect(complaints).toEqual([])
  })

  it('reads a member on their page again after a refused removal', async () => {
    const { page, sandbox } = await open()
    sandbox.setFaults([{ kind: 'graphql-error', code: 'AUTHORIZATION_ERROR', operationName: 'RemoveUser' }])
    await page.getByRole('link', { name: 'Grace Hopper' }).click()
    await page.getByRole('button', { name: 'Remove', exact: true }).click()
    await dialogOf(page).getByRole('button', { name: 'Remove' }).click()
    await dialogOf(page).getByRole('alert').waitFor()
    await dialogOf(page).getByRole('button', { name: 'Cancel' }).click()
    await page.getByRole('heading', { name: 'Grace Hopper' }).waitFor()

    const before = sent(sandbox, 'GetMember')
    // As another window does after a change.
    await page.evaluate(() => new BroadcastChannel('labelbox-org console').postMessage('changed'))
    await expect.poll(() => sent(sandbox, 'GetMember')).toBeGreaterThan(before)
  })

  it('says why a removal is refused, with the request id to copy', async () => {
    const { page, sandbox } = await open()
    sandbox.setFaults([{ kind: 'graphql-error', code: 'AUTHORIZATION_ERROR', operationName: 'RemoveUser' }])
    await openMenu(page, hopper, 'Remove')
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()

    const problem = page.getByRole('dialog').getByRole('alert')
    await problem.waitFor()
    expect(await problem.locator('code').first().textContent()).toBe('AUTHORIZATION')
    await problem.getByRole('button', { name: 'Copy the request id' }).waitFor()
  })

  it.each([
    ['a 502 after it was made', { kind: 'http-status', status: 502, processed: true }],
    ['a connection that ends after it was made', { kind: 'reset', processed: true }],
  ] as const)('lists one removal, which is done, after %s', async (_name, fault) => {
    const { page, sandbox } = await open()
    sandbox.setFaults([{ ...fault, operationName: 'RemoveUser', times: 1 }])
    await openMenu(page, hopper, 'Remove')
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()

    await page.getByText(`Removed ${hopper} from the organization.`).first().waitFor()
    await expect.poll(() => rowOf(page, hopper).count()).toBe(0)
    await page.getByRole('link', { name: 'Activity' }).click()
    const changes = page.getByRole('table', { name: 'Activity' }).getByRole('row').filter({ hasText: hopper })
    await changes.getByText('Done').waitFor()
    expect(await changes.count()).toBe(1)
    await visit(page, '/members')
    await page.reload()
    await page.getByText('29 members', { exact: true }).waitFor()
  })

  it('ends a removal whose page is reloaded in the middle, and lists its outcome', async () => {
    const { page, sandbox, running } = await open({ latencyMs: 500 })
    await openMenu(page, hopper, 'Remove')
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
    await expect.poll(() => sent(sandbox, 'RemoveUser')).toBe(1)

    await page.goto(`${running.origin}/activity`)

    const change = page.getByRole('table', { name: 'Activity' }).getByRole('row').filter({ hasText: hopper })
    await change.waitFor()
    await expect
      .poll(async () => {
        await page.reload()
        await change.waitFor()
        return change.textContent()
      })
      .toContain('Done')
    expect(sent(sandbox, 'RemoveUser')).toBe(1)
  })

  it('shows a removal in another window', async () => {
    const { page, context, running } = await open()
    const other = await context.newPage()
    await other.goto(`${running.origin}/members`)
    await rowOf(other, hopper).waitFor()
    await openMenu(page, hopper, 'Remove')
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()

    await expect.poll(() => rowOf(other, hopper).count()).toBe(0)
  })

  it('gives a project-based member a role in a project', async () => {
    const { page, sandbox, complaints } = await open({ users: 6, projects: 3 })
    await rowOf(page, 'claude').getByRole('link').click()
    await page.getByRole('heading', { name: /Claude/, level: 1 }).waitFor()
    await page.getByRole('combobox', { name: 'Role in Crop health 2' }).click()
    await page.getByRole('option', { name: 'Reviewer' }).click()

    await page
      .getByText(/now has the role Reviewer in Crop health 2/)
      .first()
      .waitFor()
    expect(sent(sandbox, 'SetProjectRole')).toBe(1)
    expect(complaints).toEqual([])
  })

  it('exports all that the filters leave, with formulas escaped', async () => {
    const { page } = await open({ users: 250 })
    await rowOf(page, hopper).or(page.getByRole('row').nth(3)).first().waitFor()
    const downloading = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Export CSV' }).click()
    const download = await downloading
    const chunks: Buffer[] = []
    for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer)
    const lines = Buffer.concat(chunks).toString().split('\n')

    expect(download.suggestedFilename()).toBe('members.csv')
    expect(lines).toHaveLength(252)
    expect(lines[0]).toBe('\ufeffMember,Role,Kind,Last login,Joined,Id')
  })
})

describe('a slow network', () => {
  it('shows members after one response of the API, without a flicker', async () => {
    const latencyMs = 3000
    const { page, running } = await open({ latencyMs })
    await page.getByRole('table').getByRole('row').nth(3).waitFor()
    const start = performance.now()
    await page.goto(`${running.origin}/members`, { waitUntil: 'commit' })
    await page.locator('.table-skeleton').first().waitFor()
    await page.getByRole('table').getByRole('row').nth(3).waitFor()

    // One after another would take two latencies and more.
    expect(performance.now() - start).toBeLessThan(2 * latencyMs)
    expect(await page.locator('.table-skeleton').count()).toBe(0)
  })

  it('says that the organization has used up its requests, and reads on when somebody tries again', async () => {
    const { page, sandbox, running } = await open({}, '/members', true)
    await rowOf(page, hopper).waitFor()
    const busy = { kind: 'http-status', status: 429, body: 'json', retryAfter: 3600, times: 3 } as const
    sandbox.setFaults([{ ...busy, operationName: 'GetMembers' }])
    await page.goto(`${running.origin}/members`)
    const problem = page.getByRole('alert').filter({ hasText: 'used up its requests' })
    await problem.waitFor()
    sandbox.setFaults([])
    await problem.getByRole('button', { name: 'Try again' }).click()

    await rowOf(page, hopper).waitFor()
  })
})

describe('seats', () => {
  it('shows the gauge, the chart, and the same as a table', async () => {
    const { page, complaints } = await open({ users: 30, invites: 2, seats: 40 }, '/seats')
    await page.getByText('32 of 40 seats taken').waitFor()
    await page
      .getByRole('img', { name: /Seats over time/ })
      .locator('canvas')
      .waitFor()
    await page.getByText('The same as a table').click()
    await page.getByRole('cell', { name: '32' }).first().waitFor()
    expect(complaints).toEqual([])
  })
})

describe('the connection', () => {
  it('says that the console does not answer, and reads again when it does', async () => {
    const { page, context, sandbox } = await open()
    await rowOf(page, hopper).waitFor()
    await context.setOffline(true)
    await page.getByText('The console does not answer.').waitFor()
    const before = sent(sandbox, 'GetMembers')
    await context.setOffline(false)

    await expect.poll(() => page.getByText('The console does not answer.').count()).toBe(0)
    await expect.poll(() => sent(sandbox, 'GetMembers')).toBeGreaterThan(before)
  })
})

it('sends nothing to other origins, and the key to no page', async () => {
  const { page, running, requested } = await open({ users: 30, isLively: true })
  const bodies: string[] = []
  page.on('response', (response) => {
    void response.text().then(
      (text) => bodies.push(text, JSON.stringify(response.headers())),
      () => undefined,
    )
  })
  for (const path of ['/members', '/seats', '/activity']) {
    await page.goto(running.origin + path)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.waitForLoadState('networkidle')
  }

  expect(requested.filter((url) => !url.startsWith(running.origin) && !url.startsWith('blob:'))).toEqual([])
  expect(bodies.length).toBeGreaterThan(10)
  expect(bodies.filter((text) => text.includes(plantedKey))).toEqual([])
})

it('goes on by keyboard: skip link, search with Ctrl K, focus on the title of the new place', async () => {
  const { page } = await open()
  await rowOf(page, hopper).waitFor()
  await page.keyboard.press('Tab')
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to the content')
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Search sections and members' }).fill('plan')
  await page.keyboard.press('Enter')

  await page.getByRole('heading', { name: 'Seats', level: 1 }).waitFor()
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('H1')
  expect(await page.title()).toMatch(/^Seats/)
})

it.each([360, 768, 1280])('looks good in both themes at %i px', async (width) => {
  const { page, complaints } = await open({ users: 15, isLively: true, seats: 30, projects: 2 })
  await page.setViewportSize({ width, height: 800 })
  for (const path of ['/activity', '/seats', '/nothing', '/members']) {
    await visit(page, path)
    await page.locator('h1:focus').waitFor()
    await expectGoodLook(page, path.slice(1))
  }
  await page
    .getByRole('button', { name: /^Actions for/ })
    .nth(1)
    .click()
  await page.getByRole('menu').waitFor()
  await expectGoodLook(page, 'members-menu')
  await page.getByRole('menuitem', { name: 'Remove' }).click()
  await page.getByRole('dialog').waitFor()
  await expectGoodLook(page, 'members-remove')
  await page.keyboard.press('Escape')
  await page.getByRole('table').getByRole('link').first().click()
  await page.getByRole('heading', { name: 'Project access' }).waitFor()
  await expectGoodLook(page, 'member')
  expect(complaints).toEqual([])
})
