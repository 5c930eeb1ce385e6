/**
 * Receives webhooks: verifies signatures and parses events. Requires only WebCrypto, so it runs in workers, Deno, Bun and
 * Node.js.
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
export type { DeliveryHeaders } from './deliveryHeaders.ts'
export type { DeliveryBody, WebhookSecret } from './signature.ts'
export { signPayload, type SignedPayload, type SignOptions } from './signPayload.ts'
export { verifySignature, type SignedDelivery } from './verifySignature.ts'
export { webhookHandler, type WebhookHandler, type WebhookHandlerOptions } from './webhookHandler.ts'
