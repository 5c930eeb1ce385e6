import type { Locator, Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import type { Sandbox } from '@labelbox-org/tools/sandbox'
import { dialogOf, expectGoodLook, open, plantedKey, sent, serveConsoles, visit } from './testingConsole.ts'

serveConsoles()

const rowWith = (page: Page, text: string | RegExp): Locator =>
  page.getByRole('table').getByRole('row').filter({ hasText: text })

async function choose(page: Page, row: string, item: string): Promise<void> {
  await page.getByRole('button', { name: `Actions for ${row}` }).click()
  await page.getByRole('menuitem', { name: item, exact: true }).click()
}

/** Chooses a value in a select. */
async function select(page: Page, name: string, option: string | RegExp): Promise<void> {
  await page.getByRole('combobox', { name, exact: true }).click()
  await page.getByRole('option', { name: option }).click()
}

const press = (page: Page, name: string): Promise<void> =>
  dialogOf(page).getByRole('button', { name, exact: true }).click()
const said = (page: Page, text: string): Promise<void> => page.getByText(text).first().waitFor()

/** The operations that the page has sent after another one. */
function sentSince(sandbox: Sandbox, operationName: string): readonly (string | undefined)[] {
  const names = sandbox.received.map((request) => request.operationName)
  return names.slice(names.lastIndexOf(operationName) + 1)
}

/** The list of changes has this one, with its outcome. */
async function isInActivity(page: Page, change: string, subject: string, outcome = 'Done'): Promise<void> {
  await page.getByRole('link', { name: 'Activity' }).click()
  const row = page
    .getByRole('table', { name: 'Activity' })
    .getByRole('row')
    .filter({ hasText: change })
    .filter({ hasText: subject })
  await row.getByText(outcome).first().waitFor()
}

async function csvOf(page: Page): Promise<readonly string[]> {
  const downloading = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Export CSV' }).click()
  const chunks: Buffer[] = []
  for await (const chunk of await (await downloading).createReadStream()) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString().trim().split('\n')
}

/** Asks the sandbox past the console. */
async function ask(sandbox: Sandbox, query: string): Promise<Readonly<Record<string, unknown>>> {
  const response = await fetch(sandbox.url.replace('/graphql', '/_gql'), {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${plantedKey}` },
    body: JSON.stringify({ query }),
  })
  const { data } = (await response.json()) as { readonly data: Readonly<Record<string, unknown>> }
  return data
}

/** The members and the ids of the roles by name. */
async function people(sandbox: Sandbox): Promise<{
  readonly users: readonly {
    readonly id: string
    readonly email: string
    readonly orgRole: { readonly name: string }
  }[]
  readonly roles: ReadonlyMap<string, string>
}> {
  const { users, roles } = (await ask(sandbox, '{ users { id email orgRole { name } } roles { id name } }')) as {
    users: { id: string; email: string; orgRole: { name: string } }[]
    roles: { id: string; name: string }[]
  }
  return { users, roles: new Map(roles.map(({ id, name }) => [name, id])) }
}

/** Nothing of the sandbox may work as markup or style. */
const hostile = '<img src=x onerror=document.title="taken"> =HYPERLINK("https://example.com")'

describe('tags', () => {
  it('are created once on a double click, changed and deleted', async () => {
    const { page, sandbox, complaints } = await open({}, '/tags')
    await page.getByRole('button', { name: 'Create a tag' }).click()
    await dialogOf(page).getByLabel('Text').fill('  pilot ')
    await dialogOf(page).getByLabel('Color', { exact: true }).fill('#F3F4F6')
    await dialogOf(page).getByRole('button', { name: 'Create', exact: true }).dblclick()
    await said(page, 'Created the tag pilot.')
    const tag = rowWith(page, 'pilot')
    await tag.waitFor()
    expect(sent(sandbox, 'CreateResourceTag')).toBe(1)
    expect(await tag.locator('.tag-label').evaluate((label) => getComputedStyle(label).color)).toBe('rgb(0, 0, 0)')

    await choose(page, 'pilot', 'Change')
    await dialogOf(page).getByLabel('Color', { exact: true }).fill('101010')
    await press(page, 'Save')
    await said(page, 'Changed the tag pilot.')
    await expect
      .poll(() => tag.locator('.tag-label').evaluate((label) => getComputedStyle(label).color))
      .toBe('rgb(255, 255, 255)')

    await choose(page, 'pilot', 'Delete')
    await dialogOf(page).getByText('No project has it.').waitFor()
    await press(page, 'Delete')
    await said(page, 'Deleted the tag pilot.')
    await expect.poll(() => tag.count()).toBe(0)
    await isInActivity(page, 'Delete a tag', 'pilot')
    expect(complaints).toEqual([])
  })

  it('with a text that exists are refused before they are sent', async () => {
    const { page, sandbox } = await open({}, '/tags')
    await rowWith(page, 'urgent-1').waitFor()
    await page.getByRole('button', { name: 'Create a tag' }).click()
    await dialogOf(page).getByLabel('Text').fill('urgent-1')

    await dialogOf(page).getByText('A tag with this text exists. Choose another text.').waitFor()
    expect(await dialogOf(page).getByRole('button', { name: 'Create', exact: true }).isDisabled()).toBe(true)
    expect(sent(sandbox, 'CreateResourceTag')).toBe(0)
  })

  it('that somebody else created in the meantime are refused with what to do', async () => {
    const { page, sandbox } = await open({}, '/tags')
    await rowWith(page, 'urgent-1').waitFor()
    await page.getByRole('button', { name: 'Create a tag' }).click()
    await ask(sandbox, 'mutation { createResourceTag(input: {text: "taken", color: "ff0000"}) { id } }')
    await dialogOf(page).getByLabel('Text').fill('taken')
    await press(page, 'Create')

    await dialogOf(page).getByRole('alert').getByText('A tag with this text exists').waitFor()
    await dialogOf(page).getByRole('alert').getByText('Choose another text, or change that tag.').waitFor()
  })

  it('show the projects that have them', async () => {
    const { page, sandbox, complaints } = await open({ projects: 12 }, '/tags')
    const { projects, organization } = (await ask(
      sandbox,
      '{ projects(where: {deleted: false}) { id name } organization { resourceTag { id } } }',
    )) as { projects: { id: string; name: string }[]; organization: { resourceTag: { id: string }[] } }
    const [tag] = organization.resourceTag
    for (const { id } of projects.slice(3, 5)) {
      await ask(
        sandbox,
        `mutation { project(where: {id: "${id}"}) { updateProjectResourceTags(input: {resourceTagIds: ["${tag?.id ?? ''}"]}) { id } } }`,
      )
    }
    await page.getByRole('button', { name: 'Count projects' }).click()
    await page.getByText('Looked into all 12 projects.').waitFor()
    await rowWith(page, 'urgent-1').getByText('2', { exact: true }).waitFor()
    await page.getByRole('link', { name: 'urgent-1' }).click()

    const names = projects
      .slice(3, 5)
      .map(({ name }) => name)
      .sort()
    for (const name of names) await page.getByRole('link', { name }).waitFor()
    await page.getByRole('button', { name: 'Delete' }).click()
    await dialogOf(page).getByText(names.join(', ')).waitFor()
    expect(complaints).toEqual([])
  })

  it('show hostile text as text, and escape it in the CSV', async () => {
    const { page, sandbox, complaints } = await open({}, '/tags')
    await ask(
      sandbox,
      `mutation { createResourceTag(input: {text: ${JSON.stringify(`=1+1 ${hostile}`)}, color: "ffffff"}) { id } }`,
    )
    await page.reload()
    await rowWith(page, '<img src=x').waitFor()

    expect(await page.title()).toMatch(/^Tags/)
    expect((await csvOf(page)).find((line) => line.includes('img'))).toMatch(/^"'=1\+1/)
    expect(complaints).toEqual([])
  })
})

describe('projects', () => {
  it('are created once on a double click, changed and deleted', async () => {
    const { page, sandbox, complaints } = await open({}, '/projects')
    await page.getByRole('button', { name: 'Create a project' }).click()
    await dialogOf(page).getByLabel('Name').fill('Signs')
    await select(page, 'Media type', 'Images')
    await dialogOf(page).getByRole('button', { name: 'Create', exact: true }).dblclick()
    await page.getByRole('heading', { name: 'Signs', level: 1 }).waitFor()
    expect(sent(sandbox, 'CreateProject')).toBe(1)

    await page.getByRole('button', { name: 'Change', exact: true }).click()
    await dialogOf(page).getByLabel('Description').fill('All signs\nof a street')
    await press(page, 'Save')
    await said(page, 'Changed the project Signs.')
    await page.getByText('All signs').waitFor()

    await page.getByRole('button', { name: 'Delete', exact: true }).click()
    await dialogOf(page).getByText('0 in this project.').waitFor()
    await press(page, 'Delete')
    await said(page, 'Deleted the project Signs.')
    await rowWith(page, 'Street scenes 1').waitFor()
    await expect.poll(() => rowWith(page, 'Signs').count()).toBe(0)
    await isInActivity(page, 'Delete a project', 'Signs')
    // Its page no longer requests the deleted project, which the browser would note as an error.
    expect(sentSince(sandbox, 'DeleteProject')).not.toContain('GetProject')
    expect(sentSince(sandbox, 'DeleteProject')).not.toContain('GetProjectTags')
    expect(complaints).toEqual([])
  })

  it('are searched, filtered and ordered, and the address keeps it', async () => {
    const { page, sandbox, complaints } = await open({ projects: 24 }, '/projects')
    await page.getByRole('searchbox', { name: 'Search by name or description' }).fill('invoices')
    await page.getByText('5 of 24 projects').waitFor()
    await page.getByRole('button', { name: 'Data rows' }).click()
    await page.getByRole('button', { name: 'Data rows' }).click()
    await expect.poll(() => page.url()).toMatch(/q=invoices&order=dataRowCount-desc$/)
    await page.reload()
    await page.getByText('5 of 24 projects').waitFor()
    await expect.poll(async () => (await rowWith(page, 'Invoices').allTextContents())[0] ?? '').toContain('Invoices 23')
    await select(page, 'Last activity', 'In the last 30 days')
    await page.getByText('No project matches').waitFor()
    expect(JSON.stringify(sandbox.received.at(-1)?.variables)).toMatch(/param_0/)
    await page.getByRole('button', { name: 'Clear the filters' }).click()
    await page.getByText('24 projects', { exact: true }).waitFor()
    expect(await csvOf(page)).toHaveLength(25)
    expect(complaints).toEqual([])
  })

  it('get the tags that are checked, and no others', async () => {
    const { page, sandbox, complaints } = await open({ resourceTags: 12 }, '/projects')
    await page.getByRole('link', { name: 'Street scenes 1' }).click()
    await page.getByText('This project has no tags.').waitFor()
    const set = async (...names: readonly string[]): Promise<void> => {
      await page.getByRole('button', { name: 'Set the tags' }).click()
      for (const name of names) await dialogOf(page).getByRole('checkbox', { name, exact: true }).click()
      await dialogOf(page).getByRole('button', { name: 'Set the tags' }).dblclick()
      await expect.poll(() => dialogOf(page).count()).toBe(0)
    }
    await set('urgent-1', 'pilot-3')
    await page.getByRole('link', { name: 'pilot-3' }).waitFor()
    expect(sent(sandbox, 'SetProjectTags')).toBe(1)
    await set('urgent-1', 'archive-4')
    await page.getByRole('link', { name: 'archive-4' }).waitFor()
    await expect.poll(() => page.getByRole('link', { name: 'urgent-1' }).count()).toBe(0)
    await isInActivity(page, 'Set the tags of a project', 'Street scenes 1')
    expect(complaints).toEqual([])
  })

  it('take members in, change their roles, and let them go', async () => {
    const { page, sandbox, complaints } = await open({ users: 30, projects: 3 }, '/projects')
    await page.getByRole('link', { name: 'Crop health 2' }).click()
    await page.getByRole('button', { name: 'Add a member' }).click()
    const finder = dialogOf(page).getByRole('combobox', { name: 'Member', exact: true })
    await finder.fill('claude')
    await page.getByRole('option').first().click()
    const email = await finder.inputValue()
    await select(page, 'Role', /^Labeler/)
    await dialogOf(page).getByRole('button', { name: 'Add', exact: true }).dblclick()
    await said(page, `${email} now has the role Labeler in Crop health 2.`)
    expect(sent(sandbox, 'SetProjectRole')).toBe(1)
    await page.getByRole('searchbox', { name: 'Search by name or email' }).fill(email)
    await rowWith(page, email).getByText('This project').waitFor()

    await choose(page, email, 'Change the role')
    await select(page, 'Role', /^Reviewer/)
    await press(page, 'Change the role')
    await rowWith(page, email).getByText('Reviewer').waitFor()

    await choose(page, email, 'Take out of the project')
    await press(page, 'Take out')
    await said(page, `Took ${email} out of Crop health 2.`)
    await expect.poll(() => rowWith(page, email).count()).toBe(0)
    await isInActivity(page, 'Take out of a project: Crop health 2', email)
    expect(complaints).toEqual([])
  })

  it('leave members alone whose access comes from the organization', async () => {
    const { page } = await open({}, '/projects')
    await page.getByRole('link', { name: 'Crop health 2' }).click()
    await page.getByRole('button', { name: 'Actions for ada.lovelace.1@example.com' }).click()

    const item = page.getByRole('menuitem', { name: /Change the role/ })
    expect(await item.getAttribute('aria-disabled')).toBe('true')
    await item.getByText('The role in the organization gives access to all projects').waitFor()
  })

  it('say why Labelbox refuses a role', async () => {
    const { page, sandbox } = await open({ users: 30, projects: 3 }, '/projects')
    const { users, roles } = await people(sandbox)
    const [first] = users.filter(({ orgRole }) => orgRole.name === 'None')
    await page.getByRole('link', { name: 'Crop health 2' }).click()
    await page.getByRole('button', { name: 'Add a member' }).click()
    await dialogOf(page)
      .getByRole('combobox', { name: 'Member', exact: true })
      .fill(first?.email ?? '')
    await page.getByRole('option').first().click()
    await ask(
      sandbox,
      `mutation { setOrganizationRole(data: {userId: "${first?.id ?? ''}", roleId: "${roles.get('Reviewer') ?? ''}"}) { id } }`,
    )
    await select(page, 'Role', /^Labeler/)
    await press(page, 'Add')

    const problem = dialogOf(page).getByRole('alert')
    await problem.getByText('Labelbox refused the role').waitFor()
    await problem.getByRole('button', { name: 'Copy the request id' }).waitFor()
  })

  it('list the invites that offer a role in them, and cancel one with what it takes along', async () => {
    const { page, sandbox, complaints } = await open({ projects: 3, inviteIds: 'real' }, '/projects')
    const { users, roles, projects, organization } = (await ask(
      sandbox,
      '{ users { id } roles { id name } projects(where: {deleted: false}) { id } organization { id } }',
    )) as {
      users: { id: string }[]
      roles: { id: string; name: string }[]
      projects: { id: string }[]
      organization: { id: string }
    }
    const role = (name: string): string => roles.find((each) => each.name === name)?.id ?? ''
    const offers = projects
      .slice(0, 2)
      .map(({ id }) => `{projectId: "${id}", projectRoleId: "${role('Labeler')}"}`)
      .join(', ')
    await ask(
      sandbox,
      `mutation { createInvites(data: [{inviterId: "${users[0]?.id ?? ''}", inviteeEmail: "new@example.com", organizationId: "${organization.id}", organizationRoleId: "${role('None')}", projects: [${offers}]}]) { invite { id } } }`,
    )
    await page.getByRole('link', { name: 'Street scenes 1' }).click()
    await page.getByRole('link', { name: 'Pending invites' }).click()
    await rowWith(page, 'new@example.com').getByText('Labeler').waitFor()
    await choose(page, 'new@example.com', 'Cancel the invite')
    await dialogOf(page).getByText('It ends for 1 other project too.').waitFor()
    await dialogOf(page).getByRole('button', { name: 'Cancel the invite' }).dblclick()

    await said(page, 'Cancelled the invite to new@example.com.')
    await page.getByText('No pending invite offers a role here').waitFor()
    expect(sent(sandbox, 'CancelInvite')).toBe(1)
    expect(complaints).toEqual([])
  })
})

describe('groups', () => {
  it('are created once on a double click, filled, changed and deleted', async () => {
    const { page, sandbox, complaints } = await open({ users: 30, projects: 12 }, '/groups')
    await page.getByText('There are no groups').waitFor()
    await page.getByRole('button', { name: 'Create a group' }).click()
    await dialogOf(page).getByLabel('Name').fill('Reviewers')
    await dialogOf(page).getByRole('radio', { name: 'Green' }).click()
    await dialogOf(page).getByRole('button', { name: 'Create', exact: true }).dblclick()
    await page.getByRole('heading', { name: 'Reviewers', level: 1 }).waitFor()
    expect(sent(sandbox, 'CreateUserGroup')).toBe(1)

    await page.getByRole('button', { name: 'Add a member' }).click()
    const finder = dialogOf(page).getByRole('combobox', { name: 'Member', exact: true })
    await finder.fill('claude')
    await page.getByRole('option').first().click()
    const email = await finder.inputValue()
    await select(page, 'Role', /^Reviewer/)
    await press(page, 'Add')
    await rowWith(page, email).getByText('Reviewer').waitFor()

    await page.getByRole('button', { name: 'Set the projects' }).click()
    await dialogOf(page).getByRole('searchbox').fill('invoices 3')
    await dialogOf(page).getByRole('checkbox', { name: 'Invoices 3' }).click()
    await dialogOf(page).getByRole('button', { name: 'Set the projects' }).dblclick()
    await page.getByRole('link', { name: 'Invoices 3' }).waitFor()

    await choose(page, email, 'Change the role')
    await select(page, 'Role', /^Labeler/)
    await press(page, 'Change the role')
    await rowWith(page, email).getByText('Labeler').waitFor()

    // A change of the name leaves members and projects alone, though the API replaces the whole group.
    await page.getByRole('button', { name: 'Change', exact: true }).click()
    await dialogOf(page).getByLabel('Name').fill('Second reviewers')
    await press(page, 'Save')
    await page.getByRole('heading', { name: 'Second reviewers', level: 1 }).waitFor()
    await rowWith(page, email).getByText('Labeler').waitFor()
    await page.getByRole('link', { name: 'Invoices 3' }).waitFor()

    await choose(page, email, 'Take out of the group')
    await press(page, 'Take out')
    await page.getByText('The group has no members yet').waitFor()

    await page.getByRole('button', { name: 'Delete', exact: true }).click()
    await dialogOf(page).getByText('Invoices 3').waitFor()
    await press(page, 'Delete')
    await page.getByText('There are no groups').waitFor()
    await isInActivity(page, 'Delete a group', 'Second reviewers')
    expect(sentSince(sandbox, 'DeleteUserGroup')).not.toContain('GetUserGroup')
    expect(complaints).toEqual([])
  })

  it('are searched by the email of a member, and exported', async () => {
    const { page, sandbox, complaints } = await open({ users: 30 }, '/groups')
    const { users, roles } = await people(sandbox)
    const [first] = users.filter(({ orgRole }) => orgRole.name === 'None')
    const labeler = roles.get('Labeler') ?? ''
    for (const name of ['With', 'Without']) {
      const userRoles = name === 'With' ? `[{userId: "${first?.id ?? ''}", roleId: "${labeler}"}]` : '[]'
      await ask(
        sandbox,
        `mutation { createUserGroupV3(data: {name: "${name}", color: "9EC5FF", projectIds: [], userRoles: ${userRoles}}) { group { id } } }`,
      )
    }
    await page.reload()
    await page.getByText('2 groups').waitFor()
    expect(await csvOf(page)).toHaveLength(3)
    await page.getByRole('searchbox').fill(first?.email ?? '')
    await page.getByText('1 of 2 groups').waitFor()
    await rowWith(page, 'With').waitFor()
    expect(complaints).toEqual([])
  })

  it('keep a member whom somebody else adds while a change is typed', async () => {
    const { page, sandbox } = await open({ users: 30 }, '/groups')
    const { users, roles } = await people(sandbox)
    const [first] = users.filter(({ orgRole }) => orgRole.name === 'None')
    const labeler = roles.get('Labeler') ?? ''
    const made = (await ask(
      sandbox,
      'mutation { createUserGroupV3(data: {name: "Night", color: "9EC5FF", projectIds: [], userRoles: []}) { group { id } } }',
    )) as { createUserGroupV3: { group: { id: string } } }
    await page.reload()
    await choose(page, 'Night', 'Change')
    await ask(
      sandbox,
      `mutation { updateUserGroupV3(where: {id: "${made.createUserGroupV3.group.id}"}, data: {name: "Night", color: "9EC5FF", projectIds: [], userRoles: [{userId: "${first?.id ?? ''}", roleId: "${labeler}"}]}) { group { id } } }`,
    )
    await dialogOf(page).getByLabel('Description').fill('Works at night')
    await press(page, 'Save')
    await said(page, 'Changed the group Night.')

    await page.getByRole('link', { name: 'Night' }).click()
    await rowWith(page, first?.email ?? '').waitFor()
  })
})

describe('webhooks', () => {
  const secret = 'planted-secret-of-a-webhook'

  it('are created once on a double click, and the secret is shown nowhere', async () => {
    const { page, sandbox, running, complaints } = await open({}, '/webhooks')
    await page.getByRole('button', { name: 'Create a webhook' }).click()
    await dialogOf(page).getByLabel('Address').fill('https://receiver.example/hooks/path-that-nobody-may-know')
    await dialogOf(page).getByRole('checkbox', { name: 'Workflow action' }).click()
    await dialogOf(page).getByLabel('Secret', { exact: true }).fill(secret)
    expect(await dialogOf(page).getByLabel('Secret', { exact: true }).getAttribute('type')).toBe('password')
    await dialogOf(page).getByRole('button', { name: 'Create', exact: true }).dblclick()
    await said(page, 'Created a webhook to receiver.example.')
    await rowWith(page, 'receiver.example').getByText('Workflow action').waitFor()
    expect(sent(sandbox, 'CreateWebhook')).toBe(1)

    await isInActivity(page, 'Create a webhook', 'https://receiver.example')
    expect(await page.content()).not.toContain('path-that-nobody-may-know')
    const activity = await page.evaluate(async () => (await fetch('/console/activity')).text())
    expect(activity).not.toContain(secret)
    expect(activity).not.toContain('path-that-nobody-may-know')
    await page.goto(`${running.origin}/webhooks`)
    await rowWith(page, 'receiver.example').waitFor()
    expect(await page.content()).not.toContain(secret)
    expect(complaints).toEqual([])
  })

  it('of a project are created with a generated secret', async () => {
    const { page, sandbox, complaints } = await open({}, '/webhooks')
    await page.getByRole('button', { name: 'Create a webhook' }).click()
    await dialogOf(page).getByLabel('Address').fill('https://receiver.example/')
    await select(page, 'Watches', 'One project')
    await dialogOf(page).getByRole('combobox', { name: 'Project', exact: true }).fill('crop')
    await page.getByRole('option', { name: 'Crop health 2' }).click()
    await dialogOf(page).getByRole('button', { name: 'Generate' }).click()
    expect(await dialogOf(page).getByLabel('Secret', { exact: true }).inputValue()).toMatch(/^[0-9a-f]{64}$/)
    await dialogOf(page).getByRole('button', { name: 'Copy the secret' }).waitFor()
    await press(page, 'Create')

    await rowWith(page, 'receiver.example/').getByRole('link', { name: 'Crop health 2' }).waitFor()
    expect(sent(sandbox, 'CreateProjectWebhook')).toBe(1)
    expect(complaints).toEqual([])
  })

  it('change address and topics, and are disabled and enabled', async () => {
    const { page, sandbox, complaints } = await open({}, '/webhooks')
    const before = 'https://hooks.example.com/1'
    await choose(page, before, 'Change')
    await dialogOf(page).getByLabel('Address').fill('http://hooks.example.com/1')
    await dialogOf(page).getByText('The URL has to begin with https://').waitFor()
    await dialogOf(page).getByLabel('Address').fill('https://hooks.example.com/new')
    await dialogOf(page).getByRole('checkbox', { name: 'Label deleted' }).click()
    await press(page, 'Save')
    const row = rowWith(page, 'hooks.example.com/new')
    await row.getByText('Label deleted').waitFor()
    expect(
      sandbox.received.findLast(({ operationName }) => operationName === 'UpdateWebhookTopics')?.variables,
    ).toEqual({
      id: expect.any(String) as string,
      url: 'https://hooks.example.com/new',
      topics: ['LABEL_CREATED', 'LABEL_UPDATED', 'LABEL_DELETED'],
    })

    await choose(page, 'https://hooks.example.com/new', 'Disable')
    await press(page, 'Disable')
    await row.getByText('Inactive').waitFor()
    await choose(page, 'https://hooks.example.com/new', 'Enable')
    await press(page, 'Enable')
    await row.getByText('Active', { exact: true }).waitFor()
    await isInActivity(page, 'Disable a webhook', 'https://hooks.example.com')
    expect(complaints).toEqual([])
  })

  it('are filtered by state and topic', async () => {
    const { page } = await open({ webhooks: 6 }, '/webhooks')
    await page.getByText('6 webhooks').waitFor()
    await select(page, 'Topic', 'Workflow action')
    await page.getByText('3 of 6 webhooks').waitFor()
    await select(page, 'State', 'Inactive')
    await page.getByText('No webhook matches').waitFor()
  })

  it('say why a change is refused', async () => {
    const { page, sandbox } = await open({}, '/webhooks')
    sandbox.setFaults([{ kind: 'graphql-error', code: 'AUTHORIZATION_ERROR', operationName: 'DeleteWebhook' }])
    await choose(page, 'https://hooks.example.com/1', 'Disable')
    await press(page, 'Disable')

    await dialogOf(page).getByRole('alert').getByText('The API key may not do this').waitFor()
  })
})

describe('IAM integrations', () => {
  it('are created once for each provider, changed, validated, made default and deleted', async () => {
    const { page, sandbox, complaints } = await open({ iamIntegrations: 1 }, '/iam')
    const create = async (provider: string, fields: Readonly<Record<string, string>>): Promise<void> => {
      await page.getByRole('button', { name: 'Create an integration' }).click()
      await dialogOf(page).getByRole('combobox', { name: 'Provider' }).click()
      await page.getByRole('option', { name: provider }).click()
      for (const [name, value] of Object.entries(fields)) await dialogOf(page).getByLabel(name).fill(value)
      await dialogOf(page).getByRole('button', { name: 'Create', exact: true }).dblclick()
      await expect.poll(() => dialogOf(page).count()).toBe(0)
    }
    await create('Amazon', { Name: 'Images', Role: 'arn:aws:iam::123456789012:role/labelbox' })
    await create('Google', { Name: 'Videos', Bucket: 'videos' })
    await create('Azure', { Name: 'Maps', Container: 'https://account.blob.core.windows.net/maps', Tenant: 't-1' })
    expect(['Aws', 'Gcp', 'Azure'].map((name) => sent(sandbox, `Create${name}IamIntegration`))).toEqual([1, 1, 1])
    await rowWith(page, 'Videos').getByText('@example.iam').waitFor()

    await choose(page, 'Images', 'Change')
    await dialogOf(page).getByLabel('Role').fill('arn:aws:iam::1:role/labelbox')
    await dialogOf(page).getByText('This is not the ARN of an IAM role').waitFor()
    await dialogOf(page).getByLabel('Role').fill('arn:aws:iam::123456789012:role/other')
    await press(page, 'Save')
    await rowWith(page, 'Images').getByText('role/other').waitFor()

    await choose(page, 'Images', 'Validate')
    await dialogOf(page).getByText('Read: passed').waitFor()
    expect(sent(sandbox, 'ValidateIamIntegration')).toBe(1)
    await press(page, 'Close')

    await choose(page, 'Images', 'Make it the default')
    await dialogOf(page).getByText('The default is AWS storage 1 now.').waitFor()
    await press(page, 'Make it the default')
    await rowWith(page, 'Images').getByText('Default', { exact: true }).waitFor()

    await choose(page, 'Images', 'Delete')
    await dialogOf(page).getByText('It is the default').waitFor()
    await press(page, 'Delete')
    await expect.poll(() => rowWith(page, 'Images').count()).toBe(0)
    await isInActivity(page, 'Delete an integration', 'Images')
    expect(complaints).toEqual([])
  })

  it('that do not work show which check failed', async () => {
    const { page, sandbox, complaints } = await open({ iamIntegrations: 1 }, '/iam')
    sandbox.addIamIntegration({ provider: 'AWS', name: 'Broken', settings: null })
    await page.reload()
    await rowWith(page, 'Broken').getByText('Not valid').waitFor()
    await choose(page, 'Broken', 'Validate')

    await dialogOf(page).getByText('Read: failed').waitFor()
    await dialogOf(page).getByText('roleArn is missing').waitFor()
    expect(complaints).toEqual([])
  })

  it('with two defaults say so', async () => {
    const { page, sandbox } = await open({ iamIntegrations: 1 }, '/iam')
    sandbox.addIamIntegration({ provider: 'Azure', name: 'Other', default: true })
    await page.reload()

    await page.getByText('Labelbox reports more than one default: AWS storage 1, Other.').waitFor()
  })

  it('say why Labelbox deletes none', async () => {
    const { page, sandbox } = await open({}, '/iam')
    sandbox.setFaults([{ kind: 'graphql-error', code: 'OPERATION_NOT_ALLOWED', operationName: 'DeleteIamIntegration' }])
    await choose(page, 'AWS storage 1', 'Delete')
    await press(page, 'Delete')

    await dialogOf(page).getByRole('alert').getByText('Look whether datasets still use it').waitFor()
  })
})

describe('API keys', () => {
  const createKeys = async (sandbox: Sandbox): Promise<void> => {
    for (const [name, seconds] of [
      ['Nightly export', 600_000],
      ['Reports', 15_000_000],
    ] as const) {
      await ask(
        sandbox,
        `mutation { createApiKey(data: {name: "${name}", targetUserEmailId: "ada.lovelace.1@example.com", validitySeconds: ${seconds}}) { id } }`,
      )
    }
  }

  it('that expire soon are said, and shown', async () => {
    const { page, sandbox, complaints } = await open({}, '/keys')
    await createKeys(sandbox)
    await page.reload()
    await page.getByText('One key expires within 14 days.').waitFor()
    await page.getByRole('button', { name: 'Show them' }).click()
    await page.getByText(/^1 of \d keys$/).waitFor()
    await rowWith(page, 'Nightly export').getByText('6 days left').waitFor()
    expect(complaints).toEqual([])
  })

  it('are revoked once on a double click', async () => {
    const { page, sandbox, complaints } = await open({}, '/keys')
    await createKeys(sandbox)
    await page.reload()
    await choose(page, 'Reports', 'Revoke')
    await dialogOf(page).getByText('It is one of your own keys.').waitFor()
    await dialogOf(page).getByRole('button', { name: 'Revoke' }).dblclick()
    await said(page, 'Revoked the key Reports.')
    await rowWith(page, 'Reports').getByText('Revoked').waitFor()
    expect(sent(sandbox, 'RevokeApiKey')).toBe(1)
    await isInActivity(page, 'Revoke an API key', 'Reports')
    expect(complaints).toEqual([])
  })

  it('that can’t be revoked say why', async () => {
    const { page, sandbox } = await open({}, '/keys')
    await createKeys(sandbox)
    await page.reload()
    sandbox.setFaults([{ kind: 'graphql-error', code: 'AUTHORIZATION_ERROR', operationName: 'RevokeApiKey' }])
    await choose(page, 'Reports', 'Revoke')
    await press(page, 'Revoke')

    await dialogOf(page).getByRole('alert').getByText('Ask an administrator').waitFor()
  })
})

const places = ['/tags', '/projects', '/groups', '/webhooks', '/iam', '/keys'] as const

it('shows what failed where a list can’t be read, and reads it again', async () => {
  const { page, sandbox, running } = await open()
  for (const path of places) {
    sandbox.setFaults([{ kind: 'graphql-error', code: 'AUTHORIZATION_ERROR', times: 1000 }])
    await page.goto(running.origin + path)
    await page.getByRole('alert').getByText('The API key may not do this').first().waitFor()
    sandbox.setFaults([])
    await page.getByRole('button', { name: 'Try again' }).first().click()
    await expect.poll(() => page.getByRole('alert').allTextContents(), { message: path }).toEqual([])
  }
})

it('says that lists are empty, and what they are for', async () => {
  const { page, running, complaints } = await open({ resourceTags: 0, projects: 0, webhooks: 0, iamIntegrations: 0 })
  for (const [path, words] of [
    ['/tags', 'There are no tags'],
    ['/projects', 'There are no projects'],
    ['/groups', 'There are no groups'],
    ['/webhooks', 'There are no webhooks'],
    ['/iam', 'There are no integrations'],
  ] as const) {
    await page.goto(running.origin + path)
    await page.getByText(words).waitFor()
  }
  expect(complaints).toEqual([])
})

it.each([390, 768, 1280])('looks good in both themes at %i px', async (width) => {
  const { page, complaints } = await open({ users: 40, projects: 4, resourceTags: 14, webhooks: 4 }, '/tags')
  await page.setViewportSize({ width, height: 800 })
  for (const path of places) {
    await visit(page, path)
    await page.getByRole('table').first().waitFor()
    await expectGoodLook(page, path.slice(1))
    const create = page.getByRole('button', { name: /^Create a/ })
    if ((await create.count()) === 0) continue
    await create.click()
    await dialogOf(page).waitFor()
    await expectGoodLook(page, `${path.slice(1)}-create`)
    await page.keyboard.press('Escape')
    await expect.poll(() => dialogOf(page).count()).toBe(0)
  }
  await visit(page, '/projects')
  await page.getByRole('link', { name: 'Street scenes 1' }).click()
  await page.getByRole('button', { name: 'Set the tags' }).click()
  await dialogOf(page).getByRole('checkbox').first().waitFor()
  await expectGoodLook(page, 'project-tags')
  expect(complaints).toEqual([])
})
