import { header, type WebhookDelivery } from './deliveryHeaders.ts'
import { readLabelPayload, type LabelPayloadV1, type LabelPayloadV2, type UnknownLabelPayload } from './labelPayload.ts'
import { toBytes, type DeliveryBody } from './signature.ts'

interface Delivered {
  /** The id of the delivery, from `X-Labelbox-Id`. The signature doesn't cover it. */
  readonly id: string | null
  /** The name of the event, from `X-Labelbox-Event`. The signature doesn't cover it. */
  readonly name: string | null
  /** The whole parsed body. */
  readonly payload: unknown
}

interface LabelDelivered extends Delivered {
  readonly type: 'LABEL_CREATED' | 'LABEL_UPDATED' | 'LABEL_DELETED'
}

/** A label event with a payload of version 1. */
export interface LabelEventV1 extends LabelDelivered, LabelPayloadV1 {}

/** A label event with a payload of version 2. */
export interface LabelEventV2 extends LabelDelivered, LabelPayloadV2 {}

/** A label event whose payload has an unknown form. */
export interface UnknownLabelEvent extends LabelDelivered, UnknownLabelPayload {}

/**
 * A label was submitted, changed or removed. `payloadVersion` says which version of the payload it has. Each version has
 * `labelIds`, `projectIds` and `dataRowId`. Labelbox promises no order of events: see {@link newestById}.
 *
 * @example
 * if (event.type === 'LABEL_UPDATED') console.log(event.labelIds, event.dataRowId)
 * if (event.type === 'LABEL_UPDATED' && event.payloadVersion === 2) {
 *   for (const { id, labels } of event.projects) console.log(id, labels[0]?.updatedAt)
 * }
 */
export type LabelEvent = LabelEventV1 | LabelEventV2 | UnknownLabelEvent

/** A data row moved in the workflow. Labelbox's documentation also calls it `MOVE`. Its payload is not documented. */
export interface WorkflowEvent extends Delivered {
  readonly type: 'WORKFLOW_ACTION'
}

/** An event that only old webhooks can be subscribed to. Its payload is not documented. */
export interface ReviewEvent extends Delivered {
  readonly type: 'REVIEW_CREATED' | 'REVIEW_UPDATED' | 'REVIEW_DELETED'
}

/** An event without a name, or with a name that this version doesn't know. */
export interface UnknownEvent extends Delivered {
  readonly type: 'UNKNOWN'
}

/** An event, by `type`. Later versions may add types, so handle unknown ones. */
export type WebhookEvent = LabelEvent | WorkflowEvent | ReviewEvent | UnknownEvent

const known: Readonly<Record<string, Exclude<WebhookEvent['type'], 'UNKNOWN'>>> = {
  LABEL_CREATED: 'LABEL_CREATED',
  LABEL_UPDATED: 'LABEL_UPDATED',
  LABEL_DELETED: 'LABEL_DELETED',
  WORKFLOW_ACTION: 'WORKFLOW_ACTION',
  MOVE: 'WORKFLOW_ACTION',
  REVIEW_CREATED: 'REVIEW_CREATED',
  REVIEW_UPDATED: 'REVIEW_UPDATED',
  REVIEW_DELETED: 'REVIEW_DELETED',
}

/**
 * Parses the event of a delivery. It doesn't verify the signature; call {@link verifySignature} first.
 *
 * The name of the event may have any common spelling (`LABEL_CREATED`, `label_created`, `labelCreated`, `label.created`),
 * as the one that Labelbox sends is not documented.
 *
 * @throws SyntaxError if the body is not JSON.
 * @example
 * const event = parseEvent({ body: rawBody, headers: request.headers })
 * if (event.type === 'LABEL_CREATED') console.log(event.labelIds)
 */
export function parseEvent(delivery: WebhookDelivery): WebhookEvent {
  const { body, headers } = delivery
  const name = header(headers, 'x-labelbox-event')
  const payload = parse(body)
  const delivered: Delivered = { id: header(headers, 'x-labelbox-id'), name, payload }
  const key = name === null ? '' : eventKey(name)
  const type = Object.hasOwn(known, key) ? known[key] : undefined
  switch (type) {
    case 'LABEL_CREATED':
    case 'LABEL_UPDATED':
    case 'LABEL_DELETED':
      return { type, ...delivered, ...readLabelPayload(payload) }
    case 'WORKFLOW_ACTION':
      return { type, ...delivered }
    case 'REVIEW_CREATED':
    case 'REVIEW_UPDATED':
    case 'REVIEW_DELETED':
      return { type, ...delivered }
    case undefined:
      return { type: 'UNKNOWN', ...delivered }
  }
}

/** Replaces the parser's message, which quotes the body. */
function parse(body: DeliveryBody): unknown {
  const bytes = toBytes(body)
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    throw new SyntaxError('The body is not JSON.')
  }
}

/** Converts any spelling to that of Labelbox's `WebhookTopic`. */
const eventKey = (name: string): string =>
  name
    .trim()
    .replaceAll(/([a-z])([A-Z])/g, '$1_$2')
    .replaceAll(/[\s.:_-]+/g, '_')
    .toUpperCase()
