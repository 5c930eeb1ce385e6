import type { Dispatcher } from 'undici'
import { invalid } from '../core/guards.ts'
import { foreignError } from '../transport/response/foreignError.ts'
import type { OutgoingRequest, Sender, Transport } from '../transport/transport.ts'
import { toDispatchers, type Undici, type UndiciTransportOptions } from './dispatchers.ts'
import { PendingRequest } from './pendingRequest.ts'

/** What {@link undiciTransport} returns: the option `transport` of a client. */
export interface UndiciTransport extends Transport {
  /**
   * Closes the connections once the requests under way have ended. Later requests fail. Idle connections don't keep a
   * process alive, so most programs need not call it.
   */
  readonly close: () => Promise<void>
}

/** Makes a transport on a version of undici. */
export function transportOn(undici: Undici, options: UndiciTransportOptions): UndiciTransport {
  const { queries, changes, secrets } = toDispatchers(undici, options)
  const safe = (error: unknown): Error =>
    (secrets.length === 0 ? error : foreignError(error, () => ({ key: undefined, texts: secrets }))) as Error
  const send: Sender['send'] = (request) =>
    new Promise((resolve, reject) => {
      const isChange = request.stream !== undefined
      const pending = new PendingRequest(request, resolve, (error) => reject(safe(error)))
      try {
        ;(isChange ? changes : queries).dispatch(dispatchOptions(request, isChange), pending)
      } catch (error) {
        pending.onResponseError(undefined, error)
      }
    })
  const sender: Sender = { send }
  const transport: Transport = ({ fetch }) => {
    if (fetch !== undefined) throw invalid("transport can't be combined with fetch. Remove one of them.")
    return sender
  }
  let closing: Promise<unknown> | undefined
  const close = async (): Promise<void> => {
    await (closing ??= Promise.all([...new Set([queries, changes])].map((dispatcher) => dispatcher.close())))
  }
  return Object.assign(transport, { close })
}

function dispatchOptions({ url, headers, body }: OutgoingRequest, isChange: boolean): Dispatcher.DispatchOptions {
  const { origin, path } = targetOf(url)
  return {
    origin,
    path,
    method: 'POST',
    headers: headerList(headers),
    body,
    // The delivery has its own timeouts, over the whole response.
    headersTimeout: 0,
    bodyTimeout: 0,
    // undici pipelines what may be repeated and does not block.
    idempotent: !isChange,
    blocking: isChange,
  }
}

/** Names and values in turn: undici takes them without a copy. Unless the user says otherwise, a response may be packed. */
function headerList(headers: OutgoingRequest['headers']): string[] {
  const list: string[] = []
  for (const name in headers) list.push(name, headers[name] ?? '')
  if (headers['accept-encoding'] === undefined) list.push('Accept-Encoding', 'gzip, deflate, br')
  return list
}

interface Target {
  readonly origin: string
  readonly path: string
}

/** A client has two URLs. */
const targets = new Map<string, Target>()

function targetOf(url: string): Target {
  let target = targets.get(url)
  if (target === undefined) {
    const { origin, pathname, search } = new URL(url)
    target = { origin, path: pathname + search }
    // For a program that makes a client for each of its customers' URLs.
    if (targets.size >= 100) targets.clear()
    targets.set(url, target)
  }
  return target
}
