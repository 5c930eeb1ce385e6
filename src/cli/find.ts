import { findInvisible, trimmed } from '../core/invisible.ts'
import { usage } from './failure.ts'

/**
 * What was typed or pasted, without white space and invisible characters around it.
 *
 * @throws CommandError for an invisible character inside, which it names.
 */
export function requireVisible(what: string, given: string): string {
  const found = findInvisible(trimmed(given))
  if (found === undefined) return trimmed(given)
  throw usage(`The ${what} has an invisible character in it, ${found}. Type it again without it.`)
}

/**
 * The one thing that is meant, by its id or by what people call it: the API knows ids only.
 *
 * @throws CommandError where there is none, or where several have the name.
 */
export function oneOf<T extends { readonly id: string }>(
  what: string,
  given: string,
  things: readonly T[],
  nameOf: (thing: T) => string | null,
): T {
  const wanted = requireVisible(what, given)
  const byId = things.find(({ id }) => id === wanted)
  if (byId !== undefined) return byId
  const [found, other] = things.filter((thing) => trimmed(nameOf(thing) ?? '') === wanted)
  if (found === undefined) throw usage(`There is no ${what} ${given}, or this API key may not see it.`)
  if (other !== undefined) throw usage(`Several have the name ${given}. Say which ${what} it is by its id.`)
  return found
}
