import type { LabelboxError } from '../../src/core/errors.ts'
import { responseData } from '../../src/transport/response/responseData.ts'
import { responseError } from '../../src/transport/response/responseError.ts'

/** Reads a response, as an attempt does. */
export function readResponse(...given: Parameters<typeof responseError>): {
  readonly data?: unknown
  readonly error?: LabelboxError
} {
  const data = responseData(given[0], given[1])
  return data === undefined ? { error: responseError(...given) } : { data }
}
