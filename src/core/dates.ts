import { dateTimeKeys } from '../../generated/fields.ts'
import type { TypedOperation } from '../../generated/operations.ts'
import { invalid } from './guards.ts'
import type { WithDates } from './withDates.ts'

/**
 * Returns a copy of a result in which each `DateTime` is a `Date`: under an alias, in a fragment, in lists. Everything
 * else stays as it is, parsed dates too. The document says where the dates are, so it must be one of
 * `labelbox-org/operations` or generated with `@labelbox-org/tools/codegen`. A date that JavaScript can't read becomes an
 * invalid `Date`, so that one odd record does not hide the others.
 *
 * The facade returns dates as `Date`; `labelbox.execute` and urql return them as text.
 *
 * @throws LabelboxError `INVALID_INPUT` if the first argument is not a document.
 * @example
 * const data = await labelbox.execute(GetOrganizationDocument)
 * console.log(parseDates(GetOrganizationDocument, data).organization?.createdAt?.getFullYear())
 */
export function parseDates<Data, Given extends Data | null | undefined>(
  document: TypedOperation<Data, never>,
  data: Given,
): WithDates<Data> | Extract<Given, null | undefined> {
  // In JavaScript, a call without a document would return nothing.
  if ((document as { readonly kind?: unknown } | null)?.kind !== 'Document') {
    throw invalid('parseDates() needs the document and the data that came for it: parseDates(UsersDocument, data).')
  }
  return parsed(data, toPlaces(document.__meta__?.dates ?? [])) as WithDates<Data> | Extract<Given, null | undefined>
}

/** The dates below each key of a result; `null` at a date itself. */
type Places = ReadonlyMap<string, Places | null>

/** Groups paths by their first key. */
function toPlaces(paths: readonly string[]): Places {
  const below = new Map<string, string[]>()
  for (const path of paths) {
    const [key = '', ...rest] = path.split('.')
    below.set(key, [...(below.get(key) ?? []), ...(rest.length > 0 ? [rest.join('.')] : [])])
  }
  return new Map([...below].map(([key, rest]) => [key, rest.length > 0 ? toPlaces(rest) : null]))
}

/**
 * Copies only what holds dates: an exchange of the app may have turned other scalars into anything. `fromEntries` makes
 * own properties of all keys, `__proto__` included.
 */
function parsed(value: unknown, places: Places | null | undefined): unknown {
  if (places === undefined) return value
  if (Array.isArray(value)) return value.map((item) => parsed(item, places))
  if (places === null) return typeof value === 'string' ? new Date(value) : value
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, parsed(member, places.get(key))]))
}

/**
 * A part of a result of this package's own operations with its dates as `Date`, and without the `__typename` that caches
 * add. In these operations a key is a date everywhere or nowhere, so no document is needed.
 */
export const withDates = <T>(value: T): WithDates<T> => dated(value) as WithDates<T>

/** Copies only what changes: a list has thousands of these, and most of their members hold no date. */
function dated(value: unknown, key = ''): unknown {
  if (typeof value === 'string') return dateTimeKeys.includes(key) ? new Date(value) : value
  if (Array.isArray(value)) return value.map((item) => dated(item, key))
  if (typeof value !== 'object' || value === null) return value
  const members = value as Readonly<Record<string, unknown>>
  let copy: Record<string, unknown> | undefined
  for (const name in members) {
    const member = dated(members[name], name)
    if (member !== members[name]) (copy ??= { ...members })[name] = member
  }
  if (Object.hasOwn(members, '__typename')) delete (copy ??= { ...members })['__typename']
  return copy ?? value
}

/** A date in the form that the API is known to read: UTC, with milliseconds only if they are not 0. */
export const toDateTime = (date: Date): string => date.toISOString().replace('.000Z', 'Z')
