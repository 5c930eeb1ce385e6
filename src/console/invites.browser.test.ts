import type { Locator, Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { Labelbox, type PendingInvite } from 'labelbox-org'
import type { Fault, Sandbox } from '@labelbox-org/tools/sandbox'
import { dialogOf, expectGoodLook, open, plantedKey, sent, serveConsoles, visit } from './testingConsole.ts'

serveConsoles()

const rowWith = (page: Page, text: string | RegExp): Locator =>
  page.getByRole('table').getByRole('row').filter({ hasText: text })

const said = (page: Page, text: string | RegExp): Promise<void> => page.getByText(text).first().waitFor()

async function chooseIn(scope: Page | Locator, page: Page, name: string, option: string | RegExp): Promise<void> {
  await scope.getByRole('combobox', { name, exact: true }).click()
  await page.getByRole('option', { name: option }).click()
}

/** The pending invites, read past the console. */
async function pending(sandbox: Sandbox): Promise<readonly PendingInvite[]> {
  const organization = await new Labelbox({ endpoint: sandbox.url, apiKey: plantedKey }).getOrganization()
  return organization.getInvites().toArray({ limit: Infinity })
}

const addresses = async (sandbox: Sandbox): Promise<readonly string[]> =>
  (await pending(sandbox)).map(({ inviteeEmail }) => inviteeEmail ?? '').sort()

/** Sends invites past the console, whatever is pending. */
async function inviteBeside(sandbox: Sandbox, emails: readonly string[], role = 'LABELER'): Promise<void> {
  const organization = await new Labelbox({ endpoint: sandbox.url, apiKey: plantedKey }).getOrganization()
  for (const email of emails) await organization.inviteUser({ email, role }, { ifInvited: 'send' })
}

/** Fills the dialog that sends one invite. */
async function fillInvite(page: Page, email: string, role: string | RegExp = /^Labeler/): Promise<void> {
  await page.getByRole('button', { name: 'Invite', exact: true }).click()
  await dialogOf(page).getByLabel('Email').fill(email)
  await chooseIn(dialogOf(page), page, 'Role', role)
}

const send = (page: Page): Promise<void> =>
  dialogOf(page).getByRole('button', { name: 'Send the invite', exact: true }).click()

async function downloaded(page: Page): Promise<readonly string[]> {
  const downloading = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Export CSV' }).click()
  const chunks: Buffer[] = []
  for await (const chunk of await (await downloading).createReadStream()) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString().trim().split('\n')
}

/** Pastes a list with the role Labeler for all, and checks it. */
async function checkList(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Addresses' }).fill(text)
  await chooseIn(page, page, 'Role', /^Labeler/)
  await page.getByRole('button', { name: 'Check the list' }).click()
  await page.getByRole('heading', { name: 'Nothing is sent yet' }).waitFor()
}

const people = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `person.${String(index + 1).padStart(3, '0')}@example.com`)

/** Requests that send invites take their time. */
const slowInvites: readonly Fault[] = [{ kind: 'slow-body', delayMs: 400, operationName: 'InviteUser', times: 100 }]

const isDone = (page: Page, count: number): Promise<void> => page.getByText(`${count} of ${count}`).first().waitFor()

