import type { Attributes } from '@opentelemetry/api'

/** Where a request goes, by the HTTP conventions. */
export function targetOf(endpoint: string): Attributes {
  const url = new URL(endpoint)
  return {
    'server.address': url.hostname,
    'server.port': url.port === '' ? (url.protocol === 'http:' ? 80 : 443) : Number(url.port),
    'url.full': redacted(url),
  }
}

/** The word that the conventions want for what is left out. */
const redaction = 'REDACTED'

/**
 * A URL without what may be secret in it. The conventions name a few parameters; here every value is left out, because
 * what a query says to a gateway in front of a GraphQL API may well be a token.
 */
function redacted({ protocol, username, password, host, pathname, search }: URL): string {
  const credentials = username === '' && password === '' ? '' : `${redaction}:${redaction}@`
  const parameters = search.slice(1).split('&')
  // A parameter without `=` is a token as likely as it is a name.
  const query = parameters.map((parameter) => parameter.replace(/^([^=]*=)?.*$/, `$1${redaction}`)).join('&')
  return `${protocol}//${credentials}${host}${pathname}${search === '' ? '' : `?${query}`}`
}
