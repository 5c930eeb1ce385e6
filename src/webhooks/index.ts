/**
 * For the program that a webhook's deliveries go to: are they Labelbox's, and what do they say? It needs WebCrypto and
 * nothing else, so it runs in workers, in Deno, in Bun and in Node.
 *
 * @packageDocumentation
 */
export {
  parseEvent,
  type LabelEvent,
  type ReviewEvent,
  type UnknownEvent,
  type WebhookEvent,
  type WorkflowEvent,
} from './event.ts'
export type { DeliveryHeaders } from './headers.ts'
export type { DeliveryBody, WebhookSecret } from './hmac.ts'
export { signPayload, type SignedPayload, type SignOptions } from './signPayload.ts'
export { verifySignature, type SignedDelivery } from './verifySignature.ts'
export { webhookHandler, type WebhookHandler, type WebhookHandlerOptions } from './webhookHandler.ts'
