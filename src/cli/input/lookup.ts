import { findInvisible, trimmed } from '../../core/invisible.ts'
import { usage } from '../output/commandError.ts'

/**
 * Trims typed or pasted text of white space and invisible characters.
 *
 * @throws CommandError for an invisible character inside, which the message names.
 */
export function requireVisible(what: string, typed: string): string {
  const found = findInvisible(trimmed(typed))
  if (found === undefined) return trimmed(typed)
  throw usage(`The ${what} contains an invisible character, ${found}. Type it again without it.`)
}

/**
 * Finds a record by its id or its name.
 *
 * @throws CommandError where no record matches, or where several have the name.
 */
export function findByNameOrId<T extends { readonly id: string }>(
  what: string,
  typed: string,
  records: readonly T[],
  nameOf: (record: T) => string | null,
): T {
  const wanted = requireVisible(what, typed)
  const byId = records.find(({ id }) => id === wanted)
  if (byId !== undefined) return byId
  const [found, other] = records.filter((record) => trimmed(nameOf(record) ?? '') === wanted)
  if (found === undefined) throw usage(`There is no ${what} ${typed}, or this API key can't see it.`)
  if (other !== undefined) throw usage(`Several have the name ${typed}. Name the ${what} by its id.`)
  return found
}
