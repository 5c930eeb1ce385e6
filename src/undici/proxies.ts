import { invalid } from '../core/guards.ts'
import { isLoopback } from '../transport/platform.ts'
import { isExcluded } from './noProxy.ts'

/** A proxy, with its credentials apart from its URL. */
export interface Proxy {
  /** Without the user and the password. */
  readonly url: string
  /** The `Proxy-Authorization` header. */
  readonly token: string | undefined
  /** Texts that no error may show. */
  readonly secrets: readonly string[]
  /** Where it was given: the option `proxy`, or a variable of the environment. */
  readonly source: string
}

/** Finds the proxy that stands before a server. Throws if it can't be used. */
export type ProxyFor = (server: URL) => Proxy | undefined

/** Environment variables. */
export type Environment = Readonly<Record<string, string | undefined>>

/** A variable that is set. */
export interface Variable {
  readonly name: string
  readonly value: string
}

/** Reads the option `proxy`, and the environment if it says so. */
export function toProxyFor(option: string | URL | undefined, environment: Environment): ProxyFor {
  if (option === undefined) return () => undefined
  if (option === 'env') return environmentProxyFor(environment)
  const proxy = toProxy(option, 'proxy')
  return (server) => (isOnThisMachine(server) ? undefined : proxy)
}

/** A variable is parsed when a server needs it: a wrong one must not stop requests that go elsewhere. */
function environmentProxyFor(given: Environment): ProxyFor {
  // The variables may change later.
  const environment = { ...given }
  const parsed = new Map<string, Proxy>()
  return (server) => {
    const variable = proxyVariable(server, environment)
    if (variable === undefined) return undefined
    const { name, value } = variable
    // Many programs accept a host and a port there.
    const proxy = parsed.get(name) ?? toProxy(value.includes('://') ? value : `http://${value}`, name)
    parsed.set(name, proxy)
    return proxy
  }
}

/** The variable with the proxy for a server. */
export function proxyVariable(server: URL, environment: Environment): Variable | undefined {
  if (isDirect(server, environment)) return undefined
  const names = server.protocol === 'http:' ? ['http_proxy'] : ['https_proxy', 'http_proxy']
  return names.map((name) => variableOf(name, environment)).find((variable) => variable !== undefined)
}

/** Whether a server is reached without a proxy, whatever the other variables say. */
export const isDirect = (server: URL, environment: Environment): boolean =>
  isOnThisMachine(server) || isExcluded(server, variableOf('no_proxy', environment)?.value ?? '')

/** The name in lower case comes first, as in curl. An empty variable does not count. */
export function variableOf(lowerCaseName: string, environment: Environment): Variable | undefined {
  for (const name of [lowerCaseName, lowerCaseName.toUpperCase()]) {
    const value = environment[name]?.trim()
    if (value) return { name, value }
  }
  return undefined
}

/**
 * Over http, an API key is sent to this machine only. A proxy would take it to another one, in the clear, and would look
 * for the server there.
 */
const isOnThisMachine = ({ hostname }: URL): boolean => isLoopback(hostname) || /(?:^|\.)localhost\.?$/.test(hostname)

/** The messages don't quote the URL, which may hold a password. */
function toProxy(given: string | URL, source: string): Proxy {
  const url = tryUrl(given)
  // A character such as `/` ends the host early, and what stands before it may be no host and port.
  if (url === undefined && String(given).includes('@')) throw notEncoded(source)
  if (url === undefined || !['http:', 'https:'].includes(url.protocol)) throw notHttp(source, url)
  const { username, pathname, search, hash } = url
  // It begins in the password, so the host is another part of it.
  if ((pathname + search + hash).includes('@')) throw notEncoded(source)
  const credentials = username === '' && url.password === '' ? undefined : decoded(url, source)
  url.username = url.password = ''
  if (credentials === undefined) return { url: url.href, token: undefined, secrets: [], source }
  const { user, password } = credentials
  const token = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
  // A short user may be part of any error by chance.
  const secrets = [token, token.slice('Basic '.length), password, ...(user.length > 4 ? [user] : [])]
  return { url: url.href, token, secrets, source }
}

function decoded({ username, password }: URL, source: string): { readonly user: string; readonly password: string } {
  try {
    return { user: decodeURIComponent(username), password: decodeURIComponent(password) }
  } catch {
    throw notEncoded(source)
  }
}

const notEncoded = (source: string): Error =>
  invalid(
    `The user or the password in ${source} is not encoded as in a URL: % must be %25, / must be %2F, # must be %23, ? must be %3F.`,
  )

function notHttp(source: string, url: URL | undefined): Error {
  const socks = url?.protocol.startsWith('socks') === true ? ' SOCKS is not supported.' : ''
  const advice = source === 'proxy' ? '' : ` Change it, unset it, or list the server in NO_PROXY.`
  return invalid(`${source} must be the URL of an HTTP proxy, such as http://proxy.example.com:8080.${socks}${advice}`)
}

function tryUrl(url: string | URL): URL | undefined {
  try {
    return new URL(url)
  } catch {
    return undefined
  }
}
