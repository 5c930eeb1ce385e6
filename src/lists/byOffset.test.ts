import { setImmediate as tick } from 'node:timers/promises'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { rejection } from '../../test/support/roads.ts'
import { byOffset } from './byOffset.ts'
import { Paginated } from './paginated.ts'

interface Item {
  readonly id: string
}

const list = (length: number): readonly Item[] => Array.from({ length }, (_, index) => ({ id: String(index) }))

const collect = async <T>(source: AsyncIterable<T>): Promise<T[]> => {
  const items: T[] = []
  for await (const item of source) items.push(item)
  return items
}

interface Serving {
  /** Maximum number of rows in a response, or in each. */
  readonly cap?: number | ((request: number) => number)
  readonly concurrency?: number
  /** Changes the list at a request, which it gets the number of. */
  readonly change?: (items: Item[], request: number) => void
}

/** A server with a list by `skip` and `first`, which records its requests. */
function server(initial: readonly Item[], { cap = Infinity, concurrency, change }: Serving = {}) {
  const items = [...initial]
  const requests: (readonly [skip: number, first: number])[] = []
  const signals: AbortSignal[] = []
  let inFlight = 0
  let maxInFlight = 0
  const pages = byOffset<Item>(
    'Users',
    async (skip, first, signal) => {
      requests.push([skip, first])
      signals.push(signal)
      change?.(items, requests.length)
      const max = typeof cap === 'number' ? cap : cap(requests.length)
      const rows = items.slice(skip, skip + Math.min(first, max))
      maxInFlight = Math.max(maxInFlight, ++inFlight)
      await tick()
      inFlight -= 1
      return rows
    },
    concurrency,
  )
  return { requests, signals, pages, maxInFlight: () => maxInFlight }
}

test('begins each page with the last record of the page before, and stops at a short page once the server has filled one', async () => {
  const { requests, pages } = server(list(5), { concurrency: 1 })
  expect(await collect(new Paginated(() => ({ pages, pageSize: 2 })))).toEqual(list(5))
  expect(requests).toEqual([
    [0, 2],
    [1, 2],
    [2, 2],
    [3, 2],
    [4, 2],
  ])
})

test('reads the whole list from a server that returns fewer rows than requested', async () => {
  const { requests, pages } = server(list(7), { cap: 3, concurrency: 1 })
  expect(await collect(new Paginated(() => ({ pages, pageSize: 100 })))).toEqual(list(7))
  expect(requests.map(([skip]) => skip)).toEqual([0, 2, 4, 6])
})

test.each([
  ['the first page', { cap: Infinity }, 15, [0, 9]],
  ['a page up to the maximum of the server', { cap: 10 }, 25, [0, 9, 18]],
])('reads a shorter page as the end after %s was full', async (_what, { cap }, length, skips) => {
  const { requests, pages } = server(list(length), { cap, concurrency: 1 })
  const pageSize = cap === Infinity ? 10 : 100
  expect(await collect(new Paginated(() => ({ pages, pageSize })))).toEqual(list(length))
  expect(requests.map(([skip]) => skip)).toEqual(skips)
})

test('reads on after a shorter page as long as the server has not filled one', async () => {
  const { requests, pages } = server(list(20), { cap: (request) => [5, 3, 4][request - 1] ?? 5, concurrency: 1 })
  expect(await collect(new Paginated(() => ({ pages, pageSize: 10 })))).toEqual(list(20))
  expect(requests.map(([skip]) => skip)).toEqual([0, 4, 6, 9, 13, 17])
})

test('asks a server that returns fewer rows for no more than these, so that it can use the prefetched pages', async () => {
  const { requests, pages } = server(list(200), { cap: 10, concurrency: 4 })
  expect(await collect(new Paginated(() => ({ pages, pageSize: 100 })))).toEqual(list(200))
  expect(new Set(requests.slice(1).map(([, first]) => first))).toEqual(new Set([10]))
  expect(requests.length).toBeLessThanOrEqual(1 + 22 + 4)
})

