import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'
import { bodyOf } from '../http/requestBody.ts'
import { isObject, parseJson } from '../http/boundedJson.ts'
import type { Answer, Log } from '../http/requestLog.ts'
import { acceptThis } from '../resolvers/inviteEndings.ts'
import type { World } from '../resolvers/resolver.ts'
import { contentSecurityPolicy, html } from './statusPage.ts'
import { report } from './statusReport.ts'

// Nothing of the page is for another site to read, keep, frame or guess the type of.
const headers = {
  'cache-control': 'no-store',
  'content-security-policy': contentSecurityPolicy,
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
}

/** The status page, its data, and the button that accepts an invite; anything else is not its own. */
export function toStatus(
  world: World,
  log: Log,
  listeningHost: string,
): (request: IncomingMessage) => Promise<Answer> | undefined {
  async function accept(request: IncomingMessage): Promise<Answer> {
    // A form or a script of another site has another origin, and always says which.
    if (request.headers.origin?.toLowerCase() !== `http://${hostOf(request)}`) {
      return refused('Only the page itself accepts invites')
    }
    const id = await idIn(request).catch(() => undefined)
    const accepted = typeof id === 'string' && acceptThis(world, id)
    return json(accepted ? 200 : 404, { accepted })
  }

  const routes: Readonly<Record<string, (request: IncomingMessage) => Promise<Answer>>> = {
    'GET /': () =>
      Promise.resolve({ status: 200, headers: { ...headers, 'content-type': 'text/html; charset=utf-8' }, body: html }),
    'GET /status.json': () => Promise.resolve(json(200, report(world, log))),
    'POST /status/accept': accept,
  }

  return (request) => {
    const path = request.url?.split('?')[0] ?? ''
    // Who asks with HEAD gets the headers of GET; Node leaves the body out.
    const key = `${request.method === 'HEAD' ? 'GET' : (request.method ?? '')} ${path}`
    const route = Object.hasOwn(routes, key) ? routes[key] : undefined
    if (!route) return undefined
    return isOwn(hostOf(request), listeningHost)
      ? route(request)
      : Promise.resolve(
          refused('This page opens under localhost, an IP address, or the host that the sandbox was given'),
        )
  }
}

async function idIn(request: IncomingMessage): Promise<unknown> {
  const { value } = parseJson((await bodyOf(request)).toString('utf8'), 'The body')
  return isObject(value) ? value['id'] : undefined
}

const hostOf = (request: IncomingMessage): string => request.headers.host?.toLowerCase() ?? ''

/**
 * Whether a page under this host can only be the sandbox's. A site elsewhere can have its own name lead here once its
 * script is loaded, and then read along as the same origin; it can't do so with an address, nor with `localhost`.
 */
function isOwn(host: string, listeningHost: string): boolean {
  if (!URL.canParse(`http://${host}`)) return false
  const { hostname } = new URL(`http://${host}`)
  const isAddress = isIP(hostname.replace(/^\[(.*)\]$/, '$1')) !== 0
  return isAddress || hostname === 'localhost' || hostname === listeningHost.toLowerCase()
}

const json = (status: number, body: unknown): Answer => ({
  status,
  headers: { ...headers, 'content-type': 'application/json' },
  body: JSON.stringify(body),
})

const refused = (message: string): Answer => json(403, { message })
