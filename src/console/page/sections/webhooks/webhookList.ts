import { WebhooksDocument, type WebhooksQuery } from '../../../../../generated/operations.ts'
import { consoleClient } from '../../data/consoleClient.ts'
import { KeptLists } from '../../data/keptLists.ts'
import { offsetPages, readOnce } from '../../data/readPages.ts'

/** A webhook in the list. */
export type ListedWebhook = NonNullable<NonNullable<WebhooksQuery['organization']>['webhooks']>[number]

const lists = new KeptLists<'all', ListedWebhook>(() =>
  offsetPages('Webhooks', async (skip, first) => {
    const { organization } = await readOnce(consoleClient, WebhooksDocument, { skip, first })
    return organization?.webhooks ?? []
  }),
)

/** The webhooks of the organization, and those of its projects. */
export const webhookList = lists.of('all')
