// Calls every method of Organization, group by group: `npm start`.
import { createInterface } from 'node:readline/promises'
import { isLabelboxError, Labelbox, type Organization } from 'labelbox-org'
import { createSandbox } from '@labelbox-org/tools/sandbox'
import { apiKeys } from './tour/apiKeys.ts'
import { iamIntegrations } from './tour/iamIntegrations.ts'
import { invites } from './tour/invites.ts'
import { members } from './tour/members.ts'
import { projects } from './tour/projects.ts'
import { report } from './tour/report.ts'
import { resourceTags } from './tour/resourceTags.ts'
import { section, step, suggestion } from './tour/show.ts'
import { userGroups } from './tour/userGroups.ts'
import { webhooks } from './tour/webhooks.ts'

const parts = [members, projects, webhooks, resourceTags, iamIntegrations, invites, userGroups, apiKeys, report]

if (await wantsRealApi()) await live()
else await local()

/** With an API key in the environment, the methods that read can run against the real API, once a person agrees. */
async function wantsRealApi(): Promise<boolean> {
  if (!process.env['LABELBOX_API_KEY']) return false
  if (process.argv.includes('--live')) return true
  if (!process.stdin.isTTY) {
    suggestion('LABELBOX_API_KEY is set: `npm start -- --live` reads from the real API. This is the sandbox.')
    return false
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  const answer = await terminal.question('LABELBOX_API_KEY is set. Read (and change nothing) on the real API? [y/N] ')
  terminal.close()
  return /^y(es)?$/i.test(answer.trim())
}

async function live(): Promise<void> {
  // The tour calls only methods that read here. If it called another one, dryRun would keep it from being sent.
  const labelbox = new Labelbox({ endpoint: process.env['LABELBOX_ENDPOINT'], dryRun: () => undefined })
  section('labelbox-org', 'What your organization has. Nothing is changed.')
  const organization = await connect(labelbox)
  for (const part of parts) {
    section(part.heading, part.sentence)
    try {
      await part.read(organization)
    } catch (error) {
      // The role of the key may not allow it.
      if (!isLabelboxError(error)) throw error
      step(error.code, error.message)
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
  section(
    'labelbox-org',
    'A tour of every method, on a Labelbox that runs on this machine. It needs no account and no API key.',
  )
  const labelbox = new Labelbox({ endpoint: sandbox.url, apiKey: sandbox.apiKey })
  const organization = await connect(labelbox)
  for (const part of parts) {
    section(part.heading, part.sentence)
    await part.read(organization)
    await part.change(organization, { labelbox, endpoint: sandbox.url })
  }
  section('What to try next', 'The sandbox of this tour has stopped. These start from the repository.')
  suggestion(
    'A sandbox to click through. Its page, http://127.0.0.1:4100/, shows seats, invites and requests:',
    'npm run sandbox -- --port 4100',
  )
  suggestion(
    'The command, in another terminal:',
    'export LABELBOX_API_KEY=sandbox-key',
    'export LABELBOX_ENDPOINT=http://127.0.0.1:4100/graphql',
    'npm run -s labelbox-org -- members list',
    'npm run -s labelbox-org -- --help',
  )
  suggestion('The documentation, as a site or in the folder docs/:', 'npm run docs')
  suggestion('Programs to copy are in the folder examples/: service.ts, bulk.ts, urql.ts, ownClient.ts and react/.')
}

async function connect(labelbox: Labelbox): Promise<Organization> {
  const { email, name } = await labelbox.getUser()
  step('getUser', `the user of the API key: ${name}, ${email}`)
  const organization = await labelbox.getOrganization()
  step('getOrganization', organization.name ?? organization.id)
  return organization
}
