/**
 * What is wrong with the address of a webhook; undefined if nothing is. Events say who works on what, so they cross no
 * network unencrypted.
 */
export function problemOfAddress(text: string): string | undefined {
  if (text.trim() === '') return undefined
  const url = parse(text)
  if (url === undefined) return 'This is not a URL. Type one such as https://example.com/hooks.'
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isThisMachine(url.hostname))) return undefined
  return 'The URL has to begin with https://, or with http:// and be on this machine.'
}

export function parse(text: string): URL | undefined {
  try {
    return new URL(text)
  } catch {
    return undefined
  }
}

const isThisMachine = (host: string): boolean => /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(host)
