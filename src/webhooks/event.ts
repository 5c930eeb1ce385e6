import { header, type DeliveryHeaders } from './headers.ts'
import { toBytes, type DeliveryBody } from './hmac.ts'

interface Delivered {
  /** The delivery's id, from `X-Labelbox-Id`; nothing signs it. */
  readonly id: string | null
  /** The event as `X-Labelbox-Event` has it; nothing signs it. */
  readonly name: string | null
  /** The body, parsed, with all that is in it. */
  readonly payload: unknown
}

/**
 * A label was submitted, changed or removed. Labelbox documents no payload; these members are what others have seen in
 * it, and are `null` where it does not have them as text.
 */
export interface LabelEvent extends Delivered {
  readonly type: 'LABEL_CREATED' | 'LABEL_UPDATED' | 'LABEL_DELETED'
  readonly labelId: string | null
  /** The annotation, as the JSON text that it comes as. */
  readonly label: string | null
  readonly projectId: string | null
  readonly dataRowId: string | null
}

/** A data row moved in the workflow. The documentation calls it `MOVE` in one place; its payload is not known. */
export interface WorkflowEvent extends Delivered {
  readonly type: 'WORKFLOW_ACTION'
}

/** What old webhooks may still be subscribed to. Its payload is not known. */
export interface ReviewEvent extends Delivered {
  readonly type: 'REVIEW_CREATED' | 'REVIEW_UPDATED' | 'REVIEW_DELETED'
}

/** An event that this version does not know, or that came without a name. */
export interface UnknownEvent extends Delivered {
  readonly type: 'UNKNOWN'
}

/** What a webhook tells; `type` tells the kinds apart. More kinds may come: leave room for them. */
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
 * The event of a delivery. It checks no signature: {@link verifySignature} before.
 *
 * The event's name is taken in any usual spelling (`LABEL_CREATED`, `label_created`, `labelCreated`, `label.created`), as
 * the one that Labelbox sends is not documented.
 *
 * @throws SyntaxError for a body that is no JSON.
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

/** The parser's own words would quote the body. A body of another kind is the program's mistake, not the sender's. */
function parse(body: DeliveryBody): unknown {
  const bytes = toBytes(body)
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    throw new SyntaxError('The body is not JSON.')
  }
}

/** The key that `WebhookTopic` has for an event, whatever the spelling. */
const eventKey = (name: string): string =>
  name
    .trim()
    .replaceAll(/([a-z])([A-Z])/g, '$1_$2')
    .replaceAll(/[\s.:_-]+/g, '_')
    .toUpperCase()

/** The text at the end of a path, `null` where there is none. */
function text(value: unknown, ...path: readonly string[]): string | null {
  let at: unknown = value
  for (const name of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, name)) return null
    at = (at as Readonly<Record<string, unknown>>)[name]
  }
  return typeof at === 'string' ? at : null
}
