import { isLabelboxError, LabelboxError } from '../errors.ts'
import { originOf } from '../origin.ts'
import { aborted, outOfTime, requireCallOptions, within, type CallOptions } from '../transport/deadline.ts'
import type { Execute } from '../transport/execute.ts'
import type { RetryPolicy } from '../transport/retry.ts'
import type { Timing } from '../transport/timing.ts'
import type { AuditRecord } from './audit.ts'
import type { Role } from './roles.ts'
import type { User } from './users.ts'

/** What the methods of the facade work with. */
export interface Context {
  readonly execute: Execute
  /** The user whose key it is, asked for once for each client. */
  readonly currentUser: Shared<User>
  /** The roles of the organization, asked for once for each client. */
  readonly roles: Shared<readonly Role[]>
  /** Milliseconds for calls that say nothing else. */
  readonly deadlineMs: number
  readonly retry: RetryPolicy
  /** What tells this way to the API from others in the process. */
  readonly scope: () => string
  /** Who keeps a record of changes. */
  readonly audit: (record: AuditRecord) => void
  readonly timing: Timing
}

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

/** Something that is asked for once and then known. */
export interface Shared<T> {
  get(options?: CallOptions): Promise<T>
  /** Forgets what is known, so that the next who asks has it anew. */
  forget(): void
}

/**
 * Loads once for all who ask. What is shared runs by itself, with the client's own time limit, and each caller only
 * waits for it: one caller's abort or impatience ends nobody else's call. A failure is not kept.
 */
export function shared<T>(timing: Timing, operationName: string, load: () => Promise<T>): Shared<T> {
  let known: Promise<T> | undefined
  const start = (): Promise<T> => {
    const loading = load()
    known = loading
    loading.catch(() => {
      if (known === loading) known = undefined
    })
    return loading
  }
  return {
    get: ({ signal, deadlineMs = Infinity, endsAt = Infinity } = {}) => {
      const call = { operationName, kind: 'query', attempts: 0, mayHaveRun: false } as const
      const limits = {
        signal,
        ms: Math.min(deadlineMs, endsAt - timing.now()),
        aborted: (reason: unknown) => aborted(call, reason),
        late: () => outOfTime(call),
      }
      return within(limits, () => known ?? start())
    },
    forget: () => (known = undefined),
  }
}

/** A part of an answer's data that may be null by the schema, and without which there is nothing to return. */
export function present<T>(value: T | null | undefined, operationName: string, data: object): T {
  if (value !== null && value !== undefined) return value
  throw new LabelboxError({
    ...originOf(data),
    code: 'RESOURCE_NOT_FOUND',
    operationName,
    message: `${operationName} failed: Labelbox answered with null and gave no reason. There is no such object, or this API key may not see it.`,
  })
}

/** What a change gives back. A null is no refusal: the change may have been made all the same. */
export function presentChange<T>(value: T | null | undefined, operationName: string, data: object): T {
  if (value !== null && value !== undefined) return value
  throw new LabelboxError({
    attempts: 1,
    ...originOf(data),
    code: 'BAD_RESPONSE',
    operationName,
    mayHaveRun: true,
    message: `${operationName} failed: Labelbox answered with null and gave no reason. It may or may not have been carried out.`,
  })
}

/** A list of an answer's data; the schema's word that it is one is a reconstruction. */
export function presentList<T>(
  value: readonly T[] | null | undefined,
  operationName: string,
  data: object,
): readonly T[] {
  const list: unknown = present(value, operationName, data)
  // A null among the records is one that could not be read, beside an error that the caller wanted returned.
  if (Array.isArray(list)) return (list as readonly (T | null)[]).filter((item) => item !== null)
  throw new LabelboxError({
    ...originOf(data),
    code: 'BAD_RESPONSE',
    operationName,
    message: `${operationName} failed: Labelbox answered with something else where a list should be.`,
  })
}

/** A refusal of ours, before anything is sent. */
export const refuse = (operationName: string, message: string): LabelboxError =>
  new LabelboxError({ code: 'INVALID_INPUT', operationName, message: `${operationName} was not sent: ${message}` })
