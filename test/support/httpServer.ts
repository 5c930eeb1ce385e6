import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

/** A received request. */
export interface Received {
  readonly method: string | undefined
  readonly url: string | undefined
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export interface HttpServer {
  /** Its URL without a path. */
  readonly origin: string
  readonly received: readonly Received[]
  /** Requests whose client disconnected before the response was complete. */
  readonly abandoned: () => number
  [Symbol.asyncDispose](): Promise<void>
}

/** A server on a free port, or the given one, that records requests and responds as given, also with something other than GraphQL. */
export async function httpServer(answer: RequestListener, port = 0): Promise<HttpServer> {
  const received: Received[] = []
  let abandoned = 0
  const server = createServer((request, response) => {
    response.on('close', () => {
      if (!response.writableEnded) abandoned += 1
    })
    void text(request).then(
      (body) => {
        received.push({ method: request.method, url: request.url, headers: request.headers, body })
        answer(request, response)
      },
      () => undefined,
    )
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    abandoned: () => abandoned,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** Responds with data, as a GraphQL server does. */
export const giving =
  (data: unknown): RequestListener =>
  (_, response) =>
    response.setHeader('Content-Type', 'application/json').end(JSON.stringify({ data }))

/** Begins a response and never ends it. */
export const halfAnAnswer: RequestListener = (_, response) => {
  response.setHeader('Content-Type', 'application/json').write('{"data":')
}

/** Never responds. */
export const silence: RequestListener = () => undefined
