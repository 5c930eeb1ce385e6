import { LabelboxError, type LabelboxErrorInit } from './errors.ts'
import { findInvisible, trimmed } from './invisible.ts'

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

/** A refusal of ours, before anything is sent. */
export const refuse = (operationName: string, message: string, advice?: LabelboxErrorInit['advice']): LabelboxError =>
  new LabelboxError({
    code: 'INVALID_INPUT',
    operationName,
    message: `${operationName} was not sent: ${message}`,
    advice,
  })

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
