import { composeExchanges, makeOperation, type Exchange, type Operation, type OperationResult } from '@urql/core'
import { filter, makeSubject, merge, pipe, share } from 'wonka'

/**
 * Keeps results out of a cache of graphcache that a mutation has overtaken: `labelboxExchange` marks them as stale, and
 * another one follows. In the cache they would show in other queries, after those have read what the mutation changed.
 *
 * graphcache applies results in the order of their requests, so the mutation would outdate the one that follows too.
 * Hence graphcache gets the query once more, and nothing is sent.
 */
export const withoutOutdated =
  (cache: Exchange): Exchange =>
  (input) => {
    const again = makeSubject<Operation>()
    let isAgain = false
    const isLatest = ({ stale, operation }: OperationResult): boolean => {
      if (!stale || isRendered(operation)) return true
      isAgain = true
      again.next(makeOperation(operation.kind, operation, { ...operation.context, requestPolicy: 'network-only' }))
      isAgain = false
      return false
    }
    const latest: Exchange =
      ({ forward }) =>
      (operations$) => {
        const unsent = filter<Operation>(() => !isAgain)
        return pipe(operations$, unsent, forward, filter(isLatest))
      }
    const answer = composeExchanges([cache, latest])(input)
    return (operations$) => answer(share(merge([operations$, again.source])))
  }

/** A result that `ssrExchange` has kept from the server's rendering: it may be stale, and is not repeated unasked. */
const isRendered = ({ context }: Operation): boolean => context.meta?.cacheOutcome === 'hit'
