import type { TypedDocumentNode } from '@urql/core'
import { explain, readAnswer } from '../classify.ts'
import { isLabelboxError, LabelboxError } from '../errors.ts'
import { version } from '../version.ts'
import type { Connection } from './connection.ts'
import { withDeadline, type RequestOptions } from './deadline.ts'
import { prepare, unwritable, type Prepared } from './document.ts'

/**
 * Sends an operation and returns its data: the one way to the API. The facade calls it directly, and
 * `labelboxExchange` puts it at the end of a urql client.
 *
 * Always a POST, so that no variable ends up in a log of URLs; two callers who ask the same thing at once share nothing.
 *
 * @throws {@link LabelboxError}, and nothing else.
 */
export async function deliver<Data, Variables>(
  connection: Connection,
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  options: RequestOptions = {},
): Promise<Data> {
  const prepared = prepare(document)
  const body = encode(prepared, variables)
  const limits = { signal: options.signal, timeoutMs: options.timeoutMs ?? connection.timeoutMs }
  return withDeadline(limits, prepared.operationName, async (signal) => {
    // One attempt. Whether to wait and try again belongs here, around it.
    return (await attempt(connection, prepared, body, signal)) as Data
  })
}

async function attempt(
  connection: Connection,
  prepared: Prepared,
  body: string,
  signal: AbortSignal,
): Promise<unknown> {
  const { operationName, experimental } = prepared
  const authorization = await authorize(connection, operationName)
  // The call may have ended while the key was asked for, and a fetch of the user's may not look at its signal.
  signal.throwIfAborted()
  const { response, text } = await exchange(operationName, authorization, async () => {
    const response = await connection.fetch(experimental ? connection.experimentalEndpoint : connection.endpoint, {
      method: 'POST',
      headers: headers(authorization),
      body,
      signal,
      // A GraphQL API has no reason to redirect, and to follow would take the key along.
      redirect: 'manual',
    })
    return { response, text: await response.text() }
  })
  const reading = readAnswer(
    { status: response.status, headers: response.headers, body: text },
    operationName,
    response,
  )
  if (reading.error !== undefined) throw reading.error
  return reading.data
}

const headers = (authorization: string | undefined): Record<string, string> => ({
  Accept: 'application/json',
  'Content-Type': 'application/json',
  'X-User-Agent': `labelbox-org ${version}`,
  ...(authorization !== undefined && { Authorization: authorization }),
})

function encode({ query, operationName }: Prepared, variables: unknown): string {
  try {
    return JSON.stringify({ query, variables: variables ?? null })
  } catch {
    throw unwritable(operationName)
  }
}

/** A key function that fails is no failure of the network. */
async function authorize(connection: Connection, operationName: string | undefined): Promise<string | undefined> {
  try {
    return await connection.authorization()
  } catch (cause) {
    if (isLabelboxError(cause)) throw cause
    throw new LabelboxError({
      code: 'AUTHENTICATION',
      operationName,
      cause,
      message: `${operationName ?? 'The request'} was not sent: the function given as apiKey failed. The cause says why.`,
    })
  }
}

/** Sends and reads to the end; whatever breaks on the way is a failure of the network. */
async function exchange<T>(
  operationName: string | undefined,
  authorization: string | undefined,
  run: () => Promise<T>,
): Promise<T> {
  try {
    return await run()
  } catch (cause) {
    throw new LabelboxError({
      code: 'NETWORK',
      operationName,
      retryable: true,
      message: explain(operationName, 'NETWORK'),
      // A `fetch` of the user's may throw errors that carry the request along.
      cause: isFreeOf(authorization?.slice('Bearer '.length), cause)
        ? cause
        : new Error('What fetch threw is left out here, because the API key may be in it.'),
    })
  }
}

/**
 * Whether an error can be shown without the key. It has to be seen to the end: what is neither an error nor plain data
 * (a `Headers`, a class of a library's) may print more than it lets be read, and what is very large is not searched.
 */
function isFreeOf(secret: string | undefined, thrown: unknown): boolean {
  if (secret === undefined) return true
  const found = new Set<unknown>([thrown])
  try {
    for (const value of found) {
      if (found.size > 1000 || typeof value === 'function') return false
      if (typeof value === 'string' && value.includes(secret)) return false
      if (typeof value !== 'object' || value === null) continue
      if (!isTransparent(value)) return false
      const shown = value instanceof Error ? ['name', 'message', 'stack', 'cause'] : []
      for (const key of [...Reflect.ownKeys(value), ...shown]) {
        found.add(typeof key === 'symbol' ? key.description : key)
        found.add(Reflect.get(value, key))
      }
    }
  } catch {
    return false
  }
  return true
}

const isTransparent = (value: object): boolean =>
  value instanceof Error ||
  Array.isArray(value) ||
  [Object.prototype, null].includes(Object.getPrototypeOf(value) as object | null)
