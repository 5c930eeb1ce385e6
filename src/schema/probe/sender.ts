import { Labelbox, type ConnectionOptions } from '../../index.ts'
import { prepare } from '../../transport/document.ts'
import { toEndpoints } from '../../transport/endpoints.ts'
import type { Send } from './response.ts'

/** The same, with every text freed of a secret: a server may repeat what it was sent. */
export function withoutSecret<T>(value: T, secret: string): T {
  return JSON.parse(JSON.stringify(value), (_, part: unknown) =>
    typeof part === 'string' ? part.replaceAll(secret, '[key]') : part,
  ) as T
}

/**
 * The way to both paths, with the client's own delivery: for a query a quota is waited for, and it is sent again after
 * what passes. A mutation is sent once: those that may be done twice are so because of what they are told, and here
 * they are told nothing.
 */
export function toSend(options: ConnectionOptions, signal?: AbortSignal): Send {
  const { endpoint, experimentalEndpoint } = toEndpoints(options)
  // Whatever a document asks for goes where it is said to.
  const by = (url: string) => ({
    query: new Labelbox({ ...options, endpoint: url, experimentalEndpoint: url }),
    mutation: new Labelbox({ ...options, endpoint: url, experimentalEndpoint: url, retry: false }),
  })
  const clients = { public: by(endpoint), experimental: by(experimentalEndpoint) }
  return (path, document, variables) => clients[path][prepare(document).kind].execute(document, variables, { signal })
}
