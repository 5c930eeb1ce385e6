import { header, type DeliveryHeaders } from './headers.ts'
import {
  algorithms,
  isSignedBy,
  parseSignature,
  requireSecrets,
  toBytes,
  type Algorithm,
  type DeliveryBody,
  type WebhookSecret,
} from './hmac.ts'

/** What came, and whose it should be. */
export interface SignedDelivery {
  /** As it came, before anything has parsed it. */
  readonly body: DeliveryBody
  readonly headers: DeliveryHeaders
  readonly secret: WebhookSecret
  /**
   * Whether a delivery that has no `X-Hub-Signature-256` may be known by its `X-Hub-Signature`, which is SHA-1. Default
   * `true`, as that header is the one that Labelbox documents for all deliveries.
   */
  readonly allowSha1?: boolean | undefined
}

/**
 * Whether a delivery comes from someone who knows the webhook's secret.
 *
 * `X-Hub-Signature-256` decides where it is there, and `X-Hub-Signature` is not looked at then: a wrong or garbled
 * stronger signature is not made good by a weaker one. Signatures are compared in constant time. The signature covers the
 * body alone: neither `X-Labelbox-Event` nor `X-Labelbox-Id`, and no time, so a delivery that somebody has caught can be
 * sent again.
 *
 * @returns `false` for a missing, garbled or wrong signature, without saying which.
 * @throws TypeError for an empty secret, or a body that has been parsed already; never with the secret in it.
 * @example
 * const isGenuine = await verifySignature({ body: rawBody, headers: request.headers, secret })
 */
export async function verifySignature({ body, headers, secret, allowSha1 = true }: SignedDelivery): Promise<boolean> {
  const secrets = requireSecrets(secret)
  const found = signatureOf(headers, allowSha1)
  const bytes = toBytes(body)
  if (found?.signature === undefined) return false
  const { algorithm, signature } = found
  // All of them, so that the time does not tell which one it was.
  const matches = await Promise.all(secrets.map((one) => isSignedBy(one, algorithm, signature, bytes)))
  return matches.includes(true)
}

/** Whether there is a signature that could be one: without it nothing need be read. */
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
