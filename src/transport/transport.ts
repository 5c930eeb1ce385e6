import type { Message } from './request/message.ts'

/** A request as a transport gets it: always a POST. */
export interface OutgoingRequest extends Pick<Message, 'url' | 'headers' | 'body'> {
  /** Whether it may change something: then it is sent once, and has its connection to itself. */
  readonly isChange: boolean
  /** Makes a stream of the body, for a `fetch` that would send a text twice. Only a mutation has one. */
  readonly stream?: (() => ReadableStream<Uint8Array>) | undefined
  /** Ends the request, at any time. */
  readonly signal: AbortSignal
  /** Longest body of a response, in bytes, decompressed. */
  readonly maxBytes: number
  /**
   * Called by a transport that knows when the request goes out: with `false` when it takes the request, and with `true`
   * before the first byte is written. A transport that never calls it leaves that to the codes of its errors.
   */
  readonly onSent: (isSent: boolean) => void
}

/** A response, read to its end. */
export interface IncomingResponse {
  readonly status: number
  readonly headers: {
    /** The value of a header; `null` if the response has none. */
    get(name: string): string | null
  }
  /** `undefined` if it exceeds `maxBytes`. */
  readonly body: string | undefined
  /** What `LabelboxError.response` is. Default: the status and the headers. */
  readonly raw?: unknown
}

/**
 * Sends the requests of a client, in place of `fetch`: the result of `undiciTransport()` of `labelbox-org/undici`.
 */
export interface Transport {
  /**
   * Sends a request once and reads its response. It follows no redirect, and rejects as soon as the signal aborts or the
   * connection fails.
   */
  readonly send: (request: OutgoingRequest) => Promise<IncomingResponse>
  /** Whether a request is sent twice unless its body is a stream. */
  readonly repeatsChanges?: boolean | undefined
}
