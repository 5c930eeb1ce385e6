import type { FaultKind } from '../faults/fault.ts'

/** One request as it arrived, whether it was answered or refused. */
export interface ReceivedRequest {
  /** `/graphql` or `/_gql`. */
  readonly path: string
  /** The name that was sent, or that of the document's only operation. */
  readonly operationName: string | undefined
  /** The document's text. Undefined, as the variables are, where the key opens nothing: its body is not read. */
  readonly query: string | undefined
  /** The variables as sent. The official SDK sends `null` for none. */
  readonly variables: unknown
  /** Whether the query and the variables were too large to keep, and are undefined for that. */
  readonly truncated: boolean
  /** The headers, with names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** The HTTP status that answered it; undefined until then, and where no answer began. */
  readonly status: number | undefined
  /** When it arrived, in milliseconds as `Date.now()` gives them. */
  readonly receivedAt: number
  /**
   * Whether it was carried out: it got past the key and to the GraphQL server, which may still have refused it. True
   * as soon as it is done, which for a request that is processed late is after its answer.
   */
  readonly processed: boolean
  /**
   * The root fields that were carried out, in order: `createInvites` for one. None of a document that is not valid, or
   * whose variables are not.
   */
  readonly rootFields: readonly string[]
  /** When that was done. */
  readonly processedAt: number | undefined
  /** The fault that struck it. */
  readonly fault: FaultKind | undefined
}

/** An answer for the sandbox to give instead of its own. */
export interface Failure {
  /** Only requests of this operation; any when left out. */
  readonly operationName?: string
  /** HTTP status, by default 500. */
  readonly status?: number
  /** Body: text as it is, anything else as JSON. By default an error page in HTML. */
  readonly body?: unknown
  /** Headers besides `content-type`, or instead of it. */
  readonly headers?: Readonly<Record<string, string>>
  /** How many requests it answers, by default 1. */
  readonly times?: number
  /** Do what the request asks first, and answer so all the same: the case in which sending again does it twice. */
  readonly afterProcessing?: boolean
}

/** An HTTP answer, ready to send. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** A request in the log: what is known later is filled in. */
export type Entry = { -readonly [K in keyof ReceivedRequest]: ReceivedRequest[K] } & { rootFields: string[] }

const maxRequests = 10_000
/** About how many bytes of memory all requests may take, and the query and the variables of one. */
const maxWeight = 24_000_000
const maxWeightOfOne = 1_000_000
const maxNameLength = 200

/** What is known of a request when its body has been read. */
export interface Content extends Pick<ReceivedRequest, 'operationName' | 'query' | 'variables'> {
  /** About how many bytes of memory it takes. */
  readonly weight: number
}

/** The latest requests, bounded in number and memory, and which answers are planned. */
export class Log {
  readonly received: ReceivedRequest[] = []
  readonly #weights = new WeakMap<ReceivedRequest, number>()
  readonly #durations = new WeakMap<ReceivedRequest, number>()
  readonly #failures: { readonly failure: Failure; left: number }[] = []
  #weight = 0
  #dropped = 0

  /** How many requests were received and are not kept any more. */
  get dropped(): number {
    return this.#dropped
  }

  /** Takes a request down as it arrives, so that they stand in that order. What is known later is filled in. */
  arrive(path: string, headers: ReceivedRequest['headers']): Entry {
    const request: Entry = {
      receivedAt: Date.now(),
      path: ownCopy(path),
      headers,
      operationName: undefined,
      query: undefined,
      variables: undefined,
      truncated: false,
      status: undefined,
      processed: false,
      rootFields: [],
      processedAt: undefined,
      fault: undefined,
    }
    this.received.push(request)
    this.#weigh(request, 500 + 2 * (path.length + JSON.stringify(headers).length))
    return request
  }

  /** Keeps what a request asks, unless it is too large. */
  keep(request: Entry, { operationName, query, variables, weight }: Content): void {
    request.operationName = operationName === undefined ? undefined : ownCopy(operationName.slice(0, maxNameLength))
    request.truncated = weight > maxWeightOfOne
    if (request.truncated) return
    Object.assign(request, { query, variables })
    // It may have been dropped while its body came in.
    if (this.#weights.has(request)) this.#weigh(request, weight)
  }

  /** Makes room for a request by dropping the oldest ones. */
  #weigh(request: ReceivedRequest, weight: number): void {
    this.#weights.set(request, (this.#weights.get(request) ?? 0) + weight)
    this.#weight += weight
    while (this.received.length > maxRequests || this.#weight > maxWeight) {
      const [oldest] = this.received.splice(0, 1)
      if (!oldest) return
      this.#weight -= this.#weights.get(oldest) ?? 0
      this.#weights.delete(oldest)
      this.#dropped += 1
    }
  }

  /** The answer to a request has been sent, or was not to be. */
  finish(request: ReceivedRequest): void {
    this.#durations.set(request, Date.now() - request.receivedAt)
  }

  /** Milliseconds from the arrival of a request to the end of its answer; undefined while it is under way. */
  durationOf(request: ReceivedRequest): number | undefined {
    return this.#durations.get(request)
  }

  plan(failure: Failure): void {
    this.#failures.push({ failure, left: failure.times ?? 1 })
  }

  /** The answer that is planned for a request, which this uses up. */
  take(operationName: string | undefined): Failure | undefined {
    const planned = this.#failures.find(
      ({ failure, left }) => left > 0 && (failure.operationName ?? operationName) === operationName,
    )
    if (planned) planned.left -= 1
    return planned?.failure
  }
}

/** A slice of a string keeps the whole string in memory; its copy does not. */
const ownCopy = (text: string): string => Buffer.from(text, 'utf16le').toString('utf16le')

/** The raw answer of a failure. */
export function toAnswer({ status = 500, body = '<html><body>Error</body></html>', headers = {} }: Failure): Answer {
  const isText = typeof body === 'string'
  return {
    status,
    headers: { 'content-type': isText ? 'text/html' : 'application/json', ...headers },
    body: isText ? body : JSON.stringify(body),
  }
}
