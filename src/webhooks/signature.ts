/** The raw body. Prefer bytes: text that was decoded and encoded again may differ from what was signed. */
export type DeliveryBody = string | ArrayBuffer | ArrayBufferView

/** The webhook's secret; during a rotation, the old and the new one. */
export type WebhookSecret = string | readonly string[]

/** The hash functions that Labelbox signs with, strongest first. */
export const algorithms = {
  sha256: { hash: 'SHA-256', bytes: 32, header: 'x-hub-signature-256' },
  sha1: { hash: 'SHA-1', bytes: 20, header: 'x-hub-signature' },
} as const

export type Algorithm = keyof typeof algorithms

/**
 * Returns the secrets to try: each with and without a line break at its end, which files and variables often have.
 *
 * @throws TypeError for an empty secret, as anybody could sign with it. The message never contains a secret.
 */
export function requireSecrets(secret: unknown): readonly string[] {
  const secrets: readonly unknown[] = Array.isArray(secret) ? secret : [secret]
  if (secrets.length > 0 && secrets.every((one) => typeof one === 'string' && one.trim() !== '')) {
    return [...new Set((secrets as readonly string[]).flatMap((one) => [one.replace(/\r?\n$/, ''), one]))]
  }
  throw new TypeError('The webhook secret is empty or not a string. Check the setting.')
}

export function toBytes(body: DeliveryBody): Uint8Array<ArrayBuffer> {
  if (typeof body === 'string') return new TextEncoder().encode(body)
  // Copied, so that the body can't be changed while it is verified.
  if (ArrayBuffer.isView(body)) return new Uint8Array(new Uint8Array(body.buffer, body.byteOffset, body.byteLength))
  if (Object.prototype.toString.call(body) === '[object ArrayBuffer]') return new Uint8Array(body.slice(0))
  throw new TypeError('The body must be the raw bytes or text of the request. Verify it before it is parsed.')
}

/** Verifies by WebCrypto, which compares in constant time. */
export async function isSignedBy(
  secret: string,
  algorithm: Algorithm,
  signature: Uint8Array<ArrayBuffer>,
  body: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  const key = await importKey(secret, algorithm, 'verify')
  return webCrypto().verify('HMAC', key, signature, body)
}

/** Signs like Labelbox: `sha256=`, then hex digits. */
export async function sign(secret: string, algorithm: Algorithm, body: Uint8Array<ArrayBuffer>): Promise<string> {
  const key = await importKey(secret, algorithm, 'sign')
  return `${algorithm}=${toHex(new Uint8Array(await webCrypto().sign('HMAC', key, body)))}`
}

/** Returns the bytes of a signature header; `undefined` if it is malformed. */
export function parseSignature(text: string, algorithm: Algorithm): Uint8Array<ArrayBuffer> | undefined {
  const [, name, digits = ''] = /^(\w+)=([0-9a-f]+)$/i.exec(text) ?? []
  return name?.toLowerCase() !== algorithm || digits.length !== 2 * algorithms[algorithm].bytes
    ? undefined
    : Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
}

const toHex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')

const importKey = (secret: string, algorithm: Algorithm, use: 'sign' | 'verify'): Promise<CryptoKey> =>
  webCrypto().importKey(
    'raw',
    new TextEncoder().encode(secret),
    { name: 'HMAC', hash: algorithms[algorithm].hash },
    false,
    [use],
  )

function webCrypto(): SubtleCrypto {
  const { crypto } = globalThis as { readonly crypto?: { readonly subtle?: SubtleCrypto } }
  if (crypto?.subtle !== undefined) return crypto.subtle
  throw new TypeError('crypto.subtle is missing. In a browser it requires https.')
}
