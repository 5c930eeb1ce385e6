import type { LabelboxError } from '../../src/core/errors.ts'
import * as failures from '../../src/transport/response/failures.ts'
import { readResponse as read } from '../../src/transport/response/readResponse.ts'

/** Reads a response, with the full words for a failure. */
export function readResponse(...given: Parameters<typeof read>): {
  readonly data?: unknown
  readonly error?: LabelboxError
} {
  const reading = read(...given)
  return reading.failure === undefined ? { data: reading.data } : { error: reading.failure(failures) }
}
