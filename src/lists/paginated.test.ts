import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { byOffset } from './byOffset.ts'
import { byCursor } from './byCursor.ts'
import { Paginated } from './paginated.ts'

interface Item {
  readonly id: string
}

const list = (length: number): readonly Item[] => Array.from({ length }, (_, index) => ({ id: String(index) }))

/** A server with a list by `skip` and `first` and at most `cap` rows in a response, which records its requests. */
function offsetServer(items: readonly Item[], cap = Infinity) {
  const requests: (readonly [skip: number, first: number])[] = []
  const pages = byOffset('Users', (skip, first) => {
    requests.push([skip, first])
    return Promise.resolve(items.slice(skip, skip + Math.min(first, cap)))
  })
  return { requests, pages }
}

function cursorServer(items: readonly Item[], cap = Infinity) {
  const requests: (string | null)[] = []
  const pages = byCursor('GetInvites', (from, first) => {
    requests.push(from)
    const start = Number(from ?? 0)
    const end = start + Math.min(first, cap)
    return Promise.resolve({ items: items.slice(start, end), nextCursor: end < items.length ? String(end) : null })
  })
  return { requests, pages }
}

const collect = async <T>(source: AsyncIterable<T>): Promise<T[]> => {
  const items: T[] = []
  for await (const item of source) items.push(item)
  return items
}

describe('by cursor', () => {
  test('rejects when a cursor repeats, even with new records', async () => {
    let requests = 0
    const pages = byCursor<Item>('GetInvites', () => {
      requests += 1
      return Promise.resolve({ items: [{ id: String(requests) }], nextCursor: 'c' })
    })
    await expect(collect(new Paginated(() => ({ pages, pageSize: 10 })))).rejects.toMatchObject({
      code: 'INCONSISTENT_RESPONSE',
    })
    expect(requests).toBe(2)
  })

  test.each([
    ['the same records', list(1), 2],
    ['empty pages', [], 101],
  ])('rejects when %s come with new cursors again and again', async (_case, items, count) => {
    let requests = 0
    const pages = byCursor<Item>('GetInvites', () => {
      requests += 1
      return Promise.resolve({ items, nextCursor: `c${requests}` })
    })
    await expect(collect(new Paginated(() => ({ pages, pageSize: 10 })))).rejects.toMatchObject({
      code: 'INCONSISTENT_RESPONSE',
    })
    expect(requests).toBe(count)
  })

  test('reads pages that differ in one record, and more than a hundred of them', async () => {
    const ids = ['a b c', 'x b c', 'a x c', 'a b x', ...Array.from({ length: 200 }, (_, page) => `${page} b c`)]
    const pages = byCursor<Item>('GetInvites', (from) => {
      const page = Number(from ?? 0)
      const items = (ids[page] ?? '').split(' ').map((id) => ({ id }))
      return Promise.resolve({ items, nextCursor: page + 1 < ids.length ? String(page + 1) : null })
    })
    expect(await collect(new Paginated(() => ({ pages })))).toHaveLength(3 * ids.length)
  })

  test('says which pages it got when the list might never end', async () => {
    const endless = (items: readonly Item[]) => {
      let requests = 0
      return byCursor('GetInvites', () => Promise.resolve({ items, nextCursor: String((requests += 1)) }))
    }
    for (const [items, what] of [
      [list(1), 'the same page twice'],
      [[], '101 empty pages in a row'],
    ] as const) {
      await expect(collect(new Paginated(() => ({ pages: endless(items) })))).rejects.toThrow(
        `GetInvites stopped: the API returned ${what}, so the list might never end.`,
      )
    }
  })

  test('passes on each cursor and ends at null', async () => {
    const { requests, pages } = cursorServer(list(5))
    expect(await collect(new Paginated(() => ({ pages, pageSize: 2 })))).toEqual(list(5))
    expect(requests).toEqual([null, '2', '4'])
  })

  test('does not take two empty pages for a page that repeats', async () => {
    const answers = [
      { items: [], nextCursor: 'a' },
      { items: [], nextCursor: 'b' },
      { items: list(1), nextCursor: null },
    ]
    const pages = byCursor<Item>('GetInvites', () =>
      Promise.resolve(answers.shift() ?? { items: [], nextCursor: null }),
    )
    expect(await collect(new Paginated(() => ({ pages })))).toEqual(list(1))
  })

  test('ends the list at an empty cursor, not at an empty page with a cursor', async () => {
    const answers = [
      { items: [], nextCursor: 'a' },
      { items: list(1), nextCursor: '' },
    ]
    const pages = byCursor<Item>('GetInvites', () =>
      Promise.resolve(answers.shift() ?? { items: [], nextCursor: null }),
    )
    expect(await collect(new Paginated(() => ({ pages })).pages())).toEqual([list(1)])
    expect(answers).toEqual([])
  })

  test('names the operation when a page repeats', async () => {
    const pages = byCursor('GetInvites', () => Promise.resolve({ items: list(1), nextCursor: 'again' }))
    await expect(collect(new Paginated(() => ({ pages })))).rejects.toMatchObject({
      code: 'INCONSISTENT_RESPONSE',
      operationName: 'GetInvites',
    })
  })
})

