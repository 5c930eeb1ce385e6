import { endless, pageSignature, requireNew, type Pages } from './pages.ts'

/** One page of a list by cursor. The last page has no `nextCursor`. */
export interface CursorPage<T> {
  readonly items: readonly T[]
  readonly nextCursor: string | null
}

/** After this many empty pages in a row, the list is considered endless. */
const maxEmptyPages = 100

/** Pages by the cursor that each page hands on. */
export function byCursor<T extends { readonly id: string }>(
  operationName: string,
  fetchPage: (from: string | null, first: number) => Promise<CursorPage<T>>,
): Pages<T> {
  return async function* (pageSize) {
    const seen = new Set<string>()
    let empty = 0
    for (let cursor: string | null = null; ;) {
      const { items, nextCursor }: CursorPage<T> = await fetchPage(cursor, pageSize)
      if (items.length > 0) {
        requireNew(seen, pageSignature(items), operationName)
        yield items
      }
      empty = items.length > 0 ? 0 : empty + 1
      if (empty > maxEmptyPages) throw endless(operationName, `${empty} empty pages in a row`)
      // The API ends a list with null; empty text has been seen as well.
      if (!nextCursor) return
      requireNew(seen, nextCursor, operationName)
      cursor = nextCursor
    }
  }
}
