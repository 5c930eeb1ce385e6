import { LabelboxError } from '../core/errors.ts'
import { requireCount, requireNew, signature, type Pages } from './paginated.ts'

/** Asks for a page; the signal aborts when nobody wants it any more. */
export type FetchPage<T> = (skip: number, first: number, signal: AbortSignal) => Promise<readonly T[]>

/** Pages asked for at once. The API is known to answer badly above about 30 requests, and others may ask too. */
export const defaultConcurrency = 8

/** Ids of records that were read last, by which the place in a changed list is found again. */
const mostRecent = 1000

/** Times in a row that the place is looked for without reading anything new. */
const mostSearches = 5

/**
 * Pages by `skip` and `first`, fetched ahead. The API gives no total and may grant fewer rows than asked for: the length
 * of the first page is that of the others, and a short page ends the list only if a full page has shown that the server
 * fills them; until then a page without a new record ends it.
 *
 * Each page begins with the last record of the one before. Where it does not, records were added or removed meanwhile,
 * and the place is looked for again. That takes pages of two records at least.
 *
 * The first page is asked for alone, then one, two, four at once, so that a caller who wants little asks for little.
 */
export function byOffset<T extends { readonly id: string }>(
  name: string,
  fetchPage: FetchPage<T>,
  concurrency = defaultConcurrency,
): Pages<T> {
  requireCount(concurrency, 'concurrency')
  return async function* (pageSize, limit = Infinity) {
    const ending = new AbortController()
    const ask = (skip: number, first: number): Promise<readonly T[]> => {
      const page = fetchPage(skip, first, ending.signal)
      // It may fail before its turn, or never get one.
      page.catch(() => undefined)
      return page
    }
    try {
      yield* follow(name, ask, { pageSize, limit, concurrency })
    } finally {
      ending.abort()
    }
  }
}

interface Demand {
  readonly pageSize: number
  readonly limit: number
  readonly concurrency: number
}

type Ask<T> = (skip: number, first: number) => Promise<readonly T[]>

/** Records that have not been read, and where they stand in the list. */
interface Found<T> {
  readonly fresh: readonly T[]
  /** The position after the last of the rows that they were among, and the id of that row. */
  readonly given: number
  readonly last: string | undefined
  /** How many rows came. */
  readonly rows: number
}

async function* follow<T extends { readonly id: string }>(
  name: string,
  ask: Ask<T>,
  { pageSize, limit, concurrency }: Demand,
): AsyncGenerator<readonly T[], void, undefined> {
  const page = await ask(0, pageSize)
  if (page.length === 0) return
  const seen = new Set([signature(page)])
  const size = page.length
  const first = Math.max(Math.min(size, pageSize), 2)
  const read = new RecentlyRead(Math.max(mostRecent, 4 * first))
  read.add(page)
  yield page

  if (size === 1) {
    if ((await ask(1, first)).length === 0) return
    if ((await ask(0, first)).length === 1) throw oneByOne(name)
  }
  let fills = size >= pageSize
  let ahead: Promise<readonly T[]>[] = []
  // The position up to which records have been read, the record there, and up to where others have been asked for.
  let given = size
  let last = page.at(-1)?.id
  let asked = size
  let searches = 0
  for (let width = 1; ; width = Math.min(2 * width, concurrency)) {
    for (; ahead.length < width && (asked < limit || ahead.length === 0); asked += first - 1) {
      ahead.push(ask(asked - 1, first))
    }
    const rows = (await ahead.shift()) ?? []
    const isInPlace = rows[0]?.id === last
    if (!isInPlace) {
      if ((searches += 1) > mostSearches) throw lost(name)
      ahead = []
      width = 1
    }
    const found: Found<T> = isInPlace
      ? { ...read.among(rows), given: given + rows.length - 1, rows: rows.length }
      : await findPlace(name, ask, read, { given, first })
    ;({ given, last } = found)
    asked = isInPlace ? Math.max(asked, given) : given
    if (found.fresh.length > 0) {
      requireNew(seen, signature(found.fresh), name)
      read.add(found.fresh)
      searches = 0
      yield found.fresh
    }
    if (found.rows >= first) {
      fills = true
      continue
    }
    if (fills || found.rows <= 1) return
    // The server gives fewer rows than were counted on.
    ahead = []
    asked = given
  }
}

/**
 * Looks from where the place was towards the beginning for a record that has been read: what comes after the last such
 * record has not been read. One answer has both, so that nothing is lost between two of them.
 */
async function findPlace<T extends { readonly id: string }>(
  name: string,
  ask: Ask<T>,
  read: RecentlyRead,
  { given, first }: { readonly given: number; readonly first: number },
): Promise<Found<T>> {
  for (let back = first; ; back *= 2) {
    const start = Math.max(given - back, 0)
    const rows = await ask(start, first)
    const place = rows.findLastIndex(({ id }) => read.has(id))
    // From the beginning nobody is lost, as long as everybody who has been read is known.
    if (place === -1 && start === 0 && !read.knowsAll) throw lost(name)
    if (place >= 0 || start === 0) {
      return { ...read.among(rows.slice(place + 1), rows[place]), given: start + rows.length, rows: rows.length }
    }
  }
}

/** The ids of the records that were read last. */
class RecentlyRead {
  readonly #ids = new Set<string>()
  readonly #most: number
  /** Whether these are all that have been read. */
  knowsAll = true

  constructor(most: number) {
    this.#most = most
  }

  has(id: string): boolean {
    return this.#ids.has(id)
  }

  add(records: readonly { readonly id: string }[]): void {
    for (const { id } of records) this.#ids.add(id)
    for (const id of this.#ids) {
      if (this.#ids.size <= this.#most) return
      this.#ids.delete(id)
      this.knowsAll = false
    }
  }

  /** Those of the rows that have not been read, and the id of the last row, or of the one before them. */
  among<T extends { readonly id: string }>(rows: readonly T[], before?: T): Pick<Found<T>, 'fresh' | 'last'> {
    return { fresh: rows.filter(({ id }) => !this.has(id)), last: (rows.at(-1) ?? before)?.id }
  }
}

const lost = (name: string): LabelboxError =>
  new LabelboxError({
    code: 'INCONSISTENT_RESPONSE',
    operationName: name,
    message: `${name} stopped: the list changed while it was read, or the API gave the same page twice, and the place could not be found again. Start again.`,
  })

const oneByOne = (name: string): LabelboxError =>
  new LabelboxError({
    code: 'INCONSISTENT_RESPONSE',
    operationName: name,
    message: `${name} stopped: the API gives one record per page, so that a change of the list between two pages would go unnoticed.`,
  })
