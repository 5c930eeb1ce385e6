import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import * as tls from 'node:tls'
import type * as undici from 'undici'
import { invalid, maxTimerMs, requireCount, requireDuration, requireKnown } from '../core/guards.ts'
import { toProxyFor, type Environment, type Proxy } from './proxies.ts'
import { refusedBy, unreachable, unusable } from './tunnelError.ts'

/** The parts of undici that a transport is made of. */
export type Undici = Pick<typeof undici, 'Agent' | 'Pool' | 'ProxyAgent'>

/** Options of {@link undiciTransport}. */
export interface UndiciTransportOptions {
  /**
   * Maximum connections to a server; further requests wait for one. With `pipelining` or `allowH2`, queries and changes
   * have this many each. Default: no limit.
   */
  readonly connections?: number | undefined
  /**
   * Maximum queries under way on one connection: over HTTP/1.1 one after the other without waiting for the response, over
   * HTTP/2 at the same time. If one of them is aborted, HTTP/1.1 sends those after it again. A change always has a
   * connection to itself. Default: 1.
   */
  readonly pipelining?: number | undefined
  /**
   * Sends queries over HTTP/2 if the server offers it, up to `pipelining` on one connection. Changes go over HTTP/1.1:
   * an HTTP/2 connection that breaks ends all requests on it. So does a `GOAWAY` of the server; the queries that it ends
   * are retried by default. Default: `false`.
   */
  readonly allowH2?: boolean | undefined
  /**
   * A proxy: its URL, which may hold a user and a password, or `'env'` for those in `HTTPS_PROXY`, `HTTP_PROXY` and
   * `NO_PROXY`, also in lower case. The connection goes through it as a tunnel (`CONNECT`), so it can't read an https
   * request. A server on this machine is always reached without it. Default: no proxy, whatever the environment says.
   */
  readonly proxy?: 'env' | (string & {}) | URL | undefined
  /**
   * Certificates of private CAs, as PEM, trusted in addition to those that Node trusts: for the server, and for a proxy
   * with an https URL. Node's own way, `NODE_EXTRA_CA_CERTS`, needs no option.
   */
  readonly ca?: string | Uint8Array | readonly (string | Uint8Array)[] | undefined
  /** Longest time that an idle connection stays open, in milliseconds; less if the server says so. Default: 4,000. */
  readonly keepAliveMs?: number | undefined
  /**
   * Longest time to open a connection, in milliseconds. Through a proxy, the connection to it, the `CONNECT` and the TLS
   * handshake with the server have this long each. Nothing has been sent by then. Default: 10,000.
   */
  readonly connectTimeoutMs?: number | undefined
}

/** All of them: without `proxy`, misspelled, requests would take another way. */
export const optionNames = [
  'connections',
  'pipelining',
  'allowH2',
  'proxy',
  'ca',
  'keepAliveMs',
  'connectTimeoutMs',
] as const

/** The connections to a server. */
export interface Dispatchers {
  readonly queries: undici.Dispatcher
  /** One request on a connection at a time. The same as `queries` where that holds for queries too. */
  readonly changes: undici.Dispatcher
}

/** The connections of a transport, by the proxy that they go through. */
export interface Routes {
  /** Throws if the proxy of the environment can't be used. */
  readonly to: (server: URL) => Dispatchers
  /** Those that were used so far. */
  readonly all: readonly Dispatchers[]
  /** Texts that no error may show: the credentials of the proxies that were used so far. */
  readonly secrets: readonly string[]
}

