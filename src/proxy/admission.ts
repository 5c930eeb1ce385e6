import { distrust } from './replies.ts'

/** The header that a form, an image or a link can't send, and another site only after a preflight. */
export const proxyHeader = 'x-labelbox-org'

/** Whether the request comes from a page that may use the proxy, and the headers that let another origin read the response. */
export type Origins = (request: Request) => Readonly<Record<string, string>>

/**
 * Pages of the proxy's own origin, or of the listed ones alone. A request without `Origin` and `Sec-Fetch-Site` is not a
 * page's: browsers send one of them with each POST.
 *
 * @throws LabelboxError `NOT_TRUSTED`.
 */
export function originsOf(allowed: readonly string[] | undefined): Origins {
  return ({ headers, url }) => {
    const origin = headers.get('origin')
    const site = headers.get('sec-fetch-site')
    const isOwn = origin !== null && hostOf(origin) === (headers.get('host') ?? hostOf(url))
    const isAllowed =
      allowed === undefined ? isOwn && site !== 'same-site' && site !== 'cross-site' : isListed(allowed, origin)
    if (origin === null ? site !== null && site !== 'same-origin' : !isAllowed) throw distrust(foreignPage, 403)
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

const isListed = (allowed: readonly string[], origin: string | null): boolean =>
  origin !== null && allowed.includes(origin)

/** In the form of the `Host` header: a proxy in front of this server may have changed the scheme. */
function hostOf(url: string): string | undefined {
  try {
    return new URL(url).host
  } catch {
    return undefined
  }
}

/** The headers that a page on another origin may send. */
export const preflightHeaders = {
  'access-control-allow-methods': 'POST',
  'access-control-allow-headers': 'accept, content-type, x-delivery-id, x-attempt-id, x-labelbox-org, x-user-agent',
  'access-control-max-age': '600',
}

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
