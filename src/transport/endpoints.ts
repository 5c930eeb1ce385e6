import type { ForeignServer } from './response/classify.ts'
import type { LabelboxError } from '../core/errors.ts'
import { invalid } from '../core/guards.ts'
import { callerHeaders, type CallerHeaders, type GivenHeaders } from './request/callerHeaders.ts'
import { headersWith } from './request/requestHeaders.ts'
import { attemptIdHeader, traitsOf, type FetchTraits } from './request/requestInit.ts'

/** The public endpoint of Labelbox's GraphQL API. */
export const defaultEndpoint = 'https://api.labelbox.com/graphql'

/** Where the API is, and how to be let in. */
export interface EndpointOptions {
  /**
   * The API key, or a function that gives it, for keys that rotate: it is asked before each request, and before that
   * waits for its turn under `rateLimit`. It has `timeoutMs` to answer. Labelbox keys are opaque: their form is not looked
   * at.
   */
  readonly apiKey?: string | (() => string | Promise<string>) | undefined
  /**
   * Where the GraphQL API is. Default `https://api.labelbox.com/graphql`; an on-premises install has its own, and in a
   * page it may be relative, `/graphql`. A key is sent over https, or to this machine, and nowhere else. No user and
   * password in it, which `fetch` does not send; the values of its query are shown to no hook and no trace.
   */
  readonly endpoint?: string | URL | undefined
  /**
   * Where the operations of the experimental endpoint go, `CancelInvite` for one. Default: `endpoint` with `/graphql`
   * replaced by `/_gql`, as Labelbox's own SDK does.
   */
  readonly experimentalEndpoint?: string | URL | undefined
  /**
   * What sends requests. Default: the global `fetch`. Give your own for a corporate proxy or a private CA. It must not
   * send a request again, answer it from a cache or merge it with another one: a connection that is refused at its second
   * try counts as proof that nothing was sent. Deno's `fetch` does send again, unless the body is a stream; without this
   * option it gets one for each change.
   */
  readonly fetch?: typeof globalThis.fetch | undefined
  /**
   * Lets the key go over plain http to other machines, where whoever is on the way can read it, and with it invite and
   * remove everyone. Default `false`. For a gateway inside a closed network that speaks no TLS.
   */
  readonly allowInsecureHttp?: boolean | undefined
  /**
   * Headers of your own for each request: a session of your server's, say. An object, or a function that is asked before
   * each request and has `timeoutMs` to answer. `content-type`, `accept`, `x-user-agent` and `x-attempt-id` can't be among
   * them, and beside an `apiKey` neither can `authorization`.
   */
  readonly headers?: GivenHeaders | (() => GivenHeaders | Promise<GivenHeaders>) | undefined
  /**
   * Allows an `apiKey` where there is a `window` and a `document`. Default `false`: whoever opens a page can read a key in
   * it, and with it invite and remove everyone. For tests in jsdom, and for desktop apps whose pages are all their own.
   */
  readonly dangerouslyAllowBrowser?: boolean | undefined
}

/** {@link EndpointOptions}, checked and complete. */
export interface Endpoints {
  /** The `Authorization` header, or `undefined` where something on the way adds it. */
  readonly authorization: () => string | undefined | Promise<string>
  readonly hasKey: boolean
  /** Whether the key or the user's headers are a function's, which may take its time. */
  readonly asksForKey: boolean
  /** The user's own headers. */
  readonly headers: () => CallerHeaders | Promise<CallerHeaders>
  readonly endpoint: string
  readonly experimentalEndpoint: string
  readonly fetch: typeof globalThis.fetch
  readonly fetchTraits: FetchTraits
}

