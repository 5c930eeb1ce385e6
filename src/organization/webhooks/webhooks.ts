import { WebhooksDocument, type WebhooksQuery } from '../../../generated/operations.ts'
import type { CallOptions } from '../../core/callOptions.ts'
import type { WithDates } from '../../core/withDates.ts'
import type { Paginated } from '../../lists/paginated.ts'
import type { Context } from '../context.ts'
import { offsetList, type PageOptions } from '../resourceLists.ts'

/** A rule that posts events to a URL. Its `project` is null if it watches the whole organization. */
export type Webhook = WithDates<NonNullable<WebhooksQuery['organization']>['webhooks'][number]>

export const webhooks = (context: Context, options: PageOptions & CallOptions = {}): Paginated<Webhook> =>
  offsetList(context, WebhooksDocument, options, (data) => data.organization?.webhooks)
