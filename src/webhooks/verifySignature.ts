import { header, type DeliveryHeaders, type WebhookDelivery } from './deliveryHeaders.ts'
import {
  algorithms,
  isSignedBy,
  parseSignature,
  requireSecrets,
  toBytes,
  type Algorithm,
  type WebhookSecret,
} from './signature.ts'

/** A delivery to verify. */
export interface SignedDelivery extends WebhookDelivery {
  /** The secret of the webhook. While it is replaced, the old one and the new one. */
  readonly secret: WebhookSecret
  /**
   * Whether to accept `X-Hub-Signature` (SHA-1) if there is no `X-Hub-Signature-256`. Default: `true`, as the former is
   * the header that Labelbox documents for all deliveries.
   */
  readonly allowSha1?: boolean | undefined
}

/**
 * Verifies that a delivery was signed with the webhook's secret. Signatures are compared in constant time.
 *
 * If the delivery has `X-Hub-Signature-256`, `X-Hub-Signature` is ignored: a valid weaker signature doesn't make up for an
 * invalid stronger one. The signature covers the body only. It doesn't cover `X-Labelbox-Event`, `X-Labelbox-Id` or a
 * time, so an intercepted delivery can be sent again.
 *
 * @returns `false` for a missing, malformed or wrong signature.
 * @throws TypeError for an empty secret, or a body that was parsed already. The message never contains the secret.
 * @example
 * const isGenuine = await verifySignature({ body: rawBody, headers: request.headers, secret })
 */
export async function verifySignature(delivery: SignedDelivery): Promise<boolean> {
  const { body, headers, secret, allowSha1 = true } = delivery
  const secrets = requireSecrets(secret)
  const found = signatureOf(headers, allowSha1)
  const bytes = toBytes(body)
  if (found?.signature === undefined) return false
  const { algorithm, signature } = found
  // All of them, so that the time doesn't reveal which one matched.
  const matches = await Promise.all(secrets.map((one) => isSignedBy(one, algorithm, signature, bytes)))
  return matches.includes(true)
}

/** Whether a delivery has a well-formed signature. Without one, its body need not be read. */
export const isSigned = (headers: DeliveryHeaders, allowSha1: boolean): boolean =>
  signatureOf(headers, allowSha1)?.signature !== undefined

interface FoundSignature {
  readonly algorithm: Algorithm
  readonly signature: Uint8Array<ArrayBuffer> | undefined
}

function signatureOf(headers: DeliveryHeaders, allowSha1: boolean): FoundSignature | undefined {
  for (const algorithm of allowSha1 ? (['sha256', 'sha1'] as const) : (['sha256'] as const)) {
    const text = header(headers, algorithms[algorithm].header)
    if (text !== null) return { algorithm, signature: parseSignature(text, algorithm) }
  }
  return undefined
}
