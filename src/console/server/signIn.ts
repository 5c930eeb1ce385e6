import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** How the browser of the person who started the console proves that it is theirs. */
export interface SignIn {
  /** Goes into the address that the command prints. It opens one session. */
  readonly token: string
  /** The value of `Set-Cookie` for the right token, the first time; otherwise undefined. */
  readonly redeem: (token: unknown) => string | undefined
  /** Whether the `Cookie` header of a request has the session. */
  readonly isSignedIn: (cookies: string | undefined) => boolean
}

/**
 * A one-time token, and the session that it opens. Both end with the process.
 *
 * Cookies are shared by all ports of a host, so the name has the port: two consoles keep their sessions.
 */
export function signInWith(port: () => number): SignIn {
  const token = randomBytes(32).toString('base64url')
  const session = randomBytes(32).toString('base64url')
  let isRedeemed = false
  const name = (): string => `labelbox-console-${port()}`
  return {
    token,
    redeem: (given) => {
      if (typeof given !== 'string' || !isSame(given, token) || isRedeemed) return undefined
      isRedeemed = true
      return `${name()}=${session}; Path=/; HttpOnly; SameSite=Strict`
    },
    isSignedIn: (cookies = '') => cookies.split(/; ?/).some((cookie) => isSame(cookie, `${name()}=${session}`)),
  }
}

/** Compares in a time that does not depend on the content. */
const isSame = (one: string, other: string): boolean => timingSafeEqual(digest(one), digest(other))

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
