import { LabelboxError } from '../errors.ts'

/** The public endpoint of Labelbox's GraphQL API. */
export const defaultEndpoint = 'https://api.labelbox.com/graphql'

/** Per attempt; what the official SDK settled on after 10 s and 30 s proved too short for the server. */
export const defaultTimeoutMs = 60_000

/** How to reach the API. */
export interface ConnectionOptions {
  /**
   * The API key, or a function that gives it, for keys that rotate: it is asked before each request. Labelbox keys are
   * opaque: their form is not looked at.
   */
  readonly apiKey?: string | (() => string | Promise<string>) | undefined
  /**
   * Where the GraphQL API is. Default `https://api.labelbox.com/graphql`; an on-premises install has its own, and in a
   * page it may be relative, `/graphql`. A key is sent over https, or to this machine, and nowhere else.
   */
  readonly endpoint?: string | URL | undefined
  /**
   * Where the operations of the experimental endpoint go, `CancelInvite` for one. Default: `endpoint` with `/graphql`
   * replaced by `/_gql`, as Labelbox's own SDK does.
   */
  readonly experimentalEndpoint?: string | URL | undefined
  /** What sends requests. Default: the global `fetch`. Give your own for a corporate proxy or a private CA. */
  readonly fetch?: typeof globalThis.fetch | undefined
  /** Milliseconds that one request may take, the reading of its answer included. Default 60,000; `Infinity` for no limit. */
  readonly timeoutMs?: number | undefined
}

/** {@link ConnectionOptions}, checked and complete. */
export interface Connection {
  /** The `Authorization` header, or `undefined` where something on the way adds it. */
  readonly authorization: () => Promise<string | undefined>
  readonly endpoint: string
  readonly experimentalEndpoint: string
  readonly fetch: typeof globalThis.fetch
  readonly timeoutMs: number
}

/** Checks the options once, so that a mistake shows where it is made. */
export function connect(options: ConnectionOptions): Connection {
  const { apiKey, timeoutMs = defaultTimeoutMs } = options
  const endpoint = resolve(options.endpoint ?? defaultEndpoint, 'endpoint')
  const experimentalEndpoint =
    options.experimentalEndpoint === undefined
      ? endpoint.replace(/\/graphql(?=$|[/?#])/, '/_gql')
      : resolve(options.experimentalEndpoint, 'experimentalEndpoint')
  if (apiKey !== undefined) {
    for (const url of [endpoint, experimentalEndpoint]) requirePrivacy(url)
    if (typeof apiKey !== 'function') requireHeaderValue(apiKey)
  }
  requireTimeout(timeoutMs)
  return {
    endpoint,
    experimentalEndpoint,
    timeoutMs,
    // Looked up for each request: a test or a polyfill may put another one in place later.
    fetch: options.fetch ?? ((input, init) => globalThis.fetch(input, init)),
    authorization: async () => {
      if (apiKey === undefined) return undefined
      const key = typeof apiKey === 'string' ? apiKey : await apiKey()
      requireHeaderValue(key)
      return `Bearer ${key}`
    },
  }
}

const invalid = (message: string): LabelboxError => new LabelboxError({ code: 'INVALID_INPUT', message })

function resolve(url: string | URL, option: string): string {
  const location = (globalThis as { location?: { href?: string } }).location?.href
  try {
    return new URL(url, location).href
  } catch {
    throw invalid(`${option} is not a URL. Give one such as ${defaultEndpoint}.`)
  }
}

/** Who holds the key can remove everyone from the organization: it crosses no network in the clear. */
function requirePrivacy(url: string): void {
  const { protocol, hostname } = new URL(url)
  // A name may begin with 127 too: only the address itself is this machine.
  const isLoopback =
    hostname === 'localhost' || hostname.endsWith('.localhost') || /^127(\.\d+){3}$|^\[::1\]$/.test(hostname)
  if (protocol === 'https:' || (protocol === 'http:' && isLoopback)) return
  throw invalid(
    'The API key is sent over https, or over http to this machine only. Use an endpoint that begins with https://.',
  )
}

/** Checked here because `fetch` quotes a header that it refuses, key and all. */
function requireHeaderValue(key: unknown): void {
  if (typeof key === 'string' && /^[\x21-\x7e]+$/.test(key)) return
  throw invalid(
    'The API key must be a non-empty text without spaces or line breaks. Was it copied whole, and nothing else?',
  )
}

/** Refuses what is no duration. Node fires a timer at once where milliseconds pass 2^31 - 1. */
export function requireTimeout(timeoutMs: number): void {
  if (timeoutMs > 0 && (timeoutMs <= 0x7fffffff || timeoutMs === Infinity)) return
  throw invalid('timeoutMs must be a number of milliseconds from 1 to 2147483647, or Infinity.')
}
