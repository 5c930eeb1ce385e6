import { randomUUID } from 'node:crypto'
import type { Part } from './part.ts'
import { table, title } from './show.ts'

export const webhooks: Part = {
  heading: 'Webhooks',

  async read(organization) {
    title('webhooks')
    table(await organization.webhooks().toArray({ limit: 10 }), 'url', 'topics', 'status', 'project')
  },

  async change(organization) {
    title('createWebhook: the secret signs what it sends, and is never shown again')
    const url = 'https://example.com/labelbox'
    const webhook = await organization.createWebhook({ url, topics: ['LABEL_CREATED'], secret: randomUUID() })
    table([webhook], 'id', 'url', 'topics', 'status')
    title('updateWebhook: other topics, the same address')
    const topics = ['LABEL_CREATED', 'LABEL_DELETED'] as const
    table([await organization.updateWebhook(webhook, { topics })], 'url', 'topics', 'status')
    title('deleteWebhook: for the API that is to make it inactive')
    await organization.deleteWebhook(webhook)
    const all = await organization.webhooks().toArray({ limit: 100 })
    table(
      all.filter(({ id }) => id === webhook.id),
      'url',
      'topics',
      'status',
    )
  },
}
