import { Labelbox, type ConnectionOptions } from '../../index.ts'
import { prepare } from '../../transport/document.ts'
import { toEndpoints } from '../../transport/endpoints.ts'
import type { Send } from './response.ts'

/** Replaces a secret in every string, because a server may repeat what it was sent. */
export function withoutSecret<T>(value: T, secret: string): T {
  return JSON.parse(JSON.stringify(value), (_, part: unknown) =>
    typeof part === 'string' ? part.replaceAll(secret, '[key]') : part,
  ) as T
}

/**
 * Creates the function that sends documents to both endpoints with the client's own delivery. Queries wait for quota
 * and are retried. Mutations are sent once: idempotency depends on variables, which are not sent here.
 */
export function toSend(options: ConnectionOptions, signal?: AbortSignal): Send {
  const { endpoint, experimentalEndpoint } = toEndpoints(options)
  // Both endpoint options point to the same URL, so the document cannot choose.
  const by = (url: string) => ({
    query: new Labelbox({ ...options, endpoint: url, experimentalEndpoint: url }),
    mutation: new Labelbox({ ...options, endpoint: url, experimentalEndpoint: url, retry: false }),
  })
  const clients = { public: by(endpoint), experimental: by(experimentalEndpoint) }
  return (path, document, variables) => clients[path][prepare(document).kind].execute(document, variables, { signal })
}
