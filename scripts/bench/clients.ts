import { graphql } from '@octokit/graphql'
import { Client, fetchExchange, stringifyDocument } from '@urql/core'
import { GraphQLClient } from 'graphql-request'
import { InviteLimitDocument, Labelbox, labelboxExchange } from './dist.ts'

/** One way of asking for the seats of an organization. */
export interface Contender {
  readonly name: string
  /** Sends one request and resolves with its data. */
  readonly ask: (organizationId: string) => Promise<unknown>
}

/** What all others are compared with. */
export const baseline = 'fetch'
/** What the targets are set for. */
export const ours = 'labelbox-org'
/** What it has to be ahead of. */
export const rivals = ['@urql/core', 'graphql-request']

const apiKey = 'a-key-of-a-realistic-length.eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJ1c2VySWQiOiJja2V5In0.c2lnbmF0dXJl'
const Authorization = `Bearer ${apiKey}`
const query = stringifyDocument(InviteLimitDocument)

/** No less than any of the others: the body is written for each request, and the answer is read as JSON. */
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

function facade(endpoint: string): Contender {
  const labelbox = new Labelbox({ endpoint, apiKey })
  const { signal } = new AbortController()
  return {
    name: ours,
    ask: (organizationId) => labelbox.execute(InviteLimitDocument, { organizationId }, { signal }),
  }
}

function exchange(endpoint: string): Contender {
  const client = new Client({ url: endpoint, exchanges: [labelboxExchange({ endpoint, apiKey })] })
  return {
    name: '@urql/core with labelboxExchange',
    ask: async (organizationId) => {
      const { data, error } = await client.query(InviteLimitDocument, { organizationId })
      if (error) throw error
      return data
    },
  }
}

function urql(endpoint: string): Contender {
  const client = new Client({
    url: endpoint,
    exchanges: [fetchExchange],
    preferGetMethod: false,
    fetchOptions: { headers: { Authorization } },
  })
  return {
    name: '@urql/core',
    ask: async (organizationId) => {
      const { data, error } = await client.query(InviteLimitDocument, { organizationId })
      if (error) throw error
      return data
    },
  }
}

/** In the form that costs it least: it prints a document, and parses a text unless told not to, for each request. */
function graphqlRequest(endpoint: string): Contender {
  const client = new GraphQLClient(endpoint, { headers: { Authorization }, excludeOperationName: true })
  return { name: 'graphql-request', ask: (organizationId) => client.request(query, { organizationId }) }
}

function octokit(endpoint: string): Contender {
  const request = graphql.defaults({ baseUrl: new URL('/', endpoint).href.slice(0, -1), headers: { Authorization } })
  return { name: '@octokit/graphql', ask: (organizationId) => request(query, { organizationId }) }
}

export const contenders = (endpoint: string): readonly Contender[] =>
  [plainFetch, facade, exchange, urql, graphqlRequest, octokit].map((make) => make(endpoint))
