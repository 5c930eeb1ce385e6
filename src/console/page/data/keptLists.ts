import { useEffect, useSyncExternalStore } from 'react'
import type { ListSource } from './listSource.ts'
import { PagedList } from './pagedList.ts'
import type { Pages } from '../../../lists/pages.ts'
import { useRefresh } from './refreshing.ts'

/** Long lists of one kind by what they list, kept while the page is open: a way back to one shows it at once. */
export class KeptLists<Key extends string, Row extends { readonly id: string }> {
  readonly #lists = new Map<Key, PagedList<Row>>()
  readonly #pages: (key: Key) => Pages<Row>

  constructor(pages: (key: Key) => Pages<Row>) {
    this.#pages = pages
  }

  of(key: Key): PagedList<Row> {
    const known = this.#lists.get(key)
    if (known !== undefined) return known
    const list = new PagedList(this.#pages(key))
    this.#lists.set(key, list)
    return list
  }

  /** Reads all lists again, after a change. */
  refresh(): void {
    for (const list of this.#lists.values()) list.refresh()
  }
}

/** A list as far as it was read. The first page is read at once, all pages if `isWhole`. */
export function usePagedList<Row extends { readonly id: string }>(
  list: PagedList<Row>,
  isWhole = false,
): ListSource<Row> {
  const state = useSyncExternalStore(list.subscribe, list.getState)
  const { problem } = state
  useEffect(() => {
    // A list that has failed waits for the person to try again.
    if (problem !== undefined) return
    if (isWhole) list.loadAll()
    else if (list.getState().rows.length === 0) list.loadMore()
  }, [list, isWhole, problem])
  useRefresh(list.refresh)
  return { ...state, more: list.loadMore, all: () => list.all() }
}
