import { findInvisible, trimmed } from '../core/invisible.ts'
import { isLabelboxError, LabelboxError } from '../core/errors.ts'
import { originOf } from '../core/origin.ts'
import { requireCallOptions, type CallOptions } from '../transport/time/deadline.ts'
import { prepare } from '../transport/document.ts'
import type { Execute } from '../transport/execute.ts'
import type { RetryPolicy } from '../transport/retry.ts'
import type { Timing } from '../transport/time/timing.ts'
import type { AuditRecord } from './audit.ts'
import { hasId, isRecord } from '../core/guards.ts'
import type { Role } from './roles/roles.ts'
import type { Shared } from './sharedLoad.ts'
import type { User } from './members/users.ts'

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

/** A record of an answer's data that may be null by the schema, and without which there is nothing to return. */
export function present<T extends object>(value: T | null | undefined, operationName: string, data: object): T {
  const record = presentPart(value, operationName, data)
  if (isRecord(record)) return record
  throw unreadable('a record', operationName, data)
}

function presentPart<T>(value: T | null | undefined, operationName: string, data: object): T {
  if (value !== null && value !== undefined) return value
  throw new LabelboxError({
    ...originOf(data),
    code: 'RESOURCE_NOT_FOUND',
    operationName,
    message: `${operationName} failed: Labelbox answered with null and gave no reason. There is no such object, or this API key may not see it.`,
  })
}

/** The record that a change gives back. Whatever comes in its place, the change may have been made all the same. */
export function presentChange<T extends object>(value: T | null | undefined, operationName: string, data: object): T {
  const record = presentOutcome(value, operationName, data)
  if (isRecord(record)) return record
  throw unclear('something else where a record should be', operationName, data)
}

/** What a change gives back where that is no record. A null is no refusal: the change may have been made all the same. */
export function presentOutcome<T>(value: T | null | undefined, operationName: string, data: object): T {
  if (value !== null && value !== undefined) return value
  throw unclear('null', operationName, data)
}

/** The answer to a change does not say what has become of it. */
export const unclear = (answer: string, operationName: string, data: object): LabelboxError =>
  new LabelboxError({
    attempts: 1,
    ...originOf(data),
    code: 'BAD_RESPONSE',
    operationName,
    mayHaveRun: true,
    message: `${operationName} failed: Labelbox answered with ${answer} and gave no reason. It may or may not have been carried out.`,
  })

/** A list of an answer's data; the schema's word that it is one, and of what, is a reconstruction. */
export function presentList<T>(
  value: readonly T[] | null | undefined,
  operationName: string,
  data: object,
  isItem: (item: unknown) => boolean = hasId,
): readonly T[] {
  const list: unknown = presentPart(value, operationName, data)
  if (!Array.isArray(list)) throw unreadable('a list', operationName, data)
  // A null among the records is one that could not be read, beside an error that the caller wanted returned.
  const items = (list as readonly (T | null)[]).filter((item) => item !== null)
  if (items.every(isItem)) return items
  throw unreadable('one of its items', operationName, data)
}

const unreadable = (wanted: string, operationName: string, data: object): LabelboxError =>
  new LabelboxError({
    ...originOf(data),
    code: 'BAD_RESPONSE',
    operationName,
    message: `${operationName} failed: Labelbox answered with something else where ${wanted} should be.`,
  })

/** A refusal of ours, before anything is sent. */
export const refuse = (operationName: string, message: string): LabelboxError =>
  new LabelboxError({ code: 'INVALID_INPUT', operationName, message: `${operationName} was not sent: ${message}` })

/**
 * Text that somebody typed or pasted, without white space and invisible characters around it.
 *
 * @throws LabelboxError `INVALID_INPUT` for one with an invisible character inside, which it names.
 */
export function requireVisible(operationName: string, what: string, text: string): string {
  const found = findInvisible(trimmed(text))
  if (found === undefined) return trimmed(text)
  throw refuse(operationName, `${what} has an invisible character in it, ${found}. Type it again without it.`)
}
