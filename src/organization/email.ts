/**
 * An email address, without the space around it; `undefined` for what can't be one. It asks no more than every mail
 * system does, and leaves the rest to Labelbox: internationalised addresses are fine, and case is kept.
 */
export function parseEmail(text: string): string | undefined {
  if (typeof text !== 'string') return undefined
  const address = text.trim()
  const at = address.lastIndexOf('@')
  const local = address.slice(0, at)
  const domain = address.slice(at + 1)
  const isPossible =
    at > 0 &&
    address.length <= 254 &&
    local.length <= 64 &&
    !/[\s\p{Cc}<>,;@]/u.test(local) &&
    domain.includes('.') &&
    domain.split('.').every((label) => /^[\p{L}\p{M}\p{N}]([\p{L}\p{M}\p{N}-]*[\p{L}\p{M}\p{N}])?$/u.test(label))
  return isPossible ? address : undefined
}

/**
 * Whether two addresses reach one mailbox, as far as mail systems agree: whatever the case and the space around. What is
 * no text in an answer is nobody's.
 */
export const isSameEmail = (one: string | null | undefined, other: string): boolean =>
  typeof one === 'string' && normalizeEmail(one) === normalizeEmail(other)

/** The form in which two such addresses are alike: lower case, and an international domain as the mail system has it; empty for none. */
export function normalizeEmail(address: string | null | undefined): string {
  if (typeof address !== 'string') return ''
  const text = address.trim().normalize('NFC').toLowerCase()
  const at = text.lastIndexOf('@') + 1
  return text.slice(0, at) + asciiDomain(text.slice(at))
}

/** `münchen.example` and `xn--mnchen-3ya.example` are one domain, and `URL` knows. */
function asciiDomain(domain: string): string {
  try {
    return new URL(`http://${domain}`).host
  } catch {
    return domain
  }
}
