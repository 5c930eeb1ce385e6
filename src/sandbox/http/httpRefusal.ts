/** Thrown for a request that never reaches the API: the HTTP status, the reason, and the error's code. */
export class HttpRefusal extends Error {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly code: string

  constructor(
    status: number,
    message: string,
    headers: Readonly<Record<string, string>> = {},
    code = 'MALFORMED_REQUEST',
  ) {
    super(message)
    this.status = status
    this.headers = headers
    this.code = code
  }
}
