import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { setTimeout } from 'node:timers/promises'
import { NoSchemaIntrospectionCustomRule, type GraphQLSchema } from 'graphql'
import { answer, errorAnswer, refusalAnswer, type Asked } from './graphqlResponse.ts'
import { bodyOf, discardBody } from './requestBody.ts'
import { deliver } from '../faults/faultTransfer.ts'
import { Documents } from '../schema/documentCache.ts'
import { faultAnswer } from '../faults/faultResponse.ts'
import { processingOf, type Fault } from '../faults/fault.ts'
import { messageOfBody, messageOfUrl } from './graphqlRequest.ts'
import type { Plan } from '../faults/faultPlan.ts'
import { quotaAnswer, type RateLimit } from './requestsPerMinute.ts'
import { toAnswer, type Answer, type Log, type ReceivedRequest } from './requestLog.ts'
import { Refusal } from './httpRefusal.ts'
import type { Caller } from '../resolvers/resolver.ts'
import { operationNameOf, type Schemas } from '../schema/executableSchema.ts'
import { UnderWay } from './pendingWork.ts'

const methods = ['GET', 'POST', 'OPTIONS']

/** What becomes of a request: an answer or none, and the fault that struck it. */
interface Outcome {
  readonly given: Answer | undefined
  readonly fault?: Fault
  readonly operationName?: string | undefined
  readonly entry?: ReceivedRequest
  /** What is still to be done when it is over. */
  readonly late?: () => Promise<unknown>
}

/** What the HTTP side needs to know. */
export interface Front {
  readonly schemas: Schemas
  /** Whether they are told to those who ask. */
  readonly introspection: boolean
  /** Whose key it is; undefined for one that opens nothing. */
  readonly authenticate: (key: string) => Caller | undefined
  readonly log: Log
  readonly plan: Plan
  readonly limit: RateLimit | undefined
  /** How long every answer waits. */
  readonly latencyMs: number
  /** Answers what belongs to the status page; undefined for everything else. */
  readonly status: (request: IncomingMessage) => Promise<Answer> | undefined
}

/** The HTTP side, running. */
export interface Serving {
  readonly server: Server
  /** Ends open connections and what is planned for later, and waits for what is under way. */
  close(): Promise<void>
}

/** One of the two paths. */
interface Endpoint {
  readonly schema: GraphQLSchema
  readonly documents: Documents
}

