// Every Organization method, group by group: `npm start`.
import { createInterface } from 'node:readline/promises'
import { isLabelboxError, Labelbox, type Organization } from 'labelbox-org'
import { createSandbox } from 'labelbox-org/sandbox'
import { apiKeys } from './tour/apiKeys.ts'
import { iamIntegrations } from './tour/iamIntegrations.ts'
import { invites } from './tour/invites.ts'
import { members } from './tour/members.ts'
import { projects } from './tour/projects.ts'
import { resourceTags } from './tour/resourceTags.ts'
import { heading, line, table, title } from './tour/show.ts'
import { userGroups } from './tour/userGroups.ts'
import { webhooks } from './tour/webhooks.ts'

const parts = [members, projects, webhooks, resourceTags, iamIntegrations, invites, userGroups, apiKeys]

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
  // Only what reads is called; and if something else were, it would not be sent.
  const labelbox = new Labelbox({ endpoint: process.env['LABELBOX_ENDPOINT'], dryRun: () => undefined })
  const organization = await open(labelbox)
  for (const part of parts) {
    heading(part.heading)
    try {
      await part.read(organization)
    } catch (error) {
      // The role of the key may not allow all of it.
      if (!isLabelboxError(error)) throw error
      line(String(error))
    }
  }
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
  heading(`A Labelbox of one's own, at ${sandbox.url}`)
  const labelbox = new Labelbox({ endpoint: sandbox.url, apiKey: sandbox.apiKey })
  const organization = await open(labelbox)
  for (const part of parts) {
    heading(part.heading)
    await part.read(organization)
    await part.change(organization, { labelbox, endpoint: sandbox.url })
  }

  process.env['LABELBOX_ENDPOINT'] = sandbox.url
  process.env['LABELBOX_API_KEY'] = sandbox.apiKey
  heading('The three ways in')
  title('The facade (examples/service.ts)')
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
