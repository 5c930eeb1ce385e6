import type { CallState } from '../callState.ts'
import type { Message } from '../request/requestInit.ts'

/** An attempt without data, or with errors beside it. */
export interface FailedAttempt {
  /** The call as it was before the attempt. */
  readonly call: CallState
  readonly message: Message
  /** Whether the request carried an API key. */
  readonly hasKey: boolean
  /** Whether the body was sent as a stream. */
  readonly isStream: boolean
  readonly response?: Response | undefined
  /** The body of the response, if it was read to its end. */
  readonly body?: string | undefined
  readonly thrown?: unknown
}
