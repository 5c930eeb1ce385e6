import type { DeliveryBody } from './signature.ts'

/** The headers of a delivery: those of a `Request`, or `request.headers` of a Node.js server. */
export type DeliveryHeaders = Headers | Readonly<Record<string, string | readonly string[] | undefined>>

/** A delivery: a request that Labelbox sends to a webhook. */
export interface WebhookDelivery {
  /** The raw body, before it is parsed. */
  readonly body: DeliveryBody
  /** The headers of the request. */
  readonly headers: DeliveryHeaders
}

/** Returns a header, whatever the case of its name. Several values are joined by commas, as in HTTP. */
export function header(headers: DeliveryHeaders, name: string): string | null {
  // Not instanceof: a framework may have its own class of headers.
  if (typeof headers.get === 'function') return (headers as Headers).get(name)
  const values = Object.entries(headers as Readonly<Record<string, string | readonly string[] | undefined>>)
    .filter(([key, value]) => key.toLowerCase() === name && value !== undefined)
    .flatMap(([, value]) => value as string | readonly string[])
  return values.length === 0 ? null : values.join(', ')
}
