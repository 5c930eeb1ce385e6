import { LabelboxError } from '../core/errors.ts'
import { requireCount } from '../core/guards.ts'
import { pageSignature, requireNew, type Pages } from './pages.ts'

/** Requests a page. The signal aborts when the page is not needed any more. */
export type FetchPage<T> = (skip: number, first: number, signal: AbortSignal) => Promise<readonly T[]>

/** Number of pages to request at a time. The API is slow above about 30 parallel requests, and others use it too. */
const defaultConcurrency = 8

/** Number of records whose ids are remembered at least, to find the place again in a list that has changed. */
const minRemembered = 1000

/** Maximum number of searches for the place in a row without a new record. */
const maxSearches = 5

/**
 * Pages by `skip` and `first`, prefetched. The API returns no total and may return fewer rows than requested. So the
 * length of the first page is the page size, and a shorter page ends the list only after a full one has shown that the
 * server fills its pages. Until then, a page without a new record ends it.
 *
 * Each page begins with the last record of the page before. If it doesn't, records were added or removed in between, and
 * the place is searched. This takes pages of at least two records.
 *
 * The first page is requested alone, then one, two, four at a time, so that a caller who wants little requests little.
 */
export function byOffset<T extends { readonly id: string }>(
  operationName: string,
  fetchPage: FetchPage<T>,
  concurrency = defaultConcurrency,
): Pages<T> {
  requireCount(concurrency, 'concurrency')
  return async function* (pageSize, limit = Infinity) {
    const ending = new AbortController()
    const request: RequestPage<T> = (skip, first) => {
      const page = fetchPage(skip, first, ending.signal)
      // A prefetched page may fail before it is awaited, or may never be awaited.
      page.catch(() => undefined)
      return page
    }
    try {
      yield* readAll(operationName, request, { pageSize, limit, concurrency })
    } finally {
      ending.abort()
    }
  }
}

type RequestPage<T> = (skip: number, first: number) => Promise<readonly T[]>

interface Demand {
  readonly pageSize: number
  readonly limit: number
  readonly concurrency: number
}

/** A page, compared with the records that were read before. */
interface Reading<T> {
  readonly unread: readonly T[]
  /** The position after the last row, and the id of that row. */
  readonly end: number
  readonly lastId: string | undefined
  /** The number of rows in the response. */
  readonly rows: number
}

async function* readAll<T extends { readonly id: string }>(
  operationName: string,
  request: RequestPage<T>,
  { pageSize, limit, concurrency }: Demand,
): AsyncGenerator<readonly T[], void, undefined> {
  const page = await request(0, pageSize)
  if (page.length === 0) return
  const seen = new Set([pageSignature(page)])
  const size = page.length
  const first = Math.max(Math.min(size, pageSize), 2)
  const recent = new RecentIds(Math.max(minRemembered, 4 * first))
  recent.takeNew(page)
  yield page

  if (size === 1) {
    if ((await request(1, first)).length === 0) return
    if ((await request(0, first)).length === 1) throw onePerPage(operationName)
  }
  let fillsPages = size >= pageSize
  let prefetched: Promise<readonly T[]>[] = []
  // How far the list was read, the id of the record there, and how far it was requested.
  let end = size
  let lastId = page.at(-1)?.id
  let requested = size
  let searches = 0
  for (let width = 1; ; width = Math.min(2 * width, concurrency)) {
    for (; prefetched.length < width && (requested < limit || prefetched.length === 0); requested += first - 1) {
      prefetched.push(request(requested - 1, first))
    }
    const rows = (await prefetched.shift()) ?? []
    const isInPlace = rows[0]?.id === lastId
    if (!isInPlace) {
      if ((searches += 1) > maxSearches) throw placeLost(operationName)
      prefetched = []
      width = 1
    }
    const reading: Reading<T> = isInPlace
      ? { unread: recent.takeNew(rows), lastId: rows.at(-1)?.id, end: end + rows.length - 1, rows: rows.length }
      : await findPlace(operationName, request, recent, { end, first })
    ;({ end, lastId } = reading)
    requested = isInPlace ? Math.max(requested, end) : end
    if (reading.unread.length > 0) {
      requireNew(seen, pageSignature(reading.unread), operationName)
      searches = 0
      yield reading.unread
    }
    if (reading.rows >= first) {
      fillsPages = true
      continue
    }
    if (fillsPages || reading.rows <= 1) return
    // The server returns fewer rows than the prefetched pages assume.
    prefetched = []
    requested = end
  }
}

/**
 * Searches towards the beginning for a record that was read. What comes after the last such record is unread. One
 * response has both, so no record is lost between two responses.
 */
async function findPlace<T extends { readonly id: string }>(
  operationName: string,
  request: RequestPage<T>,
  recent: RecentIds,
  { end, first }: { readonly end: number; readonly first: number },
): Promise<Reading<T>> {
  for (let back = first; ; back *= 2) {
    const start = Math.max(end - back, 0)
    const rows = await request(start, first)
    const place = rows.findLastIndex(({ id }) => recent.has(id))
    // At the beginning of the list no record is lost, as long as the ids of all that were read are known.
    if (place === -1 && start === 0 && !recent.isComplete) throw placeLost(operationName)
    if (place >= 0 || start === 0) {
      const unread = recent.takeNew(rows.slice(place + 1))
      return { unread, lastId: rows.at(-1)?.id, end: start + rows.length, rows: rows.length }
    }
  }
}

/** The ids of the records that were read last: at least `min` of them, and less than twice as many and a page. */
class RecentIds {
  #ids = new Set<string>()
  #older = new Set<string>()
  readonly #min: number
  /** Whether these are the ids of all records that were read. */
  isComplete = true

  constructor(min: number) {
    this.#min = min
  }

  has(id: string): boolean {
    return this.#ids.has(id) || this.#older.has(id)
  }

  /** Remembers records, and returns those that were not known. */
  takeNew<T extends { readonly id: string }>(records: readonly T[]): readonly T[] {
    const ids = this.#ids
    const unread = records.filter(({ id }) => {
      const { size } = ids
      return !this.#older.has(id) && ids.add(id).size > size
    })
    // All at once, which costs less than one by one.
    if (ids.size >= this.#min) {
      if (this.#older.size > 0) this.isComplete = false
      this.#older = ids
      this.#ids = new Set()
    }
    return unread
  }
}

const placeLost = (operationName: string): LabelboxError =>
  new LabelboxError({
    code: 'INCONSISTENT_RESPONSE',
    operationName,
    message: `${operationName} stopped: the list changed while it was read, or the API returned the same page twice. Start again.`,
  })

const onePerPage = (operationName: string): LabelboxError =>
  new LabelboxError({
    code: 'INCONSISTENT_RESPONSE',
    operationName,
    message: `${operationName} stopped: the API returns one record per page, so a change of the list between two pages would not be noticed.`,
  })
