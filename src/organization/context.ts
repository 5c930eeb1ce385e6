import { isLabelboxError } from '../core/errors.ts'
import { requireCallOptions } from '../transport/time/deadline.ts'
import type { CallOptions } from '../core/callOptions.ts'
import { prepare } from '../transport/document.ts'
import type { Execute } from '../transport/execute.ts'
import type { RetryPolicy } from '../transport/retry.ts'
import type { Timing } from '../transport/time/timing.ts'
import type { AuditRecord } from './audit.ts'
import type { Role, User } from '../core/records.ts'
import type { Shared } from './sharedLoad.ts'

/** What the methods of the facade work with. */
export interface Context {
  /**
   * Runs an operation. Of a query only a whole answer counts, whatever `onPartialData` says: a method that reads in order
   * to change something must not act on half of what is there.
   */
  readonly execute: Execute
  /** The same for methods that only read, which honor `onPartialData`; see {@link reading}. */
  readonly read: Execute
  /** The user whose key it is, asked for once for each client. */
  readonly currentUser: Shared<User>
  /** The roles of the organization, asked for once for each client. */
  readonly roles: Shared<readonly Role[]>
  /** Milliseconds for calls that say nothing else. */
  readonly deadlineMs: number
  readonly retry: RetryPolicy
  /** Who keeps a record of changes. */
  readonly audit: (record: AuditRecord) => void
  readonly timing: Timing
}

/** Queries that are answered in part are thrown. A change has been made all the same, so its answer may be partial. */
export const wholeReads =
  (execute: Execute): Execute =>
  (document, variables, options) =>
    prepare(document).kind === 'query'
      ? execute(document, variables, { ...options, onPartialData: 'throw' })
      : execute(document, variables, options)

/** The context of a method that only reads, and whose caller may ask for partial answers. */
export const reading = (context: Context): Context => ({ ...context, execute: context.read })

/** Begins a call that may take several requests, with one end for all of them. */
export function startCall({ timing, deadlineMs }: Context, options: CallOptions = {}): CallOptions {
  requireCallOptions(options)
  if (options.endsAt !== undefined) return options
  return { ...options, endsAt: timing.now() + (options.deadlineMs ?? deadlineMs) }
}

/** What a client that changes nothing gives in place of what it would have got. */
export async function unlessDryRun<T>(call: Promise<T>, made: () => T): Promise<T> {
  try {
    return await call
  } catch (error) {
    if (isLabelboxError(error, 'DRY_RUN')) return made()
    throw error
  }
}
