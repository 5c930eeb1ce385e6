/**
 * Receives webhooks: verifies signatures, parses events and drops old ones. Requires only WebCrypto, so it runs in workers,
 * Deno, Bun and Node.js. A wrong option or argument is a `TypeError`: `LabelboxError` is about requests to Labelbox, which
 * this entry does not send.
 *
 * @packageDocumentation
 */
export {
  parseEvent,
  type LabelEvent,
  type LabelEventV1,
  type LabelEventV2,
  type ReviewEvent,
  type UnknownEvent,
  type UnknownLabelEvent,
  type WebhookEvent,
  type WorkflowEvent,
} from './event.ts'
export type {
  ExportedLabel,
  ExportedProject,
  LabelPayload,
  LabelPayloadV1,
  LabelPayloadV2,
  UnknownLabelPayload,
} from './labelPayload.ts'
export { newestById, type NewestByIdOptions, type NewestHandler } from './newestById.ts'
export type { DeliveryHeaders, WebhookDelivery } from './deliveryHeaders.ts'
export type { DeliveryBody, WebhookSecret } from './signature.ts'
export { signPayload, type SignedPayload, type SignOptions } from './signPayload.ts'
export { verifySignature, type SignedDelivery } from './verifySignature.ts'
export { webhookHandler, type WebhookHandler, type WebhookHandlerOptions } from './webhookHandler.ts'