test('rejects with INCONSISTENT_RESPONSE after five searches when the server returns the same page again', async () => {
  for (const size of [2, 50]) {
    let requests = 0
    const answer = () => {
      requests += 1
      return Promise.resolve(list(size))
    }
    const pages = byOffset('Users', answer, 1)
    await expect(collect(new Paginated(() => ({ pages, pageSize: size })))).rejects.toMatchObject({
      code: 'INCONSISTENT_RESPONSE',
      operationName: 'Users',
      message: expect.stringMatching(/^Users stopped: the list changed while it was read, .* Start again\.$/) as string,
    })
    // The first page, five times the next one and a search for the place, and the next one.
    expect(requests).toBe(1 + 2 * 5 + 1)
  }
})

describe('prefetching', () => {
  test('requests the first page alone, then one, two, four at a time up to the concurrency, and keeps the order', async () => {
    const { requests, pages, maxInFlight } = server(list(1000), { concurrency: 4 })
    const wanted = new Paginated(() => ({ pages, pageSize: 10 })).pages()
    await wanted.next()
    expect(requests).toHaveLength(1)
    await wanted.next()
    expect(requests).toHaveLength(2)
    await wanted.next()
    expect(requests).toHaveLength(4)
    await wanted.return()

    expect(await collect(new Paginated(() => ({ pages, pageSize: 10 })))).toEqual(list(1000))
    expect(maxInFlight()).toBe(4)
  })

  test('prefetches no more pages than the concurrency for a slow reader', async () => {
    const { requests, pages } = server(list(1000), { concurrency: 3 })
    let read = 0
    for await (const page of new Paginated(() => ({ pages, pageSize: 10 })).pages()) {
      read += 1
      expect(page.length).toBeGreaterThan(0)
      for (let turn = 0; turn < 3; turn += 1) await tick()
      expect(requests.length).toBeLessThanOrEqual(read + 3)
    }
    expect(read).toBe(111)
  })

  test('aborts the pages in flight and requests no more when the loop is left', async () => {
    const { requests, signals, pages } = server(list(1000))
    let read = 0
    for await (const page of new Paginated(() => ({ pages, pageSize: 10 })).pages())
      if ((read += page.length) > 50) break
    const soFar = requests.length
    expect(signals.at(-1)?.aborted).toBe(true)
    for (let turn = 0; turn < 10; turn += 1) await tick()
    expect(requests).toHaveLength(soFar)
  })

  test('requests no page beyond the limit', async () => {
    const { requests, pages } = server(list(1000))
    expect(await new Paginated(() => ({ pages, pageSize: 10 })).toArray({ limit: 50 })).toEqual(list(50))
    expect(requests.map(([skip]) => skip)).toEqual([0, 9, 18, 27, 36, 45])
  })

  test('requests no page that begins at the limit', async () => {
    const { requests, pages } = server(list(1000))
    expect(await new Paginated(() => ({ pages, pageSize: 10 })).toArray({ limit: 28 })).toEqual(list(28))
    expect(requests.map(([skip]) => skip)).toEqual([0, 9, 18])
  })

  test('rejects when it is the turn of a page that failed, after the pages before it', async () => {
    const failure = new Error('no page')
    const pages = byOffset<Item>('Users', (skip, first) =>
      skip === 27 ? Promise.reject(failure) : Promise.resolve(list(100).slice(skip, skip + first)),
    )
    const read: Item[] = []
    const reading = (async () => {
      for await (const item of new Paginated(() => ({ pages, pageSize: 10 }))) read.push(item)
    })()
    expect(await rejection(reading)).toBe(failure)
    expect(read).toEqual(list(28))
  })

  test.each([0, 1.5, NaN])('refuses a concurrency of %s', (concurrency) => {
    expect(() => server([], { concurrency })).toThrow('concurrency must be a whole number')
  })
})

