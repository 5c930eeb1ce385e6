import type { CallOptions } from '../core/callOptions.ts'
import type { Role, User } from '../core/records.ts'
import { prepare } from '../transport/document.ts'
import type { Execute } from '../transport/execute.ts'
import type { RetryPolicy } from '../transport/retry.ts'
import { requireCallOptions } from '../transport/requireCallOptions.ts'
import type { Timing } from '../transport/time/timing.ts'
import type { AuditRecord } from './audit.ts'
import type { Shared } from './sharedLoad.ts'

/** What the methods of a client share. */
export interface Context {
  /** Runs an operation and rejects partial query data, whatever `onPartialData` says: changes need complete reads. */
  readonly execute: Execute
  /** Runs an operation and honors `onPartialData`. For methods that only read; see {@link reading}. */
  readonly read: Execute
  /** The user of the API key, loaded once per client. */
  readonly currentUser: Shared<User>
  /** The roles of the organization, loaded once per client. */
  readonly roles: Shared<readonly Role[]>
  /** Operations that the API accepts in their other form only, and until when that is assumed; see `acceptedForm`. */
  readonly otherForms: Map<string, number>
  /** Default deadline of a call, in milliseconds. */
  readonly deadlineMs: number
  readonly retry: RetryPolicy
  /** Keeps an audit record, if the client has the `audit` option. It does not throw. */
  readonly audit: ((record: AuditRecord) => void) | undefined
  readonly timing: Timing
}

/** Rejects queries with partial data. A mutation with partial data was made, so its response is returned. */
export const completeReads =
  (execute: Execute): Execute =>
  (document, variables, options) =>
    prepare(document).kind === 'query'
      ? execute(document, variables, { ...options, onPartialData: 'throw' })
      : execute(document, variables, options)

/** Returns the context for methods that only read, whose callers may ask for partial data. */
export const reading = (context: Context): Context => ({ ...context, execute: context.read })

/** Checks the options of a call and starts its deadline, which all of its requests share. */
export function startCall(
  { timing, deadlineMs }: Pick<Context, 'timing' | 'deadlineMs'>,
  options: CallOptions = {},
): CallOptions {
  requireCallOptions(options)
  if (options.endsAt !== undefined) return options
  return { ...options, endsAt: timing.now() + (options.deadlineMs ?? deadlineMs) }
}
