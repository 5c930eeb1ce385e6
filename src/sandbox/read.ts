import type { IncomingMessage } from 'node:http'

const maxBodyBytes = 20_000_000

/** What a GraphQL request holds, whatever the types of its members turn out to be. */
export interface Message {
  readonly query?: unknown
  readonly variables?: unknown
  readonly operationName?: unknown
}

/** The body has more bytes than are read. */
export class TooLarge extends Error {}

/** The body, whole. */
export async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length
    // Read to the end all the same, so that the client is there to hear the answer.
    if (size <= maxBodyBytes) parts.push(part)
  }
  if (size > maxBodyBytes) throw new TooLarge()
  return Buffer.concat(parts)
}

/** The body as the JSON object that a GraphQL request is; undefined for anything else. */
export function toMessage(body: Buffer): Message | undefined {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'))
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** The same of a multipart request, which holds it as one of its parts. */
export async function toFormMessage(body: Buffer, contentType: string): Promise<Message | undefined> {
  try {
    const form = await new Response(new Uint8Array(body), { headers: { 'content-type': contentType } }).formData()
    const operations = form.get('operations')
    return typeof operations === 'string' ? toMessage(Buffer.from(operations)) : undefined
  } catch {
    return undefined
  }
}

/** The headers, each with one value. */
export function toRecord(request: IncomingMessage): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  )
}

/**
 * The request for the GraphQL server. JSON is JSON, whatever the request calls it; and the answer is plain JSON, whose
 * statuses are Labelbox's.
 */
export function toRequest(
  method: string,
  url: URL,
  body: Buffer,
  isForm: boolean,
  headers: Readonly<Record<string, string>>,
): Request {
  const type = isForm ? (headers['content-type'] ?? '') : 'application/json'
  const init = { method, headers: { accept: 'application/json', 'content-type': type } }
  return new Request(url, method === 'GET' ? init : { ...init, body: new Uint8Array(body) })
}