describe('a list that changes while it is read', () => {
  const change = (at: number, edit: (items: Item[]) => void): Serving => ({
    change: (items, request) => {
      if (request === at) edit(items)
    },
  })

  test.each([1, 3, 8])(
    'returns every other record when records are removed, with a concurrency of %s',
    async (concurrency) => {
      const { pages } = server(list(500), { ...change(4, (items) => items.splice(10, 7)), concurrency })
      const ids = (await collect(new Paginated(() => ({ pages, pageSize: 50 })))).map(({ id }) => id)
      expect(new Set(ids).size).toBe(ids.length)
      expect(ids).toEqual(
        expect.arrayContaining(
          list(500)
            .slice(50)
            .map(({ id }) => id),
        ),
      )
    },
  )

  test.each([1, 3, 8])(
    'returns no record twice when records are added, with a concurrency of %s',
    async (concurrency) => {
      const added = Array.from({ length: 7 }, (_, index) => ({ id: `new ${index}` }))
      const { pages } = server(list(500), { ...change(4, (items) => items.splice(10, 0, ...added)), concurrency })
      const ids = (await collect(new Paginated(() => ({ pages, pageSize: 50 })))).map(({ id }) => id)
      expect(ids).toEqual(list(500).map(({ id }) => id))
    },
  )

  test('returns every other record when the last one that was read is removed', async () => {
    const { pages } = server(list(200), { ...change(2, (items) => items.splice(49, 1)) })
    const ids = (await collect(new Paginated(() => ({ pages, pageSize: 50 })))).map(({ id }) => id)
    expect(ids).toEqual(list(200).map(({ id }) => id))
  })

  test('returns every other record when most of those that were read are removed', async () => {
    const { pages } = server(list(500), { ...change(3, (items) => items.splice(0, 300)) })
    const ids = (await collect(new Paginated(() => ({ pages, pageSize: 50 })))).map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids).toEqual(
      expect.arrayContaining(
        list(500)
          .slice(300)
          .map(({ id }) => id),
      ),
    )
  })

  test.each([1, 9])('searches the place where it was, after %s removals with one request', async (count) => {
    const { requests, pages } = server(list(100), { ...change(5, (items) => items.splice(0, count)), concurrency: 1 })
    expect(await collect(new Paginated(() => ({ pages, pageSize: 10 })))).toEqual(list(100))
    expect(requests.slice(4, 6)).toEqual([
      [36, 10],
      [27, 10],
    ])
    expect(requests.length).toBeLessThanOrEqual(13)
  })

  test('does not return a record that was added among those that were read', async () => {
    const { pages } = server(list(100), { ...change(5, (items) => items.splice(30, 0, { id: 'new' })), concurrency: 1 })
    expect(await collect(new Paginated(() => ({ pages, pageSize: 10 })))).toEqual(list(100))
  })

  test('reads up to the limit when records were added in front', async () => {
    const added = Array.from({ length: 15 }, (_, index) => ({ id: `new ${index}` }))
    const { pages } = server(list(200), { ...change(4, (items) => items.unshift(...added)), concurrency: 1 })
    expect(await new Paginated(() => ({ pages, pageSize: 10 })).toArray({ limit: 40 })).toEqual(list(40))
  })

  test('reads on when a list of one record grows while it is read', async () => {
    const { pages } = server(list(1), { ...change(2, (items) => items.push({ id: '1' }, { id: '2' })) })
    expect(await collect(new Paginated(() => ({ pages, pageSize: 10 })))).toEqual(list(3))
  })

  test.each([7, 300])(
    'finds its place in a list that is longer than it remembers, after %s removals',
    async (count) => {
      const { pages } = server(list(6000), { ...change(40, (items) => items.splice(3000, count)), concurrency: 1 })
      expect(await collect(new Paginated(() => ({ pages, pageSize: 100 })))).toEqual(list(6000))
    },
  )

  test('remembers four pages of any size', async () => {
    const { pages } = server(list(6000), { ...change(7, (items) => items.splice(1300, 2000)), concurrency: 1 })
    expect(await collect(new Paginated(() => ({ pages, pageSize: 600 })))).toEqual(list(6000))
  })

  test('begins at the first record when all that it has read are removed, as long as it remembers all', async () => {
    const { pages } = server(list(3000), { ...change(14, (items) => items.splice(0, 1288)), concurrency: 1 })
    expect(await collect(new Paginated(() => ({ pages, pageSize: 100 })))).toEqual(list(3000))
  })

  test('rejects with INCONSISTENT_RESPONSE when the list loses more records than are remembered', async () => {
    const { pages } = server(list(4000), { ...change(30, (items) => items.splice(0, 3500)), concurrency: 1 })
    const reading = collect(new Paginated(() => ({ pages, pageSize: 100 })))
    expect(await rejection(reading)).toMatchObject({ code: 'INCONSISTENT_RESPONSE' })
  })

  test('returns each record that stays exactly once, for any page size and any removals between requests', async () => {
    const removal = fc.record({ at: fc.nat(60), place: fc.double({ min: 0, max: 1, noNaN: true }), count: fc.nat(12) })
    await fc.assert(
      fc.asyncProperty(
        fc.nat(120),
        fc.integer({ min: 2, max: 25 }),
        fc.integer({ min: 2, max: 25 }),
        fc.integer({ min: 1, max: 8 }),
        fc.array(removal, { maxLength: 20 }),
        async (length, pageSize, cap, concurrency, removals) => {
          const removed = new Set<string>()
          const edit = (items: Item[], request: number): void => {
            for (const { place, count } of removals.filter(({ at }) => at === request)) {
              for (const { id } of items.splice(Math.floor(place * items.length), count)) removed.add(id)
            }
          }
          const { pages } = server(list(length), { cap, concurrency, change: edit })
          const ids = (await collect(new Paginated(() => ({ pages, pageSize })))).map(({ id }) => id)
          expect(new Set(ids).size).toBe(ids.length)
          const stayed = list(length).filter(({ id }) => !removed.has(id))
          expect(ids).toEqual(expect.arrayContaining(stayed.map(({ id }) => id)))
        },
      ),
      { numRuns: 200 },
    )
  })

  test('rejects when the server returns one record per page, as no change could be noticed', async () => {
    const { pages } = server(list(3), { cap: 1 })
    expect(await rejection(collect(new Paginated(() => ({ pages, pageSize: 10 }))))).toMatchObject({
      code: 'INCONSISTENT_RESPONSE',
      message: expect.stringContaining('one record per page') as string,
    })
    const { pages: single } = server(list(1), { cap: 1 })
    expect(await collect(new Paginated(() => ({ pages: single, pageSize: 10 })))).toEqual(list(1))
  })

  test('returns each record that stays exactly once, for any removal or addition of up to half a page', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 60, max: 400 }),
        fc.integer({ min: 1, max: 8 }),
        fc.integer({ min: 2, max: 12 }),
        fc.nat(399),
        fc.integer({ min: -20, max: 19 }),
        async (length, concurrency, at, place, count) => {
          const edit = (items: Item[]) => {
            if (count < 0) items.splice(place, -count)
            else items.splice(place, 0, ...Array.from({ length: count }, (_, index) => ({ id: `new ${index}` })))
          }
          const { pages } = server(list(length), { ...change(at, edit), concurrency })
          const ids = (await collect(new Paginated(() => ({ pages, pageSize: 40 })))).map(({ id }) => id)
          expect(new Set(ids).size).toBe(ids.length)
          const stayed =
            count < 0 ? list(length).filter((_, index) => index < place || index >= place - count) : list(length)
          expect(ids).toEqual(expect.arrayContaining(stayed.map(({ id }) => id)))
        },
      ),
      { numRuns: 200 },
    )
  })
})

test('returns every record once, in order and without empty pages, for any list, page size, server limit and concurrency', async () => {
  const size = fc.integer({ min: 2, max: 60 })
  await fc.assert(
    fc.asyncProperty(
      fc.nat(300),
      size,
      size,
      fc.integer({ min: 1, max: 8 }),
      async (length, pageSize, cap, concurrency) => {
        const { pages } = server(list(length), { cap, concurrency })
        const read = await collect(new Paginated(() => ({ pages, pageSize: pageSize })).pages())
        expect(read.flat()).toEqual(list(length))
        expect(read.map((page) => page.length)).not.toContain(0)
      },
    ),
  )
})
