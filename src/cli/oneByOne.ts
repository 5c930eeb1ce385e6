import { Unfinished, type Outcome } from './failure.ts'

/**
 * Changes several things, one after another, and gives those that were changed: all but what is gone meanwhile. In a dry
 * run each change ends in an error, and the next ones are to be told of too.
 *
 * @throws Unfinished where an error leaves some of them as they are.
 */
export async function oneByOne<T extends { readonly id: string }>(
  things: readonly T[],
  change: (thing: T) => Promise<unknown>,
): Promise<readonly T[]> {
  const { isLabelboxError } = await import('../index.ts')
  const changed: T[] = []
  const outcomes: Outcome[] = []
  let gone: Error | undefined
  for (const thing of things) {
    const { id } = thing
    try {
      await change(thing)
    } catch (error) {
      if (!isLabelboxError(error)) throw error
      if (error.code === 'RESOURCE_NOT_FOUND') {
        gone = error
        outcomes.push({ id, outcome: 'unchanged' })
        continue
      }
      if (error.code !== 'DRY_RUN') {
        if (things.length === 1) throw error
        outcomes.push({ id, outcome: error.mayHaveRun ? 'unknown' : 'failed' })
        const left = things.slice(outcomes.length).map((other): Outcome => ({ id: other.id, outcome: 'not-attempted' }))
        throw new Unfinished(error, [...outcomes, ...left])
      }
    }
    changed.push(thing)
    outcomes.push({ id, outcome: 'done' })
  }
  if (gone !== undefined && changed.length === 0) throw gone
  return changed
}
