import { usage } from './failure.ts'

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
  const byId = things.find(({ id }) => id === given)
  if (byId !== undefined) return byId
  const [found, other] = things.filter((thing) => nameOf(thing) === given)
  if (found === undefined) throw usage(`There is no ${what} ${given}, or this API key may not see it.`)
  if (other !== undefined) throw usage(`Several have the name ${given}. Say which ${what} it is by its id.`)
  return found
}
