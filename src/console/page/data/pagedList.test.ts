import { describe, expect, it, vi } from 'vitest'
import { LabelboxError } from '../../../core/errors.ts'
import { byOffset } from '../../../lists/byOffset.ts'
import { PagedList } from './pagedList.ts'

interface Row {
  readonly id: string
}

/** A list of pages of two rows, which changes and fails as a test says. */
function listOf(ids: readonly string[]) {
  const state = { ids, failsAt: undefined as number | undefined }
  const list = new PagedList<Row>(async function* () {
    for (let start = 0; start < state.ids.length; start += 2) {
      await Promise.resolve()
      if (start === state.failsAt) throw new LabelboxError({ code: 'NETWORK', message: 'no connection' })
      yield state.ids.slice(start, start + 2).map((id) => ({ id }))
    }
  })
  const shown = (): readonly string[] => list.getState().rows.map(({ id }) => id)
  const settled = () => vi.waitFor(() => expect(list.getState().isLoading).toBe(false))
  return { state, list, shown, settled }
}

describe('PagedList', () => {
  it('reads a page at a time, and all when it is asked to', async () => {
    const { list, shown, settled } = listOf(['a', 'b', 'c', 'd', 'e'])
    list.loadMore()
    list.loadMore()
    await settled()
    expect(shown()).toEqual(['a', 'b'])
    expect(list.getState().isComplete).toBe(false)

    expect((await list.all()).map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd', 'e'])
    expect(list.getState().isComplete).toBe(true)
  })

  it('keeps what it has when a page fails, and goes on at the next try', async () => {
    const { state, list, shown, settled } = listOf(['a', 'b', 'c', 'd', 'e'])
    list.loadMore()
    await settled()
    state.failsAt = 2
    list.loadMore()
    await settled()
    expect(shown()).toEqual(['a', 'b'])
    expect(list.getState()).toMatchObject({ isComplete: false, problem: { code: 'NETWORK' } })

    state.failsAt = undefined
    list.loadMore()
    await settled()
    expect(shown()).toEqual(['a', 'b', 'c', 'd'])
    expect(list.getState().problem).toBeUndefined()
  })

  it('rejects all() with the problem', async () => {
    const { state, list } = listOf(['a', 'b', 'c'])
    state.failsAt = 2
    await expect(list.all()).rejects.toMatchObject({ code: 'NETWORK' })
  })

  it('shows a changed list once it is read again', async () => {
    const { state, list, shown, settled } = listOf(['a', 'b', 'c'])
    await list.all()
    state.ids = ['b', 'c', 'd']
    list.refresh()
    expect(shown()).toEqual(['a', 'b', 'c'])
    await settled()
    expect(shown()).toEqual(['b', 'c', 'd'])
  })

  it('shows every row of an offset-paged list from which one was removed, and none that is gone', async () => {
    let ids = Array.from({ length: 40 }, (_, index) => `row ${index}`)
    const list = new PagedList<Row>(
      // As the API: the place of a row moves when one before it is removed.
      byOffset('Rows', (skip, first) =>
        Promise.resolve(ids.slice(skip, skip + Math.min(first, 10)).map((id) => ({ id }))),
      ),
    )
    const shown = (): readonly string[] => list.getState().rows.map(({ id }) => id)
    const more = async (): Promise<void> => {
      list.loadMore()
      await vi.waitFor(() => expect(list.getState().isLoading).toBe(false))
    }
    const remove = (id: string): void => {
      ids = ids.filter((each) => each !== id)
      list.remove(id)
    }
    await more()
    // The first row, the last one that was read, and one that may be prefetched.
    for (const id of ['row 0', 'row 9', 'row 12']) remove(id)
    await more()
    for (const id of ['row 3', 'row 21']) remove(id)
    await list.all()

    expect(shown()).toEqual(ids)
  })

  it('does not show a row again that was removed while the list was read', async () => {
    const { state, list, shown, settled } = listOf(['a', 'b', 'c'])
    await list.all()
    list.refresh()
    // It is in the response that is under way.
    list.remove('a')
    await settled()
    expect(shown()).toEqual(['b', 'c'])

    // Somebody who comes back is shown.
    state.ids = ['a', 'b', 'c']
    list.refresh()
    await settled()
    expect(shown()).toEqual(['a', 'b', 'c'])
  })

  it('takes out a row, and puts another in its place', async () => {
    const { list, shown } = listOf(['a', 'b', 'c'])
    await list.all()
    list.remove('b')
    list.replace({ id: 'c' })
    expect(shown()).toEqual(['a', 'c'])
  })
})
