/** What a platform calls itself: `Node.js/22`, `Deno/2.9.6`, `Cloudflare-Workers`, or what a browser says. */
const userAgent = (): string => {
  const { navigator } = globalThis as {
    readonly navigator?: { readonly userAgent?: unknown; readonly product?: unknown }
  }
  if (navigator?.product === 'ReactNative') return 'ReactNative'
  return typeof navigator?.userAgent === 'string' ? navigator.userAgent : ''
}

/**
 * Whether promises and timers belong to the request of the server that made them, as in Cloudflare's Workers: when that
 * request has ended, they never settle, so that nobody else may wait for them.
 */
export const endsWithRequest = (): boolean => userAgent() === 'Cloudflare-Workers'

/**
 * Whether `fetch` may send a POST a second time by itself when a connection breaks, and nothing in the request prevents
 * it: so does Chromium, and React Native on Android. All browsers are taken for such.
 */
export const mayRepeatRequests = (): boolean => /^(Mozilla\/|ReactNative)/.test(userAgent())
