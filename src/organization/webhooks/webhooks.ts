import { WebhooksDocument, type WebhooksQuery } from '../../../generated/operations.ts'
import type { WithDates } from '../../core/withDates.ts'
import type { Paginated } from '../../lists/paginated.ts'
import type { Context } from '../context.ts'
import { offsetList, type PageOptions } from '../relation.ts'

/** A rule that posts events to a URL; `project` is null where it is for the whole organization. */
export type Webhook = WithDates<WireWebhook>

/** The same, as the API gives it. */
export type WireWebhook = NonNullable<WebhooksQuery['organization']>['webhooks'][number]

/** The organization's webhooks, those of its projects among them. */
export const webhooks = (context: Context, options: PageOptions = {}): Paginated<Webhook> =>
  offsetList(context, WebhooksDocument, options, (data) => data.organization?.webhooks)
