import type { Dispatcher } from 'undici'
import { foreignError } from '../transport/response/foreignError.ts'
import { abortReason } from '../transport/time/onAbort.ts'
import type { OutgoingRequest, Transport } from '../transport/transport.ts'
import { toRoutes, type Dispatchers, type Undici, type UndiciTransportOptions } from './dispatchers.ts'
import { PendingRequest } from './pendingRequest.ts'
import type { Environment } from './proxies.ts'
import { ProxyError } from './tunnelError.ts'

/** What {@link undiciTransport} returns: the option `transport` of a client. */
export interface UndiciTransport extends Transport {
  /**
   * Closes the connections once the requests under way have ended. Later requests fail. Idle connections don't keep a
   * process alive, so most programs need not call it.
   */
  readonly close: () => Promise<void>
}

/** Makes a transport on a version of undici. The environment is read if the options say so. */
export function transportOn(
  undici: Undici,
  options: UndiciTransportOptions,
  environment?: Environment,
): UndiciTransport {
  const routes = toRoutes(undici, options, environment)
  const targets = new Map<string, Target>()
  const targetOf = (url: string): Target => {
    let target = targets.get(url)
    if (target === undefined) {
      const { origin, pathname, search } = new URL(url)
      target = { origin, path: pathname + search, dispatchers: routes.to(new URL(url)) }
      // For a program that makes a client for each of its customers' URLs.
      if (targets.size >= 100) targets.clear()
      targets.set(url, target)
    }
    return target
  }
  let underWay = 0
  let onIdle: (() => void) | undefined
  let closing: Promise<void> | undefined
  const onEnd = (): void => {
    underWay -= 1
    if (underWay === 0) onIdle?.()
  }
  const send: Transport['send'] = (request) =>
    new Promise((resolve, reject) => {
      const { url, headers, body, isChange, signal } = request
      // An aborted signal fires no more events.
      if (signal.aborted) throw abortReason(signal)
      const fail = (error: unknown): void => reject(withoutSecrets(error, routes.secrets))
      underWay += 1
      const pending = new PendingRequest(request, resolve, fail, onEnd)
      try {
        if (closing !== undefined) throw isClosed()
        const { origin, path, dispatchers } = targetOf(url)
        const options: Dispatcher.DispatchOptions = {
          origin,
          path,
          method: 'POST',
          headers: isChange ? toList(headers) : listOf(headers),
          body,
          // The delivery has its own timeouts, over the whole response.
          headersTimeout: 0,
          bodyTimeout: 0,
          // undici pipelines what may be repeated and does not block.
          idempotent: !isChange,
          blocking: isChange,
        }
        ;(isChange ? dispatchers.changes : dispatchers.queries).dispatch(options, pending)
      } catch (error) {
        pending.onResponseError(undefined, error)
      }
    })
  const closeAll = async (): Promise<void> => {
    if (underWay > 0) await new Promise<void>((resolve) => (onIdle = resolve))
    const dispatchers = new Set(routes.all.flatMap(({ queries, changes }) => [queries, changes]))
    // Their own `close` would wait for connections that nobody needs any more, such as those of aborted calls.
    await Promise.all([...dispatchers].map((dispatcher) => dispatcher.destroy()))
  }
  const close = (): Promise<void> => (closing ??= closeAll())
  return { send, close }
}

/** With undici's own code. */
const isClosed = (): Error => Object.assign(new Error('The transport is closed.'), { code: 'UND_ERR_CLOSED' })

/** Where a URL leads. A client has two URLs. */
interface Target {
  readonly origin: string
  readonly path: string
  readonly dispatchers: Dispatchers
}

/** A copy of an error of undici or Node. The words about a proxy are this entry's own, and hold no secret. */
function withoutSecrets(error: unknown, secrets: readonly string[]): Error {
  if (secrets.length === 0) return error as Error
  const copy = (error: unknown): Error => foreignError(error, () => ({ key: undefined, texts: secrets })) as Error
  return error instanceof ProxyError ? new ProxyError(error.message, copy(error.cause)) : copy(error)
}

/** The headers of queries are the same object until the key changes. */
const lists = new WeakMap<OutgoingRequest['headers'], string[]>()

function listOf(headers: OutgoingRequest['headers']): string[] {
  let list = lists.get(headers)
  if (list === undefined) lists.set(headers, (list = toList(headers)))
  return list
}

/** Names and values in turn: undici takes them without a copy. A response may be compressed unless the user says otherwise. */
function toList(headers: OutgoingRequest['headers']): string[] {
  const list: string[] = []
  for (const name in headers) list.push(name, headers[name] ?? '')
  // Some gateways refuse a request without one. This is Node's.
  if (headers['user-agent'] === undefined) list.push('User-Agent', 'node')
  if (headers['accept-encoding'] === undefined) list.push('Accept-Encoding', 'gzip, deflate, br')
  return list
}
