import { makeOperation, type Client, type Operation } from '@urql/core'
import { pipe, subscribe } from 'wonka'
import { prepare } from '../transport/document.ts'
import { cachedTypes } from './cachedTypes.ts'

/**
 * Follows which queries a page shows. Returns a function that reads those about some types again, past the cache: for a
 * change that no result of a mutation tells the cache about.
 */
export function followQueries(client: Client): (types: readonly string[]) => void {
  const mounted = new Map<number, Operation>()
  pipe(
    client.operations$,
    subscribe((operation) => {
      // The keys of the facade's calls have a fraction.
      if (operation.kind === 'query' && Number.isInteger(operation.key)) mounted.set(operation.key, operation)
      else if (operation.kind === 'teardown') mounted.delete(operation.key)
    }),
  )
  return (types) => {
    for (const operation of mounted.values()) {
      if (!typesOf(operation).some((type) => types.includes(type))) continue
      client.reexecuteOperation(
        makeOperation('query', operation, { ...operation.context, requestPolicy: 'network-only' }),
      )
    }
  }
}

function typesOf({ query }: Operation): readonly string[] {
  try {
    return cachedTypes(prepare(query))
  } catch {
    // The page shows the error of the document.
    return []
  }
}
