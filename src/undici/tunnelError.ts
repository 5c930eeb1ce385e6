import { STATUS_CODES } from 'node:http'
import { ExplainedError } from '../transport/explainedError.ts'
import type { Proxy } from './proxies.ts'

/** What failed between this program and a proxy, before a byte of the request went out. */
export class ProxyError extends ExplainedError {
  override readonly name = 'ProxyError'
  /** That of the cause, if it is the system's. With `UND_ERR_SOCKET`, undici would try again at once and without end. */
  declare readonly code?: string

  constructor(message: string, cause: unknown) {
    super(message, { cause })
    const { code } = cause as { readonly code?: unknown }
    if (typeof code === 'string' && code !== 'UND_ERR_SOCKET' && code !== 'UND_ERR_INFO') this.code = code
  }
}

/** The proxy can't be reached, or hangs up. */
export const unreachable = (proxy: Proxy, server: string, cause: unknown): ProxyError =>
  new ProxyError(
    `The proxy ${named(proxy)} could not be used. Check that it is right and that it runs.${adviceFor(proxy, server)}`,
    cause,
  )

/** The proxy answers, and opens no tunnel. */
export function refusedBy(proxy: Proxy, server: string, status: number): ProxyError {
  const text = `The proxy ${named(proxy)} answered HTTP ${status}${words(status)} to the request for ${server}.`
  // In undici's words, by which the delivery knows it.
  const cause = new Error(`Proxy response (${status}) !== 200 when HTTP Tunneling`)
  return new ProxyError(text + (status === 407 ? signIn(proxy) : refusal(proxy, server, status)), cause)
}

/** The environment names no usable proxy. undici's code says that a retry would fail as well. */
export const unusable = (error: unknown): ProxyError =>
  new ProxyError((error as Error).message, Object.assign(new Error('Invalid proxy'), { code: 'UND_ERR_INVALID_ARG' }))

const words = (status: number): string => (STATUS_CODES[status] === undefined ? '' : ` (${STATUS_CODES[status]})`)

function signIn({ token, source }: Proxy): string {
  const place = source === 'proxy' ? 'the URL of the proxy' : source
  return token === undefined
    ? ` It needs a user and a password: put them into ${place}, as http://USER:PASSWORD@HOST:PORT.`
    : ` It did not accept the user and the password in ${place}. Check them; special characters are encoded, as %40 for @.`
}

function refusal(proxy: Proxy, server: string, status: number): string {
  const advice = adviceFor(proxy, server)
  if (status >= 500) return ` Check that the proxy can reach this server.${advice}`
  if (status >= 400) return ` Ask the administrator of the proxy to allow this server.${advice}`
  // A page to sign in, or a server that is not a proxy.
  return ` Check that it is a proxy, and whether this network wants you to sign in first.${advice}`
}

/** Only the environment has `NO_PROXY`. */
const adviceFor = ({ source }: Proxy, server: string): string =>
  source === 'proxy' ? '' : ` If the server can be reached without it, add it to NO_PROXY: ${withoutPort(server)}.`

const named = ({ url, source }: Proxy): string => `${new URL(url).host}${source === 'proxy' ? '' : ` of ${source}`}`

const withoutPort = (server: string): string => server.replace(/:\d*$/, '')
