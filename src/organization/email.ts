import { hasInvisible, trimmed, withoutInvisible } from '../core/invisible.ts'

/**
 * Returns the email address in a text, without the white space, invisible characters and `mailto:` around it, or
 * `undefined` where it can't be one. It checks only what every mail system requires: international addresses pass, and
 * case is kept.
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

/** Returns the text without white space and `mailto:` around it. */
export function bare(text: string): string {
  let address = trimmed(text)
  // Bounded: each round copies the text.
  while (address.length < 1000 && /^mailto:/i.test(address)) address = trimmed(address.slice('mailto:'.length))
  return address
}

/** Whether two addresses reach the same mailbox, ignoring case, invisible characters and the form of the domain. */
export const isSameEmail = (one: string | null | undefined, other: string): boolean =>
  typeof one === 'string' && normalizeEmail(one) === normalizeEmail(other)

/** Returns the form in which such addresses are equal: lower case, with an ASCII domain. Empty without an address. */
export function normalizeEmail(address: string | null | undefined): string {
  if (typeof address !== 'string') return ''
  const text = bare(withoutInvisible(address)).normalize('NFC').toLowerCase()
  const at = text.lastIndexOf('@') + 1
  return text.slice(0, at) + asciiDomain(text.slice(at))
}

/** `münchen.example` and `xn--mnchen-3ya.example` are one domain; `URL` converts one to the other. */
function asciiDomain(domain: string): string {
  // `URL` would read `a.example/b` as the domain `a.example`.
  if (domain.length > 253 || !/^[\p{L}\p{M}\p{N}.-]+$/u.test(domain)) return domain
  try {
    return new URL(`http://${domain}`).host
  } catch {
    return domain
  }
}
