import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'
import { isObject, parseJson } from '../http/boundedJson.ts'
import { jsonResponse, type HttpResponse } from '../http/httpResponse.ts'
import { readRequestBody } from '../http/requestBody.ts'
import type { RequestLog } from '../http/requestLog.ts'
import { acceptInvite } from '../resolvers/inviteEndings.ts'
import type { World } from '../resolvers/resolver.ts'
import { contentSecurityPolicy, html } from './statusPage.ts'
import { statusReport } from './statusReport.ts'

// Other sites must not read, cache, frame or sniff the page.
const headers = {
  'cache-control': 'no-store',
  'content-security-policy': contentSecurityPolicy,
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
}

/** Serves the status page, its data, and its button that accepts an invite. Returns undefined for other paths. */
export function statusRoutes(
  world: World,
  log: RequestLog,
  listeningHost: string,
): (request: IncomingMessage) => Promise<HttpResponse> | undefined {
  async function accept(request: IncomingMessage): Promise<HttpResponse> {
    // Browsers send the origin with every POST, so a form or script of another site is recognized.
    if (request.headers.origin?.toLowerCase() !== `http://${hostOf(request)}`) {
      return forbidden('Invites can only be accepted from the status page')
    }
    const id = await readId(request).catch(() => undefined)
    const accepted = typeof id === 'string' && acceptInvite(world, id)
    return json(accepted ? 200 : 404, { accepted })
  }

  const routes: Readonly<Record<string, (request: IncomingMessage) => Promise<HttpResponse>>> = {
    'GET /': () =>
      Promise.resolve({ status: 200, headers: { ...headers, 'content-type': 'text/html; charset=utf-8' }, body: html }),
    'GET /status.json': () => Promise.resolve(json(200, statusReport(world, log))),
    'POST /status/accept': accept,
  }

  return (request) => {
    const path = request.url?.split('?')[0] ?? ''
    // HEAD gets the headers of GET. Node omits the body.
    const key = `${request.method === 'HEAD' ? 'GET' : (request.method ?? '')} ${path}`
    const route = Object.hasOwn(routes, key) ? routes[key] : undefined
    if (!route) return undefined
    return isTrustedHost(hostOf(request), listeningHost)
      ? route(request)
      : Promise.resolve(
          forbidden('Open this page at localhost, at an IP address, or at the host that the sandbox was started with'),
        )
  }
}

async function readId(request: IncomingMessage): Promise<unknown> {
  const { value } = parseJson((await readRequestBody(request)).toString('utf8'), 'The body')
  return isObject(value) ? value['id'] : undefined
}

const hostOf = (request: IncomingMessage): string => request.headers.host?.toLowerCase() ?? ''

/**
 * Whether the `Host` header can only mean the sandbox. It prevents DNS rebinding: another site can point its own name at
 * this machine and read the page as the same origin, but it cannot do so with an IP address or `localhost`.
 */
function isTrustedHost(host: string, listeningHost: string): boolean {
  if (!URL.canParse(`http://${host}`)) return false
  const { hostname } = new URL(`http://${host}`)
  const isAddress = isIP(hostname.replace(/^\[(.*)\]$/, '$1')) !== 0
  return isAddress || hostname === 'localhost' || hostname === listeningHost.toLowerCase()
}

const json = (status: number, body: unknown): HttpResponse => jsonResponse(status, body, headers)

const forbidden = (message: string): HttpResponse => json(403, { message })
