import { makeOperation, type Exchange, type Operation } from '@urql/core'
import { map, pipe } from 'wonka'

/**
 * Gives each mutation a key of its own on its way through graphcache. Of two equal mutations at the same time, as by a
 * double click, graphcache answers only one, and the promise of the other never settles.
 */
export const withOwnKeys =
  (cache: Exchange): Exchange =>
  (input) => {
    const answer = cache(input)
    const keys = new Map<number, number>()
    const toOwn = (operation: Operation): Operation => {
      const { kind, key, context } = operation
      // The facade's calls have keys of their own, with a fraction.
      if (kind !== 'mutation' || context._instance === undefined || !Number.isInteger(key)) return operation
      // urql's own have 32 bits.
      const own = 2 ** 32 + context._instance
      keys.set(own, key)
      return withKey(operation, own)
    }
    return (operations$) =>
      pipe(
        answer(pipe(operations$, map(toOwn))),
        map((result) => {
          const { operation } = result
          const key = keys.get(operation.key)
          if (key === undefined) return result
          keys.delete(operation.key)
          return { ...result, operation: withKey(operation, key) }
        }),
      )
  }

const withKey = (operation: Operation, key: number): Operation =>
  makeOperation(operation.kind, { ...operation, key }, operation.context)
