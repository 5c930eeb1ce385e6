import { header, type DeliveryHeaders } from './deliveryHeaders.ts'
import { toBytes, type DeliveryBody } from './signature.ts'

interface Delivered {
  /** The id of the delivery, from `X-Labelbox-Id`. The signature doesn't cover it. */
  readonly id: string | null
  /** The name of the event, from `X-Labelbox-Event`. The signature doesn't cover it. */
  readonly name: string | null
  /** The whole parsed body. */
  readonly payload: unknown
}

/**
 * A label was submitted, changed or removed. Labelbox does not document the payload. These fields have been observed; each
 * is `null` if the payload doesn't have it as text.
 */
export interface LabelEvent extends Delivered {
  readonly type: 'LABEL_CREATED' | 'LABEL_UPDATED' | 'LABEL_DELETED'
  readonly labelId: string | null
  /** The annotation, as JSON text. */
  readonly label: string | null
  readonly projectId: string | null
  readonly dataRowId: string | null
}

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
 * if (event.type === 'LABEL_CREATED') console.log(event.labelId)
 */
export function parseEvent({
  body,
  headers,
}: {
  readonly body: DeliveryBody
  readonly headers: DeliveryHeaders
}): WebhookEvent {
  const name = header(headers, 'x-labelbox-event')
  const payload = parse(body)
  const delivered: Delivered = { id: header(headers, 'x-labelbox-id'), name, payload }
  const key = name === null ? '' : eventKey(name)
  const type = Object.hasOwn(known, key) ? known[key] : undefined
  switch (type) {
    case 'LABEL_CREATED':
    case 'LABEL_UPDATED':
    case 'LABEL_DELETED': {
      const ids = { projectId: text(payload, 'project', 'id'), dataRowId: text(payload, 'dataRow', 'id') }
      return { type, ...delivered, labelId: text(payload, 'id'), label: text(payload, 'label'), ...ids }
    }
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

/** Returns the text at a path; `null` for anything else. */
function text(value: unknown, ...path: readonly string[]): string | null {
  let at: unknown = value
  for (const name of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, name)) return null
    at = (at as Readonly<Record<string, unknown>>)[name]
  }
  return typeof at === 'string' ? at : null
}
