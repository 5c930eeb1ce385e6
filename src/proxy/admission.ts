import { distrust } from './replies.ts'

/** The header that a form, an image or a link can't send, and another site only after a preflight. */
export const proxyHeader = 'x-labelbox-org'

/** Whether the request comes from a page that may use the proxy, and the headers that let another origin read the response. */
export type Origins = (request: Request) => Readonly<Record<string, string>>

/**
 * Pages of the proxy's own origin, or of the listed ones alone. A request without `Origin` and `Sec-Fetch-Site` is not a
 * page's: browsers send one of them with each POST. Where the browser says that the page is of the same origin, the host
 * doesn't matter: a server in front of this one may have changed it.
 *
 * @throws LabelboxError `NOT_TRUSTED`.
 */
export function originsOf(allowed: readonly string[] | undefined): Origins {
  return ({ headers, url }) => {
    const origin = headers.get('origin')
    const site = headers.get('sec-fetch-site')
    const isOwn =
      site === null
        ? origin === null || hostOf(origin) === (headers.get('host') ?? hostOf(url))
        : site === 'same-origin'
    const isAllowed = allowed === undefined || origin === null ? isOwn : allowed.includes(origin)
    if (!isAllowed) throw distrust(foreignPage, 403)
    if (allowed === undefined || origin === null) return {}
    return {
      'access-control-allow-origin': origin,
      'access-control-allow-credentials': 'true',
      'access-control-expose-headers': 'retry-after, x-request-id',
      vary: 'origin',
    }
  }
}

const foreignPage =
  'The proxy serves pages of its own origin. If this page is yours, add its origin to `allowedOrigins` of labelboxProxy.'

/** In the form of the `Host` header: a proxy in front of this server may have changed the scheme. */
function hostOf(url: string): string | undefined {
  try {
    return new URL(url).host
  } catch {
    return undefined
  }
}

/** Lets a page on a listed origin send any header, such as that of your sign-in: none goes to Labelbox. */
export const preflightHeaders = ({ headers }: Request): Readonly<Record<string, string>> => ({
  'access-control-allow-methods': 'POST',
  'access-control-allow-headers': headers.get('access-control-request-headers') ?? '',
  'access-control-max-age': '600',
})

/**
 * Checks what is known before the body is read.
 *
 * @throws LabelboxError `NOT_TRUSTED`.
 */
export function requireForm({ headers, method }: Request): void {
  if (method !== 'POST') throw distrust('The proxy takes POST requests only.', 405)
  if (headers.get(proxyHeader) === null) {
    throw distrust(
      `The proxy takes requests with the header ${proxyHeader}. labelboxExchange sends it with the option trustedDocuments.`,
    )
  }
  if (!/^application\/json *(;|$)/i.test(headers.get('content-type') ?? '')) {
    throw distrust('The proxy takes JSON: content-type: application/json.', 415)
  }
  const encoding = headers.get('content-encoding')
  if (encoding !== null && encoding !== 'identity') throw distrust('The proxy takes no compressed bodies.', 415)
}