/** Checks the options once, so that a mistake shows where it is made. */
export function toEndpoints(options: EndpointOptions): Endpoints {
  const { apiKey } = options
  const endpoint = resolve(options.endpoint ?? defaultEndpoint, 'endpoint')
  const experimentalEndpoint =
    options.experimentalEndpoint === undefined
      ? experimentalOf(endpoint)
      : resolve(options.experimentalEndpoint, 'experimentalEndpoint')
  const requireSecrecy = (): void => {
    for (const url of [endpoint, experimentalEndpoint]) requirePrivacy(url, options.allowInsecureHttp === true)
  }
  if (apiKey !== undefined) {
    if (options.dangerouslyAllowBrowser !== true && isPage()) throw keyInPage()
    requireSecrecy()
  }
  const fixed = apiKey === undefined || typeof apiKey === 'function' ? undefined : bearer(apiKey)
  return {
    endpoint,
    experimentalEndpoint,
    hasKey: apiKey !== undefined,
    asksForKey: typeof apiKey === 'function' || typeof options.headers === 'function',
    headers: callerHeaders(options.headers, (headers) => {
      requireOthers(headers, apiKey !== undefined)
      if (Object.hasOwn(headers, 'authorization')) requireSecrecy()
    }),
    // Looked up for each request: a test or a polyfill may put another one in place later.
    fetch: options.fetch ?? ((input, init) => globalThis.fetch(input, init)),
    fetchTraits: traitsOf(options.fetch === undefined),
    authorization: typeof apiKey === 'function' ? async () => bearer(await apiKey()) : () => fixed,
  }
}

/** Whether this runs in a page. Workers have no `window`, and React Native no `document`. */
export const isPage = (): boolean => {
  const { window, document } = globalThis as { readonly window?: unknown; readonly document?: unknown }
  return typeof window === 'object' && typeof document === 'object' && window !== null && document !== null
}

const keyInPage = (): LabelboxError =>
  invalid(
    "An API key must not be in a page, as whoever opens it could read the key, and with it invite and remove everyone. Leave apiKey out and let endpoint be a server of yours that adds the key: endpoint: '/graphql'. For a test in jsdom there is dangerouslyAllowBrowser: true.",
  )

function bearer(key: string): string {
  requireHeaderValue(key)
  return `Bearer ${key}`
}

function resolve(url: string | URL, option: string): string {
  const resolved = parse(url)
  if (resolved === undefined) throw invalid(`${option} is not a URL. Give one such as ${defaultEndpoint}.`)
  if (resolved.username !== '' || resolved.password !== '') {
    throw invalid(`${option} has a user or a password in it, which fetch does not send. Leave them out.`)
  }
  return resolved.href
}

function parse(url: string | URL): URL | undefined {
  const location = (globalThis as { location?: { href?: string } }).location?.href
  try {
    return new URL(url, location)
  } catch {
    return undefined
  }
}

/** By the path alone: a host may be called graphql, and a parameter may say so. */
function experimentalOf(endpoint: string): string {
  const url = new URL(endpoint)
  url.pathname = url.pathname.replace(/\/graphql(?=$|\/)/, '/_gql')
  return url.href
}

/** Headers that the transport sets are not for the user to set: the key has an option of its own. */
function requireOthers(headers: CallerHeaders, hasKey: boolean): void {
  for (const name of [...Object.keys(headersWith(hasKey ? '' : undefined)), attemptIdHeader]) {
    if (Object.hasOwn(headers, name.toLowerCase()))
      throw invalid(`headers must not have ${name}, which labelbox-org sets itself.`)
  }
}

/** Who holds the key can remove everyone from the organization: it crosses no network in the clear. */
function requirePrivacy(url: string, allowInsecureHttp: boolean): void {
  const { protocol, hostname } = new URL(url)
  if (protocol === 'https:' || (protocol === 'http:' && (isLoopback(hostname) || allowInsecureHttp))) return
  throw invalid('The API key is sent over https, or over http to this machine only.', undefined, [
    'use-https',
    'Use an https:// endpoint, or set allowInsecureHttp if nobody else is on the network.',
  ])
}

/**
 * Whether a host, as `URL` writes it, is this machine. A name may begin with 127 too, and a resolver may ask the network
 * for `app.localhost` and `localhost.`: only the bare name and the addresses themselves count.
 */
export const isLoopback = (hostname: string): boolean => /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(hostname)

/** Whose server answers, where that is not Labelbox's own. */
export function foreignServer(url: string, hasKey: boolean): ForeignServer | undefined {
  const { host, hostname } = new URL(url)
  return /(?:^|\.)labelbox\.com$/.test(hostname) ? undefined : { host, hasKey }
}

/** Checked here because `fetch` quotes a header that it refuses, key and all. */
function requireHeaderValue(key: unknown): void {
  if (typeof key === 'string' && /^[\x21-\x7e]+$/.test(key)) return
  throw invalid(
    'The API key must be a non-empty text without spaces or line breaks. Was it copied whole, and nothing else?',
  )
}
