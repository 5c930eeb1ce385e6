import { LabelboxError } from '../core/errors.ts'
import { hasId, isRecord } from '../core/guards.ts'
import { originOf } from '../core/origin.ts'

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
