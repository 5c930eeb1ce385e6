import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { answer, errorAnswer, toYoga } from './answer.ts'
import { toAnswer, type Answer, type Log } from './received.ts'
import { operationNameOf, type Schemas } from './schema.ts'

const maxBodyBytes = 20_000_000
const methods = ['GET', 'POST', 'OPTIONS']

interface Message {
  readonly query?: unknown
  readonly variables?: unknown
  readonly operationName?: unknown
}

/** The HTTP side: paths, keys, headers, and what happens to requests that are no GraphQL. */
export function serve(schemas: Schemas, apiKey: string, log: Log): Server {
  const yogas = new Map([
    ['/graphql', toYoga(schemas.published, '/graphql')],
    ['/_gql', toYoga(schemas.experimental, '/_gql')],
  ])

  async function respond(request: IncomingMessage): Promise<Answer> {
    // Put together rather than resolved: paths such as `//` are no address by themselves.
    const url = new URL(`http://sandbox${request.url ?? '/'}`)
    const yoga = yogas.get(url.pathname)
    const headers = toRecord(request)
    const received = log.arrive(url.pathname, headers)
    const body = await bodyOf(request).catch((error: unknown) => {
      received.status = error instanceof TooLarge ? 413 : 500
      throw error
    })
    const message = request.method === 'GET' ? Object.fromEntries(url.searchParams) : toMessage(body)
    const query = typeof message?.query === 'string' ? message.query : undefined
    const operationName = typeof message?.operationName === 'string' ? message.operationName : operationNameOf(query)
    Object.assign(received, { operationName, query, variables: message?.variables })

    async function processed(): Promise<Answer> {
      if (!yoga)
        return { status: 404, headers: { 'content-type': 'application/json' }, body: '{"message":"Not Found"}' }
      if (!methods.includes(request.method ?? '')) {
        const refused = errorAnswer(405, 'MALFORMED_REQUEST', `${request.method ?? ''} is not allowed here`)
        return { ...refused, headers: { ...refused.headers, allow: methods.join(', ') } }
      }
      // The scheme in any case, as HTTP has it; the key as it is.
      if (headers['authorization']?.replace(/^bearer +/i, 'Bearer ') !== `Bearer ${apiKey}`) {
        return errorAnswer(401, 'AUTHENTICATION_ERROR', 'Invalid API key')
      }
      const isForm = headers['content-type']?.startsWith('multipart/form-data') === true
      if (query === undefined && !isForm) {
        return errorAnswer(400, 'MALFORMED_REQUEST', 'The body must be a JSON object with a query')
      }
      return answer(yoga, toRequest(request.method ?? 'POST', url, body, isForm, headers))
    }

    const failure = log.take(operationName)
    if (failure?.afterProcessing === true) await processed()
    const given = failure ? toAnswer(failure) : await processed()
    received.status = given.status
    return given
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    allowAnyOrigin(request, response)
    response.setHeader('x-request-id', randomUUID())
    if (request.method === 'OPTIONS') {
      response.writeHead(204).end()
      return
    }
    const given = await respond(request).catch((error: unknown) =>
      error instanceof TooLarge
        ? errorAnswer(413, 'MALFORMED_REQUEST', 'The body is too large')
        : errorAnswer(500, 'INTERNAL_SERVER_ERROR', 'Internal server error'),
    )
    response.writeHead(given.status, given.headers).end(given.body)
  }

  return createServer((request, response) => void handle(request, response))
}

/** Pages of any origin may ask, with their key in `Authorization`: it is a sandbox, and the browser example calls it. */
function allowAnyOrigin(request: IncomingMessage, response: ServerResponse): void {
  response.setHeader('access-control-allow-origin', '*')
  response.setHeader('access-control-allow-methods', methods.join(', '))
  response.setHeader(
    'access-control-allow-headers',
    request.headers['access-control-request-headers'] ?? 'authorization, content-type',
  )
  response.setHeader('access-control-expose-headers', 'x-request-id, retry-after')
  response.setHeader('vary', 'access-control-request-headers')
}

class TooLarge extends Error {}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length
    // Read to the end all the same, so that the client is there to hear the answer.
    if (size <= maxBodyBytes) parts.push(part)
  }
  if (size > maxBodyBytes) throw new TooLarge()
  return Buffer.concat(parts)
}

function toMessage(body: Buffer): Message | undefined {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'))
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined
  } catch {
    return undefined
  }
}

function toRecord(request: IncomingMessage): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  )
}

// JSON is JSON, whatever the request calls it; and the answer is plain JSON, whose statuses are Labelbox's.
function toRequest(
  method: string,
  url: URL,
  body: Buffer,
  isForm: boolean,
  headers: Readonly<Record<string, string>>,
): Request {
  const type = isForm ? (headers['content-type'] ?? '') : 'application/json'
  const init = { method, headers: { accept: 'application/json', 'content-type': type } }
  return new Request(url, method === 'GET' ? init : { ...init, body: new Uint8Array(body) })
}
