import type { Exchange, Operation } from '@urql/core'
import { pipe, tap } from 'wonka'
import { listOf, type EndlessList } from './endlessLists.ts'

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
      const list = `${String((operation.query as { __key?: number }).__key)} ${listOf(operation.variables ?? {})}`
      const pages = pagesOf.get(list) ?? new Map<number, Operation>()
      pagesOf.set(list, pages.set(key, operation))
    }

    function readAgain(): void {
      for (const [list, pages] of pagesOf) {
        // From the end, where the page component is. What a mutation has not changed comes from the cache.
        const left = [...pages.values()].filter(({ key }) => !isOnScreen.has(key)).reverse()
        if (left.length === pages.size) {
          pagesOf.delete(list)
          continue
        }
        const read = async (): Promise<void> => {
          for (let next = left.shift(); next !== undefined; next = left.shift()) {
            await client.query(next.query, next.variables, { requestPolicy: 'cache-first' })
          }
        }
        void Promise.all(Array.from({ length: concurrency }, read))
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

/** Whether a document has a field; a name in another place does no harm. */
const hasField = ({ query }: Operation, name: string): boolean =>
  JSON.stringify(query.definitions).includes(`"value":"${name}"`)
