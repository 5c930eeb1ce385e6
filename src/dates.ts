import { dateTimeFields } from '../generated/fields.ts'
import type { DateTime } from '../generated/operations.ts'

/** The optional key that tells the type `DateTime` from `string`. */
type DateTimeKey = Exclude<keyof DateTime, keyof string>

/** An answer's type with every `DateTime` as a `Date`, at any depth. */
export type WithDates<T> = T extends string
  ? DateTimeKey extends keyof T
    ? Date
    : T
  : T extends readonly (infer Item)[]
    ? readonly WithDates<Item>[]
    : T extends object
      ? { readonly [Key in keyof T]: WithDates<T[Key]> }
      : T

/**
 * An answer with its dates as `Date`, known by the names of the schema's `DateTime` fields, and without the `__typename`
 * that a cache adds to everything. It copies: a cache may hold the original. Text that is no date becomes an invalid
 * `Date` rather than an error, so that one odd record does not hide the others.
 *
 * The facade gives dates so. Of what `labelbox.execute` and urql give it is `parseDates`: there they are text.
 *
 * @example
 * const { organization } = parseDates(await labelbox.execute(GetOrganizationDocument, {}))
 * console.log(organization?.createdAt?.getFullYear())
 */
export function withDates<T>(value: T): WithDates<T> {
  return convert(value) as WithDates<T>
}

function convert(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(convert)
  if (typeof value !== 'object' || value === null) return value
  const copy: Record<string, unknown> = {}
  for (const [key, member] of Object.entries(value)) {
    if (key === '__typename') continue
    copy[key] = typeof member === 'string' && dateTimeFields.includes(key) ? new Date(member) : convert(member)
  }
  return copy
}

/** A date as the API is known to read it: UTC, with milliseconds only where there are some. */
export const toDateTime = (date: Date): string => date.toISOString().replace('.000Z', 'Z')
