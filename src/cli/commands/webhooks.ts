import type { Webhook, WebhookChanges, NewWebhook } from '../../index.ts'
import { act, type Session } from '../act.ts'
import { oneOf } from '../find.ts'
import type { Program } from '../globals.ts'
import { count, examples } from '../options.ts'
import { done, list } from '../result.ts'
import { secretOf } from '../secret.ts'

export function webhooks(program: Program): void {
  const group = program
    .command('webhooks')
    .description('where Labelbox tells of events')
    .addHelpText(
      'after',
      examples(
        'webhooks list',
        'webhooks create https://example.com/hooks --topic LABEL_CREATED --secret-stdin < secret.txt',
      ),
    )
  addList(group)
  addCreate(group)
  addUpdate(group)
  addDelete(group)
}

type Group = ReturnType<Program['command']>

/** A webhook as `--json` has it; `project` is null where it is for the whole organization. */
const toWebhook = ({ id, url, topics, status, project, createdAt, updatedAt }: Webhook) => ({
  id,
  url,
  topics,
  status,
  project: project?.id ?? null,
  createdAt,
  updatedAt,
})

const topicsHelp = 'LABEL_CREATED, LABEL_UPDATED, LABEL_DELETED or WORKFLOW_ACTION; several with spaces between'

const addList = (group: Group) =>
  group
    .command('list')
    .description('all webhooks, those of projects among them')
    .option('--limit <number>', 'only so many', count)
    .addHelpText('after', examples('webhooks list', 'webhooks list --json'))
    .action(({ limit = Infinity }, command) =>
      act(command, async ({ organization, request }) =>
        list((await organization.webhooks(request).toArray({ limit })).map(toWebhook), {
          URL: ({ url }) => url,
          TOPICS: ({ topics }) => topics?.join(' '),
          STATUS: ({ status }) => status,
          PROJECT: ({ project }) => project,
          ID: ({ id }) => id,
        }),
      ),
    )

const addCreate = (group: Group) =>
  group
    .command('create')
    .description('create a webhook; its secret is asked for, or read from LABELBOX_WEBHOOK_SECRET or from stdin')
    .argument('<url>', 'where events go, an https address')
    .requiredOption('--topic <topics...>', topicsHelp)
    .option('--project <project>', 'only for this project: its name or its id')
    .option('--secret-stdin', 'read the secret from stdin')
    .addHelpText(
      'after',
      examples(
        'webhooks create https://example.com/hooks --topic LABEL_CREATED LABEL_UPDATED',
        'webhooks create https://example.com/hooks --topic WORKFLOW_ACTION --secret-stdin < secret.txt',
      ),
    )
    .action((url, { topic, project, secretStdin }, command) =>
      act(command, async ({ organization, request }) => {
        const secret = await secretOf(
          'LABELBOX_WEBHOOK_SECRET',
          'Secret that signs the deliveries',
          secretStdin === true,
        )
        const webhook: NewWebhook = { url, topics: topic as NewWebhook['topics'], secret, project }
        const created = await organization.createWebhook(webhook, request)
        return done(`Created: the webhook ${created.id}.`, { created: toWebhook(created) })
      }),
    )

const addUpdate = (group: Group) =>
  group
    .command('update')
    .description('change a webhook; what is not named stays. Its secret can’t be changed')
    .argument('<webhook>', 'id or url')
    .option('--url <url>', 'the new address')
    .option('--topic <topics...>', `all that it is told of from now on: ${topicsHelp}`)
    .addOption(group.createOption('--status <status>', 'whether it delivers').choices(['ACTIVE', 'INACTIVE'] as const))
    .addHelpText('after', examples('webhooks update cl9x2f0a10000 --status INACTIVE'))
    .action((given, { url, topic, status }, command) =>
      act(command, async (session) => {
        const { id } = await find(session, given)
        const changes: WebhookChanges = { url, topics: topic as WebhookChanges['topics'], status }
        const updated = await session.organization.updateWebhook(id, changes, session.request)
        return done(`Changed: the webhook ${id}.`, { updated: toWebhook(updated) })
      }),
    )

const addDelete = (group: Group) =>
  group
    .command('delete')
    .description('end a webhook, which for Labelbox is to make it INACTIVE')
    .argument('<webhook>', 'id or url')
    .addHelpText('after', examples('webhooks delete cl9x2f0a10000', 'webhooks delete https://example.com/hooks --yes'))
    .action((given, _options, command) =>
      act(command, async (session) => {
        const webhook = await find(session, given)
        await session.confirm(`End the webhook to ${webhook.url ?? webhook.id}?`)
        await session.organization.deleteWebhook(webhook, session.request)
        return done(`Ended: the webhook ${webhook.id}.`, { deleted: toWebhook({ ...webhook, status: 'INACTIVE' }) })
      }),
    )

async function find({ organization, request }: Session, given: string): Promise<Webhook> {
  const webhooks = await organization.webhooks(request).toArray({ limit: Infinity })
  return oneOf('webhook', given, webhooks, ({ url }) => url)
}
