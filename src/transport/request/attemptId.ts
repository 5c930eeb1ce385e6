/**
 * A UUID for one attempt. It has to be unique, not secret: pages without https and older runtimes lack `randomUUID`, and
 * some test environments lack `crypto`.
 */
export function newAttemptId(): string {
  const crypto = globalThis.crypto as Partial<Crypto> | undefined
  if (typeof crypto?.randomUUID === 'function') return crypto.randomUUID()
  const bytes = new Uint8Array(16)
  if (typeof crypto?.getRandomValues === 'function') crypto.getRandomValues(bytes)
  else bytes.forEach((_, index) => (bytes[index] = Math.random() * 256))
  // Version 4, variant 1 of RFC 9562.
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
