import { graphql } from '@octokit/graphql'
import { BasicTracerProvider } from '@opentelemetry/sdk-trace-base'
import { Client, fetchExchange, stringifyDocument } from '@urql/core'
import { GraphQLClient } from 'graphql-request'
import type { ConnectionOptions } from 'labelbox-org'
import type { RedisClient } from 'labelbox-org/redis'
import { InviteLimitDocument, Labelbox, labelboxExchange, openTelemetry, redisStore } from './dist.ts'

/** A client that requests the seats of an organization. */
export interface Contender {
  readonly name: string
  /** Sends one request and resolves with its data. */
  readonly ask: (organizationId: string) => Promise<unknown>
}

/** The baseline of all ratios. */
export const baseline = 'fetch'
/** The client with targets. */
export const ours = 'labelbox-org'
/** Clients that it has to beat. */
export const rivals = ['@urql/core', 'graphql-request']

const apiKey = 'a-key-of-a-realistic-length.eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJ1c2VySWQiOiJja2V5In0.c2lnbmF0dXJl'
const Authorization = `Bearer ${apiKey}`
const query = stringifyDocument(InviteLimitDocument)

/** Does what the other clients do at least: serializes the body for each request and parses the response. */
function plainFetch(endpoint: string): Contender {
  const headers = {
    Accept: 'application/json',
    'Content-Type': 'application/json',
    'X-User-Agent': 'labelbox-org 0.0.0',
    Authorization,
  }
  return {
    name: baseline,
    ask: async (organizationId) => {
      const body = JSON.stringify({ query, variables: { organizationId } })
      const response = await fetch(endpoint, { method: 'POST', headers, body })
      return ((await response.json()) as { data: unknown }).data
    },
  }
}

/**
 * The baseline with a signal and a timer, as written by hand. Costs above this come from the client,
 * costs below from the ability to end a request.
 */
function endingFetch(endpoint: string): Contender {
  const headers = { Accept: 'application/json', 'Content-Type': 'application/json', Authorization }
  return {
    name: `${baseline} with a signal and a timer`,
    ask: async (organizationId) => {
      const controller = new AbortController()
      const timer = setTimeout(() => controller.abort(), 60_000)
      try {
        const body = JSON.stringify({ query, variables: { organizationId } })
        const response = await fetch(endpoint, { method: 'POST', headers, body, signal: controller.signal })
        return ((await response.json()) as { data: unknown }).data
      } finally {
        clearTimeout(timer)
      }
    },
  }
}

/** All features that act on requests are enabled, and none has a reason to act. */
const everything = (endpoint: string) => {
  const told = { requests: 0, responses: 0, retries: 0 }
  return {
    endpoint,
    apiKey,
    timeoutMs: 60_000,
    deadlineMs: 120_000,
    retry: { maxAttempts: 5 },
    rateLimit: { requestsPerMinute: 1_000_000, maxConcurrent: 50 },
    maxResponseBytes: 64 * 1024 * 1024,
    hooks: {
      onRequest: () => (told.requests += 1),
      onResponse: () => (told.responses += 1),
      onRetry: () => (told.retries += 1),
    },
  } satisfies ConnectionOptions
}

function facade(name: string, options: ConnectionOptions): Contender {
  const labelbox = new Labelbox(options)
  const { signal } = new AbortController()
  return {
    name,
    ask: (organizationId) => labelbox.execute(InviteLimitDocument, { organizationId }, { signal }),
  }
}

/** Spans are created and dropped: an exporter's cost is its own. */
const traced = (endpoint: string): Contender =>
  facade(`${ours} with OpenTelemetry`, {
    ...everything(endpoint),
    tracing: openTelemetry({ tracerProvider: new BasicTracerProvider() }),
  })

function throughRedis(endpoint: string, client: RedisClient): Contender {
  const options = everything(endpoint)
  return facade(`${ours} with Redis`, {
    ...options,
    rateLimit: { ...options.rateLimit, store: redisStore({ client }) },
  })
}

function throughUrql(name: string, client: Client): Contender {
  return {
    name,
    ask: async (organizationId) => {
      const { data, error } = await client.query(InviteLimitDocument, { organizationId })
      if (error) throw error
      return data
    },
  }
}

const exchange = (endpoint: string): Contender =>
  throughUrql(
    `@urql/core with ${ours}'s exchange`,
    new Client({ url: endpoint, exchanges: [labelboxExchange(everything(endpoint))] }),
  )

const urql = (endpoint: string): Contender =>
  throughUrql(
    '@urql/core',
    new Client({
      url: endpoint,
      exchanges: [fetchExchange],
      preferGetMethod: false,
      fetchOptions: { headers: { Authorization } },
    }),
  )

/** Uses the typed document like urql and the facade, and prints it for each request. */
function graphqlRequest(endpoint: string): Contender {
  const client = new GraphQLClient(endpoint, { headers: { Authorization } })
  return { name: 'graphql-request', ask: (organizationId) => client.request(InviteLimitDocument, { organizationId }) }
}

/** Its cheapest form: text, with the option that avoids parsing it for each request. */
function graphqlRequestOfText(endpoint: string): Contender {
  const client = new GraphQLClient(endpoint, { headers: { Authorization }, excludeOperationName: true })
  return { name: 'graphql-request with plain text', ask: (organizationId) => client.request(query, { organizationId }) }
}

function octokit(endpoint: string): Contender {
  const request = graphql.defaults({ baseUrl: new URL(endpoint).origin, headers: { Authorization } })
  return { name: '@octokit/graphql', ask: (organizationId) => request(query, { organizationId }) }
}

/** All clients in the comparison. */
export const contenders = (endpoint: string, redis: RedisClient | undefined): readonly Contender[] => [
  plainFetch(endpoint),
  endingFetch(endpoint),
  facade(ours, everything(endpoint)),
  urql(endpoint),
  graphqlRequest(endpoint),
  graphqlRequestOfText(endpoint),
  octokit(endpoint),
  exchange(endpoint),
  traced(endpoint),
  ...(redis === undefined ? [] : [throughRedis(endpoint, redis)]),
]
