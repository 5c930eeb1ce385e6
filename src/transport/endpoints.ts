import { defaultEndpoint, experimentalOf } from '../core/experimentalUrl.ts'
import { invalid } from '../core/guards.ts'
import { isLoopback, isPage } from './platform.ts'
import { callerHeaders, type CallerHeaders } from './request/callerHeaders.ts'
import { fetchTransport } from './request/fetchTransport.ts'
import { attemptIdHeader } from './request/message.ts'
import { headersWith } from './request/requestHeaders.ts'
import type { Transport } from './transport.ts'

/** An API key, or a function that returns it. */
export type ApiKeySource = string | (() => string | Promise<string>)

/** Headers for each request, or a function that returns them. A header that is `undefined` is left out. */
export type HeaderSource =
  | Headers
  | Readonly<Record<string, string | undefined>>
  | (() =>
      | Headers
      | Readonly<Record<string, string | undefined>>
      | Promise<Headers | Readonly<Record<string, string | undefined>>>)

/** Where the API is, and how to authenticate. */
export interface EndpointOptions {
  /**
   * The API key, or a function that returns it, for keys that rotate. The function is called before each request, and
   * before the request waits under `rateLimit`; it has `timeoutMs`. Labelbox keys are opaque: their form is not checked.
   */
  readonly apiKey?: ApiKeySource | undefined
  /**
   * The URL of the GraphQL API. Default: `https://api.labelbox.com/graphql`. An on-premises installation has its own; in
   * a page it may be relative, `/api/labelbox`. A key is sent over https, or to this machine. The URL must not contain a user
   * or a password, which `fetch` does not send. Hooks and traces don't see the values of its query.
   */
  readonly endpoint?: string | URL | undefined
  /**
   * The URL for operations of the experimental endpoint, such as `CancelInvite`. Default: `endpoint` with `/graphql`
   * replaced by `/_gql`, as in Labelbox's own SDK.
   */
  readonly experimentalEndpoint?: string | URL | undefined
  /**
   * Sends the requests. Default: the global `fetch`. Pass your own for a corporate proxy or a private CA. It must not
   * retry a request, answer it from a cache or merge it with another one: a connection refused at a second try would
   * count as proof that nothing was sent. Deno's `fetch` retries unless the body is a stream; with the default, changes
   * have a stream there.
   */
  readonly fetch?: typeof globalThis.fetch | undefined
  /**
   * Sends the requests in place of `fetch`: `undiciTransport()` of `labelbox-org/undici`, for servers. It is faster, and
   * has proxies, private CAs, limits of connections and HTTP/2 as options.
   *
   * @example
   * const labelbox = new Labelbox({ apiKey, transport: undiciTransport({ proxy: 'env' }) })
   */
  readonly transport?: Transport | undefined
  /**
   * Sends the key over plain http to other machines, where anyone on the way can read it, and with it invite and remove
   * everyone. For a gateway inside a closed network that has no TLS. Default: `false`.
   */
  readonly allowInsecureHttp?: boolean | undefined
  /**
   * Your own headers for each request, such as a session of your server. An object, or a function that is called before
   * each request and has `timeoutMs`. They must not include `content-type`, `accept`, `x-user-agent` and `x-attempt-id`,
   * nor `authorization` beside an `apiKey`.
   */
  readonly headers?: HeaderSource | undefined
  /**
   * Allows an `apiKey` where there is a `window` and a `document`. For tests in jsdom, and for desktop apps that load no
   * foreign pages. Anyone who opens a web page can read a key in it, and with it invite and remove everyone. Default:
   * `false`.
   */
  readonly dangerouslyAllowBrowser?: boolean | undefined
}

/** {@link EndpointOptions}, checked and complete. */
export interface Endpoints {
  /** The `Authorization` header; `undefined` if a server on the way adds it. */
  readonly authorization: () => string | undefined | Promise<string>
  readonly hasKey: boolean
  /** The user's own headers. */
  readonly headers: () => CallerHeaders | Promise<CallerHeaders>
  /** The headers of all requests; `undefined` if the key or the headers come from a user's function, which may be slow. */
  readonly fixedHeaders: Readonly<Record<string, string>> | undefined
  readonly endpoint: string
  readonly experimentalEndpoint: string
  readonly transport: Transport
}

