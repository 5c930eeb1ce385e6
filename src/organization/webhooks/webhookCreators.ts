import { GetWebhookCreatorDocument } from '../../../generated/operations.ts'
import type { CallOptions } from '../../core/callOptions.ts'
import { withDates } from '../../core/dates.ts'
import type { User } from '../../core/records.ts'
import type { Context } from '../context.ts'
import { requireRecord } from '../responses.ts'
import { requireWebhook, type WebhookReference } from './webhooks.ts'

/** Sends its own request, because no source shows that a list of webhooks can contain the creators. */
export async function getWebhookCreator(
  { execute }: Context,
  reference: WebhookReference,
  call: CallOptions,
): Promise<User | null> {
  const operationName = 'GetWebhookCreator'
  const data = await execute(GetWebhookCreatorDocument, { id: requireWebhook(operationName, reference) }, call)
  const { createdBy } = requireRecord(data.webhook, operationName, data)
  return createdBy == null ? null : withDates(requireRecord(createdBy, operationName, data))
}
