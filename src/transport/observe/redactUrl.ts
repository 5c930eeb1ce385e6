/** The word that the conventions of OpenTelemetry want for what is left out. */
const redaction = 'REDACTED'

/**
 * A URL without what may be secret in it. The conventions name a few parameters; here every value is left out, because
 * what a query says to a gateway in front of a GraphQL API may well be a token.
 */
export function redactUrl(url: string): string {
  if (!/[?#@]/.test(url)) return url
  const { protocol, username, password, host, pathname, search } = new URL(url)
  const credentials = username === '' && password === '' ? '' : `${redaction}:${redaction}@`
  const parameters = search.slice(1).split('&')
  // A parameter without `=` is a token as likely as it is a name.
  const query = parameters.map((parameter) => parameter.replace(/^([^=]*=)?.*$/, `$1${redaction}`)).join('&')
  return `${protocol}//${credentials}${host}${pathname}${search === '' ? '' : `?${query}`}`
}
