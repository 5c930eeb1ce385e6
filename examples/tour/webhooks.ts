import { randomUUID } from 'node:crypto'
import type { Part } from './part.ts'
import { list, step, table } from './show.ts'

export const webhooks: Part = {
  heading: 'Webhooks',
  sentence: 'Where Labelbox sends events, so that a service learns of new labels without polling.',

  async read(organization) {
    step('webhooks')
    const all = await organization.webhooks().toArray({ limit: 10 })
    table(all, {
      URL: ({ url }) => url,
      TOPICS: ({ topics }) => topics?.join(' '),
      STATUS: ({ status }) => status,
    })
    const [first] = all
    if (first === undefined) return
    step('getWebhookCreator', `of the first: ${(await organization.getWebhookCreator(first))?.email}`)
  },

  async change(organization) {
    const url = 'https://example.com/labelbox'
    const webhook = await organization.createWebhook({ url, topics: ['LABEL_CREATED'], secret: randomUUID() })
    step('createWebhook', `${webhook.url}, ${list(webhook.topics ?? [])}; the secret signs each event`)
    const updated = await organization.updateWebhook(webhook, { topics: ['LABEL_CREATED', 'LABEL_DELETED'] })
    step('updateWebhook', list(updated.topics ?? []))
    await organization.deleteWebhook(webhook)
    const all = await organization.webhooks().toArray({ limit: 100 })
    step('deleteWebhook', `Labelbox keeps it as ${all.find(({ id }) => id === webhook.id)?.status}`)
  },
}
