import { LabelboxError } from '../core/errors.ts'

/** The page size that Labelbox's own SDK asks for; the largest that the API grants is not documented. */
const defaultPageSize = 100

/** One page of a list by cursor; without `nextCursor` it is the last. */
export interface CursorPage<T> {
  readonly items: readonly T[]
  readonly nextCursor: string | null
}

/** The pages of a list, each of so many records at the most, and no more of them than hold `limit` records. */
export type Pages<T> = (pageSize: number, limit?: number) => AsyncGenerator<readonly T[], void, undefined>

/** How a list is read. */
export interface Listing<T> {
  readonly pages: Pages<T>
  /** Records to ask for in one request. Default 100. */
  readonly pageSize?: number | undefined
}

/**
 * A list that the API gives page by page. Nothing is asked for until it is iterated, each iteration starts anew, and
 * leaving the loop stops the asking. Its options are checked then, too: a wrong one rejects.
 *
 * It is not a promise: `await organization.users()` gives the list itself, not its first page.
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
   * @param start - Checks the options and gives the way to read the list, or loads the list; called each time it is read.
   */
  constructor(start: () => Listing<T> | Promise<Paginated<T>>) {
    this.#start = start
  }

  /** Every record, in the order of the API. */
  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    for await (const page of this.pages()) yield* page
  }

  /** Page by page, as the API gives them: a page may be smaller than asked for, and none is empty. */
  pages(): AsyncGenerator<readonly T[], void, undefined> {
    return this.#read()
  }

  /** The first page, by one request. Empty when there are no records. */
  async firstPage(): Promise<readonly T[]> {
    for await (const page of this.pages()) return page
    return []
  }

  /** The first record, or `undefined`; only that one is asked for. */
  async first(): Promise<T | undefined> {
    for await (const [item] of this.#read(1)) return item
    return undefined
  }

  /**
   * The records as an array, `limit` of them at the most: a list may be longer than memory, so how much is wanted has
   * to be said. `Infinity` is an answer.
   */
  async toArray(options: { readonly limit: number }): Promise<readonly T[]> {
    const limit = limitOf(options)
    const items: T[] = []
    for await (const page of this.#read(limit, limit)) {
      // One by one: a server may ignore `first`, and a call takes only so many arguments.
      for (const item of page.slice(0, limit - items.length)) items.push(item)
      if (items.length >= limit) break
    }
    return items
  }

  async *#read(most = Infinity, limit?: number): AsyncGenerator<readonly T[], void, undefined> {
    const listing = this.#start()
    if (listing instanceof Promise) return yield* (await listing).#read(most, limit)
    const { pages, pageSize = defaultPageSize } = listing
    requireCount(pageSize, 'pageSize')
    yield* pages(Math.min(most, pageSize), limit)
  }
}

/** Empty pages in a row after which a list is taken for endless. */
const mostEmptyPages = 100

/** Pages by a cursor that each page hands on. */
export function byCursor<T extends { readonly id: string }>(
  name: string,
  fetchPage: (from: string | null, first: number) => Promise<CursorPage<T>>,
): Pages<T> {
  return async function* (pageSize) {
    const seen = new Set<string>()
    let empty = 0
    for (let cursor: string | null = null; ;) {
      const { items, nextCursor }: CursorPage<T> = await fetchPage(cursor, pageSize)
      if (items.length > 0) {
        requireNew(seen, signature(items), name)
        yield items
      }
      empty = items.length > 0 ? 0 : empty + 1
      if (empty > mostEmptyPages) throw repeating(name, `${empty} empty pages in a row`)
      // The API ends a list with null, and is known to have ended one with an empty text.
      if (!nextCursor) return
      requireNew(seen, nextCursor, name)
      cursor = nextCursor
    }
  }
}

/** What a page is known again by, short enough to keep for each page of a long list. */
export const signature = (page: readonly { readonly id: string }[]): string =>
  `${page.length} ${page[0]?.id ?? ''} ${page[page.length >> 1]?.id ?? ''} ${page.at(-1)?.id ?? ''}`

/** @throws LabelboxError when a page or a cursor comes a second time. */
export function requireNew(seen: Set<string>, key: string, name: string): void {
  if (seen.has(key)) throw repeating(name, 'the same page twice')
  seen.add(key)
}

const repeating = (name: string, what: string): LabelboxError =>
  new LabelboxError({
    code: 'INCONSISTENT_RESPONSE',
    operationName: name,
    message: `${name} stopped: the API gave ${what}, so that the list might never end.`,
  })

/** From JavaScript there may be none, or something else in its place. */
function limitOf(options: { readonly limit: number } | null | undefined): number {
  const limit = options?.limit
  if (limit === undefined) {
    throw new LabelboxError({
      code: 'INVALID_INPUT',
      message:
        'toArray needs a limit, as a list may be longer than memory: toArray({ limit: 1000 }), or { limit: Infinity }.',
    })
  }
  if (limit !== Infinity) requireCount(limit, 'limit')
  return limit
}

/** @throws LabelboxError for what is no whole number from 1. */
export function requireCount(value: number, option: string): void {
  if (Number.isSafeInteger(value) && value > 0) return
  throw new LabelboxError({ code: 'INVALID_INPUT', message: `${option} must be a whole number, 1 or more.` })
}
