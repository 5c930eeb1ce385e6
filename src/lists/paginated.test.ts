import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { byOffset } from './byOffset.ts'
import { byCursor } from './byCursor.ts'
import { Paginated } from './paginated.ts'

interface Item {
  readonly id: string
}

const list = (length: number): readonly Item[] => Array.from({ length }, (_, index) => ({ id: String(index) }))

/** A list that is served by `skip` and `first`, never more rows at once than `cap`, and what was asked of it. */
function offsetServer(items: readonly Item[], cap = Infinity) {
  const asked: (readonly [skip: number, first: number])[] = []
  const pages = byOffset('Users', (skip, first) => {
    asked.push([skip, first])
    return Promise.resolve(items.slice(skip, skip + Math.min(first, cap)))
  })
  return { asked, pages }
}

function cursorServer(items: readonly Item[], cap = Infinity) {
  const asked: (string | null)[] = []
  const pages = byCursor('GetInvites', (from, first) => {
    asked.push(from)
    const start = Number(from ?? 0)
    const end = start + Math.min(first, cap)
    return Promise.resolve({ items: items.slice(start, end), nextCursor: end < items.length ? String(end) : null })
  })
  return { asked, pages }
}

const collect = async <T>(source: AsyncIterable<T>): Promise<T[]> => {
  const items: T[] = []
  for await (const item of source) items.push(item)
  return items
}

describe('by cursor', () => {
  test('a cursor that comes again is raised, even with new records', async () => {
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
    ['no records', [], 101],
  ])('%s under ever new cursors are raised, not followed for ever', async (_case, items, most) => {
    let requests = 0
    const pages = byCursor<Item>('GetInvites', () => {
      requests += 1
      return Promise.resolve({ items, nextCursor: `c${requests}` })
    })
    await expect(collect(new Paginated(() => ({ pages, pageSize: 10 })))).rejects.toMatchObject({
      code: 'INCONSISTENT_RESPONSE',
    })
    expect(requests).toBe(most)
  })

  test('hands on each cursor and ends at null', async () => {
    const { asked, pages } = cursorServer(list(5))
    expect(await collect(new Paginated(() => ({ pages, pageSize: 2 })))).toEqual(list(5))
    expect(asked).toEqual([null, '2', '4'])
  })

  test('two empty pages are no page that came twice', async () => {
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

  test('an empty cursor ends the list, and an empty page with a cursor does not', async () => {
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

  test('a cursor that comes again is raised', async () => {
    const pages = byCursor('GetInvites', () => Promise.resolve({ items: list(1), nextCursor: 'again' }))
    await expect(collect(new Paginated(() => ({ pages })))).rejects.toMatchObject({
      code: 'INCONSISTENT_RESPONSE',
      operationName: 'GetInvites',
    })
  })
})

describe('Paginated', () => {
  test('asks for nothing before it is iterated, and anew each time', async () => {
    const { asked, pages } = offsetServer(list(1))
    const users = new Paginated(() => ({ pages, pageSize: 1 }))
    expect(asked).toEqual([])
    await users.firstPage()
    await users.firstPage()
    expect(asked).toEqual([
      [0, 1],
      [0, 1],
    ])
  })

  test('leaving the loop stops the asking', async () => {
    const { asked, pages } = offsetServer(list(10))
    const seen: Item[] = []
    for await (const item of new Paginated(() => ({ pages, pageSize: 2 }))) {
      seen.push(item)
      if (seen.length === 3) break
    }
    expect(seen).toEqual(list(3))
    expect(asked).toHaveLength(2)
  })

  test('first asks for one record only', async () => {
    const { asked, pages } = offsetServer(list(10))
    expect(await new Paginated(() => ({ pages })).first()).toEqual({ id: '0' })
    expect(asked).toEqual([[0, 1]])
  })

  test('an empty list has no first record and an empty first page', async () => {
    const users = new Paginated(() => offsetServer([]))
    expect(await users.first()).toBeUndefined()
    expect(await users.firstPage()).toEqual([])
    expect(await users.toArray({ limit: Infinity })).toEqual([])
  })

  test('toArray gives no more than the limit and asks for no more pages than it takes', async () => {
    const { asked, pages } = offsetServer(list(10))
    expect(await new Paginated(() => ({ pages, pageSize: 4 })).toArray({ limit: 6 })).toEqual(list(6))
    expect(asked).toEqual([
      [0, 4],
      [3, 4],
    ])
    expect(await new Paginated(() => ({ pages, pageSize: 4 })).toArray({ limit: Infinity })).toEqual(list(10))
  })

  test('toArray with a limit below the page size asks for no more than the limit', async () => {
    const { asked, pages } = offsetServer(list(10))
    expect(await new Paginated(() => ({ pages })).toArray({ limit: 2 })).toEqual(list(2))
    expect(asked).toEqual([[0, 2]])
  })

  test('toArray takes a page of any length', async () => {
    const items = list(200_000)
    const pages = byOffset('Users', (skip) => Promise.resolve(items.slice(skip)))
    expect(await new Paginated(() => ({ pages })).toArray({ limit: Infinity })).toHaveLength(items.length)
  })

  test('is no promise: to await it gives the list itself', async () => {
    const users = new Paginated(() => offsetServer(list(3)))
    expect(users).not.toHaveProperty('then')
    const through = async () => {
      await Promise.resolve()
      return users
    }
    expect(await through()).toBe(users)
  })

  test.each([0, -1, 1.5, NaN, Infinity])('refuses the page size %s', async (pageSize) => {
    const { asked, pages } = offsetServer(list(3))
    const users = new Paginated(() => ({ pages, pageSize }))
    for (const reading of [users.firstPage(), users.first(), users.toArray({ limit: 1 }), collect(users)]) {
      await expect(reading).rejects.toMatchObject({ code: 'INVALID_INPUT' })
    }
    expect(asked).toEqual([])
  })

  test.each([undefined, null, {}, 100])('toArray(%j) says what to give it', async (options) => {
    const { pages, asked } = offsetServer(list(3))
    await expect(new Paginated(() => ({ pages })).toArray(options as never)).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      message: expect.stringContaining('toArray({ limit: 1000 })') as string,
    })
    expect(asked).toEqual([])
  })

  test.each([0, -1, 1.5, NaN])('refuses the limit %s', async (limit) => {
    const { asked, pages } = offsetServer(list(3))
    await expect(new Paginated(() => ({ pages })).toArray({ limit })).rejects.toMatchObject({ code: 'INVALID_INPUT' })
    expect(asked).toEqual([])
  })

  test('any list, page size and cap: every record once, in order, and no page empty', async () => {
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
