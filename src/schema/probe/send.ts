import { Labelbox, type ConnectionOptions } from '../../index.ts'
import { toEndpoints } from '../../transport/endpoints.ts'
import type { Send } from './ask.ts'

/** The same, with every text freed of a secret: a server may repeat what it was sent. */
export function withoutSecret<T>(value: T, secret: string): T {
  return JSON.parse(JSON.stringify(value), (_, part: unknown) =>
    typeof part === 'string' ? part.replaceAll(secret, '[key]') : part,
  ) as T
}

/**
 * The way to both paths, with the client's own delivery: a quota is waited for, a query is sent again after what passes,
 * and a mutation only where that is known to change nothing.
 */
export function toSend(options: ConnectionOptions, signal?: AbortSignal): Send {
  const { endpoint, experimentalEndpoint } = toEndpoints(options)
  // Whatever a document asks for goes where it is said to.
  const by = (url: string): Labelbox => new Labelbox({ ...options, endpoint: url, experimentalEndpoint: url })
  const clients = { public: by(endpoint), experimental: by(experimentalEndpoint) }
  return (path, document, variables) => clients[path].execute(document, variables, { signal })
}
