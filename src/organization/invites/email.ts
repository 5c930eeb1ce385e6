import { hasInvisible, trimmed, withoutInvisible } from '../../core/invisible.ts'

/**
 * An email address, without what is often copied along: white space, invisible characters and `mailto:` around it;
 * `undefined` for text that can't be an address. It asks no more than every mail system does, and leaves the rest to
 * Labelbox: internationalised addresses are fine, and case is kept.
 */
export function parseEmail(text: string): string | undefined {
  if (typeof text !== 'string') return undefined
  const address = bare(text)
  const at = address.lastIndexOf('@')
  const local = address.slice(0, at)
  const domain = address.slice(at + 1)
  const isPossible =
    at > 0 &&
    address.length <= 254 &&
    local.length <= 64 &&
    !hasInvisible(address) &&
    !/[\s\p{Cc}<>,;@]/u.test(local) &&
    domain.includes('.') &&
    domain.split('.').every((label) => /^[\p{L}\p{M}\p{N}]([\p{L}\p{M}\p{N}-]*[\p{L}\p{M}\p{N}])?$/u.test(label))
  return isPossible ? address : undefined
}

/** The address alone, of a link too. */
export function bare(text: string): string {
  let address = trimmed(text)
  // What is much longer than an address stays as it is.
  while (address.length < 1000 && /^mailto:/i.test(address)) address = trimmed(address.slice('mailto:'.length))
  return address
}

/**
 * Whether two addresses reach one mailbox, as far as mail systems and those who read them agree: whatever their case,
 * what is around them, and characters in them that nobody sees. What is no text in an answer is nobody's.
 */
export const isSameEmail = (one: string | null | undefined, other: string): boolean =>
  typeof one === 'string' && normalizeEmail(one) === normalizeEmail(other)

/** The form in which two such addresses are alike: lower case, and an international domain as the mail system has it; empty for none. */
export function normalizeEmail(address: string | null | undefined): string {
  if (typeof address !== 'string') return ''
  const text = bare(withoutInvisible(address)).normalize('NFC').toLowerCase()
  const at = text.lastIndexOf('@') + 1
  return text.slice(0, at) + asciiDomain(text.slice(at))
}

/** `münchen.example` and `xn--mnchen-3ya.example` are one domain, and `URL` knows. */
function asciiDomain(domain: string): string {
  // What can't be a domain is not one for `URL` either, which would take `a.example/b` for `a.example`.
  if (domain.length > 253 || !/^[\p{L}\p{M}\p{N}.-]+$/u.test(domain)) return domain
  try {
    return new URL(`http://${domain}`).host
  } catch {
    return domain
  }
}