/** Checks the options, so that a mistake shows where it is made. */
export function toRoutes(
  undici: Undici,
  options: UndiciTransportOptions,
  environment: Environment = process.env,
): Routes {
  requireKnown(options, optionNames)
  const { connections, pipelining = 1, allowH2 = false, keepAliveMs = 4000, connectTimeoutMs = 10_000 } = options
  if (connections !== undefined) requireCount(connections, 'connections')
  requireCount(pipelining, 'pipelining')
  if (typeof allowH2 !== 'boolean') throw invalid('allowH2 must be true or false.')
  requireDuration(keepAliveMs, 'keepAliveMs')
  requireDuration(connectTimeoutMs, 'connectTimeoutMs')
  const secureContext = contextWith(options.ca)
  const proxyFor = toProxyFor(options.proxy, environment)
  // Longer timers fire at once.
  const timeout = connectTimeoutMs === Infinity ? 0 : connectTimeoutMs
  const connect = { timeout, ...(secureContext && { secureContext }) }

  const dispatcher = (proxy: Proxy | undefined, pipelining: number, allowH2: boolean): undici.Dispatcher => {
    const common = {
      ...(connections !== undefined && { connections }),
      pipelining,
      allowH2,
      keepAliveTimeout: Math.min(keepAliveMs, maxTimerMs),
      // Otherwise a server may ask for more.
      keepAliveMaxTimeout: Math.min(keepAliveMs, maxTimerMs),
      connect,
    }
    if (proxy === undefined) return new undici.Agent(common)
    return new undici.ProxyAgent({
      ...common,
      uri: proxy.url,
      ...(proxy.token !== undefined && { token: proxy.token }),
      // Otherwise undici 8 lets the proxy read a request to an http endpoint.
      proxyTunnel: true,
      requestTls: { ...connect, allowH2 },
      proxyTls: connect,
      // A proxy that never answers a CONNECT would hold its place forever.
      clientFactory: (origin: URL, given: object) =>
        tunnelsOf(proxy, new undici.Pool(origin, { ...given, allowH2: false, headersTimeout: timeout })),
    })
  }
  const through = (proxy: Proxy | undefined): Dispatchers => {
    const changes = dispatcher(proxy, 1, false)
    return { queries: pipelining > 1 || allowH2 ? dispatcher(proxy, pipelining, allowH2) : changes, changes }
  }
  const routes = new Map<Proxy | undefined, Dispatchers>()
  const all: Dispatchers[] = []
  const secrets: string[] = []
  const to = (server: URL): Dispatchers => {
    let proxy: Proxy | undefined
    try {
      proxy = proxyFor(server)
    } catch (error) {
      throw unusable(error)
    }
    let dispatchers = routes.get(proxy)
    if (dispatchers === undefined) {
      dispatchers = through(proxy)
      routes.set(proxy, dispatchers)
      all.push(dispatchers)
      secrets.push(...(proxy?.secrets ?? []))
    }
    return dispatchers
  }
  return { to, all, secrets }
}

type ConnectOptions = undici.Dispatcher.ConnectOptions

/** The connections to a proxy. What fails on them is the proxy's, not the server's. */
function tunnelsOf(proxy: Proxy, pool: undici.Pool): undici.Dispatcher {
  const open: (options: ConnectOptions) => Promise<undici.Dispatcher.ConnectData> = pool.connect.bind(pool)
  const connect = async (options: ConnectOptions): Promise<undici.Dispatcher.ConnectData> => {
    const { path } = options
    let opened: undici.Dispatcher.ConnectData
    try {
      opened = await open(options)
    } catch (error) {
      throw unreachable(proxy, path, error)
    }
    const { statusCode, socket } = opened
    if (statusCode === 200) return opened
    socket.on('error', () => undefined).destroy()
    throw refusedBy(proxy, path, statusCode)
  }
  return Object.assign(pool, { connect })
}

/** Made once: Node would read some 150 certificates for each connection. */
function contextWith(ca: UndiciTransportOptions['ca']): tls.SecureContext | undefined {
  if (ca === undefined) return undefined
  const texts = (Array.isArray(ca) ? (ca as readonly (string | Uint8Array)[]) : [ca as string | Uint8Array]).map(textOf)
  const added = texts.map((text) => text.match(certificate) ?? [])
  if (added.length === 0 || !added.every((each) => each.length > 0 && each.every(isCertificate)))
    throw invalid('ca must be certificates as PEM, which begin with -----BEGIN CERTIFICATE-----.')
  return tls.createSecureContext({ ca: [...trustedByNode(), ...added.flat()] })
}

const certificate = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g

/** OpenSSL skips what it can't read. */
function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).raw.length > 0
  } catch {
    return false
  }
}

/** From JavaScript it may be anything. */
const textOf = (text: unknown): string => {
  if (text instanceof Uint8Array) return new TextDecoder('latin1').decode(text)
  return typeof text === 'string' ? text : ''
}

/** With those in `NODE_EXTRA_CA_CERTS`, which Node before 22.15 does not tell. */
function trustedByNode(): readonly string[] {
  const { getCACertificates } = tls as { readonly getCACertificates?: (type: 'default') => readonly string[] }
  return getCACertificates?.('default') ?? [...tls.rootCertificates, ...extraCertificates()]
}

/** Node warns at its start if it can't read the file, and goes on. */
function extraCertificates(): readonly string[] {
  const file = process.env['NODE_EXTRA_CA_CERTS']
  if (!file) return []
  try {
    return (readFileSync(file, 'latin1').match(certificate) ?? []).filter(isCertificate)
  } catch {
    return []
  }
}