describe('Paginated', () => {
  test('requests nothing before it is iterated, and starts over each time', async () => {
    const { requests, pages } = offsetServer(list(1))
    const users = new Paginated(() => ({ pages, pageSize: 1 }))
    expect(requests).toEqual([])
    await users.firstPage()
    await users.firstPage()
    expect(requests).toEqual([
      [0, 1],
      [0, 1],
    ])
  })

  test('requests no more when the loop is left', async () => {
    const { requests, pages } = offsetServer(list(10))
    const seen: Item[] = []
    for await (const item of new Paginated(() => ({ pages, pageSize: 2 }))) {
      seen.push(item)
      if (seen.length === 3) break
    }
    expect(seen).toEqual(list(3))
    expect(requests).toHaveLength(2)
  })

  test('first requests one record', async () => {
    const { requests, pages } = offsetServer(list(10))
    expect(await new Paginated(() => ({ pages })).first()).toEqual({ id: '0' })
    expect(requests).toEqual([[0, 1]])
  })

  test('returns undefined and empty arrays for an empty list', async () => {
    const users = new Paginated(() => offsetServer([]))
    expect(await users.first()).toBeUndefined()
    expect(await users.firstPage()).toEqual([])
    expect(await users.toArray({ limit: Infinity })).toEqual([])
  })

  test('toArray returns at most limit records and requests no further pages', async () => {
    const { requests, pages } = offsetServer(list(10))
    expect(await new Paginated(() => ({ pages, pageSize: 4 })).toArray({ limit: 6 })).toEqual(list(6))
    expect(requests).toEqual([
      [0, 4],
      [3, 4],
    ])
    expect(await new Paginated(() => ({ pages, pageSize: 4 })).toArray({ limit: Infinity })).toEqual(list(10))
  })

  test('toArray requests no more records than a limit below the page size', async () => {
    const { requests, pages } = offsetServer(list(10))
    expect(await new Paginated(() => ({ pages })).toArray({ limit: 2 })).toEqual(list(2))
    expect(requests).toEqual([[0, 2]])
  })

  test('toArray reads a page of 200,000 records', async () => {
    const items = list(200_000)
    const pages = byOffset('Users', (skip) => Promise.resolve(items.slice(skip)))
    expect(await new Paginated(() => ({ pages })).toArray({ limit: Infinity })).toHaveLength(items.length)
  })

  test('reads a list that is loaded first, with the same limit and page size', async () => {
    const { requests, pages } = offsetServer(list(10))
    const users = new Paginated(() => Promise.resolve(new Paginated(() => ({ pages, pageSize: 4 }))))
    expect(await users.toArray({ limit: 2 })).toEqual(list(2))
    expect(await users.first()).toEqual({ id: '0' })
    expect(await users.firstPage()).toEqual(list(4))
    expect(requests).toEqual([
      [0, 2],
      [0, 1],
      [0, 4],
    ])
  })

  test('is not a promise: await returns the list itself', async () => {
    const users = new Paginated(() => offsetServer(list(3)))
    expect(users).not.toHaveProperty('then')
    const through = async () => {
      await Promise.resolve()
      return users
    }
    expect(await through()).toBe(users)
  })

  test.each([0, -1, 1.5, NaN, Infinity])('refuses the page size %s', async (pageSize) => {
    const { requests, pages } = offsetServer(list(3))
    const users = new Paginated(() => ({ pages, pageSize }))
    for (const reading of [users.firstPage(), users.first(), users.toArray({ limit: 1 }), collect(users)]) {
      await expect(reading).rejects.toMatchObject({
        code: 'INVALID_INPUT',
        message: 'pageSize must be a whole number, 1 or more.',
      })
    }
    expect(requests).toEqual([])
  })

  test.each([undefined, null, {}, 100])('toArray(%j) rejects and shows how to pass a limit', async (options) => {
    const { requests, pages } = offsetServer(list(3))
    await expect(new Paginated(() => ({ pages })).toArray(options as never)).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      message: expect.stringContaining('toArray({ limit: 1000 })') as string,
    })
    expect(requests).toEqual([])
  })

  test.each([0, -1, 1.5, NaN])('refuses the limit %s', async (limit) => {
    const { requests, pages } = offsetServer(list(3))
    await expect(new Paginated(() => ({ pages })).toArray({ limit })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      message: 'limit must be a whole number, 1 or more.',
    })
    expect(requests).toEqual([])
  })

  test('returns every record once, in order and without empty pages, for any list, page size and server limit', async () => {
    const small = fc.integer({ min: 2, max: 12 })
    await fc.assert(
      fc.asyncProperty(fc.nat(40), small, small, async (length, pageSize, cap) => {
        for (const server of [offsetServer, cursorServer]) {
          const { pages } = server(list(length), cap)
          expect(await collect(new Paginated(() => ({ pages, pageSize })))).toEqual(list(length))
          const sizes = (await collect(new Paginated(() => ({ pages, pageSize })).pages())).map((page) => page.length)
          expect(sizes).not.toContain(0)
        }
      }),
    )
  })
})
