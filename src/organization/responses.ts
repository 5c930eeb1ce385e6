import { withDates } from '../core/dates.ts'
import { LabelboxError } from '../core/errors.ts'
import { hasId, isRecord } from '../core/guards.ts'
import { originOf, rememberOrigin } from '../core/origin.ts'
import type { WithDates } from '../core/withDates.ts'

/** Returns a record that the schema allows to be null. @throws LabelboxError `RESOURCE_NOT_FOUND` where it is null. */
export function requireRecord<T extends object>(value: T | null | undefined, operationName: string, data: object): T {
  const record = requireFound(value, operationName, data)
  if (isRecord(record)) return record
  throw unreadable('a record', operationName, data)
}

function requireFound<T>(value: T | null | undefined, operationName: string, data: object): T {
  if (value !== null && value !== undefined) return value
  throw new LabelboxError({
    ...originOf(data),
    code: 'RESOURCE_NOT_FOUND',
    operationName,
    message: `${operationName} failed: Labelbox returned null without a reason. The object does not exist, or this API key may not see it.`,
  })
}

/** Returns a list of records. The schema is a reconstruction, so the items are checked too. */
export function requireList<T>(
  value: readonly T[] | null | undefined,
  operationName: string,
  data: object,
  isItem: (item: unknown) => boolean = hasId,
): readonly T[] {
  const list: unknown = requireFound(value, operationName, data)
  if (!Array.isArray(list)) throw unreadable('a list', operationName, data)
  // Partial data has null in place of a record that failed, beside its error.
  const items = list.includes(null) ? (list as readonly (T | null)[]).filter((item) => item !== null) : (list as T[])
  if (items.every(isItem)) return items
  throw unreadable('list items', operationName, data)
}

/** The error for a response that lacks what the schema says. */
export const unreadable = (expected: string, operationName: string, data: object): LabelboxError =>
  new LabelboxError({
    ...originOf(data),
    code: 'BAD_RESPONSE',
    operationName,
    message: `${operationName} failed: the response does not have ${expected} where the schema says so.`,
  })

/** Returns the record in the response to a change, which may have been made whatever else the response has. */
export function requireChanged<T extends object>(value: T | null | undefined, operationName: string, data: object): T {
  const record = requireOutcome(value, operationName, data)
  if (isRecord(record)) return record
  throw outcomeUnclear('no record', operationName, data)
}

/** Waits for a change, and returns the record in its response with dates as `Date` and with the origin of the response. */
export async function changedRecord<Data extends object, T extends object>(
  sending: Promise<Data>,
  operationName: string,
  recordIn: (data: Data) => T | null | undefined,
): Promise<WithDates<T> & object> {
  const data = await sending
  const record = withDates(requireChanged(recordIn(data), operationName, data)) as WithDates<T> & object
  return withOriginOf(data, record)
}

/** Waits for a change, and returns its data if `confirm` accepts it. */
export async function confirmed<Data extends object>(
  sending: Promise<Data>,
  confirm: (data: Data) => unknown,
): Promise<Data> {
  const data = await sending
  confirm(data)
  return data
}

/** Makes `originOf` of a record the origin of the response that it is from. */
export function withOriginOf<T extends object>(data: object, record: T): T {
  rememberOrigin(record, originOf(data))
  return record
}

/** Returns the outcome in the response to a change. Null is not a refusal: the change may have been made. */
export function requireOutcome<T>(value: T | null | undefined, operationName: string, data: object): T {
  if (value !== null && value !== undefined) return value
  throw outcomeUnclear('null', operationName, data)
}

/**
 * Accepts the response to a removal, which is true or false. False in response to a retry is fine when an earlier
 * attempt may have removed it.
 */
export function requireRemoved(success: unknown, operationName: string, data: object): void {
  if (requireOutcome(success, operationName, data) !== false || originOf(data).mayHaveRun === true) return
  throw new LabelboxError({
    attempts: 1,
    ...originOf(data),
    code: 'OPERATION_NOT_ALLOWED',
    operationName,
    message: `${operationName} failed: Labelbox refused without a reason. Check whether something still uses it.`,
  })
}

export const outcomeUnclear = (returned: string, operationName: string, data: object): LabelboxError =>
  new LabelboxError({
    attempts: 1,
    ...originOf(data),
    code: 'BAD_RESPONSE',
    operationName,
    mayHaveRun: true,
    message: `${operationName} failed: Labelbox returned ${returned} without a reason. The change may have been made.`,
  })
