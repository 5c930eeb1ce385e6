import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { labelboxProxy, toNodeHandler, type NodeHandler } from '../../proxy/index.ts'
import type { Transport } from '../../transport/transport.ts'
import { ActivityLog } from './activityLog.ts'
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
  /** Sends to the API. Default: `fetch`. */
  readonly transport?: Transport | undefined
  /** Called with what fails in the server. Default: `console.error`. */
  readonly onError?: ((error: unknown) => unknown) | undefined
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
  readonly api: NodeHandler
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
  const proxy = labelboxProxy({
    endpoint: options.endpoint,
    apiKey: options.apiKey,
    transport: options.transport,
    // Everybody with a session may do what the key may do; creating keys is not among the proxy's operations.
    authorize: (request, operation) => {
      changes.note(request, operation)
      return true
    },
    caller: () => 'console',
    ...(options.onError && { onError: options.onError }),
  })
  const parts: Parts = {
    files: await readPageFiles(folder),
    signIn: signInWith(() => portOf(server)),
    log,
    place,
    api: toNodeHandler((request) => changes.run(request, proxy)),
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

/** What a request gets. */
interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Buffer
}

async function answer(parts: Parts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  for (const [name, value] of Object.entries(pageHeaders)) response.setHeader(name, value)
  let answered: Answer | 'api'
  try {
    answered = await route(parts, request)
  } catch {
    // Nothing of the error: it may quote what was sent.
    answered = json(500, { error: 'INTERNAL_SERVER_ERROR' })
  }
  if (answered === 'api') parts.api(request, response)
  else response.writeHead(answered.status, answered.headers).end(answered.body)
}

/** What a request gets; `api` if it is for the API. */
async function route(parts: Parts, request: IncomingMessage): Promise<Answer | 'api'> {
  const { files, signIn, log, place } = parts
  const { method = 'GET', url = '/', headers } = request
  // A page of another host that resolves to this machine sends its own name.
  const port = String(request.socket.localPort)
  if (![`127.0.0.1:${port}`, `localhost:${port}`].includes(headers.host ?? '')) {
    return json(421, { error: 'NOT_THIS_HOST' })
  }
  const [path = '/'] = url.split('?')
  if (!isData(path)) return method === 'GET' || method === 'HEAD' ? fileAt(files, path) : notFound
  if (!isOwnPage(request)) return json(403, { error: 'NOT_PERMITTED' })
  const isSignedIn = signIn.isSignedIn(headers.cookie)
  switch (`${method} ${path}`) {
    case 'POST /console/session': {
      const cookie = signIn.redeem(await tokenIn(request))
      if (cookie !== undefined) return json(200, { place }, { 'set-cookie': cookie })
      // The address may be opened again by the browser that it has signed in.
      return isSignedIn ? json(200, { place }) : notSignedIn
    }
    case 'GET /console/session':
      // Not an error: a page without a token asks this first.
      return json(200, { place: isSignedIn ? place : null })
    case 'GET /console/activity':
      return isSignedIn ? json(200, { records: log.records }) : notSignedIn
    case 'POST /graphql':
    case 'POST /_gql':
      return isSignedIn ? 'api' : notSignedIn
    default:
      return notFound
  }
}

const isData = (path: string): boolean => path.startsWith('/console/') || path === '/graphql' || path === '/_gql'

/** Browsers send `Sec-Fetch-Site` to this machine. Pages of other origins and ports may not use the session. */
function isOwnPage({ headers }: IncomingMessage): boolean {
  const { origin, host = '', 'sec-fetch-site': site } = headers
  if (site !== undefined && site !== 'same-origin') return false
  return origin === undefined || origin === `http://${host}`
}

/** The page is one file: a path without one of its own is a place in it. */
function fileAt(files: ReadonlyMap<string, PageFile>, path: string): Answer {
  const file = files.get(path) ?? (path.includes('.') ? undefined : files.get('/index.html'))
  return file === undefined ? notFound : { status: 200, ...file }
}

const json = (status: number, content: object, headers: Readonly<Record<string, string>> = {}): Answer => ({
  status,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers },
  body: JSON.stringify(content),
})

const notFound = json(404, { error: 'NOT_FOUND' })
const notSignedIn = json(401, { error: 'SIGN_IN' })

/** Maximum bytes of a request that signs in. */
const maxBytes = 10_000

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