/** Checks the options, so that a mistake shows where it is made. */
export function toEndpoints(options: EndpointOptions): Endpoints {
  const { apiKey, fetch, transport = fetchTransport(fetch) } = options
  if (typeof (transport as Transport | null)?.send !== 'function' || (options.transport && fetch))
    throw invalid('transport must be undiciTransport(), without fetch.')
  const hasKey = apiKey !== undefined
  const endpoint = resolve(options.endpoint ?? defaultEndpoint, 'endpoint')
  const experimentalEndpoint =
    options.experimentalEndpoint === undefined
      ? experimentalOf(new URL(endpoint))
      : resolve(options.experimentalEndpoint, 'experimentalEndpoint')
  const requireSecrecy = (): void => {
    for (const url of [endpoint, experimentalEndpoint]) requirePrivacy(url, options.allowInsecureHttp === true)
  }
  if (hasKey) {
    if (options.dangerouslyAllowBrowser !== true && isPage()) throw invalid(keyInPage)
    requireSecrecy()
  }
  const fixed = hasKey && typeof apiKey !== 'function' ? bearer(apiKey) : undefined
  const headers = callerHeaders(options.headers, (headers) => {
    for (const name of [...Object.keys(headersWith(hasKey ? '' : undefined)), attemptIdHeader]) {
      if (Object.hasOwn(headers, name.toLowerCase()))
        throw invalid(`headers must not include ${name}, which labelbox-org sets itself.`)
    }
    if (Object.hasOwn(headers, 'authorization')) requireSecrecy()
  })
  const asks = typeof apiKey === 'function' || typeof options.headers === 'function'
  return {
    endpoint,
    experimentalEndpoint,
    hasKey,
    headers,
    fixedHeaders: asks ? undefined : Object.freeze(headersWith(fixed, headers() as CallerHeaders)),
    transport,
    authorization: typeof apiKey === 'function' ? async () => bearer(await apiKey()) : () => fixed,
  }
}

const keyInPage =
  "An API key must not be in a page: anyone who opens it could read the key, and invite and remove everyone. Omit apiKey and set endpoint: '/api/labelbox', where labelboxProxy on your server adds it. In jsdom, set dangerouslyAllowBrowser: true."

/** Checked here because `fetch` quotes a header that it refuses, key and all. */
function bearer(key: string): string {
  if (typeof key !== 'string' || !/^[\x21-\x7e]+$/.test(key)) {
    throw invalid(
      'The API key is empty, or has spaces or line breaks. Check that it is set, and that you copied the whole key and nothing else.',
    )
  }
  return `Bearer ${key}`
}

function resolve(url: string | URL, option: string): string {
  const resolved = parse(url)
  if (resolved === undefined) {
    if (typeof url === 'string' && url.startsWith('/'))
      throw invalid(`${option} is relative, which only a page can resolve. Pass a whole URL here, with its host.`)
    throw invalid(`${option} is not a URL. Use one such as ${defaultEndpoint}.`)
  }
  if (resolved.username !== '' || resolved.password !== '') {
    throw invalid(`${option} contains a user or a password, which fetch does not send. Remove them.`)
  }
  return resolved.href
}

function parse(url: string | URL): URL | undefined {
  try {
    return new URL(url, (globalThis as { location?: { href?: string } }).location?.href)
  } catch {
    return undefined
  }
}

/** Anyone who reads the key can remove everyone from the organization, so it crosses no network in the clear. */
function requirePrivacy(url: string, allowInsecureHttp: boolean): void {
  const { protocol, hostname } = new URL(url)
  if (protocol === 'https:' || (protocol === 'http:' && (isLoopback(hostname) || allowInsecureHttp))) return
  throw invalid('The API key is sent over https, or over http to this machine only.', undefined, [
    'use-https',
    'Use an https:// endpoint, or set allowInsecureHttp if nobody else is on the network.',
  ])
}
