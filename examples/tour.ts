// Every Organization method, one after the other: `npm start`.
import { createInterface } from 'node:readline/promises'
import { isLabelboxError, Labelbox, type Organization } from 'labelbox-org'
import { createSandbox } from 'labelbox-org/sandbox'

if (await wantsRealApi()) await live()
else await local()

/** With a key in the environment the read-only part can be seen on the real API; a person has to say so. */
async function wantsRealApi(): Promise<boolean> {
  if (!process.env['LABELBOX_API_KEY']) return false
  if (process.argv.includes('--live')) return true
  if (!process.stdin.isTTY) {
    console.log('LABELBOX_API_KEY is set: `npm start -- --live` reads from the real API. This is the sandbox.')
    return false
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  const answer = await terminal.question('LABELBOX_API_KEY is set. Read (and change nothing) on the real API? [y/N] ')
  terminal.close()
  return /^y(es)?$/i.test(answer.trim())
}

async function live(): Promise<void> {
  const labelbox = new Labelbox({ endpoint: process.env['LABELBOX_ENDPOINT'] })
  const organization = await open(labelbox)
  await read(organization)
}

async function local(): Promise<void> {
  await using sandbox = await createSandbox({
    users: 8,
    projects: 4,
    webhooks: 3,
    resourceTags: 3,
    invites: 2,
    seats: 14,
  })
  title(`A Labelbox of one's own, at ${sandbox.url}`)
  const labelbox = new Labelbox({ endpoint: sandbox.url, apiKey: sandbox.apiKey })
  const organization = await open(labelbox)
  await read(organization)
  await change(labelbox, organization)

  process.env['LABELBOX_ENDPOINT'] = sandbox.url
  process.env['LABELBOX_API_KEY'] = sandbox.apiKey
  title('The three ways in: the facade (examples/service.ts)')
  await import('./service.ts')
  title('The typed documents, with a client of your own (examples/ownClient.ts)')
  await import('./ownClient.ts')
  title('urql, with our exchange (examples/urql.ts)')
  await import('./urql.ts')
}

async function open(labelbox: Labelbox): Promise<Organization> {
  title('getUser: whose key this is')
  table([await labelbox.getUser()], 'email', 'name', 'lastLoginAt')
  title('getOrganization')
  const organization = await labelbox.getOrganization()
  table([organization], 'name', 'createdAt', 'updatedAt')
  return organization
}

async function read(organization: Organization): Promise<void> {
  title('users, ordered by address')
  table(await organization.users({ orderBy: 'email_ASC' }).toArray({ limit: 10 }), 'email', 'name', 'createdAt')
  title('projects, the newest first')
  const projects = await organization.projects({ orderBy: 'createdAt_DESC' }).toArray({ limit: 10 })
  table(projects, 'name', 'allowedMediaType', 'dataRowCount', 'createdAt')
  title('webhooks')
  table(await organization.webhooks().toArray({ limit: 10 }), 'url', 'topics', 'status')
  title('getRoles')
  table(await organization.getRoles(), 'name', 'description')
  title('getResourceTags')
  table(await organization.getResourceTags(), 'text', 'color')
  title('getIamIntegrations')
  const integrations = await organization.getIamIntegrations()
  table(
    integrations.map((integration) => ({ ...integration, kind: integration.settings?.__typename ?? 'none' })),
    'name',
    'provider',
    'valid',
    'isOrgDefault',
    'kind',
  )
  title('getDefaultIamIntegration')
  console.log((await organization.getDefaultIamIntegration())?.name ?? 'There is none.')
  title('inviteLimit: used is members and pending invites')
  table([await organization.inviteLimit()], 'used', 'limit', 'remaining')
  title('getInvites')
  table(await organization.getInvites().toArray({ limit: 10 }), 'inviteeEmail', 'organizationRoleName', 'createdAt')
}

async function change(labelbox: Labelbox, organization: Organization): Promise<void> {
  title('createResourceTag: the colour in any spelling')
  table([await organization.createResourceTag({ text: 'urgent', color: '#FF8800' })], 'text', 'color')

  title('inviteUser')
  const invite = await organization.inviteUser({ email: 'grace@example.com', role: 'Labeler' })
  table([invite], 'id', 'inviteeEmail', 'organizationRoleName')

  title('inviteUser, with a role in one project')
  const project = await organization.projects().first()
  if (project !== undefined) {
    const projectRoles = [{ project, role: 'REVIEWER' }]
    table(
      [await organization.inviteUser({ email: 'edsger@example.com', role: 'NONE', projectRoles })],
      'inviteeEmail',
      'organizationRoleName',
    )
  }

  title('inviteUser, again: it is not sent twice')
  await refusal(organization.inviteUser({ email: 'Grace@example.com', role: 'Reviewer' }))

  title('The API itself takes an address twice; getInvites finds the duplicate, cancelInvite mends it')
  await organization.inviteUser({ email: 'grace@example.com', role: 'Labeler' }, { ifInvited: 'send' })
  const toGrace = async () =>
    (await organization.getInvites().toArray({ limit: 100 })).filter((one) => one.inviteeEmail === 'grace@example.com')
  const [first, ...duplicates] = await toGrace()
  table([first, ...duplicates], 'id', 'inviteeEmail', 'createdAt')
  for (const duplicate of duplicates) await organization.cancelInvite(duplicate)
  console.log(`After cancelling: ${(await toGrace()).length} invite.`)

  title('An invite refused: to oneself')
  const { email } = await labelbox.getUser()
  await refusal(organization.inviteUser({ email: email ?? '', role: 'LABELER' }))
  title('Refused before any request: a role in a project beside a role for the whole organization')
  const projectRoles = [{ project: 'any', role: 'LABELER' }]
  await refusal(organization.inviteUser({ email: 'a@example.com', role: 'ADMIN', projectRoles }))
  title('An error of the API: a cancelled invite cannot be cancelled again')
  await refusal(organization.cancelInvite(duplicates[0] ?? 'gone'))
}

/** Shows an error as a user would see it. */
async function refusal(promise: Promise<unknown>): Promise<void> {
  try {
    await promise
    throw new Error('This should have been refused.')
  } catch (error) {
    if (!isLabelboxError(error)) throw error
    console.log(String(error))
    const { code, status, requestId, operationName, retryable } = error
    table([{ code, status, requestId, operationName, retryable }])
  }
}

function title(text: string): void {
  console.log(`\n${text}`)
}

function table(rows: readonly unknown[], ...columns: string[]): void {
  console.table(rows.map(plain), columns.length > 0 ? columns : undefined)
}

/** Dates and lists as text, which `console.table` shows in one cell. */
function plain(row: unknown): object {
  return Object.fromEntries(
    Object.entries(row as object).map(([key, value]: [string, unknown]) => [
      key,
      value instanceof Date ? value.toISOString() : Array.isArray(value) ? value.join(', ') : value,
    ]),
  )
}