/** The HTTP side: paths, keys, headers, faults, and what happens to requests that are not GraphQL. */
export function serve({ schemas, introspection, authenticate, log, plan, limit, latencyMs, status }: Front): Serving {
  const toEndpoint = (schema: GraphQLSchema): Endpoint => ({
    schema,
    documents: new Documents(schema, introspection ? [] : [NoSchemaIntrospectionCustomRule]),
  })
  const endpoints = new Map([
    ['/graphql', toEndpoint(schemas.published)],
    ['/_gql', toEndpoint(schemas.experimental)],
  ])
  const underWay = new UnderWay()
  const closing = new AbortController()

  /** Whose key a request has. The scheme in any case, as HTTP has it; the key as it is. */
  function callerOf({ headers }: IncomingMessage): Caller | undefined {
    const [, key] = /^bearer +(\S.*)$/is.exec(headers.authorization ?? '') ?? []
    return key === undefined ? undefined : authenticate(key)
  }

  /** Reads a request and gives its answer, if it gets one. */
  async function respond(request: IncomingMessage): Promise<Outcome> {
    const url = urlOf(request)
    const { method = '' } = request
    const endpoint = endpoints.get(url.pathname)
    const entry = log.arrive(url.pathname, toRecord(request))
    const wait = limit?.take() ?? 0
    const isExpected = endpoint && methods.includes(method) && callerOf(request)
    let asked: Asked | Refusal | undefined
    if (isExpected) asked = await read(request, url, endpoint)
    // Without a key nobody gets a body parsed.
    else await discardBody(request)
    const known = asked instanceof Refusal ? undefined : asked
    const operationName = known?.operationName
    if (known) log.keep(entry, known)

    async function process(): Promise<Answer> {
      if (!endpoint)
        return { status: 404, headers: { 'content-type': 'application/json' }, body: '{"message":"Not Found"}' }
      if (!methods.includes(method)) {
        return refusalAnswer(new Refusal(405, `${method} is not allowed here`, { allow: methods.join(', ') }))
      }
      const caller = callerOf(request)
      if (!caller || !asked) return errorAnswer(401, 'AUTHENTICATION_ERROR', 'Invalid API key')
      if (asked instanceof Refusal) return refusalAnswer(asked)
      const context = { ...caller, runs: (field: string) => void entry.rootFields.push(field) }
      const given = await answer(endpoint.schema, method, asked, context)
      Object.assign(entry, { processed: true, processedAt: Date.now() })
      return given
    }

    /** In the order of what stands before the API: its gateway counts requests, and fails, before a key is looked at. */
    async function outcome(): Promise<Outcome> {
      if (wait > 0) return { given: quotaAnswer(wait) }
      const failure = log.take(operationName)
      if (failure) {
        if (failure.afterProcessing === true) await process()
        return { given: toAnswer(failure) }
      }
      const fault = plan.take(operationName)
      if (!fault) return { given: await process() }
      entry.fault = fault.kind
      const processing = processingOf(fault)
      const truth = processing === true ? await process() : undefined
      const given = faultAnswer(fault, { ...known, operationName }, truth)
      return { given, fault, ...(processing === 'late' && { late: process }) }
    }

    const result = await outcome()
    entry.status = result.given?.status
    return { ...result, operationName, entry }
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // Before any origin is allowed: the page's data are for the page.
    const shown = await status(request)
    if (shown) {
      await deliver(response, shown)
      return
    }
    allowAnyOrigin(request, response)
    response.setHeader('x-request-id', randomUUID())
    if (request.method === 'OPTIONS') {
      response.writeHead(204).end()
      return
    }
    const { given, fault, operationName, entry, late }: Outcome = await respond(request).catch(() => ({
      given: errorAnswer(500, 'INTERNAL_SERVER_ERROR', 'Internal server error'),
    }))
    if (latencyMs > 0) await setTimeout(latencyMs, undefined, { signal: closing.signal }).catch(() => undefined)
    // The rest of a body that was not read to its end would be taken for the next request.
    if (!request.complete) response.setHeader('connection', 'close')
    await deliver(response, given, fault)
    if (entry) log.finish(entry)
    if (given) underWay.answered(operationName)
    if (fault && late) underWay.later(late, fault)
  }

  const server = createServer((request, response) => underWay.now(handle(request, response)))
  return {
    server,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      closing.abort()
      await closed
      await underWay.end()
    },
  }
}

// Put together rather than resolved: paths such as `//` are no address by themselves.
function urlOf({ url = '/' }: IncomingMessage): URL {
  const address = `http://sandbox${url}`
  return new URL(URL.canParse(address) ? address : 'http://sandbox/')
}

/** What a request asks, or why it is refused. */
async function read(request: IncomingMessage, url: URL, { documents }: Endpoint): Promise<Asked | Refusal> {
  try {
    const isGet = request.method === 'GET'
    if (isGet) await discardBody(request)
    const message = isGet
      ? messageOfUrl(url)
      : await messageOfBody(await bodyOf(request), request.headers['content-type'])
    const { document, errors } = documents.read(message.query)
    return { ...message, document, errors, operationName: message.operationName ?? operationNameOf(document) }
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
}

/** The headers, each with one value. */
function toRecord(request: IncomingMessage): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  )
}

/** Pages of any origin may ask, with their key in `Authorization`: it is a sandbox, and the browser example calls it. */
function allowAnyOrigin(request: IncomingMessage, response: ServerResponse): void {
  response.setHeader('access-control-allow-origin', '*')
  response.setHeader('access-control-allow-methods', methods.join(', '))
  response.setHeader(
    'access-control-allow-headers',
    request.headers['access-control-request-headers'] ?? 'authorization, content-type, x-attempt-id',
  )
  response.setHeader('access-control-expose-headers', 'x-request-id, retry-after')
  response.setHeader('vary', 'access-control-request-headers')
}
