import { trimmed } from './invisible.ts'

/** From JavaScript anything may come where an object should be. */
export const objectOf = <T extends object>(value: T | null | undefined): Partial<T> =>
  typeof value === 'object' && value !== null ? value : {}

/** A text with something to see in it. */
export const isText = (value: unknown): value is string => typeof value === 'string' && trimmed(value) !== ''

export const isOneOf = <T extends string>(list: readonly T[], value: unknown): value is T =>
  (list as readonly unknown[]).includes(value)

/** The id of a record, or one that is given itself; `undefined` for what is neither. */
export function idOf(reference: string | { readonly id: string } | null | undefined): string | undefined {
  const id: unknown = typeof reference === 'string' ? reference : reference?.id
  return isText(id) ? id : undefined
}

/** An object that is no list: from a server, too, anything may come. */
export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A record that has an id. */
export const hasId = (value: unknown): boolean => isRecord(value) && typeof value['id'] === 'string'
