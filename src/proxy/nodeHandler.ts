import type { LabelboxProxyHandler } from './labelboxProxy.ts'

/** The part of Node's `IncomingMessage` that is used, so that this file needs no types of Node. */
export interface NodeRequest extends AsyncIterable<Uint8Array> {
  readonly method?: string | undefined
  readonly url?: string | undefined
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
}

/** The part of Node's `ServerResponse` that is used. */
export interface NodeResponse {
  readonly writableFinished: boolean
  readonly headersSent: boolean
  /** Sets the status and the headers. */
  writeHead(status: number, headers: Readonly<Record<string, string>>): unknown
  /** Sends the body. */
  end(body: string): unknown
  /** Calls the listener when the client has gone or has everything. */
  on(event: 'close', listener: () => void): unknown
}

/** A listener for `createServer` of Node's `http`, and a handler for Express. */
export type NodeHandler = (request: NodeRequest, response: NodeResponse, next?: (error: unknown) => void) => void

/**
 * Makes a handler for Node's `http` and Express of one for the Fetch API. If the client disconnects, the request's signal
 * aborts. A body that `express.json()` has parsed is taken as it is.
 *
 * @example
 * app.post('/api/labelbox', toNodeHandler(labelboxProxy({ apiKey, authorize })))
 */
export const toNodeHandler =
  (handler: LabelboxProxyHandler): NodeHandler =>
  (request, response, next) => {
    void respond(handler, request, response).catch((thrown: unknown) => {
      if (next !== undefined) next(thrown)
      else {
        if (!response.headersSent) response.writeHead(500, {})
        response.end('')
      }
    })
  }

async function respond(handler: LabelboxProxyHandler, request: NodeRequest, response: NodeResponse): Promise<void> {
  const controller = new AbortController()
  response.on('close', () => {
    if (!response.writableFinished) controller.abort()
  })
  const answer = await handler(toRequest(request, controller.signal))
  const body = await answer.text()
  const unread = (request as { readonly readableEnded?: boolean }).readableEnded === false
  response.writeHead(answer.status, {
    ...Object.fromEntries(answer.headers),
    // Otherwise Node sends the body in chunks. A 204 must not have it.
    ...(body !== '' && { 'content-length': String(new TextEncoder().encode(body).byteLength) }),
    // The rest of a body that was refused is not read. HTTP/2 has no such header.
    ...(unread && request.headers[':authority'] === undefined && { connection: 'close' }),
  })
  response.end(body)
}

function toRequest(request: NodeRequest, signal: AbortSignal): Request {
  // The Fetch API has no TRACE. The handler refuses both alike.
  const method = request.method === undefined || request.method === 'TRACE' ? 'GET' : request.method
  const { headers } = request
  const pairs = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined || name.startsWith(':') ? [] : [[name, [value].flat().join(', ')] as [string, string]],
  )
  // HTTP/2 has an authority in place of a host.
  const host = String(headers['host'] ?? headers[':authority'])
  const init = { method, headers: pairs, signal }
  // Express cuts its path off `url`.
  const url = urlOf((request as { readonly originalUrl?: string }).originalUrl ?? request.url, host)
  if (method === 'GET' || method === 'HEAD') return new Request(url, init)
  return new Request(url, { ...init, body: bodyOf(request), duplex: 'half' } as RequestInit)
}

/** The URL of a path such as `//evil.example` is on this host too. */
function urlOf(path: string | undefined, host: string): string {
  try {
    return new URL(`http://${host}${path ?? '/'}`).href
  } catch {
    return 'http://localhost/'
  }
}

function bodyOf(request: NodeRequest): BodyInit {
  const { body } = request as { readonly body?: unknown }
  // Express sets it to an object even if it has parsed nothing.
  const { readableEnded } = request as { readonly readableEnded?: boolean }
  if (body !== undefined && readableEnded === true) {
    return typeof body === 'string' || body instanceof Uint8Array ? (body as BodyInit) : JSON.stringify(body)
  }
  const parts = request[Symbol.asyncIterator]()
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const part = await parts.next()
        if (part.done === true) controller.close()
        else controller.enqueue(part.value)
      },
    },
    { highWaterMark: 0 },
  )
}