describe('the list of invites', () => {
  it('is searched, filtered, ordered and exported', async () => {
    const { page, sandbox, complaints } = await open({ invites: 0, seats: 100 }, '/invites')
    await inviteBeside(sandbox, ['zoe@example.com', 'ada@example.com'])
    await inviteBeside(sandbox, ['max@example.com'], 'REVIEWER')
    await page.reload()
    await page.getByText('3 pending invites', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Email' }).click()
    const emails = (): Promise<readonly string[]> => page.locator('.table-row-body .person-name').allTextContents()
    await expect.poll(emails).toEqual(['ada@example.com', 'max@example.com', 'zoe@example.com'])
    await chooseIn(page, page, 'Role', 'Labeler')
    await expect.poll(emails).toEqual(['ada@example.com', 'zoe@example.com'])
    await page.getByRole('searchbox', { name: 'Search by email' }).fill('ZOE')
    await page.getByText('1 of 3 pending invites').waitFor()
    expect(page.url()).toContain('role=Labeler')

    const lines = await downloaded(page)

    expect(lines).toHaveLength(2)
    expect(lines[0]).toBe('Email,Role,Projects,Sent,Age in days,Id')
    expect(lines[1]).toMatch(/^zoe@example\.com,Labeler,,20\d\d-.*,0,/)
    await page.getByRole('searchbox', { name: 'Search by email' }).fill('nobody')
    await page.getByText('No invite matches').waitFor()
    expect(complaints).toEqual([])
  })

  it('keeps few of 500 invites in the document', async () => {
    const { page, complaints } = await open({ invites: 500, seats: 1000 }, '/invites')
    await page.getByText('500 pending invites', { exact: true }).waitFor()

    expect(await page.getByRole('table').getByRole('row').count()).toBeLessThan(60)
    expect(complaints).toEqual([])
  })
})

describe('one invite', () => {
  it('is sent once on a double click and a held Enter, and is in the activity', async () => {
    const { page, sandbox, complaints } = await open({ invites: 0, seats: 100, latencyMs: 100 }, '/invites')
    await fillInvite(page, ' Ada@Example.com ')
    await dialogOf(page).getByRole('button', { name: 'Send the invite' }).dblclick()
    for (let press = 0; press < 5; press += 1) await page.keyboard.press('Enter')

    await said(page, /^Invited .*Ada@Example\.com/)
    await rowWith(page, 'Ada@Example.com').waitFor()
    expect(sent(sandbox, 'InviteUser')).toBe(1)
    await page.getByRole('link', { name: 'Activity' }).click()
    await rowWith(page, 'Ada@Example.com').getByText('Done').waitFor()
    expect(complaints).toEqual([])
  })

  it('offers roles in projects with no organization role', async () => {
    const { page, sandbox, complaints } = await open({ invites: 0, seats: 100, projects: 3 }, '/invites')
    await fillInvite(page, 'ada@example.com', /^No organization role/)
    await dialogOf(page).getByRole('button', { name: 'Add a project' }).click()
    await dialogOf(page).getByRole('combobox', { name: 'Project 1', exact: true }).fill('crop')
    await page
      .getByRole('option', { name: /Crop health/ })
      .first()
      .click()
    await chooseIn(dialogOf(page), page, 'Role in project 1', 'Reviewer')
    await send(page)

    await rowWith(page, 'ada@example.com')
      .getByText(/Crop health.*: Reviewer/)
      .waitFor()
    const [invite] = await pending(sandbox)
    expect(invite?.projectInvites).toHaveLength(1)
    expect(complaints).toEqual([])
  })

  it('is refused for a member, with a way to the member', async () => {
    const { page, sandbox } = await open({ invites: 0, seats: 100 }, '/invites')
    await fillInvite(page, 'grace.hopper.2@example.com')
    await send(page)

    await dialogOf(page).getByText('is a member already').waitFor()
    expect(sent(sandbox, 'InviteUser')).toBe(0)
    await dialogOf(page).getByRole('link', { name: 'Show the member' }).click()
    await page.getByText('1 of 30 members').waitFor()
  })

  it('for an address with a pending one is refused, and replaced if wanted', async () => {
    const { page, sandbox, complaints } = await open({ invites: 0, seats: 100 }, '/invites')
    await inviteBeside(sandbox, ['ADA@example.com'])
    await fillInvite(page, 'ada@example.com', /^Reviewer/)
    await send(page)
    await dialogOf(page).getByText('has an invite already').waitFor()
    expect(sent(sandbox, 'InviteUser')).toBe(1)

    await dialogOf(page).getByRole('button', { name: 'Replace the invite' }).click()

    await said(page, 'Invited ada@example.com.')
    const [invite, other] = await pending(sandbox)
    expect(other).toBeUndefined()
    expect(invite).toMatchObject({ inviteeEmail: 'ada@example.com', organizationRoleName: 'Reviewer' })
    expect(complaints).toEqual([])
  })

  it.each([
    ['not-an-address', 'This is not an email address', 'INVALID_INPUT'],
    ['ada@exa\u200bmple.com', 'This is not an email address', 'INVALID_INPUT'],
  ])('to %j is not sent', async (email, title, code) => {
    const { page, sandbox } = await open({ invites: 0, seats: 100 }, '/invites')
    await fillInvite(page, email)
    await send(page)

    const problem = dialogOf(page).getByRole('alert')
    await problem.getByText(title).waitFor()
    expect(await problem.locator('code').first().textContent()).toBe(code)
    expect(sent(sandbox, 'InviteUser')).toBe(0)
  })

  it('without a free seat is refused, with the request id', async () => {
    const { page, sandbox } = await open({ invites: 0, seats: 30 }, '/invites')
    await fillInvite(page, 'ada@example.com')
    await dialogOf(page).getByText('No seat is free.').waitFor()
    await send(page)

    const problem = dialogOf(page).getByRole('alert')
    await problem.getByText('The plan’s allowance is used up').waitFor()
    await problem.getByRole('button', { name: 'Copy the request id' }).waitFor()
    expect(await pending(sandbox)).toEqual([])
  })

  it.each([
    ['a 502 after it was stored', { kind: 'http-status', status: 502, processed: true }],
    ['a connection that ends after it was stored', { kind: 'reset', processed: true }],
    ['a 429', { kind: 'http-status', status: 429, retryAfter: 1 }],
  ] as const)('is there once after %s', async (_name, fault) => {
    const { page, sandbox } = await open({ invites: 0, seats: 100 }, '/invites')
    sandbox.setFaults([{ ...fault, operationName: 'InviteUser', times: 1 }])
    await fillInvite(page, 'ada@example.com')
    await send(page)

    await said(page, 'Invited ada@example.com.')
    await rowWith(page, 'ada@example.com').waitFor()
    expect(await addresses(sandbox)).toEqual(['ada@example.com'])
  })

  it('whose outcome stays unknown says so, is looked for again, and is not sent twice', async () => {
    const { page, sandbox } = await open({ invites: 0, seats: 100 }, '/invites', true)
    sandbox.setFaults([{ kind: 'http-status', status: 502, operationName: 'InviteUser', times: 10 }])
    await fillInvite(page, 'ada@example.com')
    await send(page)
    await dialogOf(page).getByText('It is not known whether the invite was sent').waitFor()
    const before = sent(sandbox, 'InviteUser')
    sandbox.setFaults([])
    await inviteBeside(sandbox, ['ada@example.com'])

    await dialogOf(page).getByRole('button', { name: 'Look again' }).click()

    await said(page, 'Invited ada@example.com.')
    expect(sent(sandbox, 'InviteUser')).toBe(before + 1)
    expect(await addresses(sandbox)).toEqual(['ada@example.com'])
  })

  it('from two windows at once is there once, and both show it', async () => {
    const { page, context, running, sandbox, complaints } = await open(
      { invites: 0, seats: 100, latencyMs: 100 },
      '/invites',
    )
    const other = await context.newPage()
    await other.goto(`${running.origin}/invites`)
    await Promise.all([page, other].map((window) => fillInvite(window, 'ada@example.com')))
    await Promise.all([page, other].map(send))

    await Promise.any([page, other].map((window) => said(window, 'Invited ada@example.com.')))
    await Promise.any([page, other].map((window) => dialogOf(window).getByText('has an invite already').waitFor()))
    await Promise.all([page, other].map((window) => window.keyboard.press('Escape')))
    await Promise.all([page, other].map((window) => rowWith(window, 'ada@example.com').waitFor()))
    expect(await addresses(sandbox)).toEqual(['ada@example.com'])
    expect(complaints).toEqual([])
  })
})

describe('pending invites', () => {
  it('are cancelled one by one and several at once', async () => {
    const { page, sandbox, complaints } = await open({ invites: 0, seats: 100 }, '/invites')
    await inviteBeside(sandbox, people(5))
    await page.reload()
    await page.getByRole('button', { name: 'Actions for person.001@example.com' }).click()
    await page.getByRole('menuitem', { name: 'Cancel' }).click()
    const dialog = page.getByRole('dialog', { name: 'Cancel this invite?' })
    expect(
      await dialog.getByRole('button', { name: 'Keep it' }).evaluate((button) => button === document.activeElement),
    ).toBe(true)
    await dialog.getByRole('button', { name: 'Cancel the invite' }).dblclick()
    await said(page, 'Cancelled the invite of person.001@example.com.')
    await page.getByText('4 pending invites', { exact: true }).waitFor()
    expect(sent(sandbox, 'CancelInvite')).toBe(1)

    await page.getByRole('checkbox', { name: 'Select person.002@example.com' }).click()
    await page.getByRole('checkbox', { name: 'Select person.003@example.com' }).click()
    sandbox.acceptInvite('person.003@example.com')
    await page.getByText('2 selected').waitFor()
    await page.getByRole('button', { name: 'Cancel the selected' }).click()
    await dialogOf(page).getByRole('button', { name: 'Cancel the invites' }).click()

    await said(page, 'Cancelled 1 invite. 1 was no longer pending.')
    await page.getByText('2 pending invites', { exact: true }).waitFor()
    expect(await addresses(sandbox)).toEqual(['person.004@example.com', 'person.005@example.com'])
    await page.getByRole('link', { name: 'Activity' }).click()
    await rowWith(page, 'person.001@example.com').filter({ hasText: 'Cancel an invite' }).getByText('Done').waitFor()
    expect(complaints.filter((text) => !text.includes('422'))).toEqual([])
  })

  it('stay if the request to cancel them is refused, and the page says which are left', async () => {
    const { page, sandbox } = await open({ invites: 0, seats: 100 }, '/invites')
    await inviteBeside(sandbox, people(3))
    await page.reload()
    sandbox.setFaults([{ kind: 'graphql-error', code: 'AUTHORIZATION_ERROR', operationName: 'CancelInvite', skip: 1 }])
    await page.getByRole('checkbox', { name: 'Select all shown' }).click()
    await page.getByRole('button', { name: 'Cancel the selected' }).click()
    await dialogOf(page).getByRole('button', { name: 'Cancel the invites' }).click()

    await dialogOf(page).getByRole('alert').getByText('The API key may not do this').waitFor()
    await page.keyboard.press('Escape')
    await page.getByText('2 pending invites', { exact: true }).waitFor()
  })

  it('are sent again with the same roles', async () => {
    const { page, sandbox, complaints } = await open({ invites: 0, seats: 100 }, '/invites')
    await inviteBeside(sandbox, ['ada@example.com'], 'REVIEWER')
    const [before] = await pending(sandbox)
    await page.reload()
    await page.getByRole('button', { name: 'Actions for ada@example.com' }).click()
    await page.getByRole('menuitem', { name: 'Send again' }).click()
    await dialogOf(page).getByRole('button', { name: 'Send again' }).dblclick()

    await said(page, 'Invited ada@example.com again.')
    const [after, other] = await pending(sandbox)
    expect(other).toBeUndefined()
    expect(after?.organizationRoleName).toBe('Reviewer')
    expect(after?.id).not.toBe(before?.id)
    expect(complaints).toEqual([])
  })

  it('to one address in several spellings are found and merged', async () => {
    const { page, sandbox, complaints } = await open({ invites: 0, seats: 100 }, '/invites')
    await inviteBeside(sandbox, ['Ada@Example.com', 'bob@example.com'])
    await inviteBeside(sandbox, ['ada@example.com'], 'REVIEWER')
    await page.reload()
    await page.getByText('1 address has several pending invites.').waitFor()
    await page.getByRole('link', { name: 'Look at them' }).click()
    const card = page.getByRole('region', { name: 'ada@example.com' })
    await card.getByText('These invites offer different roles.').waitFor()
    await card.getByText('Stays: the newest').waitFor()
    await card.getByRole('radio').nth(1).click()
    await card.getByText('Stays: you chose it').waitFor()
    await card.getByRole('button', { name: 'Keep one, cancel 1' }).dblclick()

    await said(page, 'Cancelled 1 invite. Ada@Example.com keeps one.')
    await page.getByText('No address has several invites').waitFor()
    expect(await addresses(sandbox)).toEqual(['Ada@Example.com', 'bob@example.com'])
    expect(complaints).toEqual([])
  })

  it('are not merged if the one that is to stay is gone', async () => {
    const { page, sandbox } = await open({ invites: 0, seats: 100 }, '/invites/duplicates')
    await inviteBeside(sandbox, ['ada@example.com', 'ada@example.com'])
    await page.reload()
    const card = page.getByRole('region', { name: 'ada@example.com' })
    await card.waitFor()
    const newest = (await pending(sandbox)).at(-1)
    const organization = await new Labelbox({ endpoint: sandbox.url, apiKey: plantedKey }).getOrganization()
    await organization.cancelInvite(newest?.id ?? '')
    await card.getByRole('button', { name: 'Keep one, cancel 1' }).click()

    await page.getByText('No address has several invites').waitFor()
    expect(await addresses(sandbox)).toEqual(['ada@example.com'])
  })
})

describe('many invites', () => {
  it('are checked before anything is sent, then sent, with the outcome of each', async () => {
    const { page, sandbox, complaints } = await open({ invites: 0, seats: 100 }, '/invites/many')
    await inviteBeside(sandbox, ['pending@example.com'])
    const before = sent(sandbox, 'InviteUser')
    await checkList(
      page,
      [
        'Ada Lovelace <ada@example.com>; bob@example.com',
        'not an address',
        'ADA@example.com',
        'pending@example.com',
        'grace.hopper.2@example.com',
      ].join('\n'),
    )
    const row = (text: string): Locator => rowWith(page, text)
    await row('bob@example.com').getByText('Will be invited').waitFor()
    await row('not an address').getByText('invalid email address').waitFor()
    await row('ADA@example.com').getByText('row 1 has the same address').waitFor()
    await row('pending@example.com').getByText('Invited before').waitFor()
    await row('grace.hopper.2@example.com').getByText('Is a member').waitFor()
    expect(sent(sandbox, 'InviteUser')).toBe(before)

    await page.getByRole('button', { name: 'Send 2 invites' }).dblclick()

    await isDone(page, 6)
    await row('bob@example.com').getByText('Invited', { exact: true }).waitFor()
    await row('not an address').getByText('Refused').waitFor()
    expect(await addresses(sandbox)).toEqual(['ada@example.com', 'bob@example.com', 'pending@example.com'])
    expect(sent(sandbox, 'InviteUser')).toBe(before + 1)
    const lines = await downloaded(page)
    expect(lines[0]).toBe('line,who,outcome,code,reason,id,requestId')
    expect(lines).toHaveLength(7)
    expect(lines.find((line) => line.includes('bob@'))).toMatch(/^1,bob@example\.com,invited,/)
    await page.getByRole('link', { name: 'Activity' }).click()
    await rowWith(page, '2 people').getByText('Done').waitFor()
    expect(complaints).toEqual([])
  })

  it('come from a CSV file with roles and projects, as the command reads it', async () => {
    const { page, sandbox, complaints } = await open({ invites: 0, seats: 100, projects: 2 }, '/invites/many')
    const buffer = Buffer.from(
      '\ufeffName;Team;Email;Role;Project roles\r\nAda;x;ada@example.com;REVIEWER;\r\nBob;x;bob@example.com;NONE;Crop health 2=Labeler\r\nCy;x;cy@example.com;;\r\nDi;x;di@example.com;BOSS;\r\n',
    )
    await page.getByLabel('File with addresses').setInputFiles({ name: 'people.csv', mimeType: 'text/csv', buffer })
    await page.getByRole('button', { name: 'Check the list' }).click()
    await page.getByText('Choose the role for rows that have none').waitFor()
    await chooseIn(page, page, 'Role', /^Labeler/)
    await page.getByRole('button', { name: 'Check the list' }).click()
    await rowWith(page, 'di@example.com').getByText('there is no such role').waitFor()
    await rowWith(page, 'bob@example.com').getByText('Labeler in Crop health 2').waitFor()
    await page.getByRole('button', { name: 'Send 3 invites' }).click()

    await isDone(page, 4)
    const roles = new Map((await pending(sandbox)).map((each) => [each.inviteeEmail, each.organizationRoleName]))
    expect(Object.fromEntries(roles)).toEqual({
      'ada@example.com': 'Reviewer',
      'bob@example.com': 'None',
      'cy@example.com': 'Labeler',
    })
    expect(complaints).toEqual([])
  })

  it.each([
    ['people.csv', 'Name,Address\nAda,ada@example.com', 'there is no column email'],
    ['people.csv', Buffer.from([0x50, 0x4b, 3, 4, 1]), 'the file is a spreadsheet'],
    ['people.csv', 'email,role\n"ada@example.com', 'a quote is opened and never closed'],
    ['people.txt', '\n\n', 'The list is empty'],
  ])('are not read from a %s that is wrong: %j', async (name, content, reason) => {
    const { page } = await open({ invites: 0 }, '/invites/many')
    const buffer = Buffer.from(content as string)
    await page.getByLabel('File with addresses').setInputFiles({ name, mimeType: 'text/csv', buffer })
    await page.getByRole('button', { name: 'Check the list' }).click()

    await page.getByRole('alert').getByText(reason).waitFor()
  })

  it('fill the seats in order, and go on when seats are free', async () => {
    const { page, sandbox } = await open({ users: 30, invites: 0, seats: 32 }, '/invites/many')
    await checkList(page, people(4).join('\n'))
    await page.getByText('2 seats are free for 4 people.').waitFor()
    await page.getByRole('button', { name: 'Send 4 invites' }).click()
    await rowWith(page, 'person.003@example.com').getByText('No seat was free.').waitFor()
    await page.getByText('2 of 4').waitFor()
    expect(await addresses(sandbox)).toEqual(people(4).slice(0, 2))
    for (const { id } of await pending(sandbox)) {
      const organization = await new Labelbox({ endpoint: sandbox.url, apiKey: plantedKey }).getOrganization()
      await organization.cancelInvite(id)
    }

    await page.getByRole('button', { name: 'Resume' }).click()

    await isDone(page, 4)
    expect(await addresses(sandbox)).toEqual(people(4).slice(2))
  })

  it('stop after the request under way, survive a reload, and resume without sending twice', async () => {
    const { page, sandbox, complaints } = await open({ invites: 0, seats: 1000, faults: slowInvites }, '/invites/many')
    await checkList(page, people(180).join('\n'))
    await page.getByRole('button', { name: 'Send 180 invites' }).click()
    await expect.poll(() => sent(sandbox, 'InviteUser')).toBeGreaterThan(0)
    await page.getByRole('button', { name: 'Stop' }).click()
    await page.getByRole('button', { name: 'Resume' }).waitFor()
    const stopped = (await addresses(sandbox)).length
    expect(stopped).toBeGreaterThan(0)
    expect(stopped).toBeLessThan(180)
    await page.reload()
    await page.getByText(`${stopped} of 180`).waitFor()

    await page.getByRole('button', { name: 'Resume' }).click()

    await isDone(page, 180)
    expect(await addresses(sandbox)).toEqual(people(180))
    expect(complaints).toEqual([])
  })

  it('are each sent once if the page is reloaded in the middle', async () => {
    const { page, sandbox } = await open({ invites: 0, seats: 1000, faults: slowInvites }, '/invites/many')
    await checkList(page, people(120).join('\n'))
    await page.getByRole('button', { name: 'Send 120 invites' }).click()
    await expect.poll(() => sent(sandbox, 'InviteUser')).toBeGreaterThan(0)
    await page.reload()
    await page.getByRole('button', { name: 'Resume' }).click()

    await isDone(page, 120)
    expect(await addresses(sandbox)).toEqual(people(120))
  })

  it.each([
    ['a 502 after they were stored', { kind: 'http-status', status: 502, processed: true }],
    ['a connection that ends after they were stored', { kind: 'reset', processed: true }],
    ['a 429', { kind: 'http-status', status: 429, retryAfter: 1 }],
  ] as const)('are there once after %s', async (_name, fault) => {
    const { page, sandbox } = await open({ invites: 0, seats: 1000 }, '/invites/many')
    await checkList(page, people(60).join('\n'))
    sandbox.setFaults([{ ...fault, operationName: 'InviteUser', times: 1 }])
    await page.getByRole('button', { name: 'Send 60 invites' }).click()

    await isDone(page, 60)
    expect(await addresses(sandbox)).toEqual(people(60))
  })

  it('whose outcome stays unknown are sent again only if that is asked for', async () => {
    const { page, sandbox } = await open({ invites: 0, seats: 1000 }, '/invites/many', true)
    await checkList(page, people(2).join('\n'))
    sandbox.setFaults([{ kind: 'http-status', status: 502, operationName: 'InviteUser', times: 1 }])
    await page.getByRole('button', { name: 'Send 2 invites' }).click()
    await page.getByText('2 invites may have been sent').waitFor()
    await page.getByRole('button', { name: 'Resume' }).click()
    await page.getByText('2 invites may have been sent').waitFor()
    expect(sent(sandbox, 'InviteUser')).toBe(1)

    await page.getByRole('button', { name: 'Send the unknown again' }).click()

    await isDone(page, 2)
    expect(await addresses(sandbox)).toEqual(people(2))
  })

  it('wait offline, and resume when the connection is back', async () => {
    const { page, context, sandbox } = await open(
      { invites: 0, seats: 1000, faults: slowInvites },
      '/invites/many',
      true,
    )
    await checkList(page, people(150).join('\n'))
    await page.getByRole('button', { name: 'Send 150 invites' }).click()
    await expect.poll(() => sent(sandbox, 'InviteUser')).toBeGreaterThan(0)
    await context.setOffline(true)
    await page.getByText('The console does not answer.').waitFor()
    const resume = page.getByRole('button', { name: 'Resume' })
    await resume.waitFor()
    await context.setOffline(false)
    await expect.poll(() => page.getByText('The console does not answer.').count(), { timeout: 20_000 }).toBe(0)
    await resume.click()
    // The batch that was under way may or may not have arrived.
    const again = page.getByRole('button', { name: 'Send the unknown again' })
    await page.getByText('150 of 150').first().or(again).waitFor()
    if (await again.isVisible()) await again.click()

    await isDone(page, 150)
    expect(await addresses(sandbox)).toEqual(people(150))
  })

  it('are followed in a second window, which sends none of them', async () => {
    const { page, context, sandbox } = await open({ invites: 0, seats: 1000, faults: slowInvites }, '/invites/many')
    await checkList(page, people(150).join('\n'))
    await page.getByRole('button', { name: 'Send 150 invites' }).click()
    await page.waitForURL(/many\/.+/)
    const other = await context.newPage()
    await other.goto(page.url())
    await other.getByText('Another window sends the others.').waitFor()
    expect(await other.getByRole('button', { name: 'Resume' }).count()).toBe(0)

    await Promise.all([isDone(page, 150), isDone(other, 150)])
    expect(await addresses(sandbox)).toEqual(people(150))
  })

  it('are forgotten with all that the browser kept', async () => {
    const { page } = await open({ invites: 0, seats: 1000 }, '/invites/many')
    await checkList(page, 'ada@example.com')
    await page.getByRole('button', { name: 'Send 1 invite' }).click()
    await isDone(page, 1)
    await page.getByRole('link', { name: 'Invite many' }).click()
    await page.getByRole('link', { name: '1 person from pasted addresses' }).click()
    await page.getByRole('button', { name: 'Forget' }).click()
    await page.getByRole('heading', { name: 'Invite many' }).waitFor()

    const kept = await page.evaluate(async () => {
      const request = indexedDB.open('labelbox-org console invites')
      await new Promise((resolve) => (request.onsuccess = resolve))
      const stores = [...request.result.objectStoreNames]
      const transaction = request.result.transaction(stores)
      const counts = stores.map((name) => transaction.objectStore(name).count())
      await new Promise((resolve) => (transaction.oncomplete = resolve))
      return counts.map(({ result }) => result)
    })
    expect(kept).toEqual([0, 0, 0])
  })
})

it.each([390, 768, 1280])('looks good in both themes at %i px', async (width) => {
  const { page, sandbox, complaints } = await open({ invites: 6, projects: 4, seats: 100 }, '/invites/many', true)
  await inviteBeside(sandbox, ['Ada@Example.com'])
  await inviteBeside(sandbox, ['ada@example.com'], 'REVIEWER')
  await page.setViewportSize({ width, height: 900 })
  await expectGoodLook(page, 'invites-many')
  await visit(page, '/invites')
  await page.getByRole('checkbox', { name: /^Select Ada@Example\.com$/ }).click()
  await expectGoodLook(page, 'invites')
  await fillInvite(page, 'ada@example.com', /^No organization role/)
  await dialogOf(page).getByRole('button', { name: 'Add a project' }).click()
  await expectGoodLook(page, 'invite')
  await dialogOf(page).getByRole('button', { name: 'Remove project 1' }).click()
  await send(page)
  await dialogOf(page).getByText('has an invite already').waitFor()
  await expectGoodLook(page, 'invite-again')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: /^Actions for Ada@Example\.com$/ }).click()
  await page.getByRole('menuitem', { name: 'Send again' }).click()
  await expectGoodLook(page, 'invite-resend')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Cancel the selected' }).click()
  await expectGoodLook(page, 'invites-cancel')
  await page.keyboard.press('Escape')
  await page.getByRole('link', { name: 'Look at them' }).click()
  await page.getByText('Stays: the newest').waitFor()
  await expectGoodLook(page, 'invites-duplicates')
  await visit(page, '/invites/many')
  await checkList(page, [...people(4), 'nobody', 'grace.hopper.2@example.com', 'ada@example.com'].join('\n'))
  await expectGoodLook(page, 'invites-preview')
  sandbox.setFaults([{ kind: 'http-status', status: 502, operationName: 'InviteUser', times: 1 }])
  await page.getByRole('button', { name: 'Send 4 invites' }).click()
  await page.getByText('4 invites may have been sent').waitFor()
  await expectGoodLook(page, 'invites-run')
  expect(complaints.filter((text) => !text.includes('502'))).toEqual([])
})
