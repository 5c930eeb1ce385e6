import { invalid, requireCount } from '../core/guards.ts'
import type { Pages } from './pages.ts'

/** The page size of Labelbox's own SDK. The largest page that the API returns is not documented. */
const defaultPageSize = 100

/** How to read a list. */
export interface Listing<T> {
  readonly pages: Pages<T>
  /** Maximum number of records per request. Default: 100. */
  readonly pageSize?: number | undefined
}

/**
 * A list that is fetched page by page while you iterate it. Nothing is requested before that, each iteration starts from
 * the first page, and leaving the loop stops the requests. Invalid options reject when the list is read.
 *
 * A list is not a promise: `await organization.users()` returns the list itself, not its first page.
 *
 * @example
 * for await (const user of organization.users()) console.log(user.email)
 * for await (const page of organization.users({ pageSize: 50 }).pages()) await store(page)
 * const newest = await organization.users({ orderBy: 'createdAt_DESC' }).first()
 * const some = await organization.users().toArray({ limit: 1000 })
 */
export class Paginated<T> implements AsyncIterable<T> {
  readonly #start: () => Listing<T> | Promise<Paginated<T>>

  /**
   * @internal
   * @param start - Checks the options and returns how to read the list, or loads the list. Called for each iteration.
   */
  constructor(start: () => Listing<T> | Promise<Paginated<T>>) {
    this.#start = start
  }

  /** Every record, in the order of the API. */
  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    // One by one: `yield*` makes more promises for each record.
    for await (const page of this.pages()) for (const item of page) yield item
  }

  /** Iterates over pages. A page may have fewer records than `pageSize`, but is never empty. */
  pages(): AsyncGenerator<readonly T[], void, undefined> {
    return this.#read()
  }

  /** Returns the first page; an empty array if the list is empty. */
  async firstPage(): Promise<readonly T[]> {
    for await (const page of this.pages()) return page
    return []
  }

  /** Returns the first record, or `undefined` if the list is empty. Requests one record only. */
  async first(): Promise<T | undefined> {
    for await (const [item] of this.#read(1)) return item
    return undefined
  }

  /**
   * Returns the records as an array. As a list can be larger than memory, the limit is required.
   *
   * @param options - `limit`: the maximum number of records. `Infinity` returns all of them.
   * @throws LabelboxError `INVALID_INPUT` without a limit.
   */
  async toArray(options: { readonly limit: number }): Promise<readonly T[]> {
    const limit = limitOf(options)
    const items: T[] = []
    for await (const page of this.#read(limit, limit)) {
      // One by one: a server may ignore `first`, and a very large page has too many arguments for one push.
      for (const item of page.slice(0, limit - items.length)) items.push(item)
      if (items.length >= limit) break
    }
    return items
  }

  async *#read(maxPageSize = Infinity, limit?: number): AsyncGenerator<readonly T[], void, undefined> {
    const listing = this.#start()
    if (listing instanceof Promise) return yield* (await listing).#read(maxPageSize, limit)
    const { pages, pageSize = defaultPageSize } = listing
    requireCount(pageSize, 'pageSize')
    yield* pages(Math.min(maxPageSize, pageSize), limit)
  }
}

function limitOf(options: { readonly limit: number } | null | undefined): number {
  const limit = options?.limit
  if (limit === undefined) {
    throw invalid(
      'toArray needs a limit, as a list can be larger than memory: toArray({ limit: 1000 }), or { limit: Infinity }.',
    )
  }
  if (limit !== Infinity) requireCount(limit, 'limit')
  return limit
}
