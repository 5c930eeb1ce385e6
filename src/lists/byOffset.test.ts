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
  /** The most rows that it gives at once. */
  readonly cap?: number
  readonly concurrency?: number
  /** Changes the list when so many pages have been asked for. */
  readonly change?: (items: Item[], asked: number) => void
}

/** A list that is served by `skip` and `first`, and what was asked of it. */
function server(initial: readonly Item[], { cap = Infinity, concurrency, change }: Serving = {}) {
  const items = [...initial]
  const asked: (readonly [skip: number, first: number])[] = []
  const signals: AbortSignal[] = []
  let underWay = 0
  let most = 0
  const pages = byOffset<Item>(
    'Users',
    async (skip, first, signal) => {
      asked.push([skip, first])
      signals.push(signal)
      change?.(items, asked.length)
      const rows = items.slice(skip, skip + Math.min(first, cap))
      most = Math.max(most, ++underWay)
      await new Promise((resolve) => setTimeout(resolve, 1))
      underWay -= 1
      return rows
    },
    concurrency,
  )
  return { asked, signals, pages, most: () => most }
}

test('begins each page with the last record of the one before, and stops at a short page once the server has filled one', async () => {
  const { asked, pages } = server(list(5), { concurrency: 1 })
  expect(await collect(new Paginated(() => ({ pages, pageSize: 2 })))).toEqual(list(5))
  expect(asked).toEqual([
    [0, 2],
    [1, 2],
    [2, 2],
    [3, 2],
    [4, 2],
  ])
})

test('a server whose largest page is below the page size does not cut the list short', async () => {
  const { asked, pages } = server(list(7), { cap: 3, concurrency: 1 })
  expect(await collect(new Paginated(() => ({ pages, pageSize: 100 })))).toEqual(list(7))
  expect(asked.map(([skip]) => skip)).toEqual([0, 2, 4, 6])
})

test('a page that comes again is raised, not asked for again for ever', async () => {
  for (const size of [2, 50]) {
    let requests = 0
    const pages = byOffset('Users', () => {
      requests += 1
      return Promise.resolve(list(size))
    })
    await expect(collect(new Paginated(() => ({ pages, pageSize: size })))).rejects.toMatchObject({
      code: 'INCONSISTENT_RESPONSE',
      operationName: 'Users',
    })
    expect(requests).toBeLessThanOrEqual(20)
  }
})

describe('fetching ahead', () => {
  test('asks for the first page alone, then for more and more at once, up to the bound, and keeps the order', async () => {
    const { asked, pages, most } = server(list(1000), { concurrency: 4 })
    const wanted = new Paginated(() => ({ pages, pageSize: 10 })).pages()
    await wanted.next()
    expect(asked).toHaveLength(1)
    await wanted.next()
    expect(asked).toHaveLength(2)
    await wanted.next()
    expect(asked).toHaveLength(4)
    await wanted.return()

    expect(await collect(new Paginated(() => ({ pages, pageSize: 10 })))).toEqual(list(1000))
    expect(most()).toBe(4)
  })

  test('holds no more pages than the bound, however slow the reader is', async () => {
    const { asked, pages } = server(list(1000), { concurrency: 3 })
    let read = 0
    for await (const page of new Paginated(() => ({ pages, pageSize: 10 })).pages()) {
      read += 1
      expect(page.length).toBeGreaterThan(0)
      await new Promise((resolve) => setTimeout(resolve, 2))
      expect(asked.length).toBeLessThanOrEqual(read + 3)
    }
    expect(read).toBe(111)
  })

  test('stops with the loop: what is under way is ended, and nothing more is asked for', async () => {
    const { asked, signals, pages } = server(list(1000))
    let read = 0
    for await (const page of new Paginated(() => ({ pages, pageSize: 10 })).pages())
      if ((read += page.length) === 50) break
    const soFar = asked.length
    expect(signals.at(-1)?.aborted).toBe(true)
    await new Promise((resolve) => setTimeout(resolve, 10))
    expect(asked).toHaveLength(soFar)
  })

  test('asks for no page beyond the limit', async () => {
    const { asked, pages } = server(list(1000))
    expect(await new Paginated(() => ({ pages, pageSize: 10 })).toArray({ limit: 50 })).toEqual(list(50))
    expect(asked.map(([skip]) => skip)).toEqual([0, 9, 18, 27, 36, 45])
  })

  test('a page that fails does so in its turn, and the pages before it are read', async () => {
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

  test.each([0, 1.5, NaN])('refuses %s pages at once', (concurrency) => {
    expect(() => server([], { concurrency })).toThrow('concurrency must be a whole number')
  })
})

describe('a list that changes while it is read', () => {
  const change = (at: number, edit: (items: Item[]) => void): Serving => ({
    change: (items, asked) => {
      if (asked === at) edit(items)
    },
  })

  test.each([1, 3, 8])('removing records loses nobody else, with %s pages at once', async (concurrency) => {
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
  })

  test.each([1, 3, 8])('adding records gives nobody twice, with %s pages at once', async (concurrency) => {
    const added = Array.from({ length: 7 }, (_, index) => ({ id: `new ${index}` }))
    const { pages } = server(list(500), { ...change(4, (items) => items.splice(10, 0, ...added)), concurrency })
    const ids = (await collect(new Paginated(() => ({ pages, pageSize: 50 })))).map(({ id }) => id)
    expect(ids).toEqual(list(500).map(({ id }) => id))
  })

  test('removing the last record that was read loses nobody', async () => {
    const { pages } = server(list(200), { ...change(2, (items) => items.splice(49, 1)) })
    const ids = (await collect(new Paginated(() => ({ pages, pageSize: 50 })))).map(({ id }) => id)
    expect(ids).toEqual(list(200).map(({ id }) => id))
  })

  test('removing most of what was read loses nobody else', async () => {
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

  test('a change too large to follow is raised', async () => {
    const { pages } = server(list(4000), { ...change(30, (items) => items.splice(0, 3500)), concurrency: 1 })
    const reading = collect(new Paginated(() => ({ pages, pageSize: 100 })))
    expect(await rejection(reading)).toMatchObject({ code: 'INCONSISTENT_RESPONSE' })
  })

  test('at any page size from 2, whoever stays is read once, however many others are removed between the requests', async () => {
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
          const edit = (items: Item[], asked: number): void => {
            for (const { place, count } of removals.filter(({ at }) => at === asked)) {
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

  test('a server that gives one record per page is refused, as no change could be noticed', async () => {
    const { pages } = server(list(3), { cap: 1 })
    expect(await rejection(collect(new Paginated(() => ({ pages, pageSize: 10 }))))).toMatchObject({
      code: 'INCONSISTENT_RESPONSE',
      message: expect.stringContaining('one record per page') as string,
    })
    const { pages: single } = server(list(1), { cap: 1 })
    expect(await collect(new Paginated(() => ({ pages: single, pageSize: 10 })))).toEqual(list(1))
  })

  test('any removal or addition up to a page: nobody who stayed is lost, nobody comes twice', async () => {
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

test('any list, page size, cap and bound: every record once, in order, and no page empty', async () => {
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
