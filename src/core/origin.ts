import type { LabelboxError } from './errors.ts'
import { processWide } from './processWide.ts'

/** What is known of the answer that some data came in. */
export interface Origin {
  readonly status: number | undefined
  readonly requestId: string | undefined
  /** Requests that the call has sent to get it. */
  readonly attempts?: number
  /** Whether a request before the last one may have made the change already. */
  readonly mayHaveRun?: boolean
  /** The errors that came beside the data, where `onPartialData` is `return`. */
  readonly error?: LabelboxError
}

/** Shared by the copies of the package: an exchange of one may deliver what a facade of another asks. */
const origins = processWide('origins@1', new WeakMap<object, Origin>())

/**
 * Remembers which answer data came in, so that who finds it wanting (a null where an invite should be) can still say
 * what to ask Labelbox's support about. The data itself stays as it is.
 */
export const rememberOrigin = (data: object, origin: Origin): void => void origins.set(data, origin)

/**
 * The HTTP status and the request id of the answer that data came in, for logs and for Labelbox's support, and the
 * errors that came along if they were not thrown. Takes what `labelbox.execute` gives, or a urql result's `data`; of
 * data that a cache has made anew nothing is known.
 *
 * @example
 * const data = await labelbox.execute(InviteUserDocument, variables)
 * if (!data.createInvites?.[0]?.invite) console.warn('Not invited.', originOf(data).requestId)
 */
export const originOf = (data: object): Partial<Origin> => origins.get(data) ?? {}
