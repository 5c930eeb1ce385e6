/**
 * Receives webhooks: verifies signatures, parses events and drops old ones. Requires only WebCrypto, so it runs in workers,
 * Deno, Bun and Node.js.
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
export { newestById, type NewestByIdOptions, type NewsHandler } from './newestById.ts'
export type { DeliveryHeaders } from './deliveryHeaders.ts'
export type { DeliveryBody, WebhookSecret } from './signature.ts'
export { signPayload, type SignedPayload, type SignOptions } from './signPayload.ts'
export { verifySignature, type SignedDelivery } from './verifySignature.ts'
export { webhookHandler, type WebhookHandler, type WebhookHandlerOptions } from './webhookHandler.ts'
