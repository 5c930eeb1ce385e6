import { refuse } from './guards.ts'
import { findInvisible, trimmed } from './invisible.ts'

// Apart from the other guards, as the transport needs no tables of Unicode.

/** Text with at least one visible character. */
export const isText = (value: unknown): value is string => typeof value === 'string' && trimmed(value) !== ''

/** The id of a record, or the id itself. */
export function idOf(reference: string | { readonly id: string } | null | undefined): string | undefined {
  const id: unknown = typeof reference === 'string' ? reference : reference?.id
  return isText(id) ? id : undefined
}

/**
 * Text that somebody typed or pasted, without surrounding white space and invisible characters.
 *
 * @throws LabelboxError `INVALID_INPUT` for text with an invisible character inside, which the message names.
 */
export function requireVisible(operationName: string, what: string, text: string): string {
  const found = findInvisible(trimmed(text))
  if (found === undefined) return trimmed(text)
  throw refuse(operationName, `${what} has an invisible character in it, ${found}. Type it again without it.`)
}
