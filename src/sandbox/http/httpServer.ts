import { randomUUID } from 'node:crypto'
import { setMaxListeners } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { setTimeout } from 'node:timers/promises'
import type { GraphQLSchema } from 'graphql'
import { processingOf, type Fault } from '../faults/fault.ts'
import type { FaultPlan } from '../faults/faultPlan.ts'
import { faultResponse } from '../faults/faultResponse.ts'
import { sendResponse } from '../faults/faultTransfer.ts'
import { failureResponse, type PlannedResponses } from '../faults/plannedResponses.ts'
import type { Caller } from '../resolvers/resolver.ts'
import { documentsOf, type DocumentCache } from '../schema/documentCache.ts'
import { operationNameOf } from '../schema/documentInfo.ts'
import type { Schemas } from '../schema/executableSchema.ts'
import { requestFromBody, requestFromUrl } from './graphqlRequest.ts'
import { errorResponse, executeRequest, refusalResponse, type ParsedRequest } from './graphqlResponse.ts'
import { HttpRefusal } from './httpRefusal.ts'
import { jsonResponse, type HttpResponse } from './httpResponse.ts'
import { PendingWork } from './pendingWork.ts'
import { discardRequestBody, readRequestBody } from './requestBody.ts'
import type { ReceivedRequest, RequestLog } from './requestLog.ts'
import { quotaResponse, type RequestsPerMinute } from './requestsPerMinute.ts'

const methods = ['GET', 'POST', 'OPTIONS']

/** How a request ends. */
interface Outcome {
  /** Undefined when a fault withholds the response. */
  readonly response: HttpResponse | undefined
  readonly fault?: Fault
  readonly operationName?: string | undefined
  readonly entry?: ReceivedRequest
  /** Executes the request after the response. */
  readonly executeLate?: () => Promise<unknown>
}

/** The parts that the HTTP server connects. */
export interface HttpServerParts {
  readonly schemas: Schemas
  /** Whether introspection queries are allowed. */
  readonly introspection: boolean
  /** The caller that owns an API key. Undefined when the key is not valid. */
  readonly authenticate: (key: string) => Caller | undefined
  readonly log: RequestLog
  readonly faults: FaultPlan
  readonly plannedResponses: PlannedResponses
  readonly limit: RequestsPerMinute | undefined
  /** Milliseconds that every response waits. */
  readonly latencyMs: number
  /** Serves the status page. Undefined for requests to other paths. */
  readonly statusPage: (request: IncomingMessage) => Promise<HttpResponse> | undefined
}

/** The running HTTP server. */
export interface RunningServer {
  readonly server: Server
  /** Closes open connections, drops scheduled work, and waits for running work. */
  close(): Promise<void>
}

/** The schema of one path, with its parsed documents. */
interface Endpoint {
  readonly schema: GraphQLSchema
  readonly documents: DocumentCache
}

