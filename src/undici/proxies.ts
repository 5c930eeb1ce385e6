import { invalid } from '../core/guards.ts'
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

/** Which proxy stands before a server: that of the option, or that of the environment. */
export interface Proxies {
  readonly all: readonly Proxy[]
  readonly before: (server: URL) => Proxy | undefined
}

/** Environment variables. */
export type Environment = Readonly<Record<string, string | undefined>>

/** Reads the option `proxy`, and the environment if it says so. */
export function toProxies(option: string | URL | undefined, environment: Environment): Proxies {
  if (option === undefined) return { all: [], before: () => undefined }
  if (option !== 'env') {
    const proxy = toProxy(option, 'proxy')
    return { all: [proxy], before: () => proxy }
  }
  const http = proxyIn('http_proxy', environment)
  const https = proxyIn('https_proxy', environment) ?? http
  const [, excluded = ''] = variable('no_proxy', environment) ?? []
  return {
    all: [...new Set([http, https].filter((proxy) => proxy !== undefined))],
    before: (server) => (isExcluded(server, excluded) ? undefined : server.protocol === 'http:' ? http : https),
  }
}

/** A variable and its value. As in curl, the name in lower case comes first, and an empty value does not count. */
function variable(name: string, environment: Environment): readonly [name: string, value: string] | undefined {
  for (const each of [name, name.toUpperCase()]) {
    const value = environment[each]?.trim()
    if (value) return [each, value]
  }
  return undefined
}

function proxyIn(name: string, environment: Environment): Proxy | undefined {
  const [source, value] = variable(name, environment) ?? []
  if (source === undefined || value === undefined) return undefined
  // Many programs accept a host and a port there.
  return toProxy(value.includes('://') ? value : `http://${value}`, source)
}

/** The messages don't quote the URL, which may hold a password. */
function toProxy(given: string | URL, source: string): Proxy {
  const url = tryUrl(given)
  if (url === undefined || !['http:', 'https:'].includes(url.protocol))
    throw invalid(`${source} must be the URL of an HTTP proxy, such as http://proxy.example.com:8080.`)
  const { username, password, pathname, search, hash } = url
  // It begins in the password, so the host is another part of it.
  if ((pathname + search + hash).includes('@')) throw notEncoded(source)
  url.username = url.password = ''
  if (username === '' && password === '') return { url: url.href, token: undefined, secrets: [], source }
  try {
    const [user, word] = [decodeURIComponent(username), decodeURIComponent(password)]
    const token = `Basic ${Buffer.from(`${user}:${word}`).toString('base64')}`
    // A short user may be part of any error by chance.
    const secrets = [token, token.slice('Basic '.length), word, ...(user.length > 4 ? [user] : [])]
    return { url: url.href, token, secrets, source }
  } catch {
    throw notEncoded(source)
  }
}

const notEncoded = (source: string): Error =>
  invalid(
    `The user or the password in ${source} is not encoded as in a URL: % must be %25, / must be %2F, # must be %23.`,
  )

function tryUrl(url: string | URL): URL | undefined {
  try {
    return new URL(url)
  } catch {
    return undefined
  }
}
