import { graphql } from '@octokit/graphql'
import { Client, fetchExchange, stringifyDocument } from '@urql/core'
import { GraphQLClient } from 'graphql-request'
import type { ConnectionOptions } from 'labelbox-org'
import { InviteLimitDocument, Labelbox, labelboxExchange } from '../dist.ts'

/** A client that requests the seats of an organization. */
export interface Contender {
  readonly name: string
  /** Sends one request and resolves with its data. */
  readonly ask: (organizationId: string) => Promise<unknown>
}

/** The baseline of all ratios. */
export const baseline = 'fetch'
/** The client, with `fetch`. */
export const ours = 'labelbox-org'
/** urql with its own exchange, and with the client's. */
export const urqlAlone = '@urql/core'
export const urqlWithOurs = `@urql/core with ${ours}'s exchange`
/** Clients that it has to beat. */
export const rivals = ['graphql-request', '@octokit/graphql', urqlAlone]

const apiKey = 'a-key-of-a-realistic-length.eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJ1c2VySWQiOiJja2V5In0.c2lnbmF0dXJl'
const Authorization = `Bearer ${apiKey}`
/** The request of all clients as text. */
export const query = stringifyDocument(InviteLimitDocument)

/** Headers of the requests that are written by hand. */
export const headers = {
  Accept: 'application/json',
  'Content-Type': 'application/json',
  'X-User-Agent': 'labelbox-org 0.0.0',
  Authorization,
}

/** Does what the other clients do at least: serializes the body for each request and parses the response. */
function plainFetch(endpoint: string): Contender {
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
export const everything = (endpoint: string) => {
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

/** The client with some options. */
export function facade(name: string, options: ConnectionOptions): Contender {
  const labelbox = new Labelbox(options)
  const { signal } = new AbortController()
  return {
    name,
    ask: (organizationId) => labelbox.execute(InviteLimitDocument, { organizationId }, { signal }),
  }
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
  throughUrql(urqlWithOurs, new Client({ url: endpoint, exchanges: [labelboxExchange(everything(endpoint))] }))

const urql = (endpoint: string): Contender =>
  throughUrql(
    urqlAlone,
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

/** Clients that run wherever there is a `fetch`. */
export const fetchClients = (endpoint: string): readonly Contender[] => [
  plainFetch(endpoint),
  endingFetch(endpoint),
  facade(ours, everything(endpoint)),
  urql(endpoint),
  exchange(endpoint),
  graphqlRequest(endpoint),
  graphqlRequestOfText(endpoint),
  octokit(endpoint),
]
