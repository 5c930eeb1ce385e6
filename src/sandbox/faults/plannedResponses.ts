import { jsonResponse, type HttpResponse } from '../http/httpResponse.ts'

/** A response for the sandbox to give in place of its own. */
export interface Failure {
  /** Strikes only requests of this operation. Default: requests of any operation. */
  readonly operationName?: string | undefined
  /** HTTP status. Default: 500. */
  readonly status?: number | undefined
  /** Body: text is sent as it is, anything else as JSON. Default: an error page in HTML. */
  readonly body?: unknown
  /** Headers to add. A `content-type` replaces the default one. */
  readonly headers?: Readonly<Record<string, string>> | undefined
  /** How many requests get this response. Default: 1. */
  readonly times?: number | undefined
  /** Whether the request is executed before this response is sent, so that a retry would execute it twice. Default: `false`. */
  readonly processed?: boolean | undefined
}

/** The responses that `sandbox.fail()` has planned. */
export class PlannedResponses {
  readonly #planned: { readonly failure: Failure; left: number }[] = []

  plan(failure: Failure): void {
    this.#planned.push({ failure, left: failure.times ?? 1 })
  }

  /** Takes the planned response for a request of this operation. */
  take(operationName: string | undefined): Failure | undefined {
    const planned = this.#planned.find(
      ({ failure, left }) => left > 0 && (failure.operationName ?? operationName) === operationName,
    )
    if (planned) planned.left -= 1
    return planned?.failure
  }
}

/** The response that a failure describes. */
export const failureResponse = ({
  status = 500,
  body = '<html><body>Error</body></html>',
  headers = {},
}: Failure): HttpResponse =>
  typeof body === 'string'
    ? { status, headers: { 'content-type': 'text/html', ...headers }, body }
    : jsonResponse(status, body, headers)
