/** The platform's name: `Node.js/22`, `Deno/2.9.6`, `Cloudflare-Workers`, or a browser's. */
const userAgent = (): string => {
  const { navigator } = globalThis as {
    readonly navigator?: { readonly userAgent?: unknown; readonly product?: unknown }
  }
  if (navigator?.product === 'ReactNative') return 'ReactNative'
  return typeof navigator?.userAgent === 'string' ? navigator.userAgent : ''
}

/** Whether this is a page. Workers have no `window`, and React Native has no `document`. */
export const isPage = (): boolean => {
  const { window, document } = globalThis as { readonly window?: unknown; readonly document?: unknown }
  return typeof window === 'object' && typeof document === 'object' && window !== null && document !== null
}

/**
 * Whether promises and timers end with the server's request that made them, as in Cloudflare's Workers: then they never
 * settle, so no other request may wait for them.
 */
export const endsWithRequest = (): boolean => userAgent() === 'Cloudflare-Workers'

/**
 * Whether `fetch` may send a POST a second time by itself when a connection breaks, and nothing in the request prevents
 * it. Chromium, Firefox and React Native on Android do; all browsers count as such.
 */
export const mayRepeatRequests = (): boolean => /^(Mozilla\/|ReactNative)/.test(userAgent())

/** Whether a browser says that it has no network. A page of this machine needs none. */
export const isOffline = (): boolean => {
  const { navigator, location } = globalThis as {
    readonly navigator?: { readonly onLine?: unknown }
    readonly location?: { readonly hostname?: string }
  }
  return navigator?.onLine === false && mayRepeatRequests() && !isLoopback(location?.hostname ?? '')
}

/**
 * Whether a host, as `URL` writes it, is this machine. A name may begin with 127 too, and a resolver may ask the network
 * for `app.localhost` and `localhost.`: only the bare name and the addresses count.
 */
export const isLoopback = (hostname: string): boolean => /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(hostname)
