import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { setTimeout } from 'node:timers/promises'
import { answer, errorAnswer, toYoga } from './answer.ts'
import { deliver } from './deliver.ts'
import { faultAnswer } from './faultAnswer.ts'
import { processingOf, type Fault } from './faults.ts'
import type { Plan } from './plan.ts'
import { quotaAnswer, type RateLimit } from './rateLimit.ts'
import { bodyOf, TooLarge, toFormMessage, toMessage, toRecord, toRequest } from './read.ts'
import { toAnswer, type Answer, type Log, type ReceivedRequest } from './received.ts'
import type { Caller } from './resolvers/types.ts'
import { operationNameOf, type Schemas } from './schema.ts'
import { UnderWay } from './underWay.ts'

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

/** The HTTP side: paths, keys, headers, faults, and what happens to requests that are no GraphQL. */
export function serve({ schemas, introspection, authenticate, log, plan, limit, latencyMs, status }: Front): Serving {
  const yogas = new Map([
    ['/graphql', toYoga(schemas.published, '/graphql', introspection)],
    ['/_gql', toYoga(schemas.experimental, '/_gql', introspection)],
  ])
  const underWay = new UnderWay()
  const closing = new AbortController()

  /** Reads a request and gives its answer, if it gets one. */
  async function respond(request: IncomingMessage): Promise<Outcome> {
    // Put together rather than resolved: paths such as `//` are no address by themselves.
    const url = new URL(`http://sandbox${request.url ?? '/'}`)
    const yoga = yogas.get(url.pathname)
    const headers = toRecord(request)
    const entry = log.arrive(url.pathname, headers)
    const wait = limit?.take() ?? 0
    const body = await bodyOf(request).catch((error: unknown) => {
      entry.status = error instanceof TooLarge ? 413 : 500
      log.finish(entry)
      throw error
    })
    const contentType = headers['content-type'] ?? ''
    const isForm = contentType.startsWith('multipart/form-data')
    const message =
      request.method === 'GET'
        ? Object.fromEntries(url.searchParams)
        : isForm
          ? await toFormMessage(body, contentType)
          : toMessage(body)
    const query = typeof message?.query === 'string' ? message.query : undefined
    const operationName = typeof message?.operationName === 'string' ? message.operationName : operationNameOf(query)
    Object.assign(entry, { operationName, query, variables: message?.variables })

    async function process(): Promise<Answer> {
      if (!yoga)
        return { status: 404, headers: { 'content-type': 'application/json' }, body: '{"message":"Not Found"}' }
      if (!methods.includes(request.method ?? '')) {
        const refused = errorAnswer(405, 'MALFORMED_REQUEST', `${request.method ?? ''} is not allowed here`)
        return { ...refused, headers: { ...refused.headers, allow: methods.join(', ') } }
      }
      // The scheme in any case, as HTTP has it; the key as it is.
      const [, key] = /^bearer +(.*)$/is.exec(headers['authorization'] ?? '') ?? []
      const caller = key === undefined ? undefined : authenticate(key)
      if (!caller) return errorAnswer(401, 'AUTHENTICATION_ERROR', 'Invalid API key')
      if (query === undefined && !isForm) {
        return errorAnswer(400, 'MALFORMED_REQUEST', 'The body must be a JSON object with a query')
      }
      const context = { ...caller, runs: (field: string) => void entry.rootFields.push(field) }
      const given = await answer(yoga, toRequest(request.method ?? 'POST', url, body, isForm, headers), context)
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
      const given = faultAnswer(fault, { query, operationName }, truth)
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
    const { given, fault, operationName, entry, late }: Outcome = await respond(request).catch((error: unknown) => ({
      given:
        error instanceof TooLarge
          ? errorAnswer(413, 'MALFORMED_REQUEST', 'The body is too large')
          : errorAnswer(500, 'INTERNAL_SERVER_ERROR', 'Internal server error'),
    }))
    if (latencyMs > 0) await setTimeout(latencyMs, undefined, { signal: closing.signal }).catch(() => undefined)
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
