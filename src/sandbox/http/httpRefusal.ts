/** A request that is refused before it reaches the API: its HTTP status, why, and the code of the error. */
export class Refusal extends Error {
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
