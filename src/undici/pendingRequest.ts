import type { Dispatcher } from 'undici'
import { joinedBytes } from '../core/joinedBytes.ts'
import { abortReason } from '../transport/time/onAbort.ts'
import type { IncomingResponse, OutgoingRequest } from '../transport/transport.ts'
import { decompress } from './decompress.ts'

/** undici sends a query again if another request breaks their connection. */
const maxStarts = 3

type ReceivedHeaders = Readonly<Record<string, string | string[] | undefined>>

const decoder = new TextDecoder()

/**
 * A request in undici's hands, and what has come of its response. undici calls it as it proceeds, and so does the signal
 * of the request. Nothing is sent before `onRequestStart`, and nothing is sent if that throws.
 */
export class PendingRequest implements Dispatcher.DispatchHandler {
  readonly #request: OutgoingRequest
  readonly #resolve: (response: IncomingResponse | Promise<IncomingResponse>) => void
  readonly #reject: (error: unknown) => void
  readonly #onEnd: () => void
  #controller: Dispatcher.DispatchController | undefined
  #starts = 0
  #hasEnded = false
  #status = 0
  #headers: ReceivedHeaders = {}
  #chunks: Uint8Array[] = []
  #size = 0

  constructor(
    request: OutgoingRequest,
    resolve: (response: IncomingResponse | Promise<IncomingResponse>) => void,
    reject: (error: unknown) => void,
    onEnd: () => void,
  ) {
    this.#request = request
    this.#resolve = resolve
    this.#reject = reject
    this.#onEnd = onEnd
    request.onSent(false)
    request.signal.addEventListener('abort', this)
  }

  /** The signal aborts. The caller does not wait for undici, which may still have the request in its queue. */
  handleEvent(): void {
    this.#end()
    this.#reject(abortReason(this.#request.signal))
    this.#controller?.abort(new Error('The call has ended.'))
  }

  /** The next byte on the connection is this request's. */
  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.#hasEnded) throw new Error('The call has ended.')
    this.#starts += 1
    if (this.#starts > (this.#request.isChange ? 1 : maxStarts)) throw connectionLost()
    this.#controller = controller
    this.#status = 0
    this.#chunks = []
    this.#size = 0
    this.#request.onSent(true)
  }

  onResponseStart(_: unknown, status: number, headers: ReceivedHeaders): void {
    // 1xx responses are informational.
    if (status < 200) return
    this.#status = status
    this.#headers = headers
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Uint8Array): void {
    if (this.#hasEnded) return
    this.#size += chunk.byteLength
    if (this.#size <= this.#request.maxBytes) {
      this.#chunks.push(chunk)
      return
    }
    this.#end()
    this.#resolve(this.#response(undefined))
    controller.abort(new Error('The response is too long.'))
  }

  onResponseEnd(): void {
    if (this.#hasEnded) return
    this.#end()
    const bytes = joinedBytes(this.#chunks, this.#size)
    const encoding = headerValue(this.#headers, 'content-encoding')
    this.#resolve(encoding === null ? this.#response(bytes) : this.#decompressed(bytes, encoding))
  }

  onResponseError(_: unknown, error: unknown): void {
    if (this.#hasEnded) return
    this.#end()
    this.#reject(error)
  }

  #end(): void {
    this.#hasEnded = true
    this.#request.signal.removeEventListener('abort', this)
    this.#onEnd()
  }

  async #decompressed(bytes: Uint8Array, encoding: string): Promise<IncomingResponse> {
    try {
      return this.#response(await decompress(bytes, encoding, this.#request.maxBytes))
    } catch (error) {
      if (this.#status < 300) throw error
      // The status says why the request failed.
      return this.#response(new Uint8Array())
    }
  }

  #response(bytes: Uint8Array | undefined): IncomingResponse {
    const headers = this.#headers
    return {
      status: this.#status,
      headers: { get: (name) => headerValue(headers, name) },
      body: bytes && decoder.decode(bytes),
    }
  }
}

/** The name is in lower case, as in undici's record. */
function headerValue(headers: ReceivedHeaders, name: string): string | null {
  const value = Object.hasOwn(headers, name) ? headers[name] : undefined
  return Array.isArray(value) ? value.join(', ') : (value ?? null)
}

const connectionLost = (): Error =>
  Object.assign(new Error('The connection closed before the response came.'), { code: 'UND_ERR_SOCKET' })
