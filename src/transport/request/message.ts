import type { LabelboxError } from '../../core/errors.ts'
import type { CallState } from '../callState.ts'

/** One request. */
export interface Message {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** JSON, or a form with files. The bytes are a `Uint8Array<ArrayBuffer>`, which TypeScript before 5.7 cannot write. */
  readonly body: string | (Uint8Array & { readonly buffer: ArrayBuffer })
  /** Reads what the server says of an error beyond GraphQL. */
  readonly toError?: ((error: LabelboxError, call: CallState) => LabelboxError) | undefined
}

/** The header with the id of an attempt of a mutation. */
export const attemptIdHeader = 'X-Attempt-Id'
