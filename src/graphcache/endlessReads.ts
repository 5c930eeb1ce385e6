import type { Exchange, Operation } from '@urql/core'
import { pipe, tap } from 'wonka'
import type { EndlessList } from './endlessLists.ts'
import { isPaging } from './endlessLists.ts'

/** Pages that are read at a time. The API is slow above about 30 requests at once, and others use it too. */
const concurrency = 8

/**
 * Reads all pages of an endless list again after a mutation. A page component asks for the last page alone, so that urql
 * would read only that one.
 */
export const endlessReads =
  (lists: readonly EndlessList[]): Exchange =>
  ({ client, forward }) => {
    const isOnScreen = new Set<number>()
    const pagesOf = new Map<string, Map<number, Operation>>()

    function note(operation: Operation): void {
      const { kind, key } = operation
      if (kind === 'teardown') isOnScreen.delete(key)
      if (kind !== 'query' || !lists.some((list) => hasField(operation, list))) return
      isOnScreen.add(key)
      const list = listOf(operation)
      const pages = pagesOf.get(list) ?? new Map<number, Operation>()
      pagesOf.set(list, pages.set(key, operation))
    }

    function readAgain(): void {
      for (const [list, pages] of pagesOf) {
        const keys = [...pages.keys()]
        if (!keys.some((key) => isOnScreen.has(key))) {
          pagesOf.delete(list)
          continue
        }
        // From the end, where the page component is. What a mutation has not changed comes from the cache.
        const left = [...pages.values()].filter(({ key }) => !isOnScreen.has(key)).reverse()
        const read = async (): Promise<void> => {
          for (let next = left.shift(); next !== undefined; next = left.shift()) {
            await client.query(next.query, next.variables, { requestPolicy: 'cache-first' })
          }
        }
        for (let lane = 0; lane < concurrency; lane += 1) void read()
      }
    }

    return (operations$) =>
      pipe(
        operations$,
        tap(note),
        forward,
        tap(({ operation }) => {
          if (operation.kind === 'mutation') readAgain()
        }),
      )
  }

const listOf = ({ query, variables }: Operation): string => {
  const others = Object.entries((variables ?? {}) as object).filter(([name]) => !isPaging(name))
  return `${String((query as { __key?: number }).__key)} ${JSON.stringify(others)}`
}

/** Whether a document has a field; a name in another place does no harm. */
const hasField = ({ query }: Operation, name: string): boolean =>
  JSON.stringify(query.definitions).includes(`"value":"${name}"`)
