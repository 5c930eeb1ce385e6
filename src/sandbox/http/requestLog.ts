import type { FaultKind } from '../faults/fault.ts'

/** One received request, served or refused. */
export interface ReceivedRequest {
  /** The path, such as `/graphql` or `/_gql`. */
  readonly path: string
  /** The name that the client sent, else the name of the document's only operation. */
  readonly operationName: string | undefined
  /** The document's text. Undefined, like `variables`, when the API key is not valid: the body is not read then. */
  readonly query: string | undefined
  /** The variables as sent. The official SDK sends `null` when there are none. */
  readonly variables: unknown
  /** Whether `query` and `variables` are undefined because they were too large to keep. */
  readonly truncated: boolean
  /** The headers, with names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** The HTTP status of the response. Undefined until then, and when there was no response. */
  readonly status: number | undefined
  /** When it arrived, in milliseconds since 1970. */
  readonly receivedAt: number
  /**
   * Whether it was executed: the key was valid and the request reached the GraphQL server, which may still have refused
   * it. A request that a fault executes late turns `true` after its response.
   */
  readonly processed: boolean
  /** The root fields that ran, in order, such as `createInvites`. Empty when the document or its variables are invalid. */
  readonly rootFields: readonly string[]
  /** When it was executed, in milliseconds since 1970. */
  readonly processedAt: number | undefined
  /** The fault that struck it. */
  readonly fault: FaultKind | undefined
}

/** A request in the log. Its members are filled in as they become known. */
export type LogEntry = { -readonly [K in keyof ReceivedRequest]: ReceivedRequest[K] } & { rootFields: string[] }

const maxRequests = 10_000
/** Maximum memory of all requests, in bytes, roughly. */
const maxWeight = 24_000_000
/** Maximum memory of one request's query and variables, in bytes, roughly. */
const maxWeightOfOne = 1_000_000
const maxNameLength = 200

/** What the body of a request says. */
export interface RequestContent extends Pick<ReceivedRequest, 'operationName' | 'query' | 'variables'> {
  /** Roughly how many bytes of memory it takes. */
  readonly weight: number
}

/** The latest requests, bounded in number and memory. */
export class RequestLog {
  readonly received: ReceivedRequest[] = []
  readonly #weights = new WeakMap<ReceivedRequest, number>()
  readonly #durations = new WeakMap<ReceivedRequest, number>()
  #weight = 0
  #dropped = 0

  /** How many requests were received and are no longer kept. */
  get dropped(): number {
    return this.#dropped
  }

  /** Adds a request as it arrives, so that the log is in order of arrival. */
  add(path: string, headers: ReceivedRequest['headers']): LogEntry {
    const request: LogEntry = {
      receivedAt: Date.now(),
      path: copyOf(path),
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
    this.#addWeight(request, 500 + 2 * (path.length + JSON.stringify(headers).length))
    return request
  }

  /** Keeps the content of a request unless it is too large. */
  keepContent(request: LogEntry, { operationName, query, variables, weight }: RequestContent): void {
    request.operationName = operationName === undefined ? undefined : copyOf(operationName.slice(0, maxNameLength))
    request.truncated = weight > maxWeightOfOne
    if (request.truncated) return
    Object.assign(request, { query, variables })
    // The request may have been dropped while its body arrived.
    if (this.#weights.has(request)) this.#addWeight(request, weight)
  }

  /** Adds to the weight of a request, and drops the oldest requests if there is too much. */
  #addWeight(request: ReceivedRequest, weight: number): void {
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

  /** Notes that a request is done: its response was sent, or a fault withheld it. */
  finish(request: ReceivedRequest): void {
    this.#durations.set(request, Date.now() - request.receivedAt)
  }

  /** Milliseconds from the arrival of a request to the end of its response. Undefined while it is in progress. */
  durationOf(request: ReceivedRequest): number | undefined {
    return this.#durations.get(request)
  }
}

/** A copy, because a slice of a string keeps the whole string in memory. */
const copyOf = (text: string): string => Buffer.from(text, 'utf16le').toString('utf16le')