/** Creates the HTTP server: paths, API keys, headers, faults, and responses to requests that are not GraphQL. */
export function createHttpServer(parts: HttpServerParts): RunningServer {
  const { schemas, introspection, authenticate, log, faults, plannedResponses, limit, latencyMs, statusPage } = parts
  const toEndpoint = (schema: GraphQLSchema): Endpoint => ({ schema, documents: documentsOf(schema, introspection) })
  const endpoints = new Map([
    ['/graphql', toEndpoint(schemas.published)],
    ['/_gql', toEndpoint(schemas.experimental)],
  ])
  const pendingWork = new PendingWork()
  const closing = new AbortController()
  // Each request that waits for `latencyMs` listens to it.
  setMaxListeners(0, closing.signal)

  /** The owner of the request's API key. The scheme `Bearer` is case-insensitive, the key is not. */
  function callerOf({ headers }: IncomingMessage): Caller | undefined {
    const [, key] = /^bearer +(\S.*)$/is.exec(headers.authorization ?? '') ?? []
    return key === undefined ? undefined : authenticate(key)
  }

  async function handle(request: IncomingMessage): Promise<Outcome> {
    const url = urlOf(request)
    const { method = '' } = request
    const endpoint = endpoints.get(url.pathname)
    const entry = log.add(url.pathname, headersOf(request))
    const waitMs = limit?.take() ?? 0
    const isServed = endpoint && methods.includes(method) && callerOf(request)
    let parsed: ParsedRequest | HttpRefusal | undefined
    if (isServed) parsed = await parseRequest(request, url, endpoint)
    // A body without a valid API key is not parsed.
    else await discardRequestBody(request)
    const content = parsed instanceof HttpRefusal ? undefined : parsed
    const operationName = content?.operationName
    if (content) log.keepContent(entry, content)

    async function execute(): Promise<HttpResponse> {
      if (!endpoint) return jsonResponse(404, { message: 'Not Found' })
      if (!methods.includes(method)) {
        return refusalResponse(new HttpRefusal(405, `${method} is not allowed here`, { allow: methods.join(', ') }))
      }
      const caller = callerOf(request)
      if (!caller || !parsed) return errorResponse(401, 'AUTHENTICATION_ERROR', 'Invalid API key')
      if (parsed instanceof HttpRefusal) return refusalResponse(parsed)
      const context = { ...caller, onRootField: (field: string) => void entry.rootFields.push(field) }
      const response = await executeRequest(endpoint.schema, method, parsed, context)
      Object.assign(entry, { processed: true, processedAt: Date.now() })
      return response
    }

    /** The order is that of a gateway in front of the API: rate limit and faults come before the API key. */
    async function decide(): Promise<Outcome> {
      if (waitMs > 0) return { response: quotaResponse(waitMs) }
      const failure = plannedResponses.take(operationName)
      if (failure) {
        if (failure.processed === true) await execute()
        return { response: failureResponse(failure) }
      }
      const fault = faults.take(operationName)
      if (!fault) return { response: await execute() }
      entry.fault = fault.kind
      const processing = processingOf(fault)
      const real = processing === true ? await execute() : undefined
      const response = faultResponse(fault, { ...content, operationName }, real)
      return { response, fault, ...(processing === 'late' && { executeLate: execute }) }
    }

    const outcome = await decide()
    entry.status = outcome.response?.status
    return { ...outcome, operationName, entry }
  }

  async function serve(request: IncomingMessage, target: ServerResponse): Promise<void> {
    // Before the CORS headers: other origins must not read the status page.
    const page = await statusPage(request)
    if (page) {
      await sendResponse(target, page)
      return
    }
    allowAnyOrigin(request, target)
    target.setHeader('x-request-id', randomUUID())
    if (request.method === 'OPTIONS') {
      target.writeHead(204).end()
      return
    }
    const { response, fault, operationName, entry, executeLate }: Outcome = await handle(request).catch(() => ({
      response: errorResponse(500, 'INTERNAL_SERVER_ERROR', 'Internal server error'),
    }))
    if (latencyMs > 0) await setTimeout(latencyMs, undefined, { signal: closing.signal }).catch(() => undefined)
    // The unread rest of a body would be parsed as the next request.
    if (!request.complete) target.setHeader('connection', 'close')
    await sendResponse(target, response, fault)
    if (entry) log.finish(entry)
    if (response) pendingWork.responded(operationName)
    if (fault && executeLate) pendingWork.schedule(executeLate, fault)
  }

  const server = createServer((request, target) => pendingWork.track(serve(request, target)))
  return {
    server,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      closing.abort()
      await closed
      await pendingWork.end()
    },
  }
}

// Concatenated, because a path such as `//` does not resolve against a base.
function urlOf({ url = '/' }: IncomingMessage): URL {
  const address = `http://sandbox${url}`
  return new URL(URL.canParse(address) ? address : 'http://sandbox/')
}

async function parseRequest(
  request: IncomingMessage,
  url: URL,
  { documents }: Endpoint,
): Promise<ParsedRequest | HttpRefusal> {
  try {
    const isGet = request.method === 'GET'
    if (isGet) await discardRequestBody(request)
    const graphqlRequest = isGet
      ? requestFromUrl(url)
      : await requestFromBody(await readRequestBody(request), request.headers['content-type'])
    const { document, errors } = documents.read(graphqlRequest.query)
    const operationName = graphqlRequest.operationName ?? operationNameOf(document)
    return { ...graphqlRequest, document, errors, operationName }
  } catch (error) {
    if (error instanceof HttpRefusal) return error
    throw error
  }
}

/** The headers with one value each. */
function headersOf(request: IncomingMessage): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  )
}

/** Allows pages of any origin, as long as they send the API key in `Authorization`. The browser example needs it. */
function allowAnyOrigin(request: IncomingMessage, target: ServerResponse): void {
  target.setHeader('access-control-allow-origin', '*')
  target.setHeader('access-control-allow-methods', methods.join(', '))
  target.setHeader(
    'access-control-allow-headers',
    request.headers['access-control-request-headers'] ?? 'authorization, content-type, x-attempt-id',
  )
  target.setHeader('access-control-expose-headers', 'x-request-id, retry-after')
  target.setHeader('vary', 'access-control-request-headers')
}
