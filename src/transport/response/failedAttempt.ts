import type { CallState } from '../callState.ts'
import type { Message } from '../request/message.ts'
import type { IncomingResponse } from '../transport.ts'

/** An attempt without data, or with errors beside it. */
export interface FailedAttempt {
  /** The call as it was before the attempt. */
  readonly call: CallState
  readonly message: Message
  /** Whether the request carried an API key. */
  readonly hasKey: boolean
  /** Whether the body of a change was sent as a stream. */
  readonly isStream?: boolean | undefined
  /** Whether the request went out; `undefined` if the transport does not know. */
  readonly wasSent?: boolean | undefined
  readonly response?: IncomingResponse | undefined
  /** Why there is no response, or why it can't be used. */
  readonly thrown?: unknown
}
