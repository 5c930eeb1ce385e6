import type { Attributes } from '@opentelemetry/api'
import { redactUrl } from '../transport/observe/redactUrl.ts'

/** The server of a request, by the HTTP conventions. */
export function targetOf(endpoint: string): Attributes {
  const url = new URL(endpoint)
  return {
    'server.address': url.hostname,
    'server.port': url.port === '' ? (url.protocol === 'http:' ? 80 : 443) : Number(url.port),
    'url.full': redactUrl(url.href),
  }
}
