import type { Exchange, OperationResult } from '@urql/core'
import { filter, pipe } from 'wonka'

/**
 * Keeps results out of the cache that a mutation has overtaken: `labelboxExchange` marks them as stale, and another one
 * follows. In a cache they would show in other queries, after those have read what the mutation changed.
 */
export const withoutOutdated: Exchange =
  ({ forward }) =>
  (operations$) =>
    pipe(
      forward(operations$),
      filter((result) => !result.stale || isRendered(result)),
    )

/** A result that `ssrExchange` has kept from the server's rendering: it may be stale, and is not repeated unasked. */
const isRendered = ({ operation }: OperationResult): boolean => operation.context.meta?.cacheOutcome === 'hit'
