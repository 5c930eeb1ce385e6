/** The placeholder of the OpenTelemetry conventions. */
const redaction = 'REDACTED'

/** A URL without its credentials and the values of its query, any of which may be a token for a gateway. */
export function redactUrl(url: string): string {
  if (!/[?#@]/.test(url)) return url
  const { protocol, username, password, host, pathname, search } = new URL(url)
  const credentials = username === '' && password === '' ? '' : `${redaction}:${redaction}@`
  const parameters = search.slice(1).split('&')
  // A parameter without `=` may be a token too.
  const query = parameters.map((parameter) => parameter.replace(/^([^=]*=)?.*$/, `$1${redaction}`)).join('&')
  return `${protocol}//${credentials}${host}${pathname}${search === '' ? '' : `?${query}`}`
}
