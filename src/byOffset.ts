import { LabelboxError } from './errors.ts'
import { requireCount, requireNew, signature, type Pages } from './pagination.ts'

/** Asks for a page; the signal aborts when nobody wants it any more. */
export type FetchPage<T> = (skip: number, first: number, signal: AbortSignal) => Promise<readonly T[]>

/** Pages asked for at once. The API is known to answer badly above about 30 requests, and others may ask too. */
export const defaultConcurrency = 8

/** From this length on a page begins with the last record of the one before, which shows whether the list has changed. */
const worthAnOverlap = 20

/**
 * Pages by `skip` and `first`, fetched ahead. The API gives no total and may grant fewer rows than asked for: the length
 * of the first page is that of the others, and a short page is taken for the last one only once a full page has shown
 * that the server fills them; until then an empty page ends the list.
 *
 * The first page is asked for alone, then one, two, four at once, so that who wants little asks for little. Records that
 * are added or removed meanwhile move those after them to other pages: that is noticed, and the place is looked for anew.
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

async function* follow<T extends { readonly id: string }>(
  name: string,
  ask: Ask<T>,
  { pageSize, limit, concurrency }: Demand,
): AsyncGenerator<readonly T[], void, undefined> {
  let page = await ask(0, pageSize)
  if (page.length === 0) return
  const seen = new Set([signature(page)])
  yield page

  const size = page.length
  const first = Math.min(size, pageSize)
  const overlap = first < worthAnOverlap ? 0 : 1
  let fills = size >= pageSize
  let ahead: Promise<readonly T[]>[] = []
  // How many records have been given, and up to which one others have been asked for.
  let given = size
  let asked = size
  for (let width = 1; ; width = Math.min(2 * width, concurrency)) {
    for (; ahead.length < width && (asked < limit || ahead.length === 0); asked += first - overlap) {
      ahead.push(ask(asked - overlap, first))
    }
    const rows = (await ahead.shift()) ?? []
    let fresh = rows.slice(overlap)
    if (overlap > 0 && rows[0]?.id !== page.at(-1)?.id) {
      ahead = []
      width = 1
      const place = await findPlace(name, ask, page, rows, { given, first })
      fresh = [...place.fresh]
      given = asked = place.given
    }
    if (fresh.length === 0) return
    requireNew(seen, signature(fresh), name)
    given += fresh.length
    asked = Math.max(asked, given)
    page = fresh
    yield fresh
    if (rows.length >= first) {
      fills = true
      continue
    }
    if (fills) return
    // What was asked for ahead counted on more.
    ahead = []
    asked = given
  }
}

/**
 * Where to go on when the list has moved: after the last record that has been given, among the rows around the place
 * where it should have been.
 */
async function findPlace<T extends { readonly id: string }>(
  name: string,
  ask: Ask<T>,
  last: readonly T[],
  rows: readonly T[],
  { given, first }: { readonly given: number; readonly first: number },
): Promise<{ readonly fresh: readonly T[]; readonly given: number }> {
  const known = new Set(last.map(({ id }) => id))
  const start = Math.max(given - first, 0)
  const around = [...(await ask(start, first)), ...rows.slice(start + first - (given - 1))]
  const place = around.findLastIndex(({ id }) => known.has(id))
  const fresh = around.slice(place + 1)
  if (place === -1 || (fresh.length === 0 && rows.length >= first)) {
    throw new LabelboxError({
      code: 'INCONSISTENT_RESPONSE',
      operationName: name,
      message: `${name} was ended: the list has changed so much while it was read that the place could not be found again. Read it anew.`,
    })
  }
  return { fresh, given: start + place + 1 }
}
