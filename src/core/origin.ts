import type { LabelboxError } from './errors.ts'
import { processWide } from './processWide.ts'

/** The response that data came from. Empty if that is not known. */
export interface Origin {
  /** HTTP status. */
  readonly status?: number | undefined
  /** The id that Labelbox, or a gateway, gave the request. */
  readonly requestId?: string | undefined
  /** Requests that the call sent. */
  readonly attempts?: number | undefined
  /** Whether an earlier request of the call may have made the change already. */
  readonly mayHaveRun?: boolean | undefined
  /** The errors beside the data, with `onPartialData: 'return'`. */
  readonly error?: LabelboxError | undefined
}

/** Shared by the copies of the package: the exchange of one may deliver the calls of another's facade. */
const origins = processWide('origins@1', new WeakMap<object, Origin>())

/** Remembers the response of data, so that an error about the data (a missing invite, say) can have its request id. */
export const rememberOrigin = (data: object, origin: Origin): void => void origins.set(data, origin)

/**
 * Returns the HTTP status and the request id of the response that data came from, for logs and for Labelbox's support,
 * and the errors beside the data if they were not thrown. Accepts a result of `labelbox.execute`, or the `data` of a urql
 * result; of data that a cache has rebuilt nothing is known.
 *
 * @example
 * const data = await labelbox.execute(InviteUserDocument, variables)
 * if (!data.createInvites?.[0]?.invite) console.warn('Not invited.', originOf(data).requestId)
 */
export const originOf = (data: object): Origin => origins.get(data) ?? {}
