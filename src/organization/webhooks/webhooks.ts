import { WebhooksDocument, type WebhooksQuery } from '../../../generated/operations.ts'
import type { CallOptions } from '../../core/callOptions.ts'
import { refuse } from '../../core/guards.ts'
import { idOf } from '../../core/visibleText.ts'
import type { WithDates } from '../../core/withDates.ts'
import type { Paginated } from '../../lists/paginated.ts'
import type { Context } from '../context.ts'
import { offsetList, type PageOptions } from '../resourceLists.ts'

/** A rule that posts events to a URL. Its `project` is null if it watches the whole organization. */
export interface Webhook extends WithDates<NonNullable<WebhooksQuery['organization']>['webhooks'][number]> {}

/** A webhook: a record or an id. */
export type WebhookReference = string | { readonly id: string }

export const webhooks = (context: Context, options: PageOptions & CallOptions = {}): Paginated<Webhook> =>
  offsetList(context, WebhooksDocument, options, (data) => data.organization?.webhooks)

/** Returns the id of a webhook. */
export function requireWebhook(operationName: string, reference: WebhookReference): string {
  const id = idOf(reference)
  if (id !== undefined) return id
  throw refuse(operationName, 'it needs a webhook, or its id.')
}
