import { BasicTracerProvider } from '@opentelemetry/sdk-trace-base'
import type { RedisClient } from 'labelbox-org/redis'
import { openTelemetry, redisStore } from '../dist.ts'
import { everything, facade, fetchClients, headers, ours, query, type Contender } from './fetchClients.ts'
import { Agent, request, undiciTransport } from './nodeUndici.ts'

/** The baseline of undici's dispatcher. */
export const undiciBaseline = 'undici.request'
/** The client on undici's dispatcher. */
export const oursOnUndici = `${ours} on undici`

/** Like the bare `fetch`, with connections of its own. */
export function plainUndici(endpoint: string): Contender {
  const dispatcher = new Agent()
  return {
    name: undiciBaseline,
    ask: async (organizationId) => {
      const body = JSON.stringify({ query, variables: { organizationId } })
      const response = await request(endpoint, { method: 'POST', headers, body, dispatcher })
      return ((await response.body.json()) as { data: unknown }).data
    },
  }
}

/** All features, as with `fetch`. */
export const onUndici = (endpoint: string): Contender =>
  facade(oursOnUndici, { ...everything(endpoint), transport: undiciTransport() })

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

/** All clients that Node runs. */
export const nodeClients = (endpoint: string, redis: RedisClient | undefined): readonly Contender[] => [
  ...fetchClients(endpoint),
  plainUndici(endpoint),
  onUndici(endpoint),
  traced(endpoint),
  ...(redis === undefined ? [] : [throughRedis(endpoint, redis)]),
]
