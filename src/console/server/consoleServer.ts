import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { ActivityLog } from './activityLog.ts'
import { apiForwarder } from './apiForwarder.ts'
import type { ConsolePlace } from './consolePlace.ts'
import { KnownNames } from './knownNames.ts'
import { readPageFiles, type PageFile } from './pageFiles.ts'
import { pageHeaders } from './pageHeaders.ts'
import { RecordedChanges } from './recordedChanges.ts'
import { signInWith, type SignIn } from './signIn.ts'

/** What a console needs. */
export interface ConsoleOptions {
  /** The API that the console works on. */
  readonly endpoint: string
  /** Stays in this process. */
  readonly apiKey: string
  /** The folder of the built page. */
  readonly folder: string
  /** Default: a free port. */
  readonly port?: number | undefined
  /** What the page says about where it works: the host of the API, or that it is a sandbox. */
  readonly place: ConsolePlace
}

/** A running console. */
export interface RunningConsole {
  /** Where it is, without the token. */
  readonly origin: string
  /** The address that signs a browser in, once. */
  readonly url: string
  readonly close: () => Promise<void>
}

/** The parts that a request may reach. */
interface Parts {
  readonly files: ReadonlyMap<string, PageFile>
  readonly signIn: SignIn
  readonly log: ActivityLog
  readonly place: ConsolePlace
  readonly api: (request: Request) => Promise<Response>
}

/**
 * Serves the console's page, its list of changes and the API on loopback.
 *
 * @throws Error where the port is taken or the page is not built.
 */
export async function startConsole(options: ConsoleOptions): Promise<RunningConsole> {
  const { folder, port = 0, place } = options
  const log = new ActivityLog()
  const changes = new RecordedChanges(log, new KnownNames())
  const forward = apiForwarder(options, changes.note)
  const parts: Parts = {
    files: await readPageFiles(folder),
    signIn: signInWith(() => portOf(server)),
    log,
    place,
    api: (request) => changes.run(request, forward),
  }
  const server = createServer((request, response) => void answer(parts, request, response))
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const origin = `http://127.0.0.1:${portOf(server)}`
  return {
    origin,
    // A fragment: the browser sends it to no server, and it is in no log.
    url: `${origin}/#token=${parts.signIn.token}`,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

const portOf = (server: Server): number => (server.address() as AddressInfo).port

async function answer(parts: Parts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  for (const [name, value] of Object.entries(pageHeaders)) response.setHeader(name, value)
  try {
    await route(parts, request, response)
  } catch {
    // Nothing of the error: it may quote what was sent.
    if (response.headersSent) response.destroy()
    else send(response, 500, { error: 'INTERNAL_SERVER_ERROR' })
  }
}

async function route(parts: Parts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { files, signIn, log, place } = parts
  // A page of another host that resolves to this machine sends its own name.
  const port = String(request.socket.localPort)
  if (![`127.0.0.1:${port}`, `localhost:${port}`].includes(request.headers.host ?? '')) {
    return send(response, 421, { error: 'NOT_THIS_HOST' })
  }
  const { method = 'GET' } = request
  const [path = '/'] = (request.url ?? '/').split('?')
  if (path === '/console/session' && method === 'POST') {
    if (!isOwnPage(request)) return send(response, 403, { error: 'NOT_PERMITTED' })
    const cookie = signIn.redeem(await tokenIn(request))
    if (cookie === undefined) return send(response, 401, { error: 'SIGN_IN' })
    return send(response, 200, { place }, { 'set-cookie': cookie })
  }
  const isData = path.startsWith('/console/') || path === '/graphql' || path === '/_gql'
  if (!isData) return method === 'GET' || method === 'HEAD' ? sendFile(files, path, response) : notFound(response)
  if (!isOwnPage(request)) return send(response, 403, { error: 'NOT_PERMITTED' })
  const isSignedIn = signIn.isSignedIn(request.headers.cookie)
  // Not an error: the page asks this first.
  if (path === '/console/session' && method === 'GET') return send(response, 200, { place: isSignedIn ? place : null })
  if (!isSignedIn) return send(response, 401, { error: 'SIGN_IN' })
  if (path === '/console/activity' && method === 'GET') return send(response, 200, { records: log.records })
  if (method === 'POST' && !path.startsWith('/console/')) return callApi(parts, request, response)
  return notFound(response)
}

/** Browsers send `Sec-Fetch-Site` to this machine; a page of another origin or port is none of ours. */
function isOwnPage({ headers }: IncomingMessage): boolean {
  const { origin, host = '', 'sec-fetch-site': site } = headers
  if (site !== undefined && site !== 'same-origin') return false
  return origin === undefined || origin === `http://${host}`
}

/** The page is one file: a path without one of its own is a place in it. */
function sendFile(files: ReadonlyMap<string, PageFile>, path: string, response: ServerResponse): void {
  const file = files.get(path) ?? (path.includes('.') ? undefined : files.get('/index.html'))
  if (file === undefined) return notFound(response)
  response.writeHead(200, file.headers).end(file.body)
}

const notFound = (response: ServerResponse): void => send(response, 404, { error: 'NOT_FOUND' })

function send(
  response: ServerResponse,
  status: number,
  content: object,
  headers: Readonly<Record<string, string>> = {},
): void {
  response
    .writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers })
    .end(JSON.stringify(content))
}

const maxBytes = 2_000_000

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > maxBytes) throw new Error('The request body is too large.')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

async function tokenIn(request: IncomingMessage): Promise<unknown> {
  if (!/^application\/json\b/.test(request.headers['content-type'] ?? '')) return undefined
  try {
    return (JSON.parse((await bodyOf(request)).toString()) as { token?: unknown } | null)?.token
  } catch {
    return undefined
  }
}

async function callApi({ api }: Parts, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  const { host = '', cookie: _, ...others } = incoming.headers
  const headers = Object.entries(others).map(([name, value]): [string, string] => [name, String(value)])
  const request = new Request(`http://${host}${incoming.url ?? '/'}`, {
    method: 'POST',
    headers,
    body: new Uint8Array(await bodyOf(incoming)),
  })
  const answered = await api(request)
  response.writeHead(answered.status, Object.fromEntries(answered.headers)).end(Buffer.from(await answered.arrayBuffer()))
}
