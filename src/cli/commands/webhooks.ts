import type { Webhook, WebhookChanges, NewWebhook } from '../../index.ts'
import { withSession, type Session } from '../session/session.ts'
import type { WebhookJson } from '../json/recordJson.ts'
import { findByNameOrId } from '../input/lookup.ts'
import type { Program } from '../input/globalOptions.ts'
import { count, examples } from '../input/optionParsers.ts'
import { done, list, record } from '../output/commandResult.ts'
import { readSecret } from '../input/secretInput.ts'

export function webhooks(program: Program): void {
  const group = program
    .command('webhooks')
    .description('manage webhooks, the URLs that Labelbox sends events to')
    .addHelpText(
      'after',
      examples(
        'webhooks list',
        'webhooks create https://example.com/hooks --topic LABEL_CREATED --secret-stdin < secret.txt',
      ),
    )
  addList(group)
  addShow(group)
  addCreate(group)
  addUpdate(group)
  addDelete(group)
}

type Group = ReturnType<Program['command']>

/** A webhook for `--json`; `project` is null for one of the whole organization. */
const toWebhook = ({ id, url, topics, status, project, createdAt, updatedAt }: Webhook): WebhookJson => ({
  id,
  url,
  topics,
  status,
  project: project?.id ?? null,
  createdAt,
  updatedAt,
})

const topicsHelp = 'LABEL_CREATED, LABEL_UPDATED, LABEL_DELETED or WORKFLOW_ACTION, separated by spaces'

const addList = (group: Group) =>
  group
    .command('list')
    .description('list the webhooks of the organization and of projects')
    .option('--limit <n>', 'maximum number of results', count)
    .addHelpText('after', examples('webhooks list', 'webhooks list --json'))
    .action(({ limit = Infinity }, command) =>
      withSession<'webhooks list'>(command, async ({ organization, request }) =>
        list((await organization.webhooks(request).toArray({ limit })).map(toWebhook), {
          URL: ({ url }) => url,
          TOPICS: ({ topics }) => topics?.join(' '),
          STATUS: ({ status }) => status,
          PROJECT: ({ project }) => project,
          ID: ({ id }) => id,
        }),
      ),
    )

const addShow = (group: Group) =>
  group
    .command('show')
    .description('show a webhook, and who created it')
    .argument('<webhook>', 'id or url')
    .addHelpText('after', examples('webhooks show cl9x2f0a10000', 'webhooks show https://example.com/hooks --json'))
    .action((given, _options, command) =>
      withSession<'webhooks show'>(command, async (session) => {
        const webhook = await find(session, given)
        const found = await session.organization.getWebhookCreator(webhook, session.request)
        const creator = found === null ? null : { id: found.id, email: found.email, name: found.name }
        const { id, url, topics, status, project, createdAt, updatedAt } = toWebhook(webhook)
        return record(
          { id, url, topics, status, project, createdAt, updatedAt, creator },
          {
            url,
            id,
            topics: topics?.join(' '),
            status,
            project: project ?? 'all',
            created: createdAt,
            updated: updatedAt,
            creator: creator?.email ?? creator?.id,
          },
        )
      }),
    )

const addCreate = (group: Group) =>
  group
    .command('create')
    .description('create a webhook; the secret comes from a prompt, LABELBOX_WEBHOOK_SECRET or stdin')
    .argument('<url>', 'https URL that receives the events')
    .requiredOption('--topic <topics...>', topicsHelp)
    .option('--project <project>', 'only for this project (name or id)')
    .option('--secret-stdin', 'read the secret from stdin')
    .addHelpText(
      'after',
      examples(
        'webhooks create https://example.com/hooks --topic LABEL_CREATED LABEL_UPDATED',
        'webhooks create https://example.com/hooks --topic WORKFLOW_ACTION --secret-stdin < secret.txt',
      ),
    )
    .action((url, { topic, project, secretStdin }, command) =>
      withSession<'webhooks create'>(command, async ({ organization, request, invocation }) => {
        const secret = await readSecret(invocation.io, {
          variable: 'LABELBOX_WEBHOOK_SECRET',
          question: 'Secret that signs the deliveries',
          fromStdin: secretStdin === true,
        })
        const webhook: NewWebhook = { url, topics: topic as NewWebhook['topics'], secret, project }
        const created = await organization.createWebhook(webhook, request)
        return done(`Created webhook ${created.id}.`, { created: toWebhook(created) })
      }),
    )

const addUpdate = (group: Group) =>
  group
    .command('update')
    .description('change a webhook; everything else stays, the secret too')
    .argument('<webhook>', 'id or url')
    .option('--url <url>', 'new URL')
    .option('--topic <topics...>', `new topics, instead of the present ones: ${topicsHelp}`)
    .addOption(group.createOption('--status <status>', 'new status').choices(['ACTIVE', 'INACTIVE'] as const))
    .addHelpText('after', examples('webhooks update cl9x2f0a10000 --status INACTIVE'))
    .action((given, { url, topic, status }, command) =>
      withSession<'webhooks update'>(command, async (session) => {
        const { id } = await find(session, given)
        const changes: WebhookChanges = { url, topics: topic as WebhookChanges['topics'], status }
        const updated = await session.organization.updateWebhook(id, changes, session.request)
        return done(`Updated webhook ${id}.`, { updated: toWebhook(updated) })
      }),
    )

const addDelete = (group: Group) =>
  group
    .command('delete')
    .description('delete a webhook; Labelbox keeps it as INACTIVE')
    .argument('<webhook>', 'id or url')
    .addHelpText('after', examples('webhooks delete cl9x2f0a10000', 'webhooks delete https://example.com/hooks --yes'))
    .action((given, _options, command) =>
      withSession<'webhooks delete'>(command, async (session) => {
        const webhook = await find(session, given)
        await session.confirm(`Delete the webhook to ${webhook.url ?? webhook.id}?`)
        await session.organization.deleteWebhook(webhook, session.request)
        return done(`Deleted webhook ${webhook.id}.`, { deleted: toWebhook({ ...webhook, status: 'INACTIVE' }) })
      }),
    )

async function find({ organization, request }: Session, given: string): Promise<Webhook> {
  const webhooks = await organization.webhooks(request).toArray({ limit: Infinity })
  return findByNameOrId('webhook', given, webhooks, ({ url }) => url)
}
